import type { Facts, ResourceFact } from '../../access/index.ts'
import type { Reader } from '../db/open.ts'
import type { Caller } from './caller.ts'
import { readTouched } from './facts.ts'

type Key = { type: string; id: string }

/**
 * The facts that decide what one member or token may do on one resource, or on types as a whole (null), as `db` sees them at this moment:
 * its own grants, its groups', the custom roles in them and in `roles`, and the resource with all that it hangs on. In a
 * transaction, they are those after what it did so far.
 */
export async function readAround(
  db: Reader,
  { app, workspaceId }: Pick<Caller, 'app' | 'workspaceId'>,
  principalId: string,
  { on, roles: more = [] }: { on: Key | null; roles?: string[] },
): Promise<Facts> {
  const { principals = [] } = await readTouched(db, workspaceId, { principals: [principalId] })
  const groupIds = [...new Set(principals.flatMap((one) => one.groups))]
  const { groups = [] } = await readTouched(db, workspaceId, { groups: groupIds })
  const grants = [...principals, ...groups].flatMap((one) => one.grants)
  const builtIn = new Set(app.rules.roles.map((role) => role.id))
  const named = [...grants.map((grant) => grant.roleId), ...more]
  const roleIds = [...new Set(named)].filter((id) => !builtIn.has(id))
  const { roles = [] } = await readTouched(db, workspaceId, { roles: roleIds })
  return { principals, groups, roles, resources: await readUpwards(db, workspaceId, on) }
}

async function readUpwards(db: Reader, workspaceId: string, on: Key | null): Promise<ResourceFact[]> {
  const found: ResourceFact[] = []
  for (let key: Key | undefined = on ?? undefined; key; ) {
    const { type, id }: Key = key
    // Resources may hang on each other in a circle.
    if (found.some((one) => one.type === type && one.id === id)) break
    const { resources = [] } = await readTouched(db, workspaceId, { resources: [{ type, id }] })
    found.push(...resources)
    key = resources[0]?.parent
  }
  return found
}
