import type { PageRequest, PrincipalKind, ResourceName } from './facts.ts'
import { type Ends, endFor } from './lasting.ts'
import { valuesOf } from './links.ts'
import { advance, itemAt, type Ordered, orderedFrom, startAfter } from './ordered.ts'
import { carries, coversAll, isActive, maxDepth, narrow, reachOf } from './reach.ts'
import type { ActionRule } from './rules.ts'
import { chainOf } from './rules.ts'
import { has } from './sets.ts'
import type { Everywhere, Grant, Holder, Principal, Resource, World } from './world.ts'
import { locate, none } from './world.ts'

export interface PrincipalQuestion {
  action: string
  resource: ResourceName
  at: number
  kind?: PrincipalKind
}

/** Beyond as many changed principals, who holds what everywhere is found out anew. */
const maxStale = 1000

/**
 * The members and tokens for whom `check` says yes, by id in code unit order, at least one per page, with their number over
 * all pages. `next` is the `after` of the next page, left out on the last one.
 */
export function listPrincipals(
  world: World,
  question: PrincipalQuestion,
  page: PageRequest,
): { ids: string[]; total: number; next?: string } {
  const type = world.rules.types.get(question.resource.type)
  const number = type?.actions.get(question.action)
  if (!type || number === undefined) return { ids: [], total: 0 }
  const target = locate(world, type, question.resource.id)
  if (target === 'nowhere') return { ids: [], total: 0 }

  const resource = target === 'unregistered' ? undefined : target
  let bits: Uint32Array | undefined
  for (const action of chainOf(world.rules, number)) {
    bits = intersect(bits, holders(world, action, resource, question.at))
  }
  return cut(world, bits ?? new Uint32Array(0), question.kind, page)
}

function cut(world: World, bits: Uint32Array, kind: PrincipalKind | undefined, page: PageRequest) {
  if (kind !== undefined) keepKind(world, bits, kind)
  const total = bits.reduce((sum, word) => sum + countBits(word), 0)
  const count = Math.max(1, Math.floor(page.count))
  const ids: string[] = []
  if (total === 0) return { ids, total }
  const cursor = startAfter(principalsOf(world), page.after)
  for (let principal = itemAt(cursor); principal; principal = itemAt(cursor)) {
    advance(cursor)
    if (!hasBit(bits, principal.number)) continue
    if (ids.length === count) return { ids, total, next: ids[count - 1] as string } // as long as the page
    ids.push(principal.id)
    if (page.after === undefined && ids.length === total) break
  }
  return { ids, total }
}

/** A bit for every principal that is given this action here; `needs` is not looked at. */
function holders(world: World, action: ActionRule, resource: Resource | undefined, at: number): Uint32Array {
  const bits = everywhere(world, action.number, at).slice()
  let depth = 0
  for (let covered = resource; covered?.registered && depth <= maxDepth; covered = covered.parent) {
    const sought = { action: action.number, resource: covered, at }
    for (const holder of valuesOf(world.namers, covered.namedBy)) addIfGiven(world, bits, holder, sought)
    if (covered.type.labelable && world.features.labels) {
      for (const label of covered.labels) {
        for (const holder of new Set(world.labelHolders.get(label))) addIfGiven(world, bits, holder, sought)
      }
    }
    depth++
  }
  return bits
}

interface Sought {
  action: number
  resource: Resource
  at: number
}

function addIfGiven(world: World, bits: Uint32Array, holder: Holder, sought: Sought) {
  if (holder.kind === 'group' ? !world.features.groups || !holder.there : hasBit(bits, holder.number)) return
  if (!holder.grants.some((grant) => givesHere(world, grant, sought))) return
  const { at } = sought
  if (holder.kind !== 'group') {
    if (at < endFor(world.ends, holder.number)) setBit(bits, holder.number)
    return
  }
  for (const number of holder.members) {
    if (at < endFor(world.ends, number) && at < endFor(holder.ends, number)) setBit(bits, number)
  }
}

function givesHere(world: World, grant: Grant, { action, resource, at }: Sought): boolean {
  if (!has(world.sets, grant.role.listed, action) || !isActive(grant, at)) return false
  if (grant.list.includes(resource.number)) return true
  return world.features.labels && grant.labels.some((labels) => carries(resource, labels))
}

/** A bit for every principal with this action on everything; kept, and put right where principals changed. */
function everywhere(world: World, action: number, at: number): Uint32Array {
  const { orders } = world
  if (orders.stale.size > maxStale) {
    orders.everywhere.clear()
    orders.stale.clear()
  }
  if (orders.stale.size > 0) refresh(world, at)

  let known = orders.everywhere.get(action)
  if (!known || at < known.from || at >= known.until) {
    known = findEverywhere(world, action, at)
    orders.everywhere.set(action, known)
  }
  return known.bits
}

function refresh(world: World, at: number) {
  const { everywhere: kept, stale } = world.orders
  for (const [action, known] of kept) if (at < known.from || at >= known.until) kept.delete(action)
  for (const number of stale) {
    const principal = world.principalSlots[number]
    const reach = principal && reachOf(world, principal, at)
    for (const [action, known] of kept) {
      if (number >> 5 >= known.bits.length) known.bits = enlarged(known.bits, world)
      clearBit(known.bits, number)
      if (!reach) continue
      if (has(world.sets, reach.all, action)) setBit(known.bits, number)
      known.from = Math.max(known.from, reach.from)
      known.until = Math.min(known.until, reach.until)
    }
  }
  stale.clear()
}

function findEverywhere(world: World, action: number, at: number): Everywhere {
  const found = { bits: new Uint32Array(wordsFor(world)), from: -Infinity, until: Infinity }
  const givesAll = (grant: Grant) => {
    if (!coversAll(grant) || !has(world.sets, grant.role.whole, action)) return false
    narrow(found, grant, at)
    return isActive(grant, at)
  }
  const lasts = (ends: Ends, number: number) => {
    const until = endFor(ends, number)
    if (until !== Infinity) narrow(found, { until }, at)
    return at < until
  }
  for (const { number, grants } of world.principals.values()) {
    for (const grant of grants) if (givesAll(grant) && lasts(world.ends, number)) setBit(found.bits, number)
  }
  for (const group of world.features.groups ? world.groups.values() : none) {
    for (const grant of group.there ? group.grants : none) {
      if (!givesAll(grant)) continue
      for (const number of group.members)
        if (lasts(world.ends, number) && lasts(group.ends, number)) setBit(found.bits, number)
    }
  }
  return found
}

function principalsOf(world: World): Ordered<Principal> {
  world.orders.principals ??= orderedFrom(Array.from(world.principals.values()))
  return world.orders.principals
}

function keepKind(world: World, bits: Uint32Array, kind: PrincipalKind) {
  const tokens = new Uint32Array(bits.length)
  for (const number of world.tokens) setBit(tokens, number)
  for (let place = 0; place < bits.length; place++) {
    const mask = tokens[place] ?? 0
    bits[place] = (bits[place] ?? 0) & (kind === 'token' ? mask : ~mask)
  }
}

function wordsFor(world: World): number {
  return (world.principalSlots.length + 31) >> 5
}

function enlarged(bits: Uint32Array, world: World): Uint32Array {
  const larger = new Uint32Array(wordsFor(world) + 32)
  larger.set(bits)
  return larger
}

function intersect(one: Uint32Array | undefined, other: Uint32Array): Uint32Array {
  return one ? other.map((word, place) => word & (one[place] ?? 0)) : other
}

function hasBit(bits: Uint32Array, number: number): boolean {
  return ((bits[number >> 5] ?? 0) & (1 << (number & 31))) !== 0
}

function setBit(bits: Uint32Array, number: number) {
  bits[number >> 5] = (bits[number >> 5] ?? 0) | (1 << (number & 31))
}

function clearBit(bits: Uint32Array, number: number) {
  bits[number >> 5] = (bits[number >> 5] ?? 0) & ~(1 << (number & 31))
}

function countBits(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555)
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333)
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
