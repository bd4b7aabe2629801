import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, type Happened, outcome } from '../caller/change.ts'
import { refuseManaged } from '../caller/managed.ts'
import type { Writer } from '../db/open.ts'
import { askBeforeStaying, keepAnOwner, mailIfOwner, mustOwnOtherwise } from '../grants/grants.ts'
import { endShown, isLater, mustBeToCome, readEnd } from '../http/moment.ts'
import { keyOf } from '../platform/names.ts'
import * as queries from './queries.ts'
import { findMember, showOne } from './shown.ts'

/** What is to be different of a member; what is left out stays. */
export interface Modification {
  externalId?: string | null
  endsAt?: string | null
}

/**
 * Changes what applications call a member, and until when they are one; null clears either. Raises `not-found`; `external-id-taken` where the
 * name is somebody else's in the workspace: an external id must never be read as another person's id or address; of the end `invalid-input` if
 * it has passed, `last-owner`, `managed-by-provider`, `not-allowed` and `step-up-required` as `askBeforeStaying`; `not-allowed` of a name to whoever owns the
 * workspace by breaking the glass alone.
 */
export function modifyMember(caller: Caller, userId: string, wanted: Modification) {
  const endsAt = readEnd(wanted.endsAt, 'endsAt')
  return change(caller, async (tx) => {
    const member = await findMember(tx, caller, userId)
    const called = await nameForApplications(tx, caller, member, wanted.externalId)
    const limited = await changeEnd(tx, caller, member, endsAt)
    return outcome(await showOne(tx, caller, await findMember(tx, caller, userId)), [...called, ...limited])
  })
}

async function nameForApplications(
  tx: Writer,
  caller: Caller,
  member: queries.MemberRow,
  externalId: string | null | undefined,
): Promise<Happened[]> {
  if (externalId === undefined || member.externalId === externalId) return []
  // Whom applications take for an owner is one.
  await mustOwnOtherwise(tx, caller)
  const { id: userId, name: called } = member
  const name = { id: externalId, key: externalId === null ? null : keyOf(externalId) }
  const isTaken = externalId !== null && (await queries.isTaken(tx, caller.workspaceId, userId, name))
  if (isTaken) throw new Problem('external-id-taken', { field: 'externalId' })
  await queries.setExternalId(tx, caller.workspaceId, userId, name)
  const detail = { externalId: { from: member.externalId, to: externalId } }
  const about = { resourceId: userId, resourceName: called, detail, touches: { principals: [userId] } }
  return [{ type: 'User Modified', ...about }]
}

/** An end that is written back as it is stays, also where it has passed. */
async function changeEnd(
  tx: Writer,
  caller: Caller,
  member: queries.MemberRow,
  endsAt: Date | null | undefined,
): Promise<Happened[]> {
  if (endsAt === undefined || endsAt?.getTime() === member.endsAt?.getTime()) return []
  mustBeToCome(endsAt, 'endsAt', caller.now)
  await refuseManaged(tx, caller, [member])
  const isLonger = isLater(endsAt, member.endsAt)
  if (isLonger) await askBeforeStaying(tx, caller, member.id, endsAt)
  // Nobody could push any more: what the provider managed is in the hands of the owners.
  const released = endsAt ? await releaseMember(tx, caller, member.id) : []
  await queries.setEnd(tx, caller.workspaceId, member.id, { endsAt, setAt: caller.now })
  if (!isLonger) await keepAnOwner(tx, caller)
  const isBack = member.endsAt !== null && member.endsAt <= caller.now
  const mail = isBack ? await mailIfOwner(tx, caller, member.id, [member.name]) : []
  return [{ ...endChanged(member, endsAt), mail }, ...released]
}

function endChanged({ id, name, email, endsAt: before }: queries.MemberRow, endsAt: Date | null): Happened {
  const times = { ...endShown(endsAt), ...(before && { endsAtBefore: before.toISOString() }) }
  const about = { resourceId: id, resourceName: name, detail: { email, ...times } }
  return { type: 'Membership End Changed', ...about, touches: { principals: [id] } }
}

/**
 * Step: the identity provider manages from now on that somebody is a member, and says itself until when: no end is kept. Raises
 * `not-found`.
 */
export async function manageMember(
  tx: Writer,
  caller: Caller,
  userId: string,
): Promise<[Happened, ...Happened[]]> {
  const member = await findMember(tx, caller, userId)
  const { id, name, email } = member
  await queries.setManaged(tx, caller.workspaceId, id, true)
  const managed: Happened = { type: 'User Managed', resourceId: id, resourceName: name, detail: { email } }
  return member.endsAt ? [managed, endChanged(member, null)] : [managed]
}

/** Step: the identity provider manages no more that somebody is a member, if it did. Raises `not-found`. */
export async function releaseMember(tx: Writer, caller: Caller, userId: string): Promise<Happened[]> {
  const { id, name, email, managed } = await findMember(tx, caller, userId)
  if (!managed) return []
  await queries.setManaged(tx, caller.workspaceId, id, false)
  return [{ type: 'User Released', resourceId: id, resourceName: name, detail: { email } }]
}
