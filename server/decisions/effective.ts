import { type EffectiveRole, effectiveRoles, hasPrincipal, isOwner } from '../../access/index.ts'
import type { Catalog } from '../../contract/catalog.ts'
import { ownerRole, wireType } from '../../contract/complete.ts'
import type { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { requireMayAsk, revisionOf } from './asking.ts'
import { type Names, readNames } from './names.ts'
import { scopeShown, times, viaShown } from './shown.ts'

/**
 * Every role that reaches a member or a token, whether or not it counts at the moment, by resource type. Raises `not-allowed` for somebody
 * else without `access:decide`, `not-found`.
 */
export async function showAccess(
  caller: Caller,
  kind: 'user' | 'token',
  id: string,
): Promise<Reply<typeof decisions.accessOfUser>> {
  requireMayAsk(caller, id)
  const { world, now, app } = caller
  if (!hasPrincipal(world, id, kind)) throw new Problem('not-found')
  const revision = revisionOf(caller)
  const owns = isOwner(world, id, now.getTime())
  const roles = effectiveRoles(world, id, now.getTime())
  const names = await readNames(caller, {
    subjects: [],
    roles: roles.map((role) => role.roleId),
    vias: roles.map((role) => role.via),
    scopes: roles.flatMap((role) => role.scopes),
    resources: [],
  })

  const words = { names, catalog: app.catalog }
  const access = Object.keys(app.catalog.resourceTypes).map((type) => {
    const reaching = roles.map((role) => ({ role, actions: actionsOn(words, role, type) }))
    const shown = reaching
      .filter(({ role, actions }) => actions.length > 0 || isBareOn(words, role, type))
      .map(({ role, actions }) => ({
        roleId: role.roleId,
        roleName: names.role(role.roleId),
        actions,
        scopes: role.scopes.map((scope) => scopeShown(words, scope)),
        via: viaShown(words, role.via),
        active: role.active,
        ...(role.inactiveBecause && { inactiveBecause: role.inactiveBecause }),
        ...times(role),
        ...(id === caller.who.id && role.via.kind === 'own' && { grantId: role.grantId }),
      }))
    return { type: wireType(type), roles: shown }
  })
  return { isOwner: owns, revision, access: access.filter(({ roles }) => roles.length > 0) }
}

interface Known {
  names: Names
  catalog: Catalog
}

/** What a role may do on a type; creating only where it is granted on everything (rules 2.2). */
function actionsOn({ names, catalog }: Known, { roleId, scopes }: EffectiveRole, type: string): string[] {
  const actions = catalog.resourceTypes[type]?.actions ?? {}
  const may = names.may(roleId)[type] ?? []
  const isAll = scopes.length === 0 || scopes.some((scope) => scope.kind === 'all')
  const isWhole = may.includes('*') || ownerRole(catalog).id === roleId
  return Object.entries(actions)
    .filter(([action, { creates }]) => (isWhole || may.includes(action)) && (isAll || !creates))
    .map(([action]) => action)
}

/** A role that may nothing (Workspace Member) is about being in the workspace at all. */
function isBareOn(known: Known, role: EffectiveRole, type: string): boolean {
  if (type !== 'workspace') return false
  return Object.keys(known.catalog.resourceTypes).every((one) => actionsOn(known, role, one).length === 0)
}
