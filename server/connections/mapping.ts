import { type Fault, Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Caller } from '../caller/caller.ts'
import { hasFeature, requireFeature } from '../caller/plan.ts'
import type { Reader, Writer } from '../db/open.ts'
import { holdsOwnership } from '../grants/grants.ts'
import { groupsById } from '../groups/groups.ts'
import { plainText } from './claims.ts'
import type { Connection } from './connection.ts'
import * as queries from './queries.ts'

/** Who has this value in the claim of groups comes into that group. */
export interface Mapping {
  claim: string
  groupId: string
}

/** A mapping as it is shown, and as the audit trail names it. */
export interface ShownMapping extends Mapping {
  groupName: string
}

/** The group mappings of some connections, by the connection's id. */
export async function mappingsOf(
  db: Reader,
  workspaceId: string,
  connectionIds: string[],
): Promise<Map<string, ShownMapping[]>> {
  const all = new Map<string, ShownMapping[]>(connectionIds.map((id) => [id, []]))
  for (const { connectionId, ...mapping } of await queries.listMappings(db, workspaceId, connectionIds)) {
    all.get(connectionId)?.push(mapping)
  }
  return all
}

/**
 * Step: makes exactly these the group mappings of a connection. Raises `plan-limit`, and `invalid-input` for a group that is not
 * there or that owns the workspace: nobody becomes an owner by what an identity provider says (L-7).
 */
export async function replaceMappings(tx: Writer, caller: Caller, connectionId: string, wanted: Mapping[]) {
  if (wanted.length > 0) requireFeature(caller, 'user-groups')
  const mappings = wanted.map(({ claim, groupId }) => ({ claim: claim.trim(), groupId }))
  const faults: Fault[] = []
  const found = await groupsById(
    tx,
    caller,
    mappings.map((one) => one.groupId),
  )
  for (const [index, { groupId }] of mappings.entries()) {
    const field = `groups.${index}.groupId`
    const group = found.get(groupId)
    if (!group) faults.push({ field, message: `"${field}" is no group of this workspace` })
    else if (await holdsOwnership(tx, caller, groupId)) {
      const why = 'owns the workspace: an identity provider must not make owners'
      faults.push({ field, message: `"${field}": the group ${group.name} ${why}` })
    }
  }
  if (faults.length > 0) throw new Problem('invalid-input', { ...faults[0], faults })
  const each = new Map(mappings.map((one) => [JSON.stringify([one.claim, one.groupId]), one]))
  await queries.replaceMappings(tx, caller.workspaceId, connectionId, [...each.values()])
}

/**
 * The groups that these values of the group claim let people into: never one that owns the workspace at this moment (L-7), and none where
 * the plan has no groups.
 */
export async function mappedGroups(
  app: App,
  db: Reader,
  { id, workspace }: Pick<Connection, 'id' | 'workspace'>,
  values: string[],
): Promise<string[]> {
  const about = { app, workspace }
  if (values.length === 0 || !hasFeature(about, 'user-groups')) return []
  const rows = await queries.listMappedGroups(db, workspace.id, id, values.map(plainText))
  const groups: string[] = []
  for (const group of rows) if (!(await holdsOwnership(db, about, group.id))) groups.push(group.id)
  return groups
}
