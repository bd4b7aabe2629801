import type { GrantFact, GroupFact, PrincipalFact } from './facts.ts'
import { noEnds, withEnd } from './lasting.ts'
import { linked, unlinkAll, unlinked, valuesOf } from './links.ts'
import { putIn, takeOut } from './ordered.ts'
import { coversAll, forgetReach } from './reach.ts'
import { labelNumber, releaseIfIdle, slotOf } from './registry.ts'
import { dropNumber, minus, plus, putNumber } from './sorted.ts'
import type { Grant, Group, Holder, Principal, Resource, World } from './world.ts'
import { none } from './world.ts'

/** Beyond as many members, who holds what everywhere is cheaper to find out anew. */
const maxStale = 500

/** Adds a principal, or replaces all that is known of it. */
export function setPrincipal(world: World, fact: PrincipalFact) {
  const principal = world.principals.get(fact.id) ?? addPrincipal(world, fact)
  principal.kind = fact.kind
  if (fact.kind === 'token') world.tokens.add(principal.number)
  else world.tokens.delete(principal.number)
  world.ends = withEnd(world.ends, principal.number, fact.until)
  rename(world, principal, fact.names)
  join(world, principal, groupsNamed(world, fact.groups))
  for (const group of principal.groups)
    group.ends = withEnd(group.ends, principal.number, fact.groupEnds?.[group.id])
  regrant(world, principal, compileGrants(world, fact.grants))
  touch(world, principal, true)
}

/** Removes a principal with its names, memberships and grants. */
export function removePrincipal(world: World, id: string) {
  const principal = world.principals.get(id)
  if (!principal) return

  world.ends = withEnd(world.ends, principal.number, undefined)
  rename(world, principal, none)
  join(world, principal, none)
  regrant(world, principal, none)
  touch(world, principal, true)
  world.principals.delete(id)
  world.principalSlots[principal.number] = undefined
  world.freePrincipals.push(principal.number)
  world.tokens.delete(principal.number)
  if (world.orders.principals) takeOut(world.orders.principals, id)
  world.size--
}

/** Adds a group, or replaces its grants. Who named it before it was there becomes a member now. */
export function setGroup(world: World, fact: GroupFact) {
  const group = groupNamed(world, fact.id)
  const grants = compileGrants(world, fact.grants)
  const isEverywhere = group.grants.some(coversAll) || grants.some(coversAll)
  group.there = true
  regrant(world, group, grants)
  touch(world, group, isEverywhere)
}

/** Removes a group with its memberships and grants. */
export function removeGroup(world: World, id: string) {
  const group = world.groups.get(id)
  if (!group) return

  const isEverywhere = group.grants.some(coversAll)
  regrant(world, group, none)
  group.there = false
  touch(world, group, isEverywhere)
  for (const number of group.members) {
    const member = world.principalSlots[number]
    if (!member) continue
    member.groups = member.groups.filter((other) => other !== group)
    forgetReach(world, member)
    world.size--
  }
  world.groups.delete(id)
}

/** Takes a resource out of every list scope; a grant that has no scope left goes with it, so that nothing widens. */
export function unlist(world: World, resource: Resource) {
  for (const holder of valuesOf(world.namers, resource.namedBy)) {
    const grants: Grant[] = []
    for (const grant of holder.grants) {
      const list = grant.list.filter((number) => number !== resource.number)
      world.size -= grant.list.length - list.length
      const next = list.length < grant.list.length ? { ...grant, list } : grant
      if (isBereft(next)) world.size--
      else grants.push(next)
    }
    holder.grants = grants
    touch(world, holder, false)
  }
  unlinkAll(world.namers, resource.namedBy)
  resource.namedBy = 0
  releaseIfIdle(world, resource)
}

/** Takes away every grant of these roles. */
export function revokeRoles(world: World, roleIds: ReadonlySet<string>) {
  for (const holders of [world.principals.values(), world.groups.values()]) {
    for (const holder of holders) {
      if (!holder.grants.some((grant) => roleIds.has(grant.role.id))) continue
      regrant(
        world,
        holder,
        holder.grants.filter((grant) => !roleIds.has(grant.role.id)),
      )
      touch(world, holder, true)
    }
  }
}

function addPrincipal(world: World, { id, kind }: PrincipalFact): Principal {
  const number = world.freePrincipals.pop() ?? world.principalSlots.length
  const principal: Principal = { reach: undefined, kind, number, id, names: none, groups: none, grants: none }
  world.principals.set(id, principal)
  world.principalSlots[number] = principal
  if (world.orders.principals) putIn(world.orders.principals, principal)
  world.size++
  return principal
}

function rename(world: World, principal: Principal, names: readonly string[]) {
  for (const name of principal.names) {
    const left = minus(world.names.get(name) ?? none, principal)
    if (left.length > 0) world.names.set(name, left)
    else world.names.delete(name)
  }
  for (const name of names) world.names.set(name, plus(world.names.get(name) ?? none, principal))
  principal.names = names
}

function groupsNamed(world: World, ids: readonly string[]): readonly Group[] {
  if (ids.length === 0) return none
  const groups = ids.map((id) => groupNamed(world, id))
  return groups.every((group, place) => groups.indexOf(group) === place)
    ? groups
    : Array.from(new Set(groups))
}

function groupNamed(world: World, id: string): Group {
  const known = world.groups.get(id)
  if (known) return known
  const group: Group = {
    kind: 'group',
    id,
    there: false,
    grants: none,
    members: [],
    ends: noEnds,
    changedAt: 0,
  }
  world.groups.set(id, group)
  return group
}

function join(world: World, principal: Principal, groups: readonly Group[]) {
  const before = principal.groups
  principal.groups = groups
  world.size += groups.length - before.length
  for (const group of groups) {
    if (!before.includes(group)) putNumber(group.members, principal.number)
  }
  for (const group of before) {
    if (groups.includes(group)) continue
    dropNumber(group.members, principal.number)
    group.ends = withEnd(group.ends, principal.number, undefined)
    if (!group.there && group.members.length === 0) world.groups.delete(group.id)
  }
}

/** Replaces a holder's grants and what is indexed under them. */
function regrant(world: World, holder: Holder, grants: readonly Grant[]) {
  const before = holder.grants
  holder.grants = grants
  for (const grant of grants) index(world, holder, grant)
  for (const grant of before) unindex(world, holder, grant)
}

function index(world: World, holder: Holder, grant: Grant) {
  world.size += 1 + grant.list.length
  for (const number of grant.list) {
    const resource = world.resourceSlots[number]
    if (resource) resource.namedBy = linked(world.namers, resource.namedBy, holder)
  }
  for (const labels of grant.labels) {
    const key = indexLabel(labels)
    world.labelHolders.set(key, plus(world.labelHolders.get(key) ?? none, holder))
  }
}

function unindex(world: World, holder: Holder, grant: Grant) {
  world.size -= 1 + grant.list.length
  for (const number of grant.list) {
    const resource = world.resourceSlots[number]
    if (!resource) continue
    resource.namedBy = unlinked(world.namers, resource.namedBy, holder)
    releaseIfIdle(world, resource)
  }
  for (const labels of grant.labels) {
    const key = indexLabel(labels)
    world.labelHolders.set(key, minus(world.labelHolders.get(key) ?? none, holder))
  }
}

/** The youngest of the labels, which tends to be the rarest. */
function indexLabel(labels: readonly number[]): number {
  return Math.max(...labels)
}

function compileGrants(world: World, facts: readonly GrantFact[]): readonly Grant[] {
  return facts.length === 0 ? none : facts.map((fact) => compileGrant(world, fact))
}

function compileGrant(world: World, fact: GrantFact): Grant {
  const role = world.roles.get(fact.roleId)
  if (!role) throw new Error(`Grant ${fact.id} names an unknown role: ${fact.roleId}.`)

  let all = false
  const list: number[] = []
  const labels: number[][] = []
  const strangers: GrantFact['scopes'] = []
  for (const scope of fact.scopes) {
    if (scope.kind === 'all') all = true
    else if (scope.kind === 'label') labels.push(scope.labels.map((label) => labelNumber(world, label)))
    else {
      const type = world.rules.types.get(scope.type)
      if (type) list.push(slotOf(world, type, scope.id).number)
      else strangers.push(scope)
    }
  }
  return {
    id: fact.id,
    role,
    empty: fact.scopes.length === 0,
    all,
    list: list.length > 0 ? list.slice() : none,
    labels: labels.length > 0 ? labels : none,
    strangers: strangers.length > 0 ? strangers : none,
    from: fact.from ?? -Infinity,
    until: fact.until ?? Infinity,
  }
}

function isBereft(grant: Grant): boolean {
  const scopes = grant.list.length + grant.labels.length + grant.strangers.length
  return !grant.empty && !grant.all && scopes === 0
}

/**
 * Whatever was derived from this holder's facts is to be derived again; who holds what everywhere only if that may
 * have changed.
 */
function touch(world: World, holder: Holder, isEverywhere: boolean) {
  if (holder.kind === 'group') holder.changedAt = ++world.clock
  else forgetReach(world, holder)

  const { everywhere, stale } = world.orders
  if (!isEverywhere || everywhere.size === 0) return
  if (holder.kind !== 'group') stale.add(holder.number)
  else if (holder.members.length > maxStale) everywhere.clear()
  else for (const number of holder.members) stale.add(number)
}
