import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import { requireFeature } from '../caller/plan.ts'
import type { Writer } from '../db/open.ts'
import { keepAnOwner } from '../grants/grants.ts'
import { newId } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import * as queries from './queries.ts'

/** What steps say of the group that they are about. */
export interface Named {
  id: string
  name: string
}

/** Step: makes a group without members and roles. Raises `group-name-taken`, `plan-limit`. */
export async function addGroup(
  tx: Writer,
  caller: Caller,
  wanted: { name: string; managed: boolean },
): Promise<{ group: Named; created: Happened }> {
  requireFeature(caller, 'user-groups')
  const group = { id: newId(), name: tidyName(wanted.name) }
  const { managed } = wanted
  const row = { ...group, nameKey: keyOf(group.name), managed, createdAt: caller.now }
  await queries.insertGroup(tx, caller.workspaceId, row)
  const about = { resourceId: group.id, resourceName: group.name, touches: { groups: [group.id] } }
  return { group, created: { type: 'User Group Created', ...about } }
}

/** Step: renames a group; nothing happens where it is called so already. Raises `group-name-taken`. */
export async function renameTo(
  tx: Writer,
  caller: Caller,
  group: Named,
  wantedName: string,
): Promise<Happened[]> {
  const name = tidyName(wantedName)
  if (group.name === name) return []
  await queries.renameGroup(tx, caller.workspaceId, group.id, { name, name_key: keyOf(name) })
  const about = { resourceId: group.id, resourceName: name, detail: { from: group.name, to: name } }
  return [{ type: 'User Group Updated', ...about }]
}

/** Step: deletes a group; its members stay in the workspace (rules, section 3). Raises `last-owner`. */
export async function removeGroup(tx: Writer, caller: Caller, group: Named): Promise<Happened> {
  await queries.deleteGroup(tx, caller.workspaceId, group.id)
  await keepAnOwner(tx, caller)
  const about = { resourceId: group.id, resourceName: group.name, touches: { groups: [group.id] } }
  return { type: 'User Group Deleted', ...about }
}

/** Step: the identity provider manages a group from now on. */
export async function manageGroup(tx: Writer, caller: Caller, group: Named): Promise<Happened> {
  await queries.setManaged(tx, caller.workspaceId, group.id)
  return { type: 'Group Managed', resourceId: group.id, resourceName: group.name }
}
