import {
  effectiveRoles,
  explain,
  type Facts,
  hasResource,
  openWorld,
  type ScopeFact,
} from '../../access/index.ts'
import type { Scope } from '../../contract/catalog.ts'
import { roleById, wireType } from '../../contract/complete.ts'
import { readAround } from '../caller/around.ts'
import type { Caller } from '../caller/caller.ts'
import { isOpen, openedBy, registered, resourceOf } from './doors.ts'
import type { RequestRow } from './queries.ts'

const HOUR_MS = 3_600_000
/** No grant has this id. */
const SUGGESTED = ''

/** A permission to begin with, in the form in which it is granted. */
export interface Suggestion {
  roleId: string
  roleName: string
  resources: { id: string; type: string; labels: never[] }[]
  endsAt: string | null
}

interface Given {
  role: { id: string; name: string; scopes: readonly Scope[]; offered?: readonly Scope[] }
  isListed: boolean
}

/**
 * What an owner could begin with: the wished role if it opens the door, otherwise the smallest that does, on the thing alone where the
 * role can be given so and nothing wider was wished, until the wished hours are over, which begin now, or when what they have ends.
 * The engine itself is asked whether it opens. Empty where nothing in the plan does, where the thing is gone, and where it is open
 * already; where nobody can say which door is meant, the wished role, if there is one.
 */
export async function suggest(caller: Caller, row: RequestRow): Promise<Suggestion[]> {
  const on = registered(row)
  if (!row.isHere || (on && !hasResource(caller.world, on.type, on.id))) return []
  if (isOpen(caller.world, caller, row)) return []
  const ids = candidates(caller, row)
  const facts = await readAround(caller.db, caller, row.requesterId, { on, roles: ids })
  for (const id of ids) {
    const role = roleById(caller.app.catalog, id) ?? facts.roles.find((one) => one.id === id)
    if (!role) continue
    for (const isListed of row.wished.scope === 'all' ? [false, true] : [true, false]) {
      const given = { role, isListed }
      if (canBeGiven(given, row) && wouldOpen(caller, facts, row, given)) return [shown(caller, row, given)]
    }
  }
  return []
}

/** By id: the wished one first, then for each action that opens it the smallest roles. */
function candidates(caller: Caller, row: RequestRow): string[] {
  const question = { who: row.requesterId, resource: resourceOf(caller, row), at: neededFrom(caller, row) }
  const smallest = openedBy(caller, row).flatMap(
    (action) => explain(caller.world, { ...question, action }).smallestRoles,
  )
  const { roleId } = row.wished
  return [...new Set(roleId === undefined ? smallest : [roleId, ...smallest])]
}

/** Now, or when what they have ends. */
function neededFrom({ now }: Caller, { openUntil }: RequestRow): number {
  return Math.max(now.getTime(), openUntil?.getTime() ?? 0)
}

function canBeGiven({ role, isListed }: Given, row: RequestRow): boolean {
  const { scopes, offered = scopes } = role
  return isListed ? registered(row) !== null && offered.includes('list') : offered.includes('all')
}

/** A world with this one person in it, who has the role too. */
function wouldOpen(caller: Caller, facts: Facts, row: RequestRow, { role, isListed }: Given): boolean {
  const { app, workspaceId, workspace, now } = caller
  const on = registered(row)
  const scope: ScopeFact = isListed && on ? { kind: 'list', ...on } : { kind: 'all' }
  const principals = facts.principals.map((one) => ({
    ...one,
    grants: [...one.grants, { id: SUGGESTED, roleId: role.id, scopes: [scope] }],
  }))
  const world = openWorld(app.rules, { workspaceId, plan: workspace.plan }, { ...facts, principals })
  if (openedBy(caller, row).length > 0) return isOpen(world, caller, row)
  const held = effectiveRoles(world, row.requesterId, now.getTime())
  return held.some(({ grantId, active }) => grantId === SUGGESTED && active)
}

function shown(caller: Caller, row: RequestRow, { role, isListed }: Given): Suggestion {
  const on = registered(row)
  const { hours = null } = row.wished
  const from = neededFrom(caller, row)
  const resource =
    isListed && on ? { id: on.id, type: wireType(on.type) } : { id: caller.workspaceId, type: 'WORKSPACE' }
  return {
    roleId: role.id,
    roleName: role.name,
    resources: [{ ...resource, labels: [] }],
    endsAt: hours === null ? null : new Date(from + hours * HOUR_MS).toISOString(),
  }
}
