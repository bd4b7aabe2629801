import type { accessRequests } from '../../contract/access-requests.ts'
import { roleByName, typeFromWire } from '../../contract/complete.ts'
import type { Input } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed } from '../caller/change.ts'
import { nothingNamed, readNames } from '../decisions/decisions.ts'
import { mailEveryOwner } from '../grants/grants.ts'
import { newId } from '../platform/ids.ts'
import { roleNames } from '../roles/roles.ts'
import { CLOSED, type Door, endOfDoor, FOR_GOOD, registered } from './doors.ts'
import { findOpen } from './open.ts'
import * as queries from './queries.ts'
import { settle } from './settling.ts'
import { type Shown, showOne } from './shown.ts'
import { about, readText } from './telling.ts'

/** So many may wait for an answer; whoever needs more asks for a role instead. */
const OPEN_MAX = 20

type Asked = Input<typeof accessRequests.create>['body']

/**
 * Asks the owners for access, and tells each of them by mail. A thing that the person may not see is asked for as one that is not there:
 * nothing in the answer says which it is. What ends can be asked for for longer. Raises `already-allowed`, `access-request-open`,
 * `too-many-requests-open`, `invalid-input`, and `not-allowed` for a token and for support staff.
 */
export async function createRequest(caller: Caller, asked: Asked): Promise<Shown> {
  requirePerson(caller)
  const { who, workspaceId, now } = caller
  const door = { requesterId: who.id, ...readDoor(caller, asked) }
  const message = readText(asked.message, 'message')
  const wished = await readWish(caller, asked.wished)
  const resource_name = await nameOf(caller, door)
  await settle(caller, who.id)

  return change(caller, async (tx) => {
    const end = endOfDoor(caller.world, caller, door)
    if (end === FOR_GOOD) throw new Problem('already-allowed')
    const waiting = await queries.listWaiting(tx, workspaceId, { now, requesterId: who.id })
    if (waiting.length >= OPEN_MAX) throw new Problem('too-many-requests-open', { data: { most: OPEN_MAX } })
    const id = newId()
    await queries.insertRequest(tx, {
      ...{ workspace_id: workspaceId, id, principal_id: who.id, requester_id: who.id },
      ...{ requester_name: who.name, requester_email: who.email ?? '', action: door.action },
      ...{ resource_type: door.type, resource_id: door.resourceId, resource_name, thing: thingOf(door) },
      ...{ message, wished: JSON.stringify(wished), created_at: now },
      open_until: end === CLOSED ? null : new Date(end),
    })
    const row = await queries.findRequest(tx, workspaceId, id, now)
    if (!row) throw new Error('a request was made, and is not there')
    const mail = await mailEveryOwner(tx, caller, { kind: 'access-request', payload: { requestId: id } })
    const shown = await showOne({ ...caller, db: tx }, row, 'requester')
    return changed(shown, { type: 'Access Request Created', ...about(caller, row), mail })
  })
}

/** Takes an own request back. Raises `not-found`, `access-request-closed`, `not-allowed` as `createRequest`. */
export async function withdrawRequest(caller: Caller, id: string): Promise<Shown> {
  requirePerson(caller)
  const { who, workspaceId, now } = caller
  await settle(caller, who.id)
  return change(caller, async (tx) => {
    const row = await findOpen(tx, caller, { id, by: 'requester' })
    const closed = { state: 'withdrawn' as const, decided_at: now }
    await queries.closeRequest(tx, workspaceId, id, closed)
    const shown = await showOne(
      { ...caller, db: tx },
      { ...row, state: 'withdrawn', decidedAt: now },
      'requester',
    )
    return changed(shown, { type: 'Access Request Withdrawn', ...about(caller, row) })
  })
}

/** Only a person asks: what a token or support staff may do, somebody else has decided. Raises `not-allowed`. */
export function requirePerson({ who }: Caller) {
  if (who.kind === 'user') return
  const message = 'Only a person can ask for access. Change the token instead, or sign in as yourself.'
  throw new Problem('not-allowed', { message })
}

function readDoor(caller: Caller, { resource, ...asked }: Asked): Omit<Door, 'requesterId' | 'openUntil'> {
  const { catalog } = caller.app
  const type = typeFromWire(catalog, resource?.type ?? 'workspace')
  if (!type) throw wrong('resource.type', 'is not a resource type')
  const { workspaceId, workspace } = caller
  const id = resource?.id ?? null
  const action = asked.action ?? null
  if (type === 'workspace' && id !== null && id !== workspaceId && id !== workspace.slug)
    throw wrong('resource.id', 'is not the id of this workspace')
  if (action !== null && !Object.hasOwn(catalog.resourceTypes[type]?.actions ?? {}, action))
    throw wrong('action', `is not an action on ${catalog.resourceTypes[type]?.name}`)
  return { type, resourceId: type === 'workspace' ? null : id, action }
}

/** Whatever the action, one thing is one thing: two requests about it are one conversation. */
function thingOf({ type, resourceId }: Pick<Door, 'type' | 'resourceId'>): string {
  return resourceId === null ? type : `${type}/${resourceId}`
}

async function readWish(
  caller: Caller,
  { roleId: named, ...rest }: Asked['wished'] = {},
): Promise<queries.Wish> {
  if (named === undefined) return rest
  const roleId = roleByName(caller.app.catalog, named)?.id ?? named
  if ((await roleNames(caller)).has(roleId)) return { ...rest, roleId }
  throw wrong('wished.roleId', 'is not a role of this workspace')
}

async function nameOf(caller: Caller, door: Pick<Door, 'type' | 'resourceId'>): Promise<string | null> {
  if (door.type === 'workspace') return caller.workspace.name
  const on = registered(door)
  if (!on) return null
  const names = await readNames(caller, { ...nothingNamed, resources: [on] })
  return names.resource(on.type, on.id) ?? null
}

function wrong(field: string, what: string): Problem {
  return new Problem('invalid-input', { field, message: `"${field}" ${what}` })
}
