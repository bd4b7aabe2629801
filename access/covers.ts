import type { ResourceName, ScopeFact } from './facts.ts'
import { labelFacts } from './holdings.ts'
import { carries, coversAll, maxDepth } from './reach.ts'
import type { ActionRule } from './rules.ts'
import { has } from './sets.ts'
import type { Grant, Principal, Resource, World } from './world.ts'

/** What is to be explained, looked up. */
export interface Case {
  principal: Principal
  /** The action asked about, then those it needs. */
  chain: ActionRule[]
  /** `undefined`: the type as a whole or not registered; only *all* covers it. */
  resource: Resource | undefined
  name: ResourceName
  /** Another workspace: nothing covers it. */
  nowhere: boolean
  at: number
}

/** A scope of a grant that covers what was asked about: itself, or through a parent. */
export interface Cover {
  scope: ScopeFact
  resource: ResourceName
}

/** Every scope of a grant that covers the resource; label scopes whatever the plan says. */
export function coversOf(world: World, asked: Case, grant: Grant): Cover[] {
  const covers: Cover[] = []
  if (coversAll(grant)) covers.push({ scope: { kind: 'all' }, resource: asked.name })
  let depth = 0
  for (let covered = asked.resource; covered?.registered && depth <= maxDepth; covered = covered.parent) {
    const resource = { type: covered.type.name, id: covered.id }
    if (grant.list.includes(covered.number)) covers.push({ scope: { kind: 'list', ...resource }, resource })
    for (const labels of grant.labels) {
      if (!carries(covered, labels)) continue
      covers.push({ scope: { kind: 'label', labels: labelFacts(world, labels) }, resource })
    }
    depth++
  }
  return covers
}

/** Does a scope of this kind, held by this grant's role, give the action? Creating is a matter of *all* only (rules 2.2). */
export function givesBy(world: World, { role }: Grant, rule: ActionRule, kind: ScopeFact['kind']): boolean {
  return has(world.sets, kind === 'all' ? role.whole : role.listed, rule.number)
}
