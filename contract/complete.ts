import {
  type ActionSpec,
  administration,
  type Catalog,
  type CatalogWords,
  type Feature,
  type ProductCatalog,
  type ResourceTypeSpec,
  type RoleSpec,
} from './catalog.ts'
import { administrationInGerman, german } from './segment-german.ts'
import { roles } from './segment-roles.ts'

const standing = {
  owner: roles[0],
  member: roles[1],
  minimal: roles[2],
} as const

/**
 * The whole catalog from its product part: adds the type `workspace` with our administration, and those of the owner
 * role, Workspace Member and Minimal Workspace Access that the product part does not define itself. What was checked
 * stays as it is; nothing is checked here (server/platform/catalog-file.ts does that for an operator's file).
 * Its tables have no prototype, so a look-up by a name from outside, such as `constructor`, finds nothing.
 */
export function completeCatalog(product: ProductCatalog): Catalog {
  const own = product.resourceTypes.workspace
  const workspace: ResourceTypeSpec = {
    name: own?.name ?? 'workspace',
    area: own?.area ?? 'Workspace',
    labelable: false,
    actions: { ...administrationActions(), ...own?.actions },
  }
  const { workspace: _, ...others } = product.resourceTypes
  const resourceTypes = Object.entries({ workspace, ...others }).map(
    ([type, spec]) => [type, { ...spec, actions: bare(spec.actions) }] as const,
  )
  const missing = missingRoles(product)
  return {
    subjectTypes: product.subjectTypes,
    resourceTypes: bare(Object.fromEntries(resourceTypes)),
    roles: [...missing, ...product.roles].map((role) => ({ ...role, may: bare(role.may) })),
    plans: bare(product.plans),
    defaultPlan: product.defaultPlan,
    words: bare({ ...product.words, de: added(germanOf(missing), product.words?.de ?? {}) }),
  }
}

/** The catalog's words in a language; nothing for one that it has no words in. */
export function wordsIn({ words }: Catalog, language: string): CatalogWords {
  return words?.[language] ?? {}
}

/** The role with this id, if the catalog has one. Custom roles are rows, not here. */
export function roleById(catalog: Catalog, id: string): RoleSpec | undefined {
  return catalog.roles.find((role) => role.id === id)
}

/** The role of this name, or of this former name, ignoring case (rules 2.4). A name wins over an alias. */
export function roleByName(catalog: ProductCatalog, nameOrAlias: string): RoleSpec | undefined {
  const wanted = fold(nameOrAlias)
  const byName = catalog.roles.find((role) => fold(role.name) === wanted)
  return byName ?? catalog.roles.find((role) => role.aliases?.some((alias) => fold(alias) === wanted))
}

/** The role that gives everything. */
export function ownerRole(catalog: Catalog): RoleSpec {
  return existing(catalog.roles.find((role) => role.owner))
}

/** The role of somebody who may open the workspace and nothing else: what SSO and SCIM start people with (rules 9, 10). */
export function minimalRole(catalog: Catalog): RoleSpec {
  return existing(definedAs(catalog, standing.minimal))
}

/** The role that says "member" and gives nothing: what the Public API shows for somebody without other roles. */
export function memberRole(catalog: Catalog): RoleSpec {
  return existing(definedAs(catalog, standing.member))
}

/** Whether the plan includes the feature. A plan that the catalog does not know includes nothing. */
export function planHas(catalog: ProductCatalog, plan: string, feature: Feature): boolean {
  return Object.hasOwn(catalog.plans, plan) && catalog.plans[plan]?.features.includes(feature) === true
}

/** What people call several of a type: `tracking plans`. */
export function pluralOf({ name, plural = `${name}s` }: ResourceTypeSpec): string {
  return plural
}

/** Where the console lists a type: in an area of its own, `Tracking plans`, unless the catalog names one. */
export function areaOf(spec: ResourceTypeSpec): string {
  const plural = pluralOf(spec)
  return spec.area ?? plural.charAt(0).toUpperCase() + plural.slice(1)
}

/** A resource type as the Public API writes it: `tracking_plan` is `TRACKING_PLAN`. */
export function wireType(type: string): string {
  return type.toUpperCase()
}

/** The resource type that the Public API means by `SOURCE`, `source` or `Source`; undefined if there is none. */
export function typeFromWire(catalog: Catalog, wire: string): string | undefined {
  if (Object.hasOwn(catalog.resourceTypes, wire)) return wire
  const wanted = wireType(wire)
  return Object.keys(catalog.resourceTypes).find((type) => wireType(type) === wanted)
}

function administrationActions(): Record<string, ActionSpec> {
  return Object.fromEntries(Object.entries(administration).map(([action, { says }]) => [action, { says }]))
}

/** A product that names its own role `Member` keeps the word: then it is no alias of ours. */
function missingRoles(product: ProductCatalog): RoleSpec[] {
  const plans = Object.keys(product.plans)
  const missing: RoleSpec[] = [
    ...(product.roles.some((role) => role.owner) ? [] : [standing.owner]),
    ...(definedAs(product, standing.member) ? [] : [standing.member]),
    ...(definedAs(product, standing.minimal) ? [] : [standing.minimal]),
  ]
  return missing.map((role) => {
    const aliases = (role.aliases ?? []).filter((alias) => !roleByName(product, alias))
    return { ...role, plans, aliases }
  })
}

/** A role is one of ours by its id, or by its own name; an alias is too weak a sign. */
function definedAs(catalog: ProductCatalog, role: RoleSpec): RoleSpec | undefined {
  const byId = catalog.roles.find((other) => other.id === role.id)
  return byId ?? catalog.roles.find((other) => fold(other.name) === fold(role.name))
}

/** What is ours in every catalog, in German: the administration, and the roles that the product part does not define. */
function germanOf(missing: readonly RoleSpec[]): CatalogWords {
  const own: Record<string, { name: string; description: string }> = german.roles
  const { name, plural } = german.resourceTypes.workspace
  return {
    resourceTypes: { workspace: { name, plural, actions: administrationInGerman } },
    roles: Object.fromEntries(missing.flatMap(({ id }) => (own[id] ? [[id, own[id]]] : []))),
    areas: { Workspace: german.areas.Workspace, Custom: german.areas.Custom },
  }
}

/** Words with others laid over them. */
function added(words: CatalogWords, others: CatalogWords): CatalogWords {
  const workspace = { ...words.resourceTypes?.workspace, ...others.resourceTypes?.workspace }
  const actions = {
    ...words.resourceTypes?.workspace?.actions,
    ...others.resourceTypes?.workspace?.actions,
  }
  return {
    resourceTypes: { ...others.resourceTypes, workspace: { ...workspace, actions } },
    roles: { ...words.roles, ...others.roles },
    areas: { ...words.areas, ...others.areas },
    plans: { ...others.plans },
  }
}

function existing(role: RoleSpec | undefined): RoleSpec {
  if (!role) throw new Error('This catalog was not completed: it lacks a role that completeCatalog() adds.')
  return role
}

function fold(name: string): string {
  return name.trim().normalize('NFC').toLowerCase()
}

function bare<Value>(table: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.assign(Object.create(null) as Record<string, Value>, table)
}
