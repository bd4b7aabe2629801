import type { Facts, GrantFact, Question, ResourceFact } from '../access/index.ts'
import { openRandom, type Random } from './random.ts'
import { catalog, type Generated } from './worlds.ts'

const SEED = 7
/** So many of the questions are about something that a grant reaches; of the others some are allowed by chance. */
const AIMED = 0.45

/** An instant for all questions; the grants of the worlds have no ends. */
export const at = Date.UTC(2026, 10, 21)

/** Questions about one world, the same every time, of which about half are allowed. */
export function sampleQuestions(world: Generated, count: number): Question[] {
  const random = openRandom(SEED)
  const sample = openSample(world.facts)
  return Array.from({ length: count }, () => {
    const principal = random.pick(world.facts.principals)
    const aimed = random.next() < AIMED ? aim(random, sample, principal) : undefined
    const resource = aimed?.resource ?? random.pick(world.facts.resources)
    const action = aimed?.action ?? random.pick(actionsOn(resource.type))
    return { who: principal.id, action, resource: { type: resource.type, id: resource.id }, at }
  })
}

/** The actions on one resource of a type that questions are asked about: without creating, and without those that need another. */
export function actionsOn(type: string): string[] {
  const actions = Object.entries(catalog.resourceTypes[type]?.actions ?? {})
  return actions.filter(([, { creates, needs }]) => !creates && !needs).map(([name]) => name)
}

interface Sample {
  groups: Map<string, GrantFact[]>
  resources: Map<string, ResourceFact>
  byType: Map<string, ResourceFact[]>
  byLabel: Map<string, ResourceFact[]>
}

function openSample({ groups, resources }: Facts): Sample {
  const byLabel = new Map<string, ResourceFact[]>()
  for (const resource of resources) {
    for (const { key, value } of resource.labels) {
      const found = byLabel.get(`${key}:${value}`)
      if (found) found.push(resource)
      else byLabel.set(`${key}:${value}`, [resource])
    }
  }
  return {
    groups: new Map(groups.map(({ id, grants }) => [id, grants])),
    resources: new Map(resources.map((resource) => [`${resource.type}/${resource.id}`, resource])),
    byType: Map.groupBy(resources, ({ type }) => type),
    byLabel,
  }
}

/** Something that one of the principal's grants reaches, or nothing. */
function aim(random: Random, sample: Sample, principal: { groups: string[]; grants: GrantFact[] }) {
  const grants = [...principal.grants, ...principal.groups.flatMap((id) => sample.groups.get(id) ?? [])]
  if (grants.length === 0) return undefined
  const grant = random.pick(grants)
  const scope = random.pick(grant.scopes)
  const role = catalog.roles.find(({ id }) => id === grant.roleId)
  const types = Object.keys(role?.may ?? {}).filter((name) => sample.byType.has(name))
  const type = scope.kind === 'list' ? scope.type : types[0]
  if (!type || !role) return undefined
  const actions = actionsOn(type).filter((action) => role.may[type]?.includes(action))
  const resource = reached(random, sample, { scope, type })
  return resource && actions.length > 0 ? { resource, action: random.pick(actions) } : undefined
}

function reached(
  random: Random,
  sample: Sample,
  { scope, type }: { scope: GrantFact['scopes'][number]; type: string },
) {
  if (scope.kind === 'list') return sample.resources.get(`${type}/${scope.id}`)
  if (scope.kind === 'all') return random.pick(sample.byType.get(type) ?? [])
  const [first, ...others] = scope.labels.map(({ key, value }) => sample.byLabel.get(`${key}:${value}`) ?? [])
  const both = (first ?? []).filter(
    (resource) => resource.type === type && others.every((list) => list.includes(resource)),
  )
  return both.length > 0 ? random.pick(both) : undefined
}
