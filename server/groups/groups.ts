import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, type Happened, outcome } from '../caller/change.ts'
import { managedAmong, refuseManaged } from '../caller/managed.ts'
import { requireFeature } from '../caller/plan.ts'
import type { Reader, Writer } from '../db/open.ts'
import { giveToNewGroup, type PermissionIn, permissionsOf, permissionsOfAll } from '../grants/grants.ts'
import { earlierOf, endShown, mustBeToCome, readEnd } from '../http/moment.ts'
import { type PageInput, paged, pageOf } from '../http/page.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import { addByHand } from './adding.ts'
import { addGroup, removeGroup, renameTo } from './changing.ts'
import { fill, findSubjects } from './filling.ts'
import * as queries from './queries.ts'
import * as subjects from './subjects/queries.ts'

export { addGroup, manageGroup, type Named, removeGroup, renameTo } from './changing.ts'
export { fill, fillByProvider, giveToo } from './filling.ts'
export type { Subject } from './lasting.ts'
export { firstGroupsOfAll, groupsById, groupsOfAll, placeEnds, tellLeaving } from './memberships.ts'

export interface Listing {
  search?: string
  sort?: 'name'
  order?: 'up' | 'down'
  pagination?: PageInput
}

/**
 * A page of groups with their roles, in the order they were made or by name. Where they are searched or sorted, with the
 * number of all that match.
 */
export async function listGroups(caller: Caller, { search, sort, order = 'up', pagination }: Listing) {
  const { db, workspaceId } = caller
  const which = { search: keyOf(search ?? ''), sort, order }
  const isPlain = which.search === '' && !sort && order === 'up'
  const page = pageOf(caller, pagination, isPlain ? 'groups' : `groups/${JSON.stringify(which)}`, 2)
  const rows = await queries.listGroups(db, workspaceId, which, page)
  const { items, pagination: next } = paged(page, rows, (row) => [
    sort ? row.nameKey : row.createdAt.toISOString(),
    row.id,
  ])
  if (search !== undefined || sort) next.totalEntries = await queries.countGroups(db, workspaceId, which)
  const permissions = await permissionsOfAll(
    caller.db,
    caller,
    items.map((group) => group.id),
    'group',
  )
  const isManaged = await managedAmong(db, caller, items)
  const userGroups = items.map(({ id, name, memberCount, managed }) => ({
    id,
    name,
    memberCount,
    permissions: permissions.get(id) ?? [],
    managed: managed && isManaged,
  }))
  return { userGroups, pagination: next }
}

/** One group with its roles. Raises `not-found`. */
export async function getGroup(caller: Caller, groupId: string) {
  return show(caller.db, caller, groupId)
}

export interface NewGroup {
  name: string
  permissions?: PermissionIn[]
  emails?: string[]
}

/**
 * Makes a group (public-api 3.2), with its members and roles at once where they are given: all of it or nothing. Raises
 * `group-name-taken`, `plan-limit`, `invalid-input` for an address that is neither a member's nor invited, and what granting raises.
 */
export function createGroup(caller: Caller, wanted: NewGroup) {
  return change(caller, async (tx) => {
    const { group, created } = await addGroup(tx, caller, { name: wanted.name, managed: false })

    // Members first: then the roles make owners of all of them at once, which is asked and told once.
    const come = await findSubjects(tx, caller, wanted.emails ?? [])
    const joined = await fill(tx, caller, group, { come, gone: [] })
    const granted = await giveToNewGroup(tx, caller, group, wanted.permissions ?? [])
    return changed(await show(tx, caller, group.id), created, ...joined, ...granted)
  })
}

/** Renames a group. Raises `not-found`, `group-name-taken`, `managed-by-provider`. */
export function renameGroup(caller: Caller, groupId: string, wantedName: string) {
  return change(caller, async (tx) => {
    const group = await show(tx, caller, groupId)
    await refuseManaged(tx, caller, [group])
    const happened = await renameTo(tx, caller, group, wantedName)
    return outcome({ ...group, name: tidyName(wantedName) }, happened)
  })
}

/** Deletes a group; its members stay in the workspace (rules, section 3). Raises `not-found`, `last-owner`, `managed-by-provider`. */
export function deleteGroup(caller: Caller, groupId: string) {
  return change(caller, async (tx) => {
    const group = await find(tx, caller, groupId)
    await refuseManaged(tx, caller, [group])
    return changed(undefined, await removeGroup(tx, caller, group))
  })
}

/** A page of the members in a group, with when it does not reach them any more. Raises `not-found`. */
export async function listGroupUsers(caller: Caller, groupId: string, pagination: PageInput) {
  await find(caller.db, caller, groupId)
  const page = pageOf(caller, pagination, `group-users/${groupId}`, 1)
  const rows = await queries.listUsers(caller.db, caller.workspaceId, groupId, page)
  const { items, pagination: next } = paged(page, rows, (row) => [row.id])
  const users = items.map(({ placeEndsAt, memberEndsAt, ...user }) => ({
    ...user,
    ...endShown(earlierOf(placeEndsAt, memberEndsAt)),
  }))
  return { users, pagination: next }
}

/** A page of the addresses of pending invites in a group. Raises `not-found`. */
export async function listGroupInvites(caller: Caller, groupId: string, pagination: PageInput) {
  await find(caller.db, caller, groupId)
  const page = pageOf(caller, pagination, `group-invites/${groupId}`, 1)
  const rows = await queries.listInvites(caller.db, caller.workspaceId, groupId, page)
  const { items, pagination: next } = paged(page, rows, (row) => [row.id])
  return { emails: items.map((invite) => invite.email), pagination: next }
}

/** A page of the groups that a member is in. For the room of members. */
export async function listGroupsOf(caller: Caller, userId: string, pagination: PageInput) {
  const page = pageOf(caller, pagination, `groups-of/${userId}`, 1)
  const rows = await queries.listGroupsOf(caller.db, caller.workspaceId, userId, page)
  const { items, pagination: next } = paged(page, rows, (row) => [row.id])
  const groups = items.map(({ placeEndsAt, ...group }) => ({ ...group, ...endShown(placeEndsAt) }))
  return { groups, pagination: next }
}

/**
 * Adds members or pending invites by address, perhaps for a time: see `addByHand`. Raises `not-found`, `plan-limit`, `managed-by-provider`,
 * `last-owner`, `invalid-input` for an address that is neither, and for an end that has passed.
 */
export function addToGroup(
  caller: Caller,
  groupId: string,
  { emails, ...until }: { emails: string[]; endsAt?: string | null },
) {
  const endsAt = readEnd(until.endsAt, 'endsAt')
  mustBeToCome(endsAt, 'endsAt', caller.now)
  return change(caller, async (tx) => {
    requireFeature(caller, 'user-groups')
    const group = await find(tx, caller, groupId)
    await refuseManaged(tx, caller, [group])
    const wanted = await findSubjects(tx, caller, emails)
    const happened = await addByHand(tx, caller, group, { wanted, endsAt })
    return outcome(await show(tx, caller, groupId), happened)
  })
}

/** Makes exactly these members and pending invites the content of a group; who stays, stays for as long as before. Raises as `addToGroup`. */
export function replaceInGroup(caller: Caller, groupId: string, emails: string[]) {
  return change(caller, async (tx) => {
    requireFeature(caller, 'user-groups')
    const group = await find(tx, caller, groupId)
    await refuseManaged(tx, caller, [group])
    const wanted = await findSubjects(tx, caller, emails)
    const present = await queries.listSubjects(tx, caller.workspaceId, groupId)
    const come = wanted.filter((one) => !present.some((other) => other.id === one.id))
    const kept = present.filter((one) => wanted.some((other) => other.id === one.id))
    const gone = present.filter((one) => !kept.includes(one))
    const ids = kept.map((one) => one.id)
    if (ids.length > 0)
      await subjects.insertSubjects(tx, caller.workspaceId, groupId, {
        ids,
        by: 'hand',
        createdAt: caller.now,
      })
    const happened = await fill(tx, caller, group, { come, gone })
    return outcome(await show(tx, caller, groupId), happened)
  })
}

/** Takes members or pending invites out of a group; who is not in it is no mistake. Raises `not-found`, `last-owner`, `managed-by-provider`. */
export function removeFromGroup(caller: Caller, groupId: string, emails: string[]) {
  return change(caller, async (tx) => {
    const group = await find(tx, caller, groupId)
    await refuseManaged(tx, caller, [group])
    const keys = new Set(emails.map(keyOf))
    const present = await queries.listSubjects(tx, caller.workspaceId, groupId)
    const gone = present.filter((one) => keys.has(keyOf(one.email)))
    return outcome(undefined, await fill(tx, caller, group, { come: [], gone }))
  })
}

/** Step: what groups an invite was in, the member it became is in. */
export async function moveMemberships(tx: Writer, caller: Caller, from: string, to: string) {
  await subjects.moveMemberships(tx, caller.workspaceId, from, to)
}

async function find(db: Reader, caller: Caller, groupId: string) {
  const group = await queries.findGroup(db, caller.workspaceId, groupId)
  if (!group) throw new Problem('not-found')
  return group
}

async function show(db: Reader, caller: Caller, groupId: string) {
  const group = await find(db, caller, groupId)
  const { id, name, memberCount } = group
  return {
    id,
    name,
    memberCount,
    permissions: await permissionsOf(db, caller, { kind: 'group', id }),
    managed: await managedAmong(db, caller, [group]),
  }
}

/** Step: the identity provider manages a group no more, if it did; whom it put in stays, as if put in by hand. Raises `not-found`. */
export async function releaseGroup(tx: Writer, caller: Caller, groupId: string): Promise<Happened[]> {
  const { id, name, managed } = await find(tx, caller, groupId)
  if (!managed) return []
  await queries.releaseGroup(tx, caller.workspaceId, id)
  return [{ type: 'Group Released', resourceId: id, resourceName: name }]
}
