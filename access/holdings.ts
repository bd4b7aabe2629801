import type { EffectiveRole, Inactive, ScopeFact, Via } from './facts.ts'
import { endFor } from './lasting.ts'
import { coversAll, grantsOf, isActive } from './reach.ts'
import type { Grant, Principal, World } from './world.ts'

/**
 * Every grant that reaches `who`, its own first and then by group, with why it does not count at the moment, if so.
 * Scopes of one grant come in the order all, list, label. Empty for an unknown principal.
 */
export function effectiveRoles(world: World, who: string, at: number): EffectiveRole[] {
  const principal = world.principals.get(who)
  if (!principal) return []
  return holdings(world, principal).map((holding) => {
    const { grant, via } = holding
    const because = inactiveBecause(world, holding, at)
    return {
      grantId: grant.id,
      roleId: grant.role.id,
      scopes: scopesOf(world, grant),
      via,
      active: because === undefined,
      ...(because && { inactiveBecause: because }),
      ...bounds(holding),
    }
  })
}

/** Does `who` hold the owner role on the workspace at this instant? Owner through any path is owner (rules 2.6). */
export function isOwner(world: World, who: string, at: number): boolean {
  const principal = world.principals.get(who)
  if (!principal) return false
  for (const grant of grantsOf(world, principal, at)) {
    if (grant.role.owner && coversAll(grant) && isActive(grant, at)) return true
  }
  return false
}

/** A grant and the way it reaches somebody, with when the place in the group and the membership of the workspace end. */
export interface Holding {
  grant: Grant
  via: Via
  placeUntil: number
  memberUntil: number
}

/** All grants that reach a principal, those included that the plan does not let count, or that do not reach it any more. */
export function holdings(world: World, { number, grants, groups }: Principal): Holding[] {
  const memberUntil = endFor(world.ends, number)
  const own = { via: { kind: 'own' }, placeUntil: Infinity, memberUntil } as const
  const found: Holding[] = grants.map((grant) => ({ grant, ...own }))
  for (const group of groups) {
    const via: Via = { kind: 'group', groupId: group.id }
    const placeUntil = endFor(group.ends, number)
    for (const grant of group.grants) found.push({ grant, via, placeUntil, memberUntil })
  }
  return found
}

/** Why a grant does not count: the plan first (rules, section 15), then time. */
export function inactiveBecause(world: World, holding: Holding, at: number): Inactive | undefined {
  const { grant, via, placeUntil, memberUntil } = holding
  if (via.kind === 'group' && !world.features.groups) return 'plan-groups'
  if (!grant.role.active) return 'plan-role'
  if (!world.features.labels && isByLabelOnly(grant)) return 'plan-labels'
  if (!(at < memberUntil)) return 'membership-ended'
  if (!(at < placeUntil)) return 'group-membership-ended'
  if (!(at >= grant.from)) return 'not-yet'
  return at < grant.until ? undefined : 'ended'
}

/** When a grant begins to reach somebody, and when it ends for them, whatever ends first; without the ends that it does not have. */
export function bounds({ grant, placeUntil, memberUntil }: Holding): { from?: number; until?: number } {
  const until = Math.min(grant.until, placeUntil, memberUntil)
  return { ...(grant.from !== -Infinity && { from: grant.from }), ...(until !== Infinity && { until }) }
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
