import type { Feature } from '../contract/catalog.ts'
import type { Change, Facts, GrantFact, RoleFact } from './facts.ts'
import { removeGroup, removePrincipal, revokeRoles, setGroup, setPrincipal, unlist } from './holders.ts'
import { noEnds } from './lasting.ts'
import { createLinks } from './links.ts'
import { removeResource, setResource } from './registry.ts'
import type { RoleRule, Rules } from './rules.ts'
import { actionsOf, workspaceType } from './rules.ts'
import { createSets, setOf } from './sets.ts'
import type { Role, World } from './world.ts'

/** Beyond as many sets of actions, which only many changes of custom roles can leave behind, the table starts anew. */
const maxSets = 20_000

/**
 * Compiles the facts of one workspace. `facts` is only read and need not be kept. Principals and resources in the order
 * of their ids (code units) make the first list of a large workspace faster, nothing else.
 * Throws an Error that names it if the plan or the role of a grant is unknown, or a custom role has the id of a built-in one.
 */
export function openWorld(rules: Rules, about: { workspaceId: string; plan: string }, facts: Facts): World {
  const world = emptyWorld(rules, about.workspaceId)
  setPlan(world, about.plan)
  intern(world)
  if (rules.types.has(workspaceType)) {
    setResource(world, { type: workspaceType, id: about.workspaceId, labels: [] })
  }
  applyChange(world, facts)
  return world
}

/**
 * Changes the facts of a world in place (see `Change` for what goes first and what vanishes with what). Synchronous: every question
 * sees all of it or nothing. Throws as `openWorld` does, before anything has changed.
 */
export function applyChange(world: World, change: Change): void {
  refuse(world, change)

  remove(world, change.removed ?? {})
  if (change.plan !== undefined && change.plan !== world.plan) setPlan(world, change.plan)
  for (const fact of change.roles ?? []) setRole(world, fact)
  for (const fact of change.groups ?? []) setGroup(world, fact)
  for (const fact of change.resources ?? []) setResource(world, fact)
  for (const fact of change.principals ?? []) setPrincipal(world, fact)
  if (world.sets.count > maxSets) intern(world)
}

function emptyWorld(rules: Rules, workspaceId: string): World {
  const world: World = {
    rules,
    workspaceId,
    plan: '',
    features: { groups: false, labels: false, customRoles: false },
    sets: createSets(rules.actions.length),
    roles: new Map(),
    principals: new Map(),
    principalSlots: [],
    freePrincipals: [],
    tokens: new Set(),
    ends: noEnds,
    names: new Map(),
    groups: new Map(),
    registry: Array.from(rules.types, () => new Map()),
    resourceSlots: [],
    freeResources: [],
    namers: createLinks(),
    labels: { numbers: new Map(), facts: [], keys: [] },
    labelHolders: new Map(),
    orders: { principals: undefined, resources: [], labelled: [], everywhere: new Map(), stale: new Set() },
    clock: 0,
    rolesChangedAt: 0,
    resourceClock: 0,
    reaching: new Set(),
    reachSize: 0,
    size: 0,
  }
  for (const rule of rules.roles) world.roles.set(rule.id, builtIn(rule, isBare(rules, rule)))
  return world
}

function refuse(world: World, change: Change) {
  if (change.plan !== undefined) knownPlan(world, change.plan)
  const removed = new Set(change.removed?.roles)
  const added = new Set<string>()
  for (const { id } of change.roles ?? []) {
    if (world.roles.get(id)?.plans) throw new Error(`A custom role has the id of a built-in one: ${id}.`)
    added.add(id)
  }
  const isKnown = ({ roleId }: GrantFact) => {
    const role = world.roles.get(roleId)
    return added.has(roleId) || (role !== undefined && (role.plans !== undefined || !removed.has(roleId)))
  }
  for (const holders of [change.groups ?? [], change.principals ?? []]) {
    for (const { grants } of holders) {
      const stray = grants.find((grant) => !isKnown(grant))
      if (stray) throw new Error(`Grant ${stray.id} names an unknown role: ${stray.roleId}.`)
    }
  }
}

function knownPlan(world: World, plan: string) {
  const spec = Object.hasOwn(world.rules.catalog.plans, plan) ? world.rules.catalog.plans[plan] : undefined
  if (!spec) throw new Error(`Workspace ${world.workspaceId} is on an unknown plan: ${plan}.`)
  return spec
}

function remove(world: World, removed: NonNullable<Change['removed']>) {
  for (const id of removed.principals ?? []) removePrincipal(world, id)
  for (const id of removed.groups ?? []) removeGroup(world, id)
  for (const { type, id } of removed.resources ?? []) {
    const rule = world.rules.types.get(type)
    const resource = rule && world.registry[rule.number]?.get(id)
    if (!resource || (type === workspaceType && id === world.workspaceId)) continue
    removeResource(world, resource)
    unlist(world, resource)
  }

  const custom = new Set(
    (removed.roles ?? []).filter((id) => world.roles.has(id) && !world.roles.get(id)?.plans),
  )
  if (custom.size === 0) return
  revokeRoles(world, custom)
  for (const id of custom) world.roles.delete(id)
}

/** Makes the plan of a world what counts: its features, and the roles that are active on it. */
function setPlan(world: World, plan: string) {
  const { features } = knownPlan(world, plan)
  const includes = (feature: Feature) => features.includes(feature)
  world.plan = plan
  world.features = {
    groups: includes('user-groups'),
    labels: includes('label-scoped-grants'),
    customRoles: includes('custom-roles'),
  }
  for (const role of world.roles.values()) role.active = isRoleActive(world, role)
  rolesChanged(world)
}

/** Adds a custom role or replaces it in place, for all who hold it at once. */
function setRole(world: World, fact: RoleFact) {
  const actions = actionsOf(world.rules, fact.may, () => undefined)
  const bare = isBare(world.rules, { scopes: fact.scopes, owner: false, actions })
  const role = {
    id: fact.id,
    plans: undefined,
    whole: 0,
    listed: 0,
    active: false,
    bare,
    owner: false,
    actions,
  }
  const { id } = fact
  const current = world.roles.get(id)
  const next = Object.assign(current ?? {}, role, { canBeAll: fact.scopes.includes('all') })
  next.active = isRoleActive(world, next)
  internRole(world, next)
  world.roles.set(id, next)
  if (current) rolesChanged(world)
}

function builtIn({ id, plans, owner, actions, scopes }: RoleRule, bare: boolean): Role {
  return {
    id,
    plans,
    whole: 0,
    listed: 0,
    active: false,
    bare,
    owner,
    actions,
    canBeAll: scopes.includes('all'),
  }
}

/** Workspace Owner, and the roles that are about nothing but the workspace itself. */
function isBare(
  rules: Rules,
  { scopes, owner, actions }: Pick<RoleRule, 'scopes' | 'owner' | 'actions'>,
): boolean {
  const ofWorkspace = new Set(rules.types.get(workspaceType)?.actions.values())
  return (
    scopes.length === 1 &&
    scopes[0] === 'all' &&
    (owner || actions.every((action) => ofWorkspace.has(action)))
  )
}

function isRoleActive(world: World, { plans }: Pick<Role, 'plans'>): boolean {
  return plans ? plans.includes(world.plan) : world.features.customRoles
}

/** Numbers the sets of all roles anew. */
function intern(world: World) {
  world.sets = createSets(world.rules.actions.length)
  for (const role of world.roles.values()) internRole(world, role)
  rolesChanged(world)
}

function internRole(world: World, role: Role) {
  const { actions } = world.rules
  role.whole = setOf(world.sets, role.actions)
  role.listed = setOf(
    world.sets,
    role.actions.filter((action) => !actions[action]?.creates),
  )
}

function rolesChanged(world: World) {
  world.rolesChangedAt = ++world.clock
  world.orders.everywhere.clear()
  world.orders.stale.clear()
}
