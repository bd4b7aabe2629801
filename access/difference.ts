import { addFamily } from './affected.ts'
import { carries, setAt } from './reach.ts'
import { rarest } from './registry.ts'
import type { TypeRule } from './rules.ts'
import { chainOf, workspaceType } from './rules.ts'
import { type ActionSets, has } from './sets.ts'
import { byId } from './sorted.ts'
import type { Reach, Resource, World } from './world.ts'

/** What of one resource type somebody gains or loses: actions that are gained or lost on the same resources. */
export interface AccessLine {
  type: string
  actions: string[]
  /** The type as a whole, also what is yet to come; then there are no `resources`. */
  everything: boolean
  count: number
  /** There may be more than `count`. */
  isPartial: boolean
  /** The ids of the first five. */
  resources: string[]
}

export interface Lines {
  gains: AccessLine[]
  losses: AccessLine[]
}

/** What somebody may do, as the set numbers of a table that may have been replaced since. */
export interface Side {
  sets: ActionSets
  reach: Reach
}

/** One person before and after; `atFamily` holds what `before` gave on resources that the change itself touched. */
export interface Pair {
  before: Side
  after: Side
  atFamily: ReadonlyMap<Resource, number>
}

/** How many resources of one type are looked at for one person. */
const perType = 500
const named = 5

/**
 * What the change made of a person's access, with the world as it is after it. Only what can differ is looked at: resources
 * that the change touched, and those under scopes that only one side has. `looked` counts them; `isPartial` says whether
 * some of them were left out.
 */
export function differenceOf(world: World, pair: Pair): Lines & { looked: number; isPartial: boolean } {
  const { before, after } = pair
  const gains = wholeTypes(world, after, before)
  const losses = wholeTypes(world, before, after)
  const { resources, isPartial } = resourcesInQuestion(world, pair)
  const places = resources.map((resource) => ({
    resource,
    before: pair.atFamily.get(resource) ?? setAt(before.sets, before.reach, resource),
    after: setAt(after.sets, after.reach, resource),
  }))
  for (const [type, all] of Map.groupBy(places, ({ resource }) => resource.type)) {
    const gained = new Map<string, Resource[]>()
    const lost = new Map<string, Resource[]>()
    for (const [name, number] of type.actions) {
      if (type.name !== workspaceType && isWholeOnEither(world, pair, number)) continue
      const chain = chainOf(world.rules, number).map((action) => action.number)
      for (const place of all) {
        const isGiven = allIn(after.sets, place.after, chain)
        if (isGiven === allIn(before.sets, place.before, chain)) continue
        listIn(isGiven ? gained : lost, name).push(place.resource)
      }
    }
    const cut = isPartial && type.name !== workspaceType
    gains.push(...linesOf(type, gained, cut))
    losses.push(...linesOf(type, lost, cut))
  }
  return { gains: inOrder(world, gains), losses: inOrder(world, losses), looked: resources.length, isPartial }
}

function listIn(lists: Map<string, Resource[]>, key: string): Resource[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

/** Types of which one side has actions as a whole that the other has not. */
function wholeTypes(world: World, one: Side, other: Side): AccessLine[] {
  if (one.sets === other.sets && one.reach.all === other.reach.all) return []
  const lines: AccessLine[] = []
  for (const type of world.rules.types.values()) {
    if (type.name === workspaceType) continue
    const actions: string[] = []
    for (const [name, number] of type.actions) {
      const chain = chainOf(world.rules, number).map((action) => action.number)
      if (allIn(one.sets, one.reach.all, chain) && !allIn(other.sets, other.reach.all, chain))
        actions.push(name)
    }
    if (actions.length > 0)
      lines.push({ type: type.name, actions, everything: true, count: 0, isPartial: false, resources: [] })
  }
  return lines
}

function isWholeOnEither(world: World, { before, after }: Pair, action: number): boolean {
  const chain = chainOf(world.rules, action).map(({ number }) => number)
  return allIn(before.sets, before.reach.all, chain) || allIn(after.sets, after.reach.all, chain)
}

function allIn(sets: ActionSets, set: number, chain: readonly number[]): boolean {
  return chain.every((action) => has(sets, set, action))
}

/** Actions with the same resources are one line. */
function linesOf(type: TypeRule, byAction: Map<string, Resource[]>, isPartial: boolean): AccessLine[] {
  const lines = new Map<string, AccessLine>()
  for (const [action, resources] of byAction) {
    const key = resources.map(({ number }) => number).join()
    const line = lines.get(key)
    if (line) line.actions.push(action)
    else {
      const first = resources.sort(byId).slice(0, named)
      lines.set(key, {
        type: type.name,
        actions: [action],
        everything: false,
        count: resources.length,
        isPartial,
        resources: first.map(({ id }) => id),
      })
    }
  }
  return Array.from(lines.values())
}

function inOrder(world: World, lines: AccessLine[]): AccessLine[] {
  const order = Array.from(world.rules.types.keys())
  return lines.sort((one, other) => order.indexOf(one.type) - order.indexOf(other.type))
}

/** Resources on which the two sides may differ, beyond what they have as a whole. */
function resourcesInQuestion(world: World, pair: Pair): { resources: Resource[]; isPartial: boolean } {
  const { before, after, atFamily } = pair
  const found = openSearch(world)
  const rule = world.rules.types.get(workspaceType)
  const workspace = rule && world.registry[rule.number]?.get(world.workspaceId)
  if (workspace) found.add(workspace)
  for (const resource of atFamily.keys()) found.add(resource)

  const isAll = before.sets !== after.sets || hangsOnWhole(world, pair)
  if (!isAll && before.reach === after.reach) return found
  for (const number of numbersIn(before.reach, after.reach, isAll)) {
    const resource = world.resourceSlots[number]
    if (resource) found.addFamily(resource)
  }
  for (const labels of labelsIn(before.reach, after.reach, isAll)) {
    for (const type of world.rules.types.values()) if (type.labelable) found.addCarriers(type, labels)
  }
  return found
}

/** An action that needs another may come or go wherever one of the two is given, when the other comes or goes as a whole. */
function hangsOnWhole(world: World, { before, after }: Pair): boolean {
  const moves = (action: number) =>
    has(before.sets, before.reach.all, action) !== has(after.sets, after.reach.all, action)
  return world.rules.actions.some(({ number, needs }) => needs >= 0 && (moves(number) || moves(needs)))
}

/** The numbers of resources that list scopes name on one side only, or with other actions. */
function numbersIn(before: Reach, after: Reach, isAll: boolean): number[] {
  const sets = new Map(before.numbers.map((number, place) => [number, before.sets[place]]))
  if (isAll) return Array.from(new Set([...before.numbers, ...after.numbers]))
  const changed = after.numbers.filter((number, place) => sets.get(number) !== after.sets[place])
  const kept = new Set(after.numbers)
  return [...changed, ...before.numbers.filter((number) => !kept.has(number))]
}

/** The label scopes that one side has and the other has not. */
function labelsIn(before: Reach, after: Reach, isAll: boolean): (readonly number[])[] {
  const scopes = (reach: Reach) =>
    new Map(reach.labels.map((labels, place) => [`${labels.join()}/${reach.labelSets[place]}`, labels]))
  const [one, other] = [scopes(before), scopes(after)]
  const lacks = (there: typeof one) => (key: string) => isAll || !there.has(key)
  const keys = new Set([
    ...Array.from(one.keys()).filter(lacks(other)),
    ...Array.from(other.keys()).filter(lacks(one)),
  ])
  return Array.from(keys, (key) => one.get(key) ?? other.get(key) ?? [])
}

/** Collects resources, up to a number of each type. */
function openSearch(world: World) {
  const seen = new Set<Resource>()
  const counts = new Map<TypeRule, number>()
  const search = {
    resources: [] as Resource[],
    isPartial: false,
    add(resource: Resource) {
      if (seen.has(resource)) return
      seen.add(resource)
      const count = counts.get(resource.type) ?? 0
      if (count >= perType) search.isPartial = true
      else {
        counts.set(resource.type, count + 1)
        search.resources.push(resource)
      }
    },
    addFamily(resource: Resource) {
      const family = new Set<Resource>()
      addFamily(family, resource)
      for (const one of family) search.add(one)
    },
    addCarriers(type: TypeRule, labels: readonly number[]) {
      for (const chunk of rarest(world, type, labels).chunks) {
        for (const resource of chunk) {
          if ((counts.get(type) ?? 0) >= perType && !seen.has(resource)) {
            search.isPartial = true
            return
          }
          if (carries(resource, labels)) search.addFamily(resource)
        }
      }
    },
  }
  return search
}
