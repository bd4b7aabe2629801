import type { Change } from './facts.ts'
import { valuesOf } from './links.ts'
import { maxDepth } from './reach.ts'
import { knownLabels } from './registry.ts'
import type { Holder, Resource, World } from './world.ts'

/**
 * The ids of all members and tokens whose access a change might touch, before it is made: those that it names, members of groups,
 * holders of roles, and whoever reaches a resource by name or by a label that it has or will have. Each once.
 */
export function affectedBy(world: World, change: Change): string[] {
  const named = [...(change.principals ?? []).map(({ id }) => id), ...(change.removed?.principals ?? [])]
  const found = Array.from(new Set(named))
  // Groups overlap, and may be of everybody: a mark for each number is far cheaper than a set of ids.
  const marks = new Uint8Array(world.principalSlots.length)
  for (const id of found) mark(marks, world.principals.get(id)?.number)
  for (const holder of holdersTouched(world, change)) {
    for (const number of holder.kind === 'group' ? holder.members : [holder.number]) {
      if (marks[number] === 1) continue
      mark(marks, number)
      const principal = world.principalSlots[number]
      if (principal) found.push(principal.id)
    }
  }
  return found
}

/** The resources of a change as they are now, with all that hangs on them. */
export function familyOf(world: World, change: Change): Set<Resource> {
  const found = new Set<Resource>()
  for (const { type, id } of [...(change.resources ?? []), ...(change.removed?.resources ?? [])]) {
    const resource = find(world, type, id)
    if (resource) addFamily(found, resource)
  }
  return found
}

/** Adds a resource and its descendants. */
export function addFamily(found: Set<Resource>, resource: Resource) {
  let level: readonly Resource[] = [resource]
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth++) {
    const below: Resource[] = []
    for (const one of level) {
      if (found.has(one)) continue
      found.add(one)
      for (const child of one.children) below.push(child)
    }
    level = below
  }
}

function holdersTouched(world: World, change: Change): Set<Holder> {
  const found = new Set<Holder>()
  const groups = [...(change.groups ?? []).map(({ id }) => id), ...(change.removed?.groups ?? [])]
  for (const id of groups) {
    const group = world.groups.get(id)
    if (group) found.add(group)
  }
  addHoldersOfRoles(found, world, [
    ...(change.roles ?? []).map(({ id }) => id),
    ...(change.removed?.roles ?? []),
  ])
  const labels = new Set<number>()
  const resources = new Set<Resource>()
  for (const { type, id } of change.removed?.resources ?? []) addLine(resources, find(world, type, id))
  for (const one of change.resources ?? []) {
    addLine(resources, find(world, one.type, one.id))
    if (one.parent) addLine(resources, find(world, one.parent.type, one.parent.id))
    for (const number of knownLabels(world, one.labels)) labels.add(number)
  }
  for (const resource of resources) {
    for (const number of resource.labels) labels.add(number)
    for (const holder of valuesOf(world.namers, resource.namedBy)) found.add(holder)
  }
  // A scope of several labels is found under one of them, which a resource that it covers has too.
  for (const number of labels) for (const holder of world.labelHolders.get(number) ?? []) found.add(holder)
  return found
}

function addHoldersOfRoles(found: Set<Holder>, world: World, ids: string[]) {
  if (ids.length === 0) return
  const roles = new Set(ids)
  for (const holders of [world.principals.values(), world.groups.values()]) {
    for (const holder of holders) if (holder.grants.some(({ role }) => roles.has(role.id))) found.add(holder)
  }
}

/** A resource and its parents: who reaches one of them reaches it. */
function addLine(found: Set<Resource>, resource: Resource | undefined) {
  let depth = 0
  for (let one = resource; one && depth <= maxDepth; one = one.parent) {
    found.add(one)
    depth++
  }
}

function mark(marks: Uint8Array, number: number | undefined) {
  if (number !== undefined) marks[number] = 1
}

function find(world: World, type: string, id: string): Resource | undefined {
  const rule = world.rules.types.get(type)
  return rule && world.registry[rule.number]?.get(id)
}
