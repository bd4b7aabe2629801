import {
  type ActionSpec,
  type Feature,
  featureNames,
  type PlanSpec,
  type ProductCatalog,
  type ResourceTypeSpec,
  type RoleSpec,
  type Scope,
} from '../../contract/catalog.ts'

/** A table of a parsed file, of which nothing is known yet. */
export type Table = Record<string, unknown>

/** How much a catalog may hold. `depth`: how many parents up a grant reaches (`maxDepth` of access/reach.ts). */
export const bounds = {
  types: 200,
  depth: 16,
  actions: 2000,
  roles: 500,
  aliases: 20,
  plans: 20,
  subjectTypes: 20,
  languages: 20,
} as const

/** How far a grant may reach, in the order in which people read it. */
export const scopeNames = ['all', 'list', 'label'] as const satisfies readonly Scope[]

/** A table, as `key: value` makes one, rather than a list, a text or nothing. */
export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Fills in what an operator's file leaves out. It never complains: what has the wrong shape (catalog-shape.ts says so)
 * counts as left out, so that the rules of meaning (catalog-rules.ts) can be checked on the rest in the same run.
 * Lists keep their length, an entry of the wrong shape being an empty text, so that positions stay true.
 */
export function draftCatalog(file: Table): ProductCatalog {
  const plans = draftPlans(file.plans)
  const resourceTypes = draftTypes(file.resourceTypes)
  const roles = Array.isArray(file.roles) ? file.roles.slice(0, bounds.roles) : []
  return {
    subjectTypes: texts(file.subjectTypes) ?? ['user'],
    resourceTypes,
    roles: roles.map((role: unknown) =>
      draftRole(isTable(role) ? role : {}, resourceTypes, Object.keys(plans)),
    ),
    plans,
    defaultPlan: text(file.defaultPlan) ?? usualPlan(file.defaultPlan, Object.keys(plans)),
  }
}

/** The type and its ancestors, nearest first. Ends at an unknown parent and at a circle. */
export function lineage(resourceTypes: ProductCatalog['resourceTypes'], type: string): string[] {
  const line: string[] = []
  let next: string | undefined = type
  while (next !== undefined && Object.hasOwn(resourceTypes, next) && !line.includes(next)) {
    line.push(next)
    next = resourceTypes[next]?.parent
  }
  return line
}

/** Whether a grant on labels can reach resources of any of these types, by themselves or through a parent. */
export function reachableByLabel(resourceTypes: ProductCatalog['resourceTypes'], types: string[]): boolean {
  return types.some((type) => lineage(resourceTypes, type).some((each) => resourceTypes[each]?.labelable))
}

function draftTypes(value: unknown): Record<string, ResourceTypeSpec> {
  const entries = isTable(value) ? Object.entries(value).slice(0, bounds.types) : []
  return Object.fromEntries(entries.map(([type, spec]) => [type, draftType(type, isTable(spec) ? spec : {})]))
}

function draftType(type: string, spec: Table): ResourceTypeSpec {
  const actions = isTable(spec.actions) ? Object.entries(spec.actions) : []
  const parent = text(spec.parent)
  const plural = text(spec.plural)
  const area = text(spec.area)
  return {
    name: text(spec.name) ?? type.replaceAll(/[_-]+/g, ' '),
    ...(plural === undefined ? {} : { plural }),
    ...(area === undefined ? {} : { area }),
    labelable: spec.labelable === true,
    ...(parent === undefined ? {} : { parent }),
    actions: Object.fromEntries(actions.map(([action, sentence]) => [action, draftAction(sentence)])),
  }
}

function draftAction(value: unknown): ActionSpec {
  if (!isTable(value)) return { says: text(value) ?? '' }

  const needs = text(value.needs)
  return {
    says: text(value.says) ?? '',
    ...(value.creates === true ? { creates: true } : {}),
    ...(needs === undefined ? {} : { needs }),
  }
}

function draftRole(role: Table, resourceTypes: ProductCatalog['resourceTypes'], plans: string[]): RoleSpec {
  const name = text(role.name) ?? ''
  const aliases = texts(role.aliases)
  const may = Object.fromEntries(
    Object.entries(isTable(role.may) ? role.may : {}).map(([type, actions]) => [type, texts(actions) ?? []]),
  )
  const offered = scopesIn(role.offered)
  return {
    id: text(role.id) ?? slug(name),
    name,
    description: text(role.description) ?? '',
    ...(aliases === undefined ? {} : { aliases }),
    area: text(role.area) ?? 'Product',
    plans: texts(role.plans) ?? plans,
    scopes: scopesIn(role.scopes) ?? usualScopes(resourceTypes, Object.keys(may)),
    ...(offered === undefined ? {} : { offered }),
    may,
    ...(role.owner === true ? { owner: true } : {}),
  }
}

function scopesIn(value: unknown): Scope[] | undefined {
  return texts(value)?.filter((scope): scope is Scope => scopeNames.some((each) => each === scope))
}

/** As far as it can reach: a list where there is something to list, labels where there is something to label. */
function usualScopes(resourceTypes: ProductCatalog['resourceTypes'], types: string[]): Scope[] {
  const listable = types.some((type) => type !== 'workspace')
  return [
    'all',
    ...(listable ? ['list' as const] : []),
    ...(reachableByLabel(resourceTypes, types) ? ['label' as const] : []),
  ]
}

function draftPlans(value: unknown): Record<string, PlanSpec> {
  const entries = isTable(value) ? Object.entries(value).slice(0, bounds.plans) : []
  if (entries.length === 0) return { business: draftPlan('business', {}) }
  return Object.fromEntries(entries.map(([plan, spec]) => [plan, draftPlan(plan, isTable(spec) ? spec : {})]))
}

function draftPlan(plan: string, spec: Table): PlanSpec {
  const limits = isTable(spec.limits) ? spec.limits : {}
  const features = texts(spec.features)?.filter((word): word is Feature =>
    featureNames.some((each) => each === word),
  )
  return {
    name: text(spec.name) ?? plan.charAt(0).toUpperCase() + plan.slice(1),
    features: features ?? featureNames,
    limits: { customLabels: limit(limits.customLabels), members: limit(limits.members) },
  }
}

/** The only plan there is, or `business`. Nothing if the file must say which. */
function usualPlan(written: unknown, plans: string[]): string {
  const wrongShape = written !== undefined && written !== null
  if (wrongShape || plans.length === 1) return plans[0] ?? ''
  return plans.includes('business') ? 'business' : ''
}

function limit(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** One line, whatever way the file folded it. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim() : undefined
}

/** A list of texts; a single text is a list of one. */
function texts(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.map((each: unknown) => text(each) ?? '') : undefined
}

function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
  return plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '')
}
