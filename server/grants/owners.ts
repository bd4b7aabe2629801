import { ownerRole, planHas } from '../../contract/complete.ts'
import type { Caller } from '../caller/caller.ts'
import type { Happened, Mail } from '../caller/change.ts'
import { requireFresh } from '../caller/session.ts'
import type { Reader, Writer } from '../db/open.ts'
import { earlierOf } from '../http/moment.ts'
import { endsOfGiver, mustOutlast } from './giving.ts'
import { holdsRole, listOwners } from './owning/queries.ts'
import { listGrants } from './queries.ts'
import { isPast, type Times } from './times.ts'
import { findRoles } from './wanted.ts'

/** All owners are told; whoever has more of them than this has forgotten what an owner is. */
const TOLD_MAX = 1_000
const NAMED_MAX = 3

/** What owners are told of by mail, besides the audit trail (standards/sign-in NO-1). */
export type ToOwners =
  | 'owner-added'
  | 'ownership-ended'
  | 'token-created'
  | 'scim-token-created'
  | 'connection-activated'
  | 'connection-changed'
  | 'certificate-expires'
  | 'domain-proof-missing'
  | 'set-up-link-created'
  | 'sso-recovered'
  | 'support-granted'
  | 'support-came'

/** How ownership of a workspace is looked up: by which role, and whether through groups. */
export function ownership({ app, workspace }: Pick<Caller, 'app' | 'workspace'>) {
  return {
    roleIds: [ownerRole(app.catalog).id],
    throughGroups: planHas(app.catalog, workspace.plan, 'user-groups'),
  }
}

/**
 * Step: asks a person for a fresh proof before somebody comes into a group that owns the workspace: that makes them an owner too
 * (docs/decisions/0017), which nobody can make for longer than they are one (0030). Answers whether it does. Raises `step-up-required`,
 * `not-allowed`.
 */
export async function askBeforeJoining(
  tx: Writer,
  caller: Caller,
  groupId: string,
  endsAt: Date | null,
): Promise<boolean> {
  if (!(await holdsOwnership(tx, caller, groupId))) return false
  requireFresh(caller)
  const role = ownerRole(caller.app.catalog)
  const ends = await endsOfGiver(tx, caller)
  const held = await listGrants(tx, caller.workspaceId, [groupId])
  for (const grant of held)
    if (grant.roleId === role.id) mustOutlast(caller, { ...role, isOwner: true }, within(grant, endsAt), ends)
  return true
}

/**
 * Step: asks before somebody is a member for longer, until `endsAt` (null: for good), because by that they have for longer what they hold:
 * a person for a fresh proof, where it is the workspace; and everybody for no more than they hold for as long (docs/decisions/0034). Raises
 * `step-up-required`, `not-allowed`.
 */
export async function askBeforeStaying(tx: Writer, caller: Caller, userId: string, endsAt: Date | null) {
  const owner = ownerRole(caller.app.catalog)
  const owns = await holdsOwnership(tx, caller, userId)
  if (owns) requireFresh(caller)
  const ends = await endsOfGiver(tx, caller)
  if (ends.length === 0) return
  const held = (await listGrants(tx, caller.workspaceId, [userId])).filter((one) => !isPast(one, caller.now))
  const roles = await findRoles(
    tx,
    caller,
    held.map(({ roleId }) => roleId),
  )
  for (const grant of held) {
    const role = roles.get(grant.roleId)
    if (role) mustOutlast(caller, role, within(grant, endsAt), ends)
  }
  if (owns) mustOutlast(caller, { ...owner, isOwner: true }, { startsAt: null, endsAt }, ends)
}

/** A grant reaches somebody no longer than they are there. */
function within({ startsAt, endsAt }: Times, until: Date | null): Times {
  return { startsAt, endsAt: earlierOf(endsAt, until) }
}

/** The same before one of these roles is given. */
export function askBeforeOwning(caller: Caller, given: { roleId: string }[]) {
  const { roleIds } = ownership(caller)
  if (given.some(({ roleId }) => roleIds.includes(roleId))) requireFresh(caller)
}

/** Step: refuses what somebody would leave behind after their ownership has ended. Raises `not-allowed`. */
export async function mustOwnUntil(tx: Writer, caller: Caller, endsAt: Date) {
  const role = { ...ownerRole(caller.app.catalog), isOwner: true }
  mustOutlast(caller, role, { startsAt: null, endsAt }, await endsOfGiver(tx, caller))
}

/**
 * Step: one letter for each owner about one change, however much it changed; whoever made it gets one too, because it may not have been
 * them. `about` are names.
 */
export async function mailOwners(
  tx: Writer,
  caller: Caller,
  what: ToOwners,
  about: string[],
): Promise<Mail[]> {
  const { who, now, ip } = caller
  const more = about.length > NAMED_MAX ? ` and ${about.length - NAMED_MAX} more` : ''
  const names = about.slice(0, NAMED_MAX).join(', ') + more
  const staff = who.onBehalfOf ? `, support staff, in the name of ${who.onBehalfOf.name}` : ''
  const facts = { what, about: names, by: `${who.email ?? who.name}${staff}`, at: now.toISOString(), ip }
  return mailEveryOwner(tx, caller, { kind: 'workspace-notice', payload: facts })
}

/** Step: this letter for each owner of this moment, and for these people too; `userId` in its payload says to whom it goes. */
export async function mailEveryOwner(
  tx: Writer,
  caller: Caller,
  { kind, payload }: Mail,
  also: string[] = [],
): Promise<Mail[]> {
  const owning = { ...ownership(caller), now: caller.now }
  const owners = await listOwners(tx, caller.workspaceId, { ...owning, count: TOLD_MAX })
  const ids = new Set([...owners.map(({ id }) => id), ...also])
  return [...ids].map((userId) => ({ kind, payload: { userId, ...payload } }))
}

/** Step: the same where this person, or everybody in this group, is an owner; nothing otherwise. */
export async function mailIfOwner(
  tx: Writer,
  caller: Caller,
  holderId: string,
  about: string[],
): Promise<Mail[]> {
  const { now, workspaceId } = caller
  const isOwners =
    about.length > 0 && (await holdsRole(tx, workspaceId, holderId, { ...ownership(caller), now }))
  return isOwners ? mailOwners(tx, caller, 'owner-added', about) : []
}

/** What happened, with letters that go out with it. */
export function withMail(happened: Happened[], mail: Mail[]): Happened[] {
  const [first, ...rest] = happened
  return first && mail.length > 0 ? [{ ...first, mail: [...(first.mail ?? []), ...mail] }, ...rest] : happened
}

/** Whether this person, group or token owns the workspace, now or at the times of a grant that is limited in time; with `now`, one that has not ended. */
export function holdsOwnership(
  db: Reader,
  about: Pick<Caller, 'app' | 'workspace'>,
  holderId: string,
  now?: Date,
): Promise<boolean> {
  return holdsRole(db, about.workspace.id, holderId, { ...ownership(about), ...(now && { now }) })
}
