import type { Scope } from '../contract/catalog.ts'

/** One label. Keys and values compare without case; a resource has at most one value per key (rules, section 5). */
export interface LabelFact {
  key: string
  value: string
}

/**
 * How far a grant reaches (rules, section 6): everything now and later; one named resource with its children; or the
 * resources that carry all of these labels, with their children. A label scope without labels covers nothing.
 */
export type ScopeFact =
  | { kind: 'all' }
  | { kind: 'list'; type: string; id: string }
  | { kind: 'label'; labels: LabelFact[] }

/** A role somewhere, perhaps for a time: milliseconds since the epoch, `from` inclusive, `until` exclusive. */
export interface GrantFact {
  id: string
  roleId: string
  scopes: ScopeFact[]
  from?: number
  until?: number
}

export type PrincipalKind = 'user' | 'token'

/**
 * A member or a token. `names` are other ways to name it: the lower-cased e-mail first, then any that is matched
 * exactly (`externalId`). A group that is not there yet counts from the moment it is set.
 */
export interface PrincipalFact {
  id: string
  kind: PrincipalKind
  names: string[]
  groups: string[]
  grants: GrantFact[]
  /** When the membership of the workspace ends, exclusive: from then on nothing reaches them. */
  until?: number
  /** By group, when the place in it ends, exclusive; only where it does. */
  groupEnds?: Record<string, number>
}

export interface GroupFact {
  id: string
  grants: GrantFact[]
}

/** Which resource; `id: null` is the type as a whole, as when creating one. */
export interface ResourceName {
  type: string
  id: string | null
}

/** A registered resource. A parent counts if the catalog names its type as the parent type and it is registered too. */
export interface ResourceFact {
  type: string
  id: string
  labels: LabelFact[]
  parent?: { type: string; id: string }
}

/** A custom role. What it may do by type; types and actions that the catalog does not know give nothing. */
export interface RoleFact {
  id: string
  name: string
  may: Record<string, string[]>
  scopes: Scope[]
}

/** Everything that decides about access in one workspace. Ids are unique within each list. */
export interface Facts {
  principals: PrincipalFact[]
  groups: GroupFact[]
  resources: ResourceFact[]
  roles: RoleFact[]
}

/**
 * What became different. Removals come first; then each fact replaces the whole fact of that id, or adds it.
 * What is removed takes with it what hung on it: a group its memberships, a role its grants, a resource the list
 * scopes that named it (a grant that loses its last scope this way vanishes) and its children's link to it.
 */
export interface Change {
  principals?: PrincipalFact[]
  groups?: GroupFact[]
  resources?: ResourceFact[]
  roles?: RoleFact[]
  plan?: string
  removed?: {
    principals?: string[]
    groups?: string[]
    resources?: { type: string; id: string }[]
    roles?: string[]
  }
}

/** May `who` (a principal's id) do this to that, at this instant? */
export interface Question {
  who: string
  action: string
  resource: ResourceName
  at: number
}

/** At most `count` entries whose id comes after `after` in code unit order. */
export interface PageRequest {
  count: number
  after?: string
}

export type Via = { kind: 'own' } | { kind: 'group'; groupId: string }

/** One grant that gives `forAction`: the action asked about, or one that it needs. `resource` is what the scope covers: the one asked about or a parent. */
export interface Path {
  grantId: string
  roleId: string
  via: Via
  scope: ScopeFact
  resource: ResourceName
  forAction: string
  until?: number
}

export type Inactive =
  | 'plan-role'
  | 'plan-labels'
  | 'plan-groups'
  | 'not-yet'
  | 'ended'
  | 'group-membership-ended'
  | 'membership-ended'

/**
 * A grant that almost allowed it. `needs-other-action`: it gives the action, but `needs` is missing; `plan`: the plan
 * does not include it (`because`); `label-missing`: the resource lacks `missing`; `role-too-weak`: it reaches the
 * resource, but its role lacks the action; `scope-elsewhere`: its role has the action, but not here. `group-membership-ended`: it is a
 * group's, and the place in the group has ended; `membership-ended` is no grant's: nothing reaches them since then.
 */
export interface Miss {
  kind:
    | 'membership-ended'
    | 'needs-other-action'
    | 'plan'
    | 'not-yet'
    | 'ended'
    | 'group-membership-ended'
    | 'label-missing'
    | 'role-too-weak'
    | 'scope-elsewhere'
  grantId?: string
  roleId?: string
  via?: Via
  missing?: LabelFact[]
  needs?: string
  because?: Inactive
  from?: number
  until?: number
}

/**
 * Why, or why not. Allowed: every path, and no misses. Denied: no paths, up to five misses, best first, and the
 * roles with the fewest actions that would add what is missing (none if no role of this plan would, or the membership has ended).
 */
export interface Explanation {
  allowed: boolean
  paths: Path[]
  nearest: Miss[]
  smallestRoles: string[]
  unknown?: 'subject' | 'action' | 'resource-type'
}

/** A grant that reaches somebody, whether or not it counts at the moment. It ends with the place in the group, and with the membership. */
export interface EffectiveRole {
  grantId: string
  roleId: string
  scopes: ScopeFact[]
  via: Via
  active: boolean
  inactiveBecause?: Inactive
  from?: number
  until?: number
}
