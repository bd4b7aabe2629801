import type { Catalog, Feature } from '../contract/catalog.ts'
import type {
  Change,
  Facts,
  GrantFact,
  LabelFact,
  Question,
  ResourceFact,
  ResourceName,
  ScopeFact,
} from './facts.ts'

/**
 * The rules once more, to be read: arrays, no indexes, nothing remembered. This is the specification that the engine is
 * held against, by the tests of this room and of others and by the bench.
 */
export interface NaiveWorld {
  catalog: Catalog
  workspaceId: string
  plan: string
  facts: Facts
}

/** What `check` must answer. */
export function naiveCheck(world: NaiveWorld, question: Question): boolean {
  const action = world.catalog.resourceTypes[question.resource.type]?.actions[question.action]
  if (!action || !naiveGives(world, question)) return false
  return action.needs === undefined || naiveCheck(world, { ...question, action: action.needs })
}

/** Is there one grant that gives this action here, whatever else the action needs? */
export function naiveGives(world: NaiveWorld, { who, action, resource, at }: Question): boolean {
  if (resource.type === 'workspace' && resource.id !== null && resource.id !== world.workspaceId) return false
  return grantsThatReach(world, who, at).some(
    (grant) =>
      isInTime(grant, at) &&
      mayOf(world, grant, resource.type, action) &&
      covers(world, grant, { action, resource }),
  )
}

/** What the facts are after a change: removals first (never of the workspace itself), then each fact in the place of the one with its id. */
export function naiveChange(facts: Facts, { removed = {}, ...set }: Change): Facts {
  const isGone = (fact: { id: string }, ids: string[] = []) => ids.includes(fact.id)
  const isGoneResource = (name: { type: string; id: string }) =>
    (removed.resources ?? []).some((other) => other.type === name.type && other.id === name.id)
  // A grant that loses its last scope goes with it: without scopes it might mean everything.
  const keep = (grants: GrantFact[]) =>
    grants
      .filter((grant) => !removed.roles?.includes(grant.roleId))
      .map((grant) => ({
        before: grant,
        scopes: grant.scopes.filter((scope) => scope.kind !== 'list' || !isGoneResource(scope)),
      }))
      .filter(({ before, scopes }) => scopes.length > 0 || before.scopes.length === 0)
      .map(({ before, scopes }) => ({ ...before, scopes }))

  const principals = facts.principals
    .filter((principal) => !isGone(principal, removed.principals))
    .map((principal) => ({
      ...principal,
      groups: principal.groups.filter((id) => !removed.groups?.includes(id)),
      grants: keep(principal.grants),
    }))
  const groups = facts.groups
    .filter((group) => !isGone(group, removed.groups))
    .map((group) => ({ ...group, grants: keep(group.grants) }))
  const resources = facts.resources
    .filter((resource) => !isGoneResource(resource))
    .map(({ parent, ...resource }) =>
      parent && !isGoneResource(parent) ? { ...resource, parent } : resource,
    )
  const roles = facts.roles.filter((role) => !isGone(role, removed.roles))

  return {
    principals: replaced(principals, set.principals),
    groups: replaced(groups, set.groups),
    resources: replaced(resources, set.resources),
    roles: replaced(roles, set.roles),
  }
}

function replaced<Fact extends { id: string; type?: string }>(facts: Fact[], by: Fact[] = []): Fact[] {
  const kept = facts.filter((fact) => !by.some((other) => other.id === fact.id && other.type === fact.type))
  return [...kept, ...by]
}

function has(world: NaiveWorld, feature: Feature): boolean {
  return world.catalog.plans[world.plan]?.features.includes(feature) === true
}

/** Its own grants and those of its groups, as far as the plan and the role's plans go, while membership and places in groups last. */
function grantsThatReach(world: NaiveWorld, who: string, at: number): GrantFact[] {
  const principal = world.facts.principals.find(({ id }) => id === who)
  if (!principal || !isInTime(principal, at)) return []
  const isIn = (groupId: string) =>
    principal.groups.includes(groupId) && at < (principal.groupEnds?.[groupId] ?? Infinity)
  const groups = world.facts.groups.filter(({ id }) => has(world, 'user-groups') && isIn(id))
  return [...principal.grants, ...groups.flatMap((group) => group.grants)].filter((grant) => {
    const builtIn = world.catalog.roles.find(({ id }) => id === grant.roleId)
    return builtIn ? builtIn.plans.includes(world.plan) : has(world, 'custom-roles')
  })
}

function isInTime(
  { from = -Infinity, until = Infinity }: { from?: number; until?: number },
  at: number,
): boolean {
  return from <= at && at < until
}

function roleOf(world: NaiveWorld, { roleId }: GrantFact) {
  return (
    world.catalog.roles.find(({ id }) => id === roleId) ?? world.facts.roles.find(({ id }) => id === roleId)
  )
}

function isOwnerRole(world: NaiveWorld, { roleId }: GrantFact): boolean {
  return world.catalog.roles.some((role) => role.id === roleId && role.owner)
}

function mayOf(world: NaiveWorld, grant: GrantFact, type: string, action: string): boolean {
  if (world.catalog.resourceTypes[type]?.actions[action] === undefined) return false
  if (isOwnerRole(world, grant)) return true
  const may = roleOf(world, grant)?.may[type] ?? []
  return may.includes('*') || may.includes(action)
}

function covers(
  world: NaiveWorld,
  grant: GrantFact,
  asked: { action: string; resource: ResourceName },
): boolean {
  if (grant.scopes.length === 0) return isBare(world, grant)
  return grant.scopes.some((scope) => {
    if (scope.kind === 'all') return true
    if (scope.kind === 'label' && !has(world, 'label-scoped-grants')) return false
    if (world.catalog.resourceTypes[asked.resource.type]?.actions[asked.action]?.creates) return false
    return lineOf(world, asked.resource).some((resource) => isIn(world, scope, resource))
  })
}

/** A grant without scopes covers the workspace if its role is about nothing but the workspace, or is the owner's. */
function isBare(world: NaiveWorld, grant: GrantFact): boolean {
  const role = roleOf(world, grant)
  if (role?.scopes.join() !== 'all') return false
  if (isOwnerRole(world, grant)) return true
  const types = Object.keys(role.may).filter((type) => {
    return Object.keys(world.catalog.resourceTypes[type]?.actions ?? {}).some((action) =>
      mayOf(world, grant, type, action),
    )
  })
  return types.every((type) => type === 'workspace')
}

/** The registered resource of that name, its registered parent, and so on: sixteen parents at most. */
function lineOf(world: NaiveWorld, name: ResourceName): ResourceFact[] {
  const line: ResourceFact[] = []
  let next = registered(world, name)
  while (next && line.length <= 16) {
    line.push(next)
    const parentType = world.catalog.resourceTypes[next.type]?.parent
    next = next.parent && next.parent.type === parentType ? registered(world, next.parent) : undefined
  }
  return line
}

function registered(world: NaiveWorld, { type, id }: ResourceName): ResourceFact | undefined {
  if (type === 'workspace') return id === world.workspaceId ? { type, id, labels: [] } : undefined
  return world.facts.resources.find((resource) => resource.type === type && resource.id === id)
}

function isIn(world: NaiveWorld, scope: ScopeFact, resource: ResourceFact): boolean {
  if (scope.kind === 'list') return scope.type === resource.type && scope.id === resource.id
  if (scope.kind !== 'label' || scope.labels.length === 0) return false
  if (!world.catalog.resourceTypes[resource.type]?.labelable) return false
  return scope.labels.every((wanted) => valueFor(resource.labels, wanted.key) === wanted.value.toLowerCase())
}

/** One value per key; of two, the last counts. */
function valueFor(labels: LabelFact[], key: string): string | undefined {
  return labels.findLast((label) => label.key.toLowerCase() === key.toLowerCase())?.value.toLowerCase()
}
