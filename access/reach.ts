import { endFor } from './lasting.ts'
import { type ActionSets, has, union } from './sets.ts'
import { placeOfNumber } from './sorted.ts'
import type { Grant, Principal, Reach, Resource, Role, World } from './world.ts'
import { none } from './world.ts'

/** How many parents up a scope is looked for; also what ends a circle of parents. */
export const maxDepth = 16

/** Entries of all reaches of a world together, at 16 bytes; the oldest are dropped beyond it. */
const maxEntries = 4_000_000
const entriesPerReach = 16

/** The compiled reach of a principal, made anew if a fact under it changed or the instant is outside of it. */
export function reachOf(world: World, principal: Principal, at: number): Reach {
  const known = principal.reach
  if (known && at >= known.from && at < known.until && isFresh(world, principal, known)) return known

  forgetReach(world, principal)
  const reach = compile(world, principal, at)
  principal.reach = reach
  world.reaching.add(principal)
  world.reachSize += costOf(reach)
  for (const oldest of world.reaching) {
    if (world.reachSize <= maxEntries || oldest === principal) break
    forgetReach(world, oldest)
  }
  return reach
}

/** Drops the compiled reach of a principal, if there is one. */
export function forgetReach(world: World, principal: Principal) {
  if (!principal.reach) return
  world.reachSize -= costOf(principal.reach)
  world.reaching.delete(principal)
  principal.reach = undefined
}

/** Does this reach give the action here? Without a resource: on everything. `needs` is not looked at. */
export function gives(world: World, reach: Reach, action: number, resource: Resource | undefined): boolean {
  if (has(world.sets, reach.all, action)) return true

  let depth = 0
  for (let covered = resource; covered?.registered && depth <= maxDepth; covered = covered.parent) {
    if (has(world.sets, listedSet(reach, covered.number), action)) return true
    if (reach.firstLabels.length > 0 && givesByLabel(world, reach, action, covered)) return true
    depth++
  }
  return false
}

/** All that a reach gives on a registered resource, as the number of a set in `sets`. `needs` is not looked at. */
export function setAt(sets: ActionSets, reach: Reach, resource: Resource): number {
  if (!resource.registered) return 0

  let set = reach.all
  let depth = 0
  for (
    let covered: Resource | undefined = resource;
    covered?.registered && depth <= maxDepth;
    covered = covered.parent
  ) {
    set = union(sets, set, listedSet(reach, covered.number))
    for (let place = 0; place < reach.labels.length; place++) {
      if (!holds(covered.labels, reach.firstLabels[place] ?? -1)) continue
      if (carries(covered, reach.labels[place] ?? none)) set = union(sets, set, reach.labelSets[place] ?? 0)
    }
    depth++
  }
  return set
}

/** As `gives`, for the action and all that it needs (rules, section 4). */
export function allows(world: World, reach: Reach, action: number, resource: Resource | undefined): boolean {
  for (let next = action; next >= 0; next = world.rules.actions[next]?.needs ?? -1) {
    if (!gives(world, reach, next, resource)) return false
  }
  return true
}

/** Does the grant cover the whole workspace? One without scopes does if its role knows nothing smaller. */
export function coversAll(grant: Grant): boolean {
  return grant.all || (grant.empty && grant.role.bare)
}

/** Are these labels, at least one, all on the resource? Only labelable types count. */
export function carries(resource: Resource, labels: readonly number[]): boolean {
  if (labels.length === 0 || !resource.type.labelable) return false
  for (const label of labels) if (!holds(resource.labels, label)) return false
  return true
}

/** Does the grant count, as far as role, plan and time go? */
export function isActive(grant: Grant, at: number): boolean {
  return grant.role.active && at >= grant.from && at < grant.until
}

/** Narrows an interval around `at` to where what has these bounds stays as it is. */
export function narrow(
  interval: { from: number; until: number },
  { from = -Infinity, until }: { from?: number; until: number },
  at: number,
) {
  for (const instant of [from, until]) {
    if (instant <= at) interval.from = Math.max(interval.from, instant)
    else interval.until = Math.min(interval.until, instant)
  }
}

/**
 * All grants that reach a principal, while its membership lasts: its own, then those of its groups that the plan lets count and in which
 * its place lasts.
 */
export function* grantsOf(world: World, { number, groups, grants }: Principal, at: number): Generator<Grant> {
  if (at >= endFor(world.ends, number)) return
  yield* grants
  if (!world.features.groups) return
  for (const group of groups) if (group.there && at < endFor(group.ends, number)) yield* group.grants
}

function isFresh(world: World, principal: Principal, reach: Reach): boolean {
  if (reach.checkedAt === world.clock) return true
  if (world.rolesChangedAt > reach.builtAt) return false
  for (const group of principal.groups) if (group.changedAt > reach.builtAt) return false
  reach.checkedAt = world.clock
  return true
}

function compile(world: World, principal: Principal, at: number): Reach {
  const interval = { from: -Infinity, until: Infinity }
  const active: Grant[] = []
  let all = 0
  for (const { ends } of [world, ...principal.groups]) {
    if (ends.size > 0) narrow(interval, { until: endFor(ends, principal.number) }, at)
  }
  for (const grant of grantsOf(world, principal, at)) {
    if (grant.from !== -Infinity || grant.until !== Infinity) narrow(interval, grant, at)
    if (!isActive(grant, at)) continue
    if (coversAll(grant)) all = union(world.sets, all, grant.role.whole)
    active.push(grant)
  }

  const byNumber = listedActions(world, all, active)
  const numbers = Array.from(byNumber.keys()).sort((one, other) => one - other)
  const byLabel = active.filter(({ role, labels }) => labels.length > 0 && !isWithin(world, all, role))
  const scopes = byLabel.flatMap(({ role, labels }) =>
    labels.map((conjunction) => ({ role, labels: conjunction })),
  )
  const counting = world.features.labels ? scopes.filter(({ labels }) => labels.length > 0) : []
  return {
    all,
    numbers,
    sets: numbers.map((number) => byNumber.get(number) ?? 0),
    firstLabels: counting.map(({ labels }) => labels[0] ?? -1),
    labels: counting.map(({ labels }) => labels),
    labelSets: counting.map(({ role }) => role.listed),
    from: interval.from,
    until: interval.until,
    builtAt: world.clock,
    checkedAt: world.clock,
    listed: undefined,
    inherited: undefined,
  }
}

/** What list scopes give beyond *all*, by resource. */
function listedActions(world: World, all: number, grants: readonly Grant[]): Map<number, number> {
  const byNumber = new Map<number, number>()
  for (const { role, list } of grants) {
    if (isWithin(world, all, role)) continue
    for (const number of list) byNumber.set(number, union(world.sets, byNumber.get(number) ?? 0, role.listed))
  }
  return byNumber
}

/** Would a list or label grant of this role add nothing? */
function isWithin(world: World, all: number, role: Role): boolean {
  return union(world.sets, all, role.listed) === all
}

function costOf({ numbers, labels, listed, inherited }: Reach): number {
  let cost = entriesPerReach + numbers.length + 2 * labels.length
  for (const { size } of listed?.values() ?? []) cost += size
  for (const { list } of inherited?.values() ?? []) cost += list.size
  return cost
}

function listedSet(reach: Reach, number: number): number {
  const { numbers } = reach
  if (numbers.length === 0) return 0
  const place = placeOfNumber(numbers, number)
  return numbers[place] === number ? (reach.sets[place] ?? 0) : 0
}

function givesByLabel(world: World, reach: Reach, action: number, resource: Resource): boolean {
  const { firstLabels, labels, labelSets } = reach
  for (let place = 0; place < firstLabels.length; place++) {
    if (!holds(resource.labels, firstLabels[place] ?? -1)) continue
    if (has(world.sets, labelSets[place] ?? 0, action) && carries(resource, labels[place] ?? none))
      return true
  }
  return false
}

/** As `includes`, which costs a call each time. */
function holds(numbers: readonly number[], number: number): boolean {
  for (let place = 0; place < numbers.length; place++) if (numbers[place] === number) return true
  return false
}
