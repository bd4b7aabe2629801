import { roleById } from '../../contract/complete.ts'
import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Reader, Writer } from '../db/open.ts'
import { policyEvents, touching } from './holders.ts'
import * as queries from './queries.ts'

/**
 * Step, before resources are deleted: their rows take the list entries that name them along; a grant that names nothing
 * else is deleted here, so that it can neither come back with the id nor be read as a grant on everything. The events
 * name every holder whose permissions changed.
 */
export async function forgetResources(
  tx: Writer,
  caller: Caller,
  resources: { type: string; id: string }[],
): Promise<Happened[]> {
  const naming = await queries.listNaming(tx, caller.workspaceId, resources)
  const emptied = naming.filter((grant) => grant.isEmptied).map((grant) => grant.id)
  await queries.deleteGrants(tx, caller.workspaceId, emptied)

  const holders = Map.groupBy(naming, (grant) => grant.principalId)
  return [...holders.values()].flatMap((grants) => tellLoss(caller, grants))
}

/** Whom grants on labels are given to: for each label and kind of holder the first twenty by name, and how many there are. */
export function labelHolders(
  db: Reader,
  caller: Pick<Caller, 'workspaceId'>,
  labels?: { key: string; value: string }[],
): Promise<queries.LabelHolder[]> {
  return queries.listLabelHolders(db, caller.workspaceId, labels)
}

function tellLoss(caller: Caller, grants: queries.NamingGrant[]): Happened[] {
  const [first] = grants
  if (!first) return []
  const holder = { kind: first.holderKind, id: first.principalId }
  const touches = touching(holder)
  const named = grants.map((grant) => {
    const roleName = roleById(caller.app.catalog, grant.roleId)?.name ?? grant.customRoleName ?? grant.roleId
    return { roleId: grant.roleId, roleName, isEmptied: grant.isEmptied }
  })
  const deleted = named.filter((grant) => grant.isEmptied)
  const policies = deleted.map(({ roleId, roleName }): Happened => {
    const detail = { subjectType: holder.kind, subjectId: holder.id, roleId, roleName }
    return {
      type: 'Policy Deleted',
      resourceId: holder.id,
      resourceName: `${roleName}: ${first.holderName}`,
      detail: { ...detail, because: 'resource deleted' },
      touches,
    }
  })
  const type = policyEvents[holder.kind]
  if (!type) return policies
  const detail = { because: 'resource deleted', grants: named }
  return [...policies, { type, resourceId: holder.id, resourceName: first.holderName, detail, touches }]
}
