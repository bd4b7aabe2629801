import { ownerRole, planHas } from '../../contract/complete.ts'
import type { Caller } from '../caller/caller.ts'
import type { Happened, Mail } from '../caller/change.ts'
import { requireFresh } from '../caller/session.ts'
import type { Reader, Writer } from '../db/open.ts'
import { endsOfGiver, mustOutlast } from './giving.ts'
import { holdsRole, listOwners } from './owning/queries.ts'
import { listGrants } from './queries.ts'

/** So many owners are told at most; whoever has more of them has other ways to watch. */
const TOLD_MAX = 50
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
export async function askBeforeJoining(tx: Writer, caller: Caller, groupId: string): Promise<boolean> {
  if (!(await holdsOwnership(tx, caller, groupId))) return false
  requireFresh(caller)
  const role = ownerRole(caller.app.catalog)
  const ends = await endsOfGiver(tx, caller)
  const held = await listGrants(tx, caller.workspaceId, [groupId])
  for (const grant of held)
    if (grant.roleId === role.id) mustOutlast(caller, { ...role, isOwner: true }, grant, ends)
  return true
}

/** The same before one of these roles is given. */
export function askBeforeOwning(caller: Caller, given: { roleId: string }[]) {
  const { roleIds } = ownership(caller)
  if (given.some(({ roleId }) => roleIds.includes(roleId))) requireFresh(caller)
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
  const { workspaceId, who, now, ip } = caller
  const owners = await listOwners(tx, workspaceId, { ...ownership(caller), now, count: TOLD_MAX })
  const more = about.length > NAMED_MAX ? ` and ${about.length - NAMED_MAX} more` : ''
  const names = about.slice(0, NAMED_MAX).join(', ') + more
  const facts = { what, about: names, by: who.email ?? who.name, at: now.toISOString(), ip }
  return owners.map(({ id }) => ({ kind: 'workspace-notice', payload: { userId: id, ...facts } }))
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

/** Whether this person, group or token owns the workspace, now or at the times of a grant that is limited in time. */
export function holdsOwnership(
  db: Reader,
  about: Pick<Caller, 'app' | 'workspace'>,
  holderId: string,
): Promise<boolean> {
  return holdsRole(db, about.workspace.id, holderId, ownership(about))
}
