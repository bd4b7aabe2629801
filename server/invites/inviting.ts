import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Writer } from '../db/open.ts'
import { tellLeaving } from '../groups/groups.ts'
import { endShown } from '../http/moment.ts'
import { isOpen, keepWithinPlan } from '../members/members.ts'
import { keyOf } from '../platform/names.ts'
import * as queries from './queries.ts'
import { readInvites, type WantedInvite } from './wanted.ts'

const DAY_MS = 86_400_000
const FIRST_GENERATION = 1

/**
 * Step: an invite for whom the identity provider wants in, without any role. One that waits for the address already is taken as it is;
 * one that has expired is replaced. Raises what inviting raises.
 */
export async function inviteForProvider(
  tx: Writer,
  caller: Caller,
  { email, name }: { email: string; name: string },
): Promise<{ id: string; happened: Happened[] }> {
  const { workspaceId, now } = caller
  const [present] = await queries.listByEmails(tx, workspaceId, [keyOf(email)])
  if (present && isOpen(present, now)) return { id: present.id, happened: [] }

  await keepWithinPlan(tx, caller)
  const { invites, expired } = await readInvites(tx, caller, [{ email, name }])
  const replaced = await revoke(tx, caller, expired)
  const term = { invitedBy: caller.who.id, createdAt: now, expiresAt: endOfTerm(caller) }
  await queries.insertInvites(tx, workspaceId, invites, term)
  const [invite] = invites
  if (!invite) throw new Error('somebody was invited, and there is no invite')
  return { id: invite.id, happened: [...replaced, tellInvited(invite)] }
}

/** Step: an invite is revoked by its id, if it is there. */
export async function revokeInvite(tx: Writer, caller: Caller, inviteId: string): Promise<Happened[]> {
  const invite = await queries.findInvite(tx, caller.workspaceId, inviteId)
  return invite ? revoke(tx, caller, [invite]) : []
}

/** When an invite that is sent now expires. */
export function endOfTerm({ app, now }: Caller): Date {
  return new Date(now.getTime() + app.config.inviteDays * DAY_MS)
}

/** The letter of an invite with the link of this generation; once there is a newer one, it is not sent any more. */
export function mailOf({ id, email, generation }: { id: string; email: string; generation: number }) {
  return { kind: 'invite', payload: { inviteId: id, email, generation } }
}

/** What is told of an invite that was made, with its letter. */
export function tellInvited({ id, email, name, hasAccount, ...invite }: WantedInvite): Happened {
  const type = hasAccount ? 'New Segment User Invited to Workspace' : 'Non-Segment User Invited to Workspace'
  const detail = { name, groupIds: invite.groupIds, ...endShown(invite.endsAt) }
  return {
    type,
    resourceId: id,
    resourceName: email,
    detail,
    mail: [mailOf({ id, email, generation: FIRST_GENERATION })],
  }
}

/** Step: invites are gone, and are told of. */
export async function revoke(
  tx: Writer,
  caller: Caller,
  gone: { id: string; email: string }[],
): Promise<Happened[]> {
  if (gone.length === 0) return []
  const groupsLeft = await tellLeaving(tx, caller, gone)
  await queries.deleteInvites(
    tx,
    caller.workspaceId,
    gone.map((invite) => invite.id),
  )
  const deleted = gone.map(
    ({ id, email }): Happened => ({ type: 'Invite Deleted', resourceId: id, resourceName: email }),
  )
  return [...deleted, ...groupsLeft]
}
