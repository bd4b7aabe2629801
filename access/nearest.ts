import { type Case, coversOf, givesBy } from './covers.ts'
import type { Miss } from './facts.ts'
import type { Holding } from './holdings.ts'
import { bounds, holdings, inactiveBecause, labelFacts } from './holdings.ts'
import { maxDepth } from './reach.ts'
import type { ActionRule } from './rules.ts'
import { has } from './sets.ts'
import type { Grant, Role, World } from './world.ts'

/** Best first. */
const order: Miss['kind'][] = [
  'membership-ended',
  'needs-other-action',
  'plan',
  'not-yet',
  'ended',
  'group-membership-ended',
  'label-missing',
  'role-too-weak',
  'scope-elsewhere',
]

const atMost = 5

/** Up to five grants that almost gave one of the missing actions, best first; fewer missing labels before more. */
export function nearest(world: World, asked: Case, missing: ReadonlySet<ActionRule>): Miss[] {
  const misses: Miss[] = []
  for (const holding of holdings(world, asked.principal)) {
    let best: Miss | undefined
    for (const rule of asked.chain) {
      const miss = missOf(world, asked, { holding, rule, missing })
      if (miss && (!best || distance(miss) < distance(best))) best = miss
    }
    if (best) misses.push(best)
  }
  return misses.sort((one, other) => distance(one) - distance(other)).slice(0, atMost)
}

/**
 * The roles of this plan with the fewest actions that hold all missing actions, and can be given so that they count
 * here; those with equally few together, in the order of the catalog.
 */
export function smallestRoles(world: World, asked: Case, missing: ReadonlySet<ActionRule>): string[] {
  const onlyAll = !asked.resource || Array.from(missing).some((rule) => rule.creates)
  const wouldDo = (role: Role) => {
    if (!role.active || (onlyAll && !role.canBeAll)) return false
    return Array.from(missing).every((rule) => has(world.sets, role.whole, rule.number))
  }
  const roles = Array.from(world.roles.values()).filter(wouldDo)
  const fewest = Math.min(...roles.map(countOf))
  return roles.filter((role) => countOf(role) === fewest).map((role) => role.id)
}

function missOf(
  world: World,
  asked: Case,
  { holding, rule, missing }: { holding: Holding; rule: ActionRule; missing: ReadonlySet<ActionRule> },
): Miss | undefined {
  const { grant, via } = holding
  const about = { grantId: grant.id, roleId: grant.role.id, via }
  const isStrong = has(world.sets, grant.role.whole, rule.number)
  const covers = coversOf(world, asked, grant)
  if (!isStrong)
    return missing.has(rule) && covers.length > 0 ? { kind: 'role-too-weak', ...about } : undefined

  const giving = covers.filter(({ scope }) => givesBy(world, grant, rule, scope.kind))
  if (giving.length === 0)
    return missing.has(rule) ? elsewhere(world, asked, { about, grant, rule }) : undefined

  const byLabelOnly = giving.every(({ scope }) => scope.kind === 'label')
  const because =
    inactiveBecause(world, holding, asked.at) ??
    (byLabelOnly && !world.features.labels ? 'plan-labels' : undefined)
  if (!missing.has(rule)) {
    const [lacking] = missing
    return because || !lacking ? undefined : { kind: 'needs-other-action', ...about, needs: lacking.name }
  }
  if (!because) return undefined
  if (because === 'group-membership-ended') return { kind: because, ...about, until: holding.placeUntil }
  if (because === 'not-yet' || because === 'ended') return { kind: because, ...about, ...bounds(holding) }
  return { kind: 'plan', ...about, because }
}

function elsewhere(
  world: World,
  asked: Case,
  { about, grant, rule }: { about: Pick<Miss, 'grantId' | 'roleId' | 'via'>; grant: Grant; rule: ActionRule },
): Miss {
  const missing = rule.creates ? undefined : fewestMissing(asked, grant)
  if (missing) return { kind: 'label-missing', ...about, missing: labelFacts(world, missing) }
  return { kind: 'scope-elsewhere', ...about }
}

/** The labels that the resource, or a parent, would have to carry in addition. */
function fewestMissing(asked: Case, grant: Grant): number[] | undefined {
  let found: number[] | undefined
  let depth = 0
  for (let covered = asked.resource; covered?.registered && depth <= maxDepth; covered = covered.parent) {
    depth++
    if (!covered.type.labelable) continue
    const present = covered.labels
    for (const labels of grant.labels) {
      const missing = labels.filter((label) => !present.includes(label))
      if (missing.length > 0 && (!found || missing.length < found.length)) found = missing
    }
  }
  return found
}

function distance({ kind, missing }: Miss): number {
  return order.indexOf(kind) * 1000 + (missing?.length ?? 0)
}

function countOf(role: Role): number {
  return new Set(role.actions).size
}
