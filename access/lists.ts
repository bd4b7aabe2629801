import type { Ordered } from './ordered.ts'
import { orderedFrom } from './ordered.ts'
import { carries, maxDepth } from './reach.ts'
import { rarest } from './registry.ts'
import type { TypeRule } from './rules.ts'
import { has } from './sets.ts'
import type { Reach, Resource, World } from './world.ts'

/** An ordered list that holds something of what is covered; `covers` says whether an entry of it counts. */
export interface Source {
  list: Ordered<Resource>
  covers: (resource: Resource) => boolean
}

interface Sought {
  type: TypeRule
  action: number
}

/** For each label scope that gives the action, those with its rarest label; a longer conjunction is still to be looked at. */
export function resourcesByLabel(world: World, reach: Reach, { type, action }: Sought): Source[] {
  const sources: Source[] = []
  if (!type.labelable) return sources
  for (let place = 0; place < reach.labels.length; place++) {
    const labels = reach.labels[place] ?? []
    if (!has(world.sets, reach.labelSets[place] ?? 0, action)) continue
    const covers = labels.length === 1 ? () => true : (resource: Resource) => carries(resource, labels)
    sources.push({ list: rarest(world, type, labels), covers })
  }
  return sources
}

/** The resources of a type that list scopes name with this action, registered or not. Kept with the reach. */
export function resourcesByList(world: World, reach: Reach, { type, action }: Sought): Ordered<Resource> {
  const key = type.number * world.rules.actions.length + action
  const known = reach.listed?.get(key)
  if (known) return known

  const found: Resource[] = []
  for (let place = 0; place < reach.numbers.length; place++) {
    if (!has(world.sets, reach.sets[place] ?? 0, action)) continue
    const resource = world.resourceSlots[reach.numbers[place] ?? -1]
    if (resource?.type === type) found.push(resource)
  }
  const list = orderedFrom(found)
  world.reachSize += list.size
  reach.listed ??= new Map()
  reach.listed.set(key, list)
  return list
}

/** What of this type hangs on covered parents. Kept with the reach until a resource changes. */
export function resourcesByParent(world: World, reach: Reach, sought: Sought): Ordered<Resource> {
  const known = reach.inherited?.get(sought.action)
  if (known?.at === world.resourceClock) return known.list

  const list = orderedFrom(descend(sought.type, coveredAbove(world, reach, sought)))
  world.reachSize += list.size - (known?.list.size ?? 0)
  reach.inherited ??= new Map()
  reach.inherited.set(sought.action, { at: world.resourceClock, list })
  return list
}

function coveredAbove(world: World, reach: Reach, { type, action }: Sought): Set<Resource> {
  const above = new Set<TypeRule>()
  for (let next = type.parent; next && !above.has(next); next = next.parent) above.add(next)

  const found = new Set<Resource>()
  for (const parent of above) {
    const listed = { list: resourcesByList(world, reach, { type: parent, action }), covers: () => true }
    for (const { list, covers } of [listed, ...resourcesByLabel(world, reach, { type: parent, action })]) {
      for (const chunk of list.chunks) {
        for (const resource of chunk) if (resource.registered && covers(resource)) found.add(resource)
      }
    }
  }
  return found
}

function descend(type: TypeRule, from: Set<Resource>): Resource[] {
  const found: Resource[] = []
  const seen = new Set<Resource>()
  let level: Iterable<Resource> = from
  for (let depth = 1; depth <= maxDepth; depth++) {
    const below: Resource[] = []
    for (const { children } of level) {
      for (const child of children) {
        if (seen.has(child)) continue
        seen.add(child)
        below.push(child)
        if (child.type === type) found.push(child)
      }
    }
    if (below.length === 0) break
    level = below
  }
  return found
}
