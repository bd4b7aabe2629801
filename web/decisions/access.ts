import type { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import type { resources } from '../../contract/resources.ts'
import type { HeldPermissions } from '../grants/draft.ts'
import { standingOf } from '../grants/limits.ts'
import { actionsOn, isWorkspace, type RoleOnOffer } from '../grants/roles.ts'
import type { ResourceType } from '../workspaces/here.ts'

export type Access = Pick<Reply<typeof decisions.accessOfUser>, 'isOwner' | 'access'>
export type HeldRole = Access['access'][number]['roles'][number]
export type HeldScope = HeldRole['scopes'][number]
export type Found = Reply<typeof resources.list>['resources'][number]

/** The roles that give something on one type: those that give more than reading, and those that give no more. */
export interface OnType {
  type: ResourceType
  admin: HeldRole[]
  readOnly: HeldRole[]
}

/** What counts at present, by type in the order of the catalog. */
export function byType({ access }: Access, types: readonly ResourceType[]): OnType[] {
  return types.flatMap((type) => {
    const roles = access.find((one) => one.type.toUpperCase() === type.type)?.roles ?? []
    const active = roles.filter((role) => role.active && weighed(role, type).length > 0)
    if (active.length === 0) return []
    const admin = active.filter((role) => weighed(role, type).some((action) => !action.endsWith(':read')))
    return [{ type, admin, readOnly: active.filter((role) => !admin.includes(role)) }]
  })
}

/** Each role once that is held and gives nothing at present. */
export function inactiveOf({ access }: Access): HeldRole[] {
  const roles = access.flatMap((one) => one.roles).filter(({ active }) => !active)
  return [...new Map(roles.map((role) => [keyOfInactive(role), role])).values()]
}

/** By what one role that gives nothing differs from another. */
export function keyOfInactive({ roleId, via, inactiveBecause, startsAt, endsAt }: HeldRole): string {
  return JSON.stringify([roleId, via.id, inactiveBecause, startsAt, endsAt])
}

/** Whether one of these roles is on everything of the type. */
export function isOnAll(roles: readonly HeldRole[]): boolean {
  return roles.some(({ scopes }) => scopes.length === 0 || scopes.some(({ kind }) => kind === 'all'))
}

/** Whether one of these roles covers a resource, itself or through what it hangs on. */
export function covers(
  roles: readonly HeldRole[],
  resource: Found,
  parents: ReadonlyMap<string, Found>,
): boolean {
  if (isOnAll(roles)) return true
  const parent = resource.parent && parents.get(resource.parent.id)
  const chain = parent ? [resource, parent] : [resource]
  return roles.some(({ scopes }) => scopes.some((scope) => chain.some((one) => isIn(scope, one))))
}

/** What a group's own roles give, in the form in which decisions show a member's. */
export function accessOfGroup(
  permissions: HeldPermissions,
  roles: readonly RoleOnOffer[],
  types: readonly ResourceType[],
): Access {
  const known = new Map(roles.map((role) => [role.id, role]))
  const held = permissions.map((permission) => ({ permission, role: known.get(permission.roleId) }))
  const access = types.map((type) => ({
    type: type.type,
    roles: held.flatMap(({ permission, role }): HeldRole[] => {
      const scopes = permission.resources.map(scopeOf)
      const isAll = scopes.length === 0 || scopes.some(({ kind }) => kind === 'all')
      const actions = namesOf(role, type).filter((action) => isAll || !isCreating(type, action))
      const isShown = actions.length > 0 || (role === undefined && isWorkspace(type.type))
      const { roleId, roleName, active, startsAt, endsAt } = permission
      const what = { roleId, roleName, active, actions, scopes, via: { kind: 'own' as const } }
      const limits = { ...(startsAt && { startsAt }), ...(endsAt && { endsAt }) }
      const standing = standingOf(limits)
      const because = standing === 'ended' || standing === 'not-yet' ? standing : 'plan'
      return isShown ? [{ ...what, ...limits, ...(!active && { inactiveBecause: because }) }] : []
    }),
  }))
  return { isOwner: held.some(({ role, permission }) => role?.owner && permission.active), access }
}

/** What only adds to another action gives nothing by itself: whoever sees more of what they may read does not change it. */
function weighed({ actions }: HeldRole, type: ResourceType): string[] {
  return actions.filter((action) => type.actions.find(({ name }) => name === action)?.needs === null)
}

function isIn(scope: HeldScope, { type, id, labels }: Found): boolean {
  if (scope.kind === 'list') return scope.id === id && scope.type?.toUpperCase() === type.toUpperCase()
  const has = new Set(labels.map(({ key, value }) => `${key}:${value}`.toLowerCase()))
  const wanted = scope.labels ?? []
  return wanted.length > 0 && wanted.every(({ key, value }) => has.has(`${key}:${value}`.toLowerCase()))
}

function namesOf(role: RoleOnOffer | undefined, type: ResourceType): string[] {
  const given = (role && actionsOn(role.may, type.type)) ?? []
  const all = type.actions.map(({ name }) => name)
  return given.includes('*') ? all : all.filter((name) => given.includes(name))
}

function isCreating(type: ResourceType, action: string): boolean {
  return type.actions.some(({ name, creates }) => creates && name === action)
}

function scopeOf({ type, id, labels }: HeldPermissions[number]['resources'][number]): HeldScope {
  if (!isWorkspace(type)) return { kind: 'list', says: id, type, id }
  return labels.length > 0 ? { kind: 'label', says: '', labels } : { kind: 'all', says: '' }
}
