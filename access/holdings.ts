import type { EffectiveRole, Inactive, ScopeFact, Via } from './facts.ts'
import { coversAll, grantsOf, isActive } from './reach.ts'
import type { Grant, Principal, World } from './world.ts'

/**
 * Every grant that reaches `who`, its own first and then by group, with why it does not count at the moment, if so.
 * Scopes of one grant come in the order all, list, label. Empty for an unknown principal.
 */
export function effectiveRoles(world: World, who: string, at: number): EffectiveRole[] {
  const principal = world.principals.get(who)
  if (!principal) return []
  return holdings(principal).map(({ grant, via }) => {
    const because = inactiveBecause(world, { grant, via }, at)
    return {
      grantId: grant.id,
      roleId: grant.role.id,
      scopes: scopesOf(world, grant),
      via,
      active: because === undefined,
      ...(because && { inactiveBecause: because }),
      ...bounds(grant),
    }
  })
}

/** Does `who` hold the owner role on the workspace at this instant? Owner through any path is owner (rules 2.6). */
export function isOwner(world: World, who: string, at: number): boolean {
  const principal = world.principals.get(who)
  if (!principal) return false
  for (const grant of grantsOf(world, principal)) {
    if (grant.role.owner && coversAll(grant) && isActive(grant, at)) return true
  }
  return false
}

/** A grant and the way it reaches somebody. */
export interface Holding {
  grant: Grant
  via: Via
}

/** All grants that reach a principal, those included that the plan does not let count. */
export function holdings(principal: Principal): Holding[] {
  const found: Holding[] = principal.grants.map((grant) => ({ grant, via: { kind: 'own' } }))
  for (const group of principal.groups) {
    const via: Via = { kind: 'group', groupId: group.id }
    for (const grant of group.grants) found.push({ grant, via })
  }
  return found
}

/** Why a grant does not count: the plan first (rules, section 15), then time. */
export function inactiveBecause(world: World, { grant, via }: Holding, at: number): Inactive | undefined {
  if (via.kind === 'group' && !world.features.groups) return 'plan-groups'
  if (!grant.role.active) return 'plan-role'
  if (!world.features.labels && isByLabelOnly(grant)) return 'plan-labels'
  return outOfTime(grant, at)
}

/** Has the grant not begun, or has it ended? */
export function outOfTime(grant: Grant, at: number): Inactive | undefined {
  if (!(at >= grant.from)) return 'not-yet'
  return at < grant.until ? undefined : 'ended'
}

/** The interval of a grant, without the ends that it does not have. */
export function bounds({ from, until }: Grant): { from?: number; until?: number } {
  return { ...(from !== -Infinity && { from }), ...(until !== Infinity && { until }) }
}

/** Labels by number, as they were first spelt. */
export function labelFacts(world: World, labels: readonly number[]) {
  return labels.flatMap((number) => {
    const label = world.labels.facts[number]
    return label ? [{ key: label.key, value: label.value }] : []
  })
}

function isByLabelOnly(grant: Grant): boolean {
  return grant.labels.length > 0 && !grant.all && grant.list.length + grant.strangers.length === 0
}

function scopesOf(world: World, grant: Grant): ScopeFact[] {
  const scopes: ScopeFact[] = grant.all ? [{ kind: 'all' }] : []
  for (const number of grant.list) {
    const resource = world.resourceSlots[number]
    if (resource) scopes.push({ kind: 'list', type: resource.type.name, id: resource.id })
  }
  for (const labels of grant.labels) scopes.push({ kind: 'label', labels: labelFacts(world, labels) })
  return [...scopes, ...grant.strangers]
}
