import type { Static } from 'typebox'
import type { RoleSpec, Scope } from '../../contract/catalog.ts'
import { roleByName, typeFromWire } from '../../contract/complete.ts'
import type { InvitePermissionInput, PermissionResourceInput } from '../../contract/grants.ts'
import { type Fault, Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { refusalOf } from '../caller/plan.ts'
import type { Reader } from '../db/open.ts'
import { endsOfGiver, mayGive, mustOutlast } from './giving.ts'
import * as queries from './queries.ts'
import { isPast, readTimes, type Times } from './times.ts'

/** Permissions as members, groups, tokens and invites write them. */
export type PermissionIn = Static<typeof InvitePermissionInput>
type ResourceIn = Static<typeof PermissionResourceInput>

/** One permission, checked: a role that may be given, on things that exist, perhaps for a time. */
export interface Wanted extends Times {
  roleId: string
  roleName: string
  isCustom: boolean
  scopes: queries.ScopeRow[]
}

interface Role {
  id: string
  name: string
  isCustom: boolean
  scopes: readonly Scope[]
  may: Readonly<Record<string, readonly string[]>>
  isOwner: boolean
  /** Why the plan does not let it be given. */
  refusal: Problem | null
}

/** The scopes that somebody holds already, by role, each as `scopeShape` writes it. */
type Held = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Checks permissions against the catalog, the plan and what exists (rules, sections 2, 5, 6, 15). Raises `plan-limit` for a role or a
 * scope beyond the plan, `not-allowed` where somebody who is no owner would give more than they hold (invariant 15), and
 * `invalid-input` with every other fault at once. What somebody holds already (`present`) they may keep, or keep a part of, also
 * beyond the plan: it is inactive, and nothing else of theirs could be changed otherwise. For the same reason a grant that stays just as
 * it is may have ended, or last longer than those of whoever writes it.
 */
export async function readWanted(
  db: Reader,
  caller: Caller,
  permissions: PermissionIn[],
  present: queries.GrantRow[] = [],
): Promise<Wanted[]> {
  const roles = await findRoles(
    db,
    caller,
    permissions.map((one) => one.roleId),
  )
  const labels = await labelSpellings(db, caller, permissions)
  const registered = await registeredKeys(db, caller, permissions)
  const held = heldOf(present)
  const shapes = new Set(present.map(shapeOf))
  const ends = await endsOfGiver(db, caller)
  const faults: Fault[] = []

  const wanted = permissions.map((permission, index): Wanted | null => {
    const role = roles.get(permission.roleId)
    const field = `permissions.${index}`
    if (!role) {
      faults.push({
        field: `${field}.roleId`,
        message: `"${field}.roleId" is not a role of this workspace`,
      })
      return null
    }
    mayGive(caller, role)
    const isNarrowed = (permission.labels?.length ?? 0) > 0
    if (isNarrowed && permission.resources?.some((entry) => entry.type.toLowerCase() !== 'workspace')) {
      faults.push({ field: `${field}.labels`, message: `"${field}.labels" go with WORKSPACE resources only` })
    }
    const check = { caller, role, labels, registered, held, faults }
    const read = entriesOf(caller, permission).map((entry, at) =>
      readScope(check, entry, `${field}.resources.${at}`),
    )
    const scopes = read.filter((one) => one !== null)
    if (role.refusal && !isHeld(check, scopes)) throw role.refusal
    const times = readTimes(permission, field, faults)
    const one = { roleId: role.id, roleName: role.name, isCustom: role.isCustom, scopes, ...times }
    if (shapes.has(shapeOf(one))) return one
    if (isPast(times, caller.now)) wrong(check, `${field}.endsAt`, 'must be in the future')
    mustOutlast(caller, role, times, ends)
    return one
  })
  if (faults.length > 0) throw new Problem('invalid-input', { ...faults[0], faults })
  return wanted.filter((one) => one !== null)
}

/** One scope as a text: equal where two scopes are the same. */
function scopeShape({ kind, type, resourceId, labels }: queries.ScopeRow): string {
  return JSON.stringify([kind, type, resourceId, ...labels.map(({ key, value }) => `${key}:${value}`).sort()])
}

/** Two permissions are the same if they give the same role on the same things, in the same order, at the same times. */
export function shapeOf({
  roleId,
  scopes,
  startsAt,
  endsAt,
}: Pick<Wanted, 'roleId' | 'scopes' | 'startsAt' | 'endsAt'>): string {
  return JSON.stringify([roleId, startsAt, endsAt, ...scopes.map(scopeShape)])
}

function heldOf(present: queries.GrantRow[]): Held {
  const byRole = Map.groupBy(present, ({ roleId }) => roleId)
  return new Map(
    Array.from(byRole, ([roleId, some]) => [roleId, new Set(some.flatMap(({ scopes }) => shapesOf(scopes)))]),
  )
}

/** Whether all of this is held already; a permission on nothing is held where there is one on nothing. */
function isHeld({ held, role }: Check, scopes: queries.ScopeRow[]): boolean {
  return shapesOf(scopes).every((shape) => held.get(role.id)?.has(shape))
}

function shapesOf(scopes: queries.ScopeRow[]): string[] {
  return scopes.length > 0 ? scopes.map(scopeShape) : ['nothing']
}

/** In an invite, `resources` left out is the whole workspace, and labels beside the role narrow it (public-api, section 2). */
function entriesOf({ workspaceId }: Caller, { resources, labels = [] }: PermissionIn): ResourceIn[] {
  if (resources === undefined) return [{ id: workspaceId, type: 'WORKSPACE', labels }]
  if (labels.length === 0) return resources
  const isWhole = (entry: ResourceIn) => entry.type.toLowerCase() === 'workspace'
  return resources.map((entry) =>
    isWhole(entry) ? { ...entry, labels: [...(entry.labels ?? []), ...labels] } : entry,
  )
}

/** The roles of these ids, by id: built-in ones and the workspace's own; who names none that is there is left out. */
export async function findRoles(db: Reader, caller: Caller, ids: string[]): Promise<Map<string, Role>> {
  const { catalog } = caller.app
  const roles = new Map<string, Role>()
  for (const id of new Set(ids)) {
    const spec = catalog.roles.find((role) => role.id === id) ?? roleByName(catalog, id)
    if (spec) roles.set(id, builtIn(caller, spec))
  }
  const custom = ids.filter((id) => !roles.has(id))
  if (custom.length === 0) return roles
  for (const { id, name, may } of await queries.listCustomRoles(db, caller.workspaceId, custom)) {
    roles.set(id, {
      id,
      name,
      isCustom: true,
      scopes: ['all', 'list', 'label'],
      may: may as Role['may'],
      isOwner: false,
      refusal: refusalOf(caller, 'custom-roles'),
    })
  }
  return roles
}

function builtIn(caller: Caller, spec: RoleSpec): Role {
  const { id, name, scopes } = spec
  return {
    id,
    name,
    isCustom: false,
    scopes,
    may: spec.may,
    isOwner: spec.owner === true,
    refusal: refusalOfRole(caller, spec),
  }
}

function refusalOfRole({ workspace }: Caller, { id, name, plans }: RoleSpec): Problem | null {
  if (plans.includes(workspace.plan)) return null
  return new Problem('plan-limit', {
    message: `The role ${name} is not part of the ${workspace.plan} plan. It is part of: ${plans.join(', ')}.`,
    data: { roleId: id, plan: workspace.plan, plans: [...plans] },
  })
}

const labelKey = ({ key, value }: { key: string; value: string }) => `${key}:${value}`.toLowerCase()
const resourceKey = ({ type, id }: { type: string; id: string }) => `${type}\n${id}`

async function labelSpellings(db: Reader, caller: Caller, permissions: PermissionIn[]) {
  const isLabelled = permissions.some(
    (one) => one.labels?.length || one.resources?.some((entry) => entry.labels?.length),
  )
  const labels = isLabelled ? await queries.listLabels(db, caller.workspaceId) : []
  return new Map(labels.map((label) => [labelKey(label), label]))
}

async function registeredKeys(db: Reader, caller: Caller, permissions: PermissionIn[]) {
  const named = permissions
    .flatMap((one) => one.resources ?? [])
    .flatMap((entry) => {
      const type = typeFromWire(caller.app.catalog, entry.type)
      return type && type !== 'workspace' ? [{ type, id: entry.id }] : []
    })
  const found = named.length > 0 ? await queries.listRegistered(db, caller.workspaceId, named) : []
  return new Set(found.map(resourceKey))
}

interface Check {
  caller: Caller
  role: Role
  labels: Map<string, { key: string; value: string }>
  registered: Set<string>
  held: Held
  faults: Fault[]
}

function readScope(check: Check, entry: ResourceIn, field: string): queries.ScopeRow | null {
  const type = typeFromWire(check.caller.app.catalog, entry.type)
  if (!type) return wrong(check, `${field}.type`, 'is not a resource type')
  if (type === 'workspace') return readWorkspaceScope(check, entry, field)

  if (entry.labels?.length) return wrong(check, `${field}.labels`, 'go with a WORKSPACE entry only')
  if (!check.role.scopes.includes('list') || !reaches(check, type)) {
    return wrong(check, `${field}.type`, `is nothing that the role ${check.role.name} can be granted on`)
  }
  if (!check.registered.has(resourceKey({ type, id: entry.id }))) {
    return wrong(check, `${field}.id`, `names no ${type.replaceAll('_', ' ')} of this workspace`)
  }
  return { kind: 'list', type, resourceId: entry.id, labels: [] }
}

function readWorkspaceScope(check: Check, entry: ResourceIn, field: string): queries.ScopeRow | null {
  const { caller, role } = check
  if (entry.id !== caller.workspaceId) return wrong(check, `${field}.id`, 'is not the id of this workspace')
  const given = entry.labels ?? []
  if (given.length === 0) {
    if (!role.scopes.includes('all'))
      return wrong(check, `${field}`, `is too wide: ${role.name} takes single resources only`)
    return { kind: 'all', type: null, resourceId: null, labels: [] }
  }
  if (!role.scopes.includes('label'))
    return wrong(check, `${field}.labels`, `cannot narrow the role ${role.name}`)
  const scope = readLabels(check, given, field)
  const refusal = refusalOf(caller, 'label-scoped-grants')
  if (refusal && !(scope && isHeld(check, [scope]))) throw refusal
  return scope
}

function readLabels(
  check: Check,
  given: { key: string; value: string }[],
  field: string,
): queries.ScopeRow | null {
  const labels = new Map<string, { key: string; value: string }>()
  for (const [index, one] of given.entries()) {
    const label = check.labels.get(labelKey(one))
    const at = `${field}.labels.${index}`
    if (!label) return wrong(check, at, `names no label of this workspace: ${one.key}:${one.value}`)
    const key = label.key.toLowerCase()
    const other = labels.get(key)
    if (other && labelKey(other) !== labelKey(label)) {
      return wrong(
        check,
        at,
        `can never hold together with ${other.key}:${other.value}: a resource has one value per key`,
      )
    }
    labels.set(key, label)
  }
  return {
    kind: 'label',
    type: null,
    resourceId: null,
    labels: [...labels.values()],
  }
}

/** Whether the role can do anything to this type, or to what hangs on it. */
function reaches({ caller, role }: Check, type: string): boolean {
  const types = Object.entries(caller.app.catalog.resourceTypes)
  const below = types.filter(([, spec]) => spec.parent === type).map(([name]) => name)
  return [type, ...below].some((name) => (role.may[name]?.length ?? 0) > 0)
}

function wrong(check: Check, field: string, what: string): null {
  check.faults.push({ field, message: `"${field}" ${what}` })
  return null
}
