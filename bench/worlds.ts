import type { Facts, GrantFact, LabelFact, ResourceFact, ScopeFact } from '../access/index.ts'
import { compileRules } from '../access/index.ts'
import type { RoleSpec, Scope } from '../contract/catalog.ts'
import { completeCatalog } from '../contract/complete.ts'
import { segment } from '../contract/segment.ts'
import { apportion, openRandom, powerLaw, type Random } from './random.ts'
import type { Shape } from './shapes.ts'

export const catalog = completeCatalog(segment)
export const rules = compileRules(catalog)
export const plan = 'business'

const SEED = 20_261_121
/** Of ten resources, five are sources, two spaces, two functions, one a warehouse. */
const typeOfTen = [
  'source',
  'source',
  'source',
  'source',
  'source',
  'space',
  'space',
  'function',
  'function',
  'warehouse',
]
const GRANTS_PER_GROUP = 3.5
/** Nobody picks more resources by hand. */
const LIST_MAX = 500

/** A generated workspace: its facts, and who is in the group of everybody. */
export interface Generated {
  shape: Shape
  workspaceId: string
  facts: Facts
  everybody: string
}

/** Makes the world of a shape: the same every time. */
export function generate(shape: Shape): Generated {
  const random = openRandom(SEED)
  const labels = Array.from({ length: shape.labels.keys }, (_, key) =>
    Array.from({ length: shape.labels.values }, (_, value) => ({
      key: `key-${key}`,
      value: `value-${value}`,
    })),
  )
  const resources = makeResources(shape, random, labels)
  const groups = Array.from({ length: shape.groups }, () => ({ id: random.id(), grants: [] as GrantFact[] }))
  const members = makeMembers(
    shape,
    random,
    groups.map(({ id }) => id),
  )
  const tokens = Array.from({ length: shape.tokens }, () => makePrincipal(random, 'token', []))
  const principals = [...members, ...tokens]
  const facts = { principals, groups, resources, roles: [] }
  giveGrants(shape, random, { facts, labels })
  const everybody = groups[0]?.id ?? ''
  return { shape, workspaceId: `bench-${shape.name}`, facts, everybody }
}

function makeResources(shape: Shape, random: Random, labels: LabelFact[][]): ResourceFact[] {
  const common = labels.map((values) => powerLaw(values.length))
  const left = labels.flat()
  return Array.from({ length: shape.resources }, (_, place) => {
    const type = typeOfTen[place % typeOfTen.length] ?? 'source'
    const resource: ResourceFact = { type, id: random.id(), labels: [] }
    if (!catalog.resourceTypes[type]?.labelable) return resource
    // Every label is on some resource; the others follow how common their value is.
    const first = left.pop() ?? pickLabel(random, labels, common)
    resource.labels.push(first)
    for (let more = random.below(3); more > 0; more--) {
      const label = pickLabel(random, labels, common)
      if (!resource.labels.some(({ key }) => key === label.key)) resource.labels.push(label)
    }
    return resource
  })
}

function pickLabel(random: Random, labels: LabelFact[][], common: number[][]): LabelFact {
  const key = random.below(labels.length)
  const weights = common[key] ?? []
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  const place = weights.findIndex((weight) => {
    left -= weight
    return left < 0
  })
  return labels[key]?.[Math.max(0, place)] ?? { key: '', value: '' }
}

function makePrincipal(random: Random, kind: 'user' | 'token', groups: string[]) {
  const id = random.id()
  return {
    id,
    kind,
    names: kind === 'user' ? [`${id.toLowerCase()}@bench.test`] : [],
    groups,
    grants: [] as GrantFact[],
  }
}

/** Everybody is in the first group; a twentieth of the members is in no other. */
function makeMembers(shape: Shape, random: Random, groupIds: string[]) {
  const [everybody = '', ...others] = groupIds
  const members = Array.from({ length: shape.members }, () => makePrincipal(random, 'user', [everybody]))
  const joining = members.slice(0, shape.members - Math.ceil(shape.members / 20))
  const sizes = apportion(shape.memberships - shape.members, powerLaw(others.length), joining.length)
  const places = random.shuffled(
    others.flatMap((id, place) => Array.from({ length: sizes[place] ?? 0 }, () => id)),
  )
  // Each of them gets one place first, so that nobody stays out; a place that is taken twice goes to the next who lacks it.
  const taken = new Set<string>()
  for (const [turn, id] of places.entries()) {
    let number = turn < joining.length ? turn : random.below(joining.length)
    while (taken.has(`${number} ${id}`)) number = (number + 1) % joining.length
    taken.add(`${number} ${id}`)
    joining[number]?.groups.push(id)
  }
  return random.shuffled(members)
}

interface Given {
  facts: Facts
  labels: LabelFact[][]
}

function giveGrants(shape: Shape, random: Random, { facts, labels }: Given) {
  const { all, list, label } = shape.grants
  const kinds = random.shuffled([
    ...Array.from({ length: all - 1 }, () => 'all' as const),
    ...Array.from({ length: list }, () => 'list' as const),
    ...Array.from({ length: label }, () => 'label' as const),
  ])
  const lengths = apportion(
    shape.entries,
    skewed(random, list),
    Math.max(8, Math.min(LIST_MAX, shape.resources / 20)),
  )
  const byType = Map.groupBy(facts.resources, ({ type }) => type)
  const [everybody, ...groups] = facts.groups
  const forGroups = Math.round(facts.groups.length * GRANTS_PER_GROUP)
  for (const [turn, kind] of kinds.entries()) {
    const isForGroup = turn < forGroups
    // What everybody may do everywhere is little: minimal access, from the start.
    const holder = isForGroup
      ? (kind !== 'all' && turn < 3 && everybody) || random.pick(groups)
      : random.pick(facts.principals)
    const role = random.pick(kind === 'all' ? (isForGroup ? groupRoles : rolesFor.all) : rolesFor[kind])
    const scopes = makeScopes(kind, role, { random, labels, byType, count: () => lengths.pop() ?? 1 })
    holder.grants.push({ id: random.id(), roleId: role.id, scopes })
  }
  // The bench signs in with the first token, as an owner.
  const signingIn = facts.principals.find(({ kind }) => kind === 'token')
  signingIn?.grants.push({ id: random.id(), roleId: ownerId, scopes: [{ kind: 'all' }] })
}

const ownerId = catalog.roles.find((role) => role.owner)?.id ?? ''
const rolesFor = { all: rolesOn('all'), list: rolesOn('list'), label: rolesOn('label') }
/** What whole groups hold on everything is not sources and spaces: those are given to them piece by piece. */
const groupRoles = rolesFor.all.filter(({ may }) => !('source' in may) && !('space' in may))

function rolesOn(scope: Scope): RoleSpec[] {
  const asked = new Set(typeOfTen)
  const isAbout = (role: RoleSpec) => scope === 'all' || Object.keys(role.may).some((type) => asked.has(type))
  return catalog.roles.filter((role) => !role.owner && role.scopes.includes(scope) && isAbout(role))
}

/** Weights of which few are large: most lists are short. */
function skewed(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => (1 - random.next()) ** -0.7)
}

interface Making {
  random: Random
  labels: LabelFact[][]
  byType: Map<string, ResourceFact[]>
  count: () => number
}

function makeScopes(kind: ScopeFact['kind'], role: RoleSpec, making: Making): ScopeFact[] {
  if (kind === 'all') return [{ kind }]
  const { random, labels } = making
  if (kind === 'label') {
    const keys = random.shuffled(labels).slice(0, random.next() < 0.6 ? 1 : 2)
    return [{ kind, labels: keys.map((values) => random.pick(values)) }]
  }
  const type = Object.keys(role.may).find((name) => typeOfTen.includes(name)) ?? 'source'
  const resources = making.byType.get(type) ?? []
  const ids = new Set<string>()
  for (const count = making.count(); ids.size < count; ) ids.add(random.pick(resources).id)
  return Array.from(ids, (id) => ({ kind, type, id }))
}
