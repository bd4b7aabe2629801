import { effectiveRoles } from '../../access/index.ts'
import { Problem } from '../../contract/problems.ts'
import { holdsRight } from '../caller/admit.ts'
import type { Caller } from '../caller/caller.ts'
import type { Reader } from '../db/open.ts'
import * as queries from './queries.ts'
import type { Times } from './times.ts'

/** What is to be known of a role that somebody gives. */
interface Gift {
  id: string
  name: string
  may: Readonly<Record<string, readonly string[]>>
  isOwner: boolean
}

/**
 * Owners and the operator may give everything; anybody else only what they hold on everything (invariant 15,
 * docs/decisions/0004). Raises `not-allowed`.
 */
export function mayGive(caller: Caller, role: Gift) {
  if (holds(caller, role, caller.now)) return
  throw new Problem('not-allowed', {
    message: `You can only grant what you hold yourself: ${role.name} is more.`,
    data: { roleId: role.id },
  })
}

/**
 * The instants still to come at which something that the caller holds ends, in order. The end of a token is none: it ends the use of a
 * secret, not the right of whoever made it.
 */
export async function endsOfGiver(db: Reader, caller: Caller): Promise<Date[]> {
  const { who, principalId, world, workspaceId, now } = caller
  if (who.kind !== 'user' && who.kind !== 'token' && who.kind !== 'support') return []
  const ends =
    who.kind === 'token'
      ? (await queries.listGrants(db, workspaceId, [principalId])).map(({ endsAt }) => endsAt?.getTime())
      : effectiveRoles(world, principalId, now.getTime()).map(({ until }) => until)
  const coming = ends.filter((end) => end !== undefined && end > now.getTime())
  return [...new Set(coming)]
    .sort((one, other) => Number(one) - Number(other))
    .map((end) => new Date(Number(end)))
}

/**
 * Refuses what would last longer than the giver's own (docs/decisions/0030): the giver holds the role at its beginning, and at each of
 * `ends`, which come from `endsOfGiver`, until it ends. Between these nothing is lost. Raises `not-allowed`.
 */
export function mustOutlast(caller: Caller, role: Gift, { startsAt, endsAt }: Times, ends: readonly Date[]) {
  if (ends.length === 0) return
  const from = startsAt && startsAt > caller.now ? startsAt : caller.now
  const within = [from, ...ends.filter((end) => end > from)].filter((at) => endsAt === null || at < endsAt)
  if (within.every((at) => holds(caller, role, at))) return
  const end = ends.find((at) => !holds(caller, role, at)) ?? from
  const until = end.toISOString()
  throw new Problem('not-allowed', {
    message: `You hold ${role.name} yourself until ${until}: nobody can give it for longer than they hold it. Give it until then.`,
    data: { roleId: role.id, until },
  })
}

/** Whether the caller holds all of a role, on everything, at this instant. */
function holds(caller: Caller, role: Gift, at: Date): boolean {
  if (caller.who.kind === 'system') return true
  const { catalog } = caller.app
  const then = { ...caller, now: at }
  const owns = (type: string, action: string) => {
    const names = action === '*' ? Object.keys(catalog.resourceTypes[type]?.actions ?? {}) : [action]
    const id = type === 'workspace' ? caller.workspaceId : null
    return names.every((name) => holdsRight(then, name, { type, id }))
  }
  const everything = Object.entries(catalog.resourceTypes).map(([type]) => [type, ['*']] as const)
  const pairs = role.isOwner ? everything : Object.entries(role.may)
  return pairs.every(([type, actions]) => actions.every((action) => owns(type, action)))
}
