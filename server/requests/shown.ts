import type { Static } from 'typebox'
import { hasResource } from '../../access/index.ts'
import type { AccessRequestReply } from '../../contract/access-requests.ts'
import { wireType } from '../../contract/complete.ts'
import type { Caller } from '../caller/caller.ts'
import { canSee } from '../resources/resources.ts'
import { roleNames } from '../roles/roles.ts'
import { isOpen, resourceOf } from './doors.ts'
import type { RequestRow, State } from './queries.ts'

export type Shown = Static<typeof AccessRequestReply>['accessRequest']

/** For whom it is shown: what somebody may not see, their own request does not tell them either. */
export type For = 'owners' | 'requester'

/**
 * Requests as people see them: with the state of this moment, and what is not there any more named as far as it is known. To the
 * requester, of a thing that they may not see, whether it exists stays untold: it has no name, and counts as here.
 */
export async function show(caller: Caller, rows: RequestRow[], to: For): Promise<Shown[]> {
  const namesRoles = rows.some(({ wished }) => wished.roleId !== undefined)
  const names = namesRoles ? await roleNames(caller) : new Map<string, string>()
  return rows.map((row) => {
    const { wished, decidedBy, decidedByName } = row
    const { id, message, action, reason, granted } = row
    return {
      ...{ id, message, action, reason, granted },
      state: stateOf(caller, row),
      createdAt: row.createdAt.toISOString(),
      requester: {
        id: row.requesterId,
        name: row.requesterName,
        email: row.requesterEmail,
        isHere: row.isHere,
      },
      resource: resourceShown(caller, row, to),
      wished: {
        roleId: wished.roleId ?? null,
        roleName: names.get(wished.roleId ?? '') ?? null,
        scope: wished.scope ?? null,
        hours: wished.hours ?? null,
      },
      openUntil: row.openUntil?.toISOString() ?? null,
      decidedAt: row.decidedAt?.toISOString() ?? null,
      decidedBy: decidedBy === null ? null : { id: decidedBy, name: decidedByName ?? '' },
    }
  })
}

/** One request, as `show` shows it. */
export async function showOne(caller: Caller, row: RequestRow, to: For): Promise<Shown> {
  const [shown] = await show(caller, [row], to)
  if (!shown) throw new Error('a request was shown, and nothing came back')
  return shown
}

/** The state at this moment, by the caller's world: what waits has ended with its requester, and is granted by a door that is open. */
export function stateOf(caller: Caller, row: RequestRow): State {
  if (row.state !== 'open') return row.state
  if (!row.isHere) return 'ended'
  return isOpen(caller.world, caller, row) ? 'granted' : 'open'
}

function resourceShown(caller: Caller, row: RequestRow, to: For): Shown['resource'] {
  const { type, id } = resourceOf(caller, row)
  const about = { type: wireType(type), id }
  const isTold = type === 'workspace' || id === null || to === 'owners' || canSee(caller, { type, id })
  if (!isTold) return { ...about, name: null, isHere: true }
  const isHere = id === null ? type in caller.app.catalog.resourceTypes : hasResource(caller.world, type, id)
  return { ...about, name: row.resourceName, isHere }
}
