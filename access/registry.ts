import type { LabelFact, ResourceFact } from './facts.ts'
import { type Ordered, orderedFrom, putIn, takeOut } from './ordered.ts'
import type { TypeRule } from './rules.ts'
import { workspaceType } from './rules.ts'
import { minus, plus } from './sorted.ts'
import type { Resource, World } from './world.ts'
import { none } from './world.ts'

/** Registers a resource or replaces what is known of it. Ignores unknown types and workspaces that are not this one. */
export function setResource(world: World, fact: ResourceFact) {
  const type = world.rules.types.get(fact.type)
  if (!type || (type.name === workspaceType && fact.id !== world.workspaceId)) return

  const resource = slotOf(world, type, fact.id)
  if (!resource.registered) {
    resource.registered = true
    const order = world.orders.resources[type.number]
    if (order) putIn(order, resource)
    world.size++
  }
  relabel(world, resource, labelNumbers(world, fact.labels))
  adopt(world, resource, parentOf(world, type, fact.parent))
  world.resourceClock++
}

/** Takes a resource out of the registry and its children's links to it. The scopes that name it are the holders' matter. */
export function removeResource(world: World, resource: Resource) {
  for (const child of resource.children) child.parent = undefined
  resource.children = none
  hideResource(world, resource)
}

/**
 * Takes a resource out of the registry and leaves the links of its children and the scopes that name it. They give nothing
 * until it is registered again: for a look at how things would be without it.
 */
export function hideResource(world: World, resource: Resource) {
  world.resourceClock++
  if (!resource.registered) return

  relabel(world, resource, none)
  adopt(world, resource, undefined)
  resource.registered = false
  const order = world.orders.resources[resource.type.number]
  if (order) takeOut(order, resource.id)
  world.size--
}

/** The resource of that name, registered or only named. */
export function slotOf(world: World, type: TypeRule, id: string): Resource {
  const registry = world.registry[type.number]
  const known = registry?.get(id)
  if (known) return known

  const number = world.freeResources.pop() ?? world.resourceSlots.length
  // What a decision reads stands first, together in memory.
  const resource: Resource = {
    number,
    registered: false,
    labels: none,
    parent: undefined,
    type,
    id,
    children: none,
    namedBy: 0,
  }
  world.resourceSlots[number] = resource
  registry?.set(id, resource)
  return resource
}

/** Forgets a resource that is neither registered nor named by anything any more. */
export function releaseIfIdle(world: World, resource: Resource) {
  if (resource.registered || resource.namedBy !== 0 || resource.children.length > 0) return
  if (world.resourceSlots[resource.number] !== resource) return
  world.registry[resource.type.number]?.delete(resource.id)
  world.resourceSlots[resource.number] = undefined
  world.freeResources.push(resource.number)
}

/** The number of a label, whatever its case; a new one is counted in. */
export function labelNumber(world: World, { key, value }: LabelFact): number {
  const known = world.labels.numbers.get(key)?.get(value)
  if (known !== undefined) return known

  const lowered = { key: key.toLowerCase(), value: value.toLowerCase() }
  const number = world.labels.numbers.get(lowered.key)?.get(lowered.value) ?? world.labels.facts.length
  if (number === world.labels.facts.length) {
    world.labels.facts.push({ key, value })
    world.labels.keys.push(lowered.key)
  }
  for (const spelt of [lowered, { key, value }]) {
    const values = world.labels.numbers.get(spelt.key) ?? new Map<string, number>()
    world.labels.numbers.set(spelt.key, values.set(spelt.value, number))
  }
  return number
}

/** The numbers of labels that somebody asks about, -1 for one that nothing carries. */
export function knownLabels(world: World, labels: readonly LabelFact[]): number[] {
  const { numbers } = world.labels
  return labels.map(({ key, value }) => numbers.get(key.toLowerCase())?.get(value.toLowerCase()) ?? -1)
}

/** The registered resources of a type, by id. */
export function resourcesOf(world: World, type: TypeRule): Ordered<Resource> {
  const known = world.orders.resources[type.number]
  if (known) return known

  const all = Array.from(world.registry[type.number]?.values() ?? []).filter(
    (resource) => resource.registered,
  )
  const order = orderedFrom(all)
  world.orders.resources[type.number] = order
  return order
}

/** The registered resources of a type that carry a label, by id. */
export function resourcesWith(world: World, type: TypeRule, label: number): Ordered<Resource> {
  let labelled = world.orders.labelled[type.number]
  if (!labelled) {
    labelled = labelledOf(world, type)
    world.orders.labelled[type.number] = labelled
  }
  return labelled.get(label) ?? nothing
}

/** The resources of a type that carry the rarest of these labels; nothing without labels. */
export function rarest(world: World, type: TypeRule, labels: readonly number[]): Ordered<Resource> {
  let found: Ordered<Resource> | undefined
  for (const label of labels) {
    const list = resourcesWith(world, type, label)
    if (!found || list.size < found.size) found = list
  }
  return found ?? nothing
}

const nothing: Ordered<Resource> = { chunks: [], size: 0 }

function labelledOf(world: World, type: TypeRule): Map<number, Ordered<Resource>> {
  const byLabel = new Map<number, Resource[]>()
  for (const chunk of resourcesOf(world, type).chunks) {
    for (const resource of chunk) {
      for (const number of resource.labels) {
        const list = byLabel.get(number)
        if (list) list.push(resource)
        else byLabel.set(number, [resource])
      }
    }
  }
  return new Map(Array.from(byLabel, ([label, list]) => [label, orderedFrom(list)]))
}

/** One value per key: of two values the last one counts (rules, section 5). */
function labelNumbers(world: World, labels: readonly LabelFact[]): readonly number[] {
  if (labels.length === 0) return none
  const { keys } = world.labels
  const numbers = labels.map((label) => labelNumber(world, label))
  const isLast = (number: number, place: number) => {
    for (let later = place + 1; later < numbers.length; later++)
      if (keys[numbers[later] ?? -1] === keys[number]) return false
    return true
  }
  return numbers.every(isLast) ? numbers : numbers.filter(isLast)
}

function relabel(world: World, resource: Resource, labels: readonly number[]) {
  const labelled = world.orders.labelled[resource.type.number]
  if (labelled) {
    for (const label of resource.labels) {
      const list = labelled.get(label)
      if (list && !labels.includes(label)) takeOut(list, resource.id)
    }
    for (const label of labels) {
      if (resource.labels.includes(label)) continue
      const list = labelled.get(label)
      if (list) putIn(list, resource)
      else labelled.set(label, orderedFrom([resource]))
    }
  }
  world.size += labels.length - resource.labels.length
  resource.labels = labels
}

function adopt(world: World, resource: Resource, parent: Resource | undefined) {
  const before = resource.parent
  if (before === parent) return
  resource.parent = parent
  if (parent) parent.children = plus(parent.children, resource)
  if (!before) return
  before.children = minus(before.children, resource)
  releaseIfIdle(world, before)
}

function parentOf(world: World, type: TypeRule, parent: ResourceFact['parent']): Resource | undefined {
  if (!parent || !type.parent || type.parent.name !== parent.type) return undefined
  return slotOf(world, type.parent, parent.id)
}
