import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, type Happened } from '../caller/change.ts'
import { endUses } from './glass/glass.ts'
import { keepAnOwner } from './grants.ts'
import * as queries from './queries.ts'
import { type PermissionOut, permissionsOf } from './shown.ts'
import { tellGone } from './told.ts'

/**
 * The signed-in person gives back one grant of a role that they hold themselves, or all grants of it, and is answered what is left. What
 * reaches them through a group is the group's. Raises `not-found` for what they do not hold themselves, `last-owner`, and `not-allowed` for
 * a token, which gives nothing up by itself.
 */
export function handBack(
  caller: Caller,
  { roleId, grantId }: { roleId: string; grantId?: string },
): Promise<PermissionOut[]> {
  const { who, workspaceId } = caller
  if (who.kind !== 'user') {
    throw new Problem('not-allowed', {
      message: 'Only a person can give a role back. Change the token instead.',
    })
  }
  const holder = { kind: 'user' as const, id: who.id }
  return change(caller, async (tx) => {
    const present = await queries.listGrants(tx, workspaceId, [who.id])
    const gone = present.filter((grant) => grant.roleId === roleId && (grantId ?? grant.id) === grant.id)
    if (gone.length === 0) throw new Problem('not-found')
    const grantIds = gone.map(({ id }) => id)
    await queries.deleteGrants(tx, workspaceId, grantIds)
    await keepAnOwner(tx, caller)
    const told = [
      ...tellGone(caller, { holder, name: who.name }, gone),
      ...(await endUses(tx, caller, { grantIds })),
    ]
    const [first, ...rest] = told.map((one): Happened => {
      return one.type === 'Policy Deleted' ? { ...one, type: 'Policy Handed Back' } : one
    })
    if (!first) throw new Error('a role was given back, and nothing happened')
    return changed(await permissionsOf(tx, caller, holder), first, ...rest)
  })
}
