import { familyOf } from './affected.ts'
import { applyChange } from './change.ts'
import { type AccessLine, differenceOf, type Side } from './difference.ts'
import type { Change, PrincipalKind } from './facts.ts'
import { isOwner } from './holdings.ts'
import { reachOf, setAt } from './reach.ts'
import { hideResource, releaseIfIdle } from './registry.ts'
import { workspaceType } from './rules.ts'
import type { Principal, Reach, Resource, World } from './world.ts'
import { isHere, none } from './world.ts'

/** The facts of the same things before a change and after it; what is not there on a side is in its `removed`. */
export interface TwoSides {
  before: Omit<Change, 'plan'>
  after: Omit<Change, 'plan'>
}

/** What becomes of one member or token. */
export interface Difference {
  id: string
  kind: PrincipalKind
  isOwner: { before: boolean; after: boolean }
  /** Whether they are there at all, and their membership has not ended. */
  isHere: { before: boolean; after: boolean }
  gains: AccessLine[]
  losses: AccessLine[]
}

const lookedMax = 500
const differentMax = 50
/** Resources that are looked at, for everybody together: some tens of milliseconds. */
const stepsMax = 20_000

/**
 * Who of `subjects` (see `affectedBy`) gains or loses what by a change, which is made and taken back again: the world is as it was
 * in the end, and nothing else sees it in between. The first 50 that differ among the first 200 are told; `more` is how
 * many were not looked at, or not far enough to find a difference. Throws an Error if the change cannot be taken back: the world is useless then.
 */
export function compareAccess(
  world: World,
  { before, after }: TwoSides,
  { subjects, at }: { subjects: readonly string[]; at: number },
): { differences: Difference[]; more: number } {
  const family = familyOf(world, after)
  const were = lookAt(world, { subjects, at, family })
  try {
    applyMildly(world, after)
    // What the change registers gave nothing before.
    const fresh = Array.from(familyOf(world, after)).filter((resource) => !family.has(resource))
    for (const { atFamily } of were) for (const resource of fresh) atFamily.set(resource, 0)
    const isGone = new Set(after.removed?.principals)
    return differences(world, were, { at, count: subjects.length, isGone })
  } finally {
    takeBack(world, { before, after })
  }
}

/** One subject before the change. */
interface Looked {
  id: string
  kind: PrincipalKind | undefined
  here: boolean
  owns: boolean
  side: Side
  atFamily: Map<Resource, number>
}

function lookAt(
  world: World,
  { subjects, at, family }: { subjects: readonly string[]; at: number; family: Set<Resource> },
): Looked[] {
  const enough = Math.max(1, Math.floor(stepsMax / (1 + family.size)))
  return subjects.slice(0, Math.min(lookedMax, enough)).map((id) => {
    const principal = world.principals.get(id)
    const side = sideOf(world, principal, at)
    const atFamily = new Map<Resource, number>()
    for (const resource of family) atFamily.set(resource, setAt(side.sets, side.reach, resource))
    return {
      id,
      kind: principal?.kind,
      here: isHere(world, id, at),
      owns: isOwner(world, id, at),
      side,
      atFamily,
    }
  })
}

function differences(
  world: World,
  were: Looked[],
  { at, count, isGone }: { at: number; count: number; isGone: Set<string> },
) {
  const found: Difference[] = []
  let [looked, unsure, steps] = [0, 0, 0]
  for (const { id, kind, here, owns, side, atFamily } of were) {
    if (found.length === differentMax || steps > stepsMax) break
    looked++
    const now = isGone.has(id) ? undefined : world.principals.get(id)
    const after = sideOf(world, now, at)
    const lines = differenceOf(world, { before: side, after, atFamily })
    steps += lines.looked
    const difference: Difference = {
      id,
      kind: kind ?? now?.kind ?? 'user',
      isOwner: { before: owns, after: now !== undefined && isOwner(world, id, at) },
      isHere: { before: here, after: now !== undefined && isHere(world, id, at) },
      gains: lines.gains,
      losses: lines.losses,
    }
    if (isOne(difference)) found.push(difference)
    else if (lines.isPartial) unsure++
  }
  return { differences: found, more: count - looked + unsure }
}

function isOne({ isOwner, isHere, gains, losses }: Difference): boolean {
  const isSame = isOwner.before === isOwner.after && isHere.before === isHere.after
  return !isSame || gains.length + losses.length > 0
}

function sideOf(world: World, principal: Principal | undefined, at: number): Side {
  return { sets: world.sets, reach: principal ? reachOf(world, principal, at) : nothing }
}

const nothing: Reach = {
  all: 0,
  numbers: none,
  sets: none,
  firstLabels: none,
  labels: none,
  labelSets: none,
  from: -Infinity,
  until: Infinity,
  builtAt: 0,
  checkedAt: 0,
  listed: undefined,
  inherited: undefined,
}

/**
 * Makes a change so that it can be taken back by facts alone. What is removed would take with it what hung on it, of which
 * nobody has the facts: so groups only lose their grants, resources are hidden, and people and roles stay, of whom the one
 * are known to be gone and the others are held by nobody any more. For every question that is asked here it is the same.
 */
function applyMildly(world: World, { removed = {}, ...set }: TwoSides['after']) {
  const groups = (removed.groups ?? []).filter((id) => world.groups.has(id)).map((id) => ({ id, grants: [] }))
  applyChange(world, { ...set, groups: [...groups, ...(set.groups ?? [])] })
  hide(world, removed.resources ?? [])
}

function takeBack(world: World, { before, after }: TwoSides) {
  const { removed: { resources = [], ...removed } = {}, principals = [], ...set } = before
  const stayed = new Set(after.removed?.principals)
  applyChange(world, { ...set, principals: principals.filter(({ id }) => !stayed.has(id)), removed })
  hide(world, resources)
}

function hide(world: World, resources: { type: string; id: string }[]) {
  for (const { type, id } of resources) {
    const rule = world.rules.types.get(type)
    const resource = rule && world.registry[rule.number]?.get(id)
    if (!resource || type === workspaceType) continue
    hideResource(world, resource)
    releaseIfIdle(world, resource)
  }
}
