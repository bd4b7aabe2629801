import type { ProductAction } from './segment.ts'

/** How far a grant of a role may reach (rules, section 6): the whole workspace, named resources, or resources that carry labels. */
export type Scope = 'all' | 'list' | 'label'

/** What can be done to resources of one type, and what a sentence about it says. */
export interface ActionSpec {
  says: string
  /** Only a grant on *all* gives it, never a list or a label: creating (rules 2.2). */
  creates?: true
  /** Given only where this other action of the same type is given too: PII access unmasks, and never widens (rules, section 4). */
  needs?: string
}

export interface ResourceTypeSpec {
  /** Singular, as people read it: `tracking plan`. */
  name: string
  /** Several of them: `tracking plans`. Without it, the name with an `s`. */
  plural?: string
  /** Where the console lists them: `Connections`. Without it, they have an area of their own: the plural, with a capital. */
  area?: string
  /** May resources of this type carry labels, and so be covered by grants on labels? */
  labelable: boolean
  /** Grants on a resource of this type also cover its children of the present type (a destination hangs on a source). */
  parent?: string
  actions: Record<string, ActionSpec>
}

export interface RoleSpec {
  /** A constant: the same in every installation (rules 2.7). */
  id: string
  name: string
  description: string
  /** Former and other names that are understood on input, never shown (rules 2.4). */
  aliases?: readonly string[]
  /** Where the console lists it: `Workspace`, `Connections`, … */
  area: string
  plans: readonly string[]
  scopes: readonly Scope[]
  /** Those of its scopes that the console offers to grant it on; the API takes all of them. Without it, all of them. */
  offered?: readonly Scope[]
  /** Actions by resource type. `*` is every action of that type. */
  may: Readonly<Record<string, readonly string[]>>
  /** Everything in the workspace, whatever types there are; an installation has exactly one such role. */
  owner?: true
}

export interface PlanSpec {
  name: string
  /** What the plan includes (rules, section 15). */
  features: readonly Feature[]
  limits: { customLabels: number | null; members: number | null }
}

/** What a plan can include; everything else is on every plan. */
export const featureNames = [
  'user-groups',
  'label-scoped-grants',
  'public-api',
  'custom-roles',
  'audit-trail',
  'sso',
  'scim',
  'hipaa',
] as const
export type Feature = (typeof featureNames)[number]

/**
 * What the catalog says, in one more language, by the names that stay: of types, actions and plans, the ids of roles, and the
 * headings as the catalog writes them. What is left out is said as the catalog says it.
 */
export interface CatalogWords {
  resourceTypes?: Readonly<Record<string, TypeWords>>
  roles?: Readonly<Record<string, { name?: string; description?: string }>>
  areas?: Readonly<Record<string, string>>
  plans?: Readonly<Record<string, string>>
}

export interface TypeWords {
  name?: string
  plural?: string
  /** What each action allows, in a sentence. */
  actions?: Readonly<Record<string, string>>
}

/** The product part of the catalog: what an operator's file replaces. */
export interface ProductCatalog {
  /** Subject types by which a decision may name a member. `token` names a token and is always there. */
  subjectTypes: readonly string[]
  resourceTypes: Readonly<Record<string, ResourceTypeSpec>>
  roles: readonly RoleSpec[]
  plans: Readonly<Record<string, PlanSpec>>
  defaultPlan: string
  /** By language (ISO 639-1: `de`). */
  words?: Readonly<Record<string, CatalogWords>>
}

/** The whole catalog that the engine runs on: the product part with `workspace` and our own administration in it. */
export interface Catalog extends ProductCatalog {}

/**
 * Our own administration, always in the catalog, all on the workspace. `delegable` actions may be put into custom roles;
 * the others stay with owners, because they could be used to gain more than one holds (invariant 15).
 */
export const administration = {
  'workspace:read': { says: "Read the workspace's settings.", delegable: true },
  'workspace:edit': {
    says: "Change the workspace's name, address and settings.",
    delegable: false,
  },
  'authentication:edit': {
    says: 'Set up single sign-on: connections, domains, and who may enter without it.',
    delegable: false,
  },
  'member:read': {
    says: 'See members, their roles and their groups.',
    delegable: true,
  },
  'member:edit': {
    says: 'Change what members are called by applications.',
    delegable: false,
  },
  'member:remove': { says: 'Remove members.', delegable: false },
  'member:export': { says: 'Download the list of members.', delegable: true },
  'invite:read': { says: 'See pending invites.', delegable: true },
  'invite:edit': {
    says: 'Invite people; resend, change and revoke invites.',
    delegable: false,
  },
  'group:read': {
    says: 'See groups, their roles and who is in them.',
    delegable: true,
  },
  'group:edit': {
    says: 'Create, rename, fill and delete groups.',
    delegable: false,
  },
  'grant:edit': { says: 'Grant and take away roles.', delegable: false },
  'role:edit': {
    says: 'Create, change and delete custom roles.',
    delegable: false,
  },
  'access-request:decide': {
    says: 'Answer requests for access.',
    delegable: false,
  },
  'support-access:edit': {
    says: "Let the operator's support staff in.",
    delegable: false,
  },
  'break-glass:edit': {
    says: 'Nominate people who may become owners in an emergency.',
    delegable: false,
  },
  'label:edit': { says: 'Create and delete labels.', delegable: false },
  'label:assign': {
    says: 'Put labels on any resource, and take them off.',
    delegable: false,
  },
  'token:read': {
    says: 'See API tokens and what they may do.',
    delegable: true,
  },
  'token:edit': {
    says: 'Create, change and revoke API tokens.',
    delegable: false,
  },
  'resource:edit': {
    says: 'Register, rename and delete resources of every type.',
    delegable: true,
  },
  'access:decide': {
    says: 'Ask what anybody may do, and why.',
    delegable: true,
  },
  'audit:read': { says: 'Read and export the audit trail.', delegable: true },
} as const satisfies Record<string, ActionSpec & { delegable: boolean }>

export type AdministrationAction = keyof typeof administration

/**
 * The actions that endpoints may name, known to the type checker. An operator's catalog brings others as data; an endpoint
 * whose action is not in the running catalog is not served.
 */
export type Action = AdministrationAction | ProductAction
