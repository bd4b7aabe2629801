import { endFor } from './lasting.ts'
import { coversAll, isActive } from './reach.ts'
import type { Grant, World } from './world.ts'

/** Which members: those in a group, those who hold a role whether or not the plan lets it count, those who own the workspace or do not. */
export interface MemberQuestion {
  groupId?: string | undefined
  roleId?: string | undefined
  owner?: boolean | undefined
}

/**
 * The ids of the members that all of the question is true of at an instant (milliseconds), or null where that is every member. Of
 * 50,000 it takes a few milliseconds: groups are walked once each, and not once for everybody in them.
 */
export function findMembers(world: World, question: MemberQuestion, at: number): string[] | null {
  const { groupId, roleId, owner } = question
  const wanted: { marks: Uint8Array; is: number }[] = []
  if (groupId !== undefined) wanted.push({ marks: inGroup(world, groupId), is: 1 })
  if (roleId !== undefined) {
    const holds = ({ role, from, until }: Grant) => role.id === roleId && from <= at && at < until
    wanted.push({ marks: holding(world, holds, { at, throughGroups: true }), is: 1 })
  }
  if (owner !== undefined) {
    const owns = (grant: Grant) => grant.role.owner && coversAll(grant) && isActive(grant, at)
    wanted.push({
      marks: holding(world, owns, { at, throughGroups: world.features.groups }),
      is: owner ? 1 : 0,
    })
  }
  if (wanted.length === 0) return null

  const found: string[] = []
  let members = 0
  for (const { kind, number, id } of world.principals.values()) {
    if (kind !== 'user') continue
    members++
    if (wanted.every(({ marks, is }) => marks[number] === is)) found.push(id)
  }
  return found.length === members ? null : found
}

function inGroup(world: World, groupId: string): Uint8Array {
  const marks = new Uint8Array(world.principalSlots.length)
  for (const number of world.groups.get(groupId)?.members ?? []) marks[number] = 1
  return marks
}

/** Marks, by number, whom such a grant reaches, while their membership lasts. */
function holding(
  world: World,
  isSuch: (grant: Grant) => boolean,
  { at, throughGroups }: { at: number; throughGroups: boolean },
): Uint8Array {
  const marks = new Uint8Array(world.principalSlots.length)
  for (const { number, grants } of world.principals.values()) if (grants.some(isSuch)) marks[number] = 1
  for (const { grants, members, ends } of throughGroups ? world.groups.values() : []) {
    if (grants.some(isSuch)) for (const number of members) if (at < endFor(ends, number)) marks[number] = 1
  }
  for (const [number, end] of world.ends) if (at >= end) marks[number] = 0
  return marks
}
