import type { Facts, LabelFact, PrincipalKind, ScopeFact } from './facts.ts'
import { type Ends, endFor } from './lasting.ts'
import type { Links } from './links.ts'
import type { Ordered } from './ordered.ts'
import type { Rules, TypeRule } from './rules.ts'
import { workspaceType } from './rules.ts'
import type { ActionSets } from './sets.ts'

/** A built-in or custom role, as this workspace's plan sees it. `listed` leaves out what only *all* gives. */
export interface Role {
  id: string
  /** The plans of a built-in role; a custom role is a matter of the feature. */
  plans: readonly string[] | undefined
  whole: number
  listed: number
  active: boolean
  /** Does a grant without scopes cover the workspace? */
  bare: boolean
  owner: boolean
  actions: readonly number[]
  /** Can a grant of it be on *all*? */
  canBeAll: boolean
}

export interface Grant {
  id: string
  role: Role
  /** Given without any scope. */
  empty: boolean
  all: boolean
  list: readonly number[]
  labels: readonly (readonly number[])[]
  /** Scopes on types that the catalog does not know: they cover nothing. */
  strangers: readonly ScopeFact[]
  from: number
  until: number
}

export interface Group {
  kind: 'group'
  id: string
  /** False while it is only named by its members-to-be. */
  there: boolean
  grants: readonly Grant[]
  /** Numbers of principals, ascending. */
  members: number[]
  /** When places in it end. */
  ends: Ends
  changedAt: number
}

export interface Principal {
  kind: PrincipalKind
  number: number
  id: string
  names: readonly string[]
  groups: readonly Group[]
  grants: readonly Grant[]
  /** What it may do where; made on the first question, forgotten when a fact under it changes. */
  reach: Reach | undefined
}

/** Who holds a grant of its own. */
export type Holder = Principal | Group

export interface Resource {
  number: number
  type: TypeRule
  id: string
  /** False while it is only named, by a scope or as a parent. */
  registered: boolean
  labels: readonly number[]
  parent: Resource | undefined
  children: readonly Resource[]
  /** The chain of those whose list scopes name it, once for every entry. */
  namedBy: number
}

/**
 * Everything that one principal may do, compiled from its own grants and its groups': right for instants from `from`
 * until `until`.
 */
export interface Reach {
  /** Actions on everything. */
  all: number
  /** Numbers of resources, ascending, and in the same place the actions there; only those that `all` lacks. */
  numbers: readonly number[]
  sets: readonly number[]
  /** For every label scope: one of its labels, all of them, and the actions. */
  firstLabels: readonly number[]
  labels: readonly (readonly number[])[]
  labelSets: readonly number[]
  from: number
  until: number
  builtAt: number
  checkedAt: number
  /** For lists, by type and action: the resources that list scopes name. */
  listed: Map<number, Ordered<Resource>> | undefined
  /** For lists, by action: what is covered through a parent, as of a state of the resources. */
  inherited: Map<number, { at: number; list: Ordered<Resource> }> | undefined
}

/** Who holds an action on everything, for instants from `from` until `until`. */
export interface Everywhere {
  bits: Uint32Array
  from: number
  until: number
}

/** What is derived for lists: built on the first question of its kind, kept up with changes. */
export interface Orders {
  principals: Ordered<Principal> | undefined
  /** By type number: the registered resources, by id. */
  resources: (Ordered<Resource> | undefined)[]
  /** By type number and label: the registered resources with that label, by id. */
  labelled: (Map<number, Ordered<Resource>> | undefined)[]
  everywhere: Map<number, Everywhere>
  /** Numbers of principals whose bits in `everywhere` must be looked at again. */
  stale: Set<number>
}

/**
 * One workspace in memory: the facts themselves, as numbers and references, changed in place, and what is derived
 * from them. Read and change it through the functions of this room only.
 */
export interface World {
  rules: Rules
  workspaceId: string
  plan: string
  features: { groups: boolean; labels: boolean; customRoles: boolean }
  sets: ActionSets
  roles: Map<string, Role>
  principals: Map<string, Principal>
  principalSlots: (Principal | undefined)[]
  freePrincipals: number[]
  /** Numbers of the principals that are tokens. */
  tokens: Set<number>
  /** When memberships of the workspace end. */
  ends: Ends
  names: Map<string, readonly Principal[]>
  groups: Map<string, Group>
  /** By type number. */
  registry: Map<string, Resource>[]
  resourceSlots: (Resource | undefined)[]
  freeResources: number[]
  namers: Links<Holder>
  /** `keys` holds the lower-cased key of each label. */
  labels: { numbers: Map<string, Map<string, number>>; facts: LabelFact[]; keys: string[] }
  /** Holders of a label scope, under one of its labels; once for every scope. */
  labelHolders: Map<number, readonly Holder[]>
  orders: Orders
  /** Counts changes of groups and roles; a reach older than the last of them is looked at again. */
  clock: number
  rolesChangedAt: number
  /** Counts changes of resources. */
  resourceClock: number
  /** Those with a reach, oldest first. */
  reaching: Set<Principal>
  reachSize: number
  size: number
}

export const none: readonly never[] = Object.freeze([])

/**
 * Is a resource of this name anything a decision could be about? `nowhere` is a workspace that is not this one;
 * `unregistered` (and the type as a whole) is covered by grants on *all* only.
 */
export function locate(
  world: World,
  type: TypeRule,
  id: string | null,
): Resource | 'unregistered' | 'nowhere' {
  if (id === null) return 'unregistered'
  const resource = world.registry[type.number]?.get(id)
  if (resource?.registered) return resource
  return type.name === workspaceType ? 'nowhere' : 'unregistered'
}

/**
 * The principal's id behind a name: an id, else an exact name other than the e-mail (`externalId`), else an e-mail,
 * without regard to case. Where two share a name, the smaller id is meant.
 */
export function findPrincipal(world: World, name: string): string | undefined {
  if (world.principals.has(name)) return name
  const exact = best(world.names.get(name) ?? none, name)
  return exact?.id ?? (name.includes('@') ? best(world.names.get(name.toLowerCase()) ?? none)?.id : undefined)
}

/** The names of a principal beside its id, as its fact has them; none for an unknown id. */
export function namesOf(world: World, id: string): readonly string[] {
  return world.principals.get(id)?.names ?? none
}

/** Is there a principal of this id (and of this kind, if one is named)? */
export function hasPrincipal(world: World, id: string, kind?: PrincipalKind): boolean {
  const principal = world.principals.get(id)
  return principal !== undefined && (kind === undefined || principal.kind === kind)
}

/** Is there a principal of this id whose membership has not ended at this instant? */
export function isHere(world: World, id: string, at: number): boolean {
  const principal = world.principals.get(id)
  return principal !== undefined && at < endFor(world.ends, principal.number)
}

/** Is a resource of this type and id registered? The workspace itself always is, if the catalog knows its type. */
export function hasResource(world: World, type: string, id: string): boolean {
  const rule = world.rules.types.get(type)
  return rule !== undefined && world.registry[rule.number]?.get(id)?.registered === true
}

/**
 * The number of facts in memory, for a budget: principals, memberships, grants, list entries, resources and their labels
 * (design: speed, "The bars").
 */
export function sizeOf(world: World): number {
  return world.size
}

/** No facts at all; what `openWorld` begins with. */
export const noFacts: Facts = { principals: [], groups: [], resources: [], roles: [] }

function best(principals: readonly Principal[], otherThanEmail?: string): Principal | undefined {
  const rank = (principal: Principal) =>
    otherThanEmail !== undefined && principal.names.lastIndexOf(otherThanEmail) > 0 ? 0 : 1
  let found: Principal | undefined
  for (const each of principals) {
    if (!found || rank(each) < rank(found) || (rank(each) === rank(found) && each.id < found.id)) found = each
  }
  return found
}
