import { accountById, addAccount, findAccount } from '../../account/account.ts'
import type { Caller } from '../../caller/caller.ts'
import type { Happened } from '../../caller/change.ts'
import { recordAccount } from '../../caller/change-account.ts'
import type { Writer } from '../../db/open.ts'
import { verifiedDomain } from '../../domains/domains.ts'
import { fillByProvider } from '../../groups/groups.ts'
import { inviteForProvider, revokeInvite } from '../../invites/invites.ts'
import { addMember, removeMember } from '../../members/members.ts'
import type { UserState } from '../protocol/user.ts'
import * as queries from './queries.ts'

type Row = Pick<queries.UserRow, 'id' | 'userName' | 'userId' | 'deactivated' | 'madeAccount'>

/**
 * Step: somebody whom SCIM has a row of comes into the workspace. Members at once are: whose account this makes or made, whom the provider
 * itself had taken out, and whose address is of a domain that the workspace has verified. Anybody else has an account that is not the
 * provider's to give, and is invited (docs/decisions/0028). The groups that the provider had put them into are theirs again.
 */
export async function bringIn(tx: Writer, caller: Caller, row: Row, said: UserState): Promise<Happened[]> {
  const came = await comeIn(tx, caller, row, nameOf(row.userName, said))
  const values = { principal_id: came.principalId, deactivated: false, updated_at: caller.now }
  const account = came.kind === 'user' ? { user_id: came.principalId } : {}
  const made = came.madeAccount ? { made_account: true } : {}
  await queries.updateUser(tx, caller.workspaceId, row.id, { ...values, ...account, ...made })
  const { principalId: id, kind, email, name } = came
  return [...came.happened, ...(await restoreGroups(tx, caller, row.id, { id, kind, email, name }))]
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
  subject: { id: string; kind: 'user' | 'invite'; email: string; name: string },
): Promise<Happened[]> {
  const happened: Happened[] = []
  for (const group of await queries.listGroupsToRestore(tx, caller.workspaceId, id))
    happened.push(...(await fillByProvider(tx, caller, group, { come: [subject], gone: [] })))
  return happened
}

interface Came {
  principalId: string
  kind: 'user' | 'invite'
  email: string
  name: string
  madeAccount: boolean
  happened: Happened[]
}

async function comeIn(tx: Writer, caller: Caller, row: Row, name: string): Promise<Came> {
  const isTheirs = row.deactivated || row.madeAccount
  const before = isTheirs && row.userId !== null ? await accountById(tx, row.userId) : undefined
  const account = before ?? (await findAccount(tx, row.userName))
  if (!account) return make(tx, caller, { email: row.userName, name })
  if (before || (await isVerified(tx, caller, account.email))) {
    const happened = [await addMember(tx, caller, account, 'User Added via SCIM')]
    const { id: principalId, ...named } = account
    return { principalId, kind: 'user', ...named, madeAccount: false, happened }
  }
  const invite = await inviteForProvider(tx, caller, { email: row.userName, name })
  const invited = { principalId: invite.id, kind: 'invite' as const, email: row.userName, name: row.userName }
  return { ...invited, madeAccount: false, happened: invite.happened }
}

/** Its address stays unproved: whoever reads that mailbox gets in by it, and nobody else. */
async function make(tx: Writer, caller: Caller, person: { email: string; name: string }): Promise<Came> {
  const account = await addAccount(tx, caller.now, { ...person, passwordHash: null })
  const created = { type: 'Account Created' as const, detail: { workspace: caller.workspace.name } }
  await recordAccount(tx, { ...caller, userAgent: null }, account.id, [created])
  const happened = [await addMember(tx, caller, account, 'User Added via SCIM')]
  const { id: principalId, ...named } = account
  return { principalId, kind: 'user', ...named, madeAccount: true, happened }
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
