import { type Account, accountById, addAccount, findAccount } from '../../account/account.ts'
import type { Caller } from '../../caller/caller.ts'
import type { Happened } from '../../caller/change.ts'
import { recordAccount } from '../../caller/change-account.ts'
import type { Writer } from '../../db/open.ts'
import { verifiedDomain } from '../../domains/domains.ts'
import { fillByProvider, type Subject } from '../../groups/groups.ts'
import { inviteForProvider, revokeInvite } from '../../invites/invites.ts'
import { addMember, removeMember } from '../../members/members.ts'
import type { UserState } from '../protocol/user.ts'
import * as queries from './queries.ts'

/** Of whom the provider speaks. `account`: the one with their address, null if there is none; left out where nobody looked yet. */
interface Comer {
  userName: string
  userId: string | null
  deactivated?: boolean
  madeAccount?: boolean
  account?: Account | null
}

/** As whom somebody came, and what SCIM is to keep of it. */
interface Came {
  subject: Subject
  values: { principal_id: string; deactivated: false; user_id?: string; made_account?: true }
  happened: Happened[]
}

/** Step: somebody whom SCIM has a row of comes into the workspace. The groups that the provider had put them into are theirs again. */
export async function bringIn(
  tx: Writer,
  caller: Caller,
  row: queries.UserRow,
  said: UserState,
): Promise<Happened[]> {
  const { subject, values, happened } = await comeIn(tx, caller, row, said)
  await queries.updateUser(tx, caller.workspaceId, row.id, { ...values, updated_at: caller.now })
  return [...happened, ...(await restoreGroups(tx, caller, row.id, subject))]
}

/**
 * Step: somebody comes into the workspace. Members at once are: whose account this makes or made, whom the provider itself had taken out,
 * and whose address is of a domain that the workspace has verified. Anybody else has an account that is not the provider's to give, and is
 * invited (docs/decisions/0028).
 */
export async function comeIn(tx: Writer, caller: Caller, row: Comer, said: UserState): Promise<Came> {
  const { userName, userId, account: found } = row
  const isTheirs = row.deactivated || row.madeAccount
  const before = isTheirs && userId !== null ? await accountById(tx, userId) : undefined
  const account = before ?? (found === undefined ? await findAccount(tx, userName) : found)
  if (!account) return make(tx, caller, { email: userName, name: nameOf(userName, said) })
  if (before || (await isVerified(tx, caller, account.email))) return join(tx, caller, account)
  const invite = await inviteForProvider(tx, caller, { email: userName, name: nameOf(userName, said) })
  const subject = { id: invite.id, kind: 'invite' as const, email: userName, name: userName }
  const values = { principal_id: invite.id, deactivated: false as const }
  return { subject, values, happened: invite.happened }
}

/** Step: whoever somebody is in the workspace, they are it no more, with everything that hangs on it. Raises `last-owner`. */
export async function takeOut(
  tx: Writer,
  caller: Caller,
  { kind, principalId }: Pick<queries.UserRow, 'kind' | 'principalId'>,
): Promise<Happened[]> {
  if (principalId === null) return []
  return kind === 'user' ? removeMember(tx, caller, principalId) : revokeInvite(tx, caller, principalId)
}

/** Step: somebody is in the groups again that the provider has put them into. */
export async function restoreGroups(
  tx: Writer,
  caller: Caller,
  id: string,
  subject: Subject,
): Promise<Happened[]> {
  const happened: Happened[] = []
  for (const group of await queries.listGroupsToRestore(tx, caller.workspaceId, id))
    happened.push(...(await fillByProvider(tx, caller, group, { come: [subject], gone: [] })))
  return happened
}

/** Its address stays unproved: whoever reads that mailbox gets in by it, and nobody else. */
async function make(tx: Writer, caller: Caller, person: { email: string; name: string }): Promise<Came> {
  const account = await addAccount(tx, caller.now, { ...person, passwordHash: null })
  const created = { type: 'Account Created' as const, detail: { workspace: caller.workspace.name } }
  await recordAccount(tx, { ...caller, userAgent: null }, account.id, [created])
  const came = await join(tx, caller, account)
  return { ...came, values: { ...came.values, made_account: true } }
}

async function join(tx: Writer, caller: Caller, { id, email, name }: Account): Promise<Came> {
  const happened = [await addMember(tx, caller, { id, email, name }, 'User Added via SCIM')]
  const values = { principal_id: id, deactivated: false as const, user_id: id }
  return { subject: { id, kind: 'user', email, name }, values, happened }
}

async function isVerified(tx: Writer, { workspaceId }: Caller, email: string): Promise<boolean> {
  return (await verifiedDomain(tx, email))?.workspaceId === workspaceId
}

const NAME_MAX = 255

/** What an account that is made is called. */
function nameOf(userName: string, { profile }: UserState): string {
  const [localPart = userName] = userName.split('@')
  return (displayNameOf(profile) ?? localPart).slice(0, NAME_MAX)
}

/** The `displayName` of a profile, if there is one. */
export function displayNameOf(profile: UserState['profile']): string | null {
  const { displayName } = profile
  return typeof displayName === 'string' && displayName.trim() !== '' ? displayName.trim() : null
}
