import { type Case, coversOf, givesBy } from './covers.ts'
import type { Explanation, Path, Question } from './facts.ts'
import type { Holding } from './holdings.ts'
import { bounds, holdings, inactiveBecause } from './holdings.ts'
import { endFor } from './lasting.ts'
import { nearest, smallestRoles } from './nearest.ts'
import type { ActionRule } from './rules.ts'
import { chainOf } from './rules.ts'
import { has } from './sets.ts'
import type { World } from './world.ts'
import { locate } from './world.ts'

/**
 * Why `check` says what it says: every path if yes, the nearest misses if no. Walks the grants themselves, not what was
 * compiled from them. `unknown` says what of the question is not known, if so; the answer is no then.
 */
export function explain(world: World, question: Question): Explanation {
  const { who, action, resource, at } = question
  const refused = { allowed: false, paths: [], nearest: [], smallestRoles: [] }
  const principal = world.principals.get(who)
  if (!principal) return { ...refused, unknown: 'subject' }
  const type = world.rules.types.get(resource.type)
  if (!type) return { ...refused, unknown: 'resource-type' }
  const number = type.actions.get(action)
  if (number === undefined) return { ...refused, unknown: 'action' }

  const target = locate(world, type, resource.id)
  const until = endFor(world.ends, principal.number)
  if (at >= until && target !== 'nowhere')
    return { ...refused, nearest: [{ kind: 'membership-ended', until }] }
  const chain = chainOf(world.rules, number)
  const found = typeof target === 'string' ? undefined : target
  const asked = { principal, chain, resource: found, name: resource, nowhere: target === 'nowhere', at }
  const missing = new Set(chain)
  const paths: Path[] = []
  for (const holding of asked.nowhere ? [] : holdings(world, principal)) {
    if (inactiveBecause(world, holding, at)) continue
    for (const rule of chain) {
      const here = pathsOf(world, asked, { holding, rule })
      if (here.length > 0) missing.delete(rule)
      paths.push(...here)
    }
  }
  if (missing.size === 0) return { allowed: true, paths, nearest: [], smallestRoles: [] }
  if (asked.nowhere) return refused
  return {
    ...refused,
    nearest: nearest(world, asked, missing),
    smallestRoles: smallestRoles(world, asked, missing),
  }
}

function pathsOf(
  world: World,
  asked: Case,
  { holding, rule }: { holding: Holding; rule: ActionRule },
): Path[] {
  const { grant, via } = holding
  if (!has(world.sets, grant.role.whole, rule.number)) return []
  const covers = coversOf(world, asked, grant).filter(({ scope }) => {
    return givesBy(world, grant, rule, scope.kind) && (scope.kind !== 'label' || world.features.labels)
  })
  const { until } = bounds(holding)
  return covers.map((cover) => ({
    grantId: grant.id,
    roleId: grant.role.id,
    via,
    ...cover,
    forAction: rule.name,
    ...(until !== undefined && { until }),
  }))
}
