import { type Fault, Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, type Happened, outcome, unchanged } from '../caller/change.ts'
import { requireFeature } from '../caller/plan.ts'
import type { Reader, Writer } from '../db/open.ts'
import {
  askBeforeJoining,
  keepAnOwner,
  mailIfOwner,
  permissionsOf,
  permissionsOfAll,
  withMail,
} from '../grants/grants.ts'
import { type PageInput, paged, pageOf } from '../http/page.ts'
import { newId } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import * as queries from './queries.ts'

export { groupsById, groupsOfAll, tellLeaving } from './memberships.ts'

/** A page of groups with their roles, in the order they were made. */
export async function listGroups(caller: Caller, pagination: PageInput) {
  const page = pageOf(caller, pagination, 'groups', 2)
  const rows = await queries.listGroups(caller.db, caller.workspaceId, page)
  const { items, pagination: next } = paged(page, rows, (row) => [row.createdAt.toISOString(), row.id])
  const permissions = await permissionsOfAll(
    caller.db,
    caller,
    items.map((group) => group.id),
    'group',
  )
  const userGroups = items.map(({ id, name, memberCount }) => ({
    id,
    name,
    memberCount,
    permissions: permissions.get(id) ?? [],
  }))
  return { userGroups, pagination: next }
}

/** One group with its roles. Raises `not-found`. */
export async function getGroup(caller: Caller, groupId: string) {
  return show(caller.db, caller, groupId)
}

/** Makes a group, empty and without roles (public-api 3.2). Raises `group-name-taken`, `plan-limit`. */
export function createGroup(caller: Caller, wantedName: string) {
  return change(caller, async (tx) => {
    requireFeature(caller, 'user-groups')
    const id = newId()
    const name = tidyName(wantedName)
    await queries.insertGroup(tx, caller.workspaceId, {
      id,
      name,
      nameKey: keyOf(name),
      createdAt: caller.now,
    })
    const group = { id, name, memberCount: 0, permissions: [] }
    return changed(group, {
      type: 'User Group Created',
      resourceId: id,
      resourceName: name,
      touches: { groups: [id] },
    })
  })
}

/** Renames a group. Raises `not-found`, `group-name-taken`. */
export function renameGroup(caller: Caller, groupId: string, wantedName: string) {
  return change(caller, async (tx) => {
    const group = await show(tx, caller, groupId)
    const name = tidyName(wantedName)
    if (group.name === name) return unchanged(group)

    await queries.renameGroup(tx, caller.workspaceId, groupId, {
      name,
      name_key: keyOf(name),
    })
    const detail = { from: group.name, to: name }
    return changed(
      { ...group, name },
      {
        type: 'User Group Updated',
        resourceId: groupId,
        resourceName: name,
        detail,
      },
    )
  })
}

/** Deletes a group; its members stay in the workspace (rules, section 3). Raises `not-found`, `last-owner`. */
export function deleteGroup(caller: Caller, groupId: string) {
  return change(caller, async (tx) => {
    const group = await find(tx, caller, groupId)
    await queries.deleteGroup(tx, caller.workspaceId, groupId)
    await keepAnOwner(tx, caller)
    const touches = { groups: [groupId] }
    return changed(undefined, {
      type: 'User Group Deleted',
      resourceId: groupId,
      resourceName: group.name,
      touches,
    })
  })
}

/** A page of the members in a group. Raises `not-found`. */
export async function listGroupUsers(caller: Caller, groupId: string, pagination: PageInput) {
  await find(caller.db, caller, groupId)
  const page = pageOf(caller, pagination, `group-users/${groupId}`, 1)
  const rows = await queries.listUsers(caller.db, caller.workspaceId, groupId, page)
  const { items, pagination: next } = paged(page, rows, (row) => [row.id])
  return { users: items, pagination: next }
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
  return { groups: items, pagination: next }
}

/** Adds members or pending invites by address. Raises `not-found`, `plan-limit`, `invalid-input` for an address that is neither. */
export function addToGroup(caller: Caller, groupId: string, emails: string[]) {
  return change(caller, async (tx) => {
    requireFeature(caller, 'user-groups')
    const group = await find(tx, caller, groupId)
    const wanted = await findSubjects(tx, caller, emails)
    const present = new Set(
      (await queries.listSubjects(tx, caller.workspaceId, groupId)).map((one) => one.id),
    )
    const come = wanted.filter((one) => !present.has(one.id))
    const happened = await fill(tx, caller, group, { come, gone: [] })
    return outcome(await show(tx, caller, groupId), happened)
  })
}

/** Makes exactly these members and pending invites the content of a group. Raises as `addToGroup`, and `last-owner`. */
export function replaceInGroup(caller: Caller, groupId: string, emails: string[]) {
  return change(caller, async (tx) => {
    requireFeature(caller, 'user-groups')
    const group = await find(tx, caller, groupId)
    const wanted = await findSubjects(tx, caller, emails)
    const present = await queries.listSubjects(tx, caller.workspaceId, groupId)
    const come = wanted.filter((one) => !present.some((other) => other.id === one.id))
    const gone = present.filter((one) => !wanted.some((other) => other.id === one.id))
    const happened = await fill(tx, caller, group, { come, gone })
    return outcome(await show(tx, caller, groupId), happened)
  })
}

/** Takes members or pending invites out of a group; who is not in it is no mistake. Raises `not-found`, `last-owner`. */
export function removeFromGroup(caller: Caller, groupId: string, emails: string[]) {
  return change(caller, async (tx) => {
    const group = await find(tx, caller, groupId)
    const keys = new Set(emails.map(keyOf))
    const present = await queries.listSubjects(tx, caller.workspaceId, groupId)
    const gone = present.filter((one) => keys.has(keyOf(one.email)))
    return outcome(undefined, await fill(tx, caller, group, { come: [], gone }))
  })
}

/** Step: what groups an invite was in, the member it became is in. */
export async function moveMemberships(tx: Writer, caller: Caller, from: string, to: string) {
  await queries.moveMemberships(tx, caller.workspaceId, from, to)
}

/** A member or an invite, as groups and their events name it. */
export interface Subject {
  id: string
  kind: 'user' | 'invite'
  email: string
  name: string
}

async function find(db: Reader, caller: Caller, groupId: string) {
  const group = await queries.findGroup(db, caller.workspaceId, groupId)
  if (!group) throw new Problem('not-found')
  return group
}

async function show(db: Reader, caller: Caller, groupId: string) {
  const { id, name, memberCount } = await find(db, caller, groupId)
  return {
    id,
    name,
    memberCount,
    permissions: await permissionsOf(db, caller, { kind: 'group', id }),
  }
}

async function findSubjects(tx: Writer, caller: Caller, emails: string[]): Promise<Subject[]> {
  const found = await queries.findByEmail(tx, caller.workspaceId, emails.map(keyOf))
  const byKey = new Map(found.map((one) => [one.emailKey, one]))
  const faults: Fault[] = emails.flatMap((email, index) => {
    const field = `emails[${index}]`
    return byKey.has(keyOf(email))
      ? []
      : [
          {
            field,
            message: `"${field}" is neither a member nor invited: ${email}`,
          },
        ]
  })
  if (faults.length > 0) throw new Problem('invalid-input', { ...faults[0], faults })
  return [...byKey.values()]
}

/**
 * Step: some members or invites come into a group, who were not in it, and others go, who were. Raises `last-owner`, and
 * `step-up-required` where the group owns the workspace. That the plan has groups is the caller's to ask.
 */
export async function fill(
  tx: Writer,
  caller: Caller,
  group: { id: string; name: string },
  { come, gone }: { come: Subject[]; gone: Subject[] },
): Promise<Happened[]> {
  if (come.length > 0) await askBeforeJoining(tx, caller, group.id)
  await queries.insertSubjects(tx, caller.workspaceId, group.id, {
    ids: come.map((one) => one.id),
    createdAt: caller.now,
  })
  await queries.deleteSubjects(
    tx,
    caller.workspaceId,
    group.id,
    gone.map((one) => one.id),
  )
  if (gone.length > 0) await keepAnOwner(tx, caller)
  const newOwners = come.filter((one) => one.kind === 'user').map((one) => one.name)
  const mail = await mailIfOwner(tx, caller, group.id, newOwners)
  return withMail(
    [
      ...tell(group, come, 'Subjects Added to Group', 'User Added To User Group'),
      ...tell(group, gone, 'Group Memberships Deleted', 'User Removed From User Group'),
    ],
    mail,
  )
}

function tell(
  group: { id: string; name: string },
  subjects: Subject[],
  forGroup: 'Subjects Added to Group' | 'Group Memberships Deleted',
  forUser: 'User Added To User Group' | 'User Removed From User Group',
): Happened[] {
  if (subjects.length === 0) return []
  const users = subjects.filter((one) => one.kind === 'user')
  const detail = { emails: subjects.map((one) => one.email) }
  return [
    {
      type: forGroup,
      resourceId: group.id,
      resourceName: group.name,
      detail,
      touches: {},
    },
    ...users.map((user): Happened => {
      const about = { groupId: group.id, groupName: group.name }
      return {
        type: forUser,
        resourceId: user.id,
        resourceName: user.name,
        detail: about,
        touches: { principals: [user.id] },
      }
    }),
  ]
}
