import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Reader, Writer } from '../db/open.ts'
import { endOf } from './lasting.ts'
import * as queries from './queries.ts'
import { listPlaces } from './subjects/queries.ts'

const FIRST_GROUPS = 3

/** The groups with these ids, by id; one that is not there is left out. For rooms that take groups by id. */
export async function groupsById(db: Reader, { workspaceId }: Caller, groupIds: string[]) {
  const rows = await queries.listByIds(db, workspaceId, groupIds)
  return new Map(rows.map((group) => [group.id, group]))
}

/** The groups that each of these members or invites is in, by name, with when their place ends; who is in none is left out. */
export async function groupsOfAll(db: Reader, { workspaceId }: Caller, principalIds: string[]) {
  const rows = await queries.listGroupsOfAll(db, workspaceId, principalIds)
  const all = new Map<string, { id: string; name: string; endsAt: Date | null }[]>()
  for (const { principalId, ...group } of rows) {
    const groups = all.get(principalId)
    if (groups) groups.push(group)
    else all.set(principalId, [group])
  }
  return all
}

/** The first three groups, by name, of each of these members, and how many groups they are in; who is in none is left out. */
export async function firstGroupsOfAll(db: Reader, { workspaceId }: Caller, userIds: string[]) {
  const rows = await queries.listFirstGroupsOfAll(db, workspaceId, userIds, FIRST_GROUPS)
  const all = new Map<string, { groups: { id: string; name: string }[]; groupCount: number }>()
  for (const { principalId, id, name, count } of rows) {
    const entry = all.get(principalId) ?? { groups: [], groupCount: count }
    all.set(principalId, entry)
    entry.groups.push({ id, name })
  }
  return all
}

/** When the places of some members in a group end; who has none that ends is left out. */
export async function placeEnds(db: Reader, { workspaceId }: Caller, groupId: string, userIds: string[]) {
  const places = await listPlaces(db, workspaceId, groupId, userIds)
  return new Map([...places].flatMap(([id, place]) => (endOf(place) ? [[id, endOf(place)] as const] : [])))
}

/** Step: what to tell of the groups that members or invites were in, before they are deleted and their memberships with them. */
export async function tellLeaving(
  tx: Writer,
  caller: Caller,
  subjects: { id: string; email: string }[],
): Promise<Happened[]> {
  const emails = new Map(subjects.map((one) => [one.id, one.email]))
  const rows = await queries.listGroupsOfAll(tx, caller.workspaceId, [...emails.keys()])
  const groups = new Map<string, { name: string; emails: string[] }>()
  for (const { principalId, id, name } of rows) {
    const group = groups.get(id) ?? { name, emails: [] }
    groups.set(id, group)
    group.emails.push(emails.get(principalId) ?? '')
  }
  return [...groups].map(([id, { name, emails }]): Happened => {
    const about = { resourceId: id, resourceName: name, detail: { emails }, touches: {} }
    return { type: 'Group Memberships Deleted', ...about }
  })
}
