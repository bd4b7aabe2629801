import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, type Happened, type Mail, outcome } from '../caller/change.ts'
import { refuseManaged } from '../caller/managed.ts'
import { planLimit } from '../caller/plan.ts'
import type { Reader, Writer } from '../db/open.ts'
import { endUses, keepAnOwner, mailIfOwner, moveGrants } from '../grants/grants.ts'
import { groupsById, listGroupsOf, moveMemberships, tellLeaving } from '../groups/groups.ts'
import type { Download } from '../http/handlers.ts'
import { endShown } from '../http/moment.ts'
import { type PageInput, paged, pageOf } from '../http/page.ts'
import { keyOf } from '../platform/names.ts'
import { csvOf } from './csv.ts'
import * as queries from './queries.ts'
import { findMember, show, showOne } from './shown.ts'

export { membershipsEndingFor, tellOfMembershipEnds } from './ending/ending.ts'
export { manageMember, modifyMember, releaseMember } from './modifying.ts'
export { findMember } from './shown.ts'

/** A page of members with their own roles, in the order they joined; with `search`, those whose name or address contains it. */
export async function listMembers(caller: Caller, pagination: PageInput, search?: string) {
  const wanted = search === undefined ? undefined : keyOf(search)
  const page = pageOf(caller, pagination, wanted ? `users/${wanted}` : 'users', 2)
  const rows = await queries.listMembers(caller.db, caller.workspaceId, { search: wanted }, page)
  const { items, pagination: next } = paged(page, rows, (row) => [row.createdAt.toISOString(), row.id])
  return { users: await show(caller.db, caller, items), pagination: next }
}

/** One member with their own roles. Raises `not-found`. */
export async function getMember(caller: Caller, userId: string) {
  return showOne(caller.db, caller, await findMember(caller.db, caller, userId))
}

/** A page of the groups that a member is in. Raises `not-found`. */
export async function listGroupsOfMember(caller: Caller, userId: string, pagination: PageInput) {
  await findMember(caller.db, caller, userId)
  return listGroupsOf(caller, userId, pagination)
}

/**
 * All members as CSV, or those in a group. The download is in the audit trail before its first row is sent. Raises
 * `not-found` for the group.
 */
export async function exportMembers(caller: Caller, groupId?: string): Promise<Download> {
  const { workspace } = caller
  await change(caller, async (tx) => {
    const group = groupId === undefined ? null : (await groupsById(tx, caller, [groupId])).get(groupId)
    if (group === undefined) throw new Problem('not-found')
    const detail = group ? { groupId: group.id, groupName: group.name } : {}
    const about = { resourceId: workspace.id, resourceName: workspace.name, detail }
    return changed(undefined, { type: 'Users Exported', ...about })
  })
  return { fileName: `${workspace.slug}-users.csv`, stream: csvOf(caller, { groupId }) }
}

/**
 * Removes members; ids that name none are passed over (public-api 4.2). Raises `last-owner`, and `managed-by-provider` for whom the
 * identity provider manages, unless it is oneself; then nobody is removed.
 * Their grants and group memberships go with them and do not come back; their accounts stay (rules, section 8), and so
 * do the invites that they sent: those were given by the workspace, are listed with who sent them, and expire
 * (docs/decisions/0015).
 */
export function removeMembers(caller: Caller, userIds: string[]) {
  return change(caller, async (tx) => {
    const others = userIds.filter((id) => id !== caller.who.id)
    await refuseManaged(tx, caller, await queries.findMembers(tx, caller.workspaceId, others))
    return outcome(undefined, await removeEach(tx, caller, userIds))
  })
}

/** The signed-in person leaves. Raises `last-owner`, and `not-allowed` for a token, which is no member. */
export async function leave(caller: Caller) {
  if (caller.who.kind !== 'user') {
    throw new Problem('not-allowed', {
      message: 'Only a person can leave a workspace. Revoke the token instead.',
    })
  }
  return removeMembers(caller, [caller.who.id])
}

/** How people come in, and what is kept of it with the membership. */
const sources = {
  'User Added': 'hand',
  'User Invite Accepted': 'invite',
  'User Added via SSO': 'sso',
  'User Added via SCIM': 'scim',
} as const

/**
 * Step: makes a person a member. If an invite waits for their address, it is answered by that, however they came: what it
 * gives becomes theirs (nothing, if it has expired), and it is gone, so that an address is never both a member's and
 * invited. They are a member for as long as the invite says, and for good where the identity provider manages them: it manages whom it
 * added, or invited. Whom it knows is the same person for it from now on. Raises
 * `member-exists`, `plan-limit`, and `external-id-taken` where an application calls another member so.
 */
export async function addMember(
  tx: Writer,
  caller: Caller,
  user: { id: string; name: string; email: string },
  type: keyof typeof sources = 'User Added',
): Promise<Happened> {
  const { workspaceId, now } = caller
  const emailKey = keyOf(user.email)
  const { isMember, isExternalId, invite } = await queries.findArrival(tx, workspaceId, {
    id: user.id,
    emailKey,
  })
  if (isMember) throw new Problem('member-exists')
  await keepWithinPlan(tx, caller)
  if (isExternalId) throw new Problem('external-id-taken')
  const managed = type === 'User Added via SCIM' || invite?.isProviders === true
  const source = managed ? 'scim' : sources[type]
  const endsAt = invite && isOpen(invite, now) && !managed ? invite.endsAt : null
  await queries.insertMember(tx, workspaceId, { userId: user.id, source, managed, createdAt: now, endsAt })
  // The provider says itself who it is.
  if (type !== 'User Added via SCIM')
    await queries.recognize(tx, workspaceId, user.id, { emailKey, inviteId: invite?.id })
  const answered = await answerInvite(tx, caller, user, invite)
  const detail = { email: user.email, ...endShown(endsAt), ...answered }
  const about = { resourceId: user.id, resourceName: user.name, detail, touches: { principals: [user.id] } }
  return { type, ...about, mail: await mailOfAnswer(tx, caller, user, answered) }
}

/**
 * Step: a member has another address from now on, which they proved. An invite that waits for it is answered, as by joining.
 * Raises `external-id-taken` where an application calls another member so.
 */
export async function readdressMember(
  tx: Writer,
  caller: Caller,
  user: { id: string; name: string; email: string },
  from: string,
): Promise<Happened> {
  const { id, name, email } = user
  const emailKey = keyOf(email)
  const { isExternalId, invite } = await queries.findArrival(tx, caller.workspaceId, { id, emailKey })
  if (isExternalId) throw new Problem('external-id-taken')
  await queries.recognize(tx, caller.workspaceId, id, { emailKey, inviteId: invite?.id })
  const answered = await answerInvite(tx, caller, user, invite)
  const detail = { email: { from, to: email }, ...answered }
  const about = { resourceId: id, resourceName: name, detail, touches: { principals: [id] } }
  return { type: 'User Modified', ...about, mail: await mailOfAnswer(tx, caller, user, answered) }
}

/** Letters to the owners where an invite made somebody one of them. */
async function mailOfAnswer(
  tx: Writer,
  caller: Caller,
  { id, name }: { id: string; name: string },
  answered: object,
): Promise<Mail[]> {
  return 'inviteId' in answered ? mailIfOwner(tx, caller, id, [name]) : []
}

/** Step: one member is gone, as by `removeMembers`; their account is what they keep. Raises `last-owner`. */
export function removeMember(tx: Writer, caller: Caller, userId: string): Promise<Happened[]> {
  return removeEach(tx, caller, [userId])
}

/**
 * Signs a member out of this workspace: sessions that began before now do not open it any more. Their account and their other
 * workspaces are their own (docs/decisions/0019). Raises `not-found`.
 */
export function signMemberOut(caller: Caller, userId: string) {
  return change(caller, async (tx) => {
    const { id, name, email } = await findMember(tx, caller, userId)
    await queries.setSessionsSince(tx, caller.workspaceId, id, caller.now)
    const about = { resourceId: id, resourceName: name, detail: { email } }
    return changed(undefined, { type: 'Sessions Ended', ...about })
  })
}

/** Refuses one more member where the plan has a limit and it is reached. Pending invites do not count (rules, section 18). */
export async function keepWithinPlan(db: Reader, caller: Caller) {
  const limit = planLimit(caller, 'members')
  if (limit === null || (await queries.countMembers(db, caller.workspaceId)) < limit) return
  const plan = caller.app.catalog.plans[caller.workspace.plan]?.name ?? caller.workspace.plan
  throw new Problem('plan-limit', {
    message: `The ${plan} plan has ${limit} members at most.`,
    data: { limit: 'members', most: limit, plan: caller.workspace.plan },
  })
}

/**
 * The addresses, as `keyOf` writes them, at which nobody can be invited: a member has it, or an application calls a
 * member so.
 */
export async function claimedEmails(db: Reader, { workspaceId }: Caller, emails: string[]) {
  const rows = await queries.listClaimed(db, workspaceId, emails.map(keyOf))
  return new Map(
    rows.map(({ key, isMember }) => [key, isMember ? 'member-exists' : 'external-id-taken'] as const),
  )
}

/** What an invite for this address gives becomes the member's (nothing, if it has expired), and it is gone. */
async function answerInvite(
  tx: Writer,
  caller: Caller,
  { id }: { id: string },
  invite: queries.WaitingInvite | undefined,
) {
  const { workspaceId, now } = caller
  if (!invite) return {}
  if (isOpen(invite, now)) {
    await moveGrants(tx, caller, invite.id, id)
    await moveMemberships(tx, caller, invite.id, id)
  }
  await queries.deletePrincipals(tx, workspaceId, [invite.id])
  return { inviteId: invite.id }
}

/** Whether an invite can still be accepted: neither has it expired, nor has the membership ended that it would make. */
export function isOpen({ expiresAt, endsAt }: { expiresAt: Date; endsAt: Date | null }, at: Date): boolean {
  return expiresAt > at && (endsAt === null || endsAt > at)
}

async function removeEach(tx: Writer, caller: Caller, userIds: string[]): Promise<Happened[]> {
  const gone = await queries.findMembers(tx, caller.workspaceId, userIds)
  if (gone.length === 0) return []
  const groupsLeft = await tellLeaving(tx, caller, gone)
  const ids = gone.map((member) => member.id)
  await queries.deletePrincipals(tx, caller.workspaceId, ids)
  await queries.insertFormer(tx, caller.workspaceId, ids, caller.now)
  await keepAnOwner(tx, caller)
  const ended = await endUses(tx, caller, { userIds: ids })
  const removed = gone.map(({ id, name, email, externalId }): Happened => {
    const about = { resourceId: id, resourceName: name, detail: { email, externalId } }
    return { type: 'User Removed', ...about, touches: { principals: [id] } }
  })
  return [...removed, ...groupsLeft, ...ended]
}
