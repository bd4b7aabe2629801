import { Problem } from '../../contract/problems.ts'
import { type Account, addAccount, addSession, findAccount, hashPassword } from '../account/account.ts'
import { personOf } from '../caller/admit.ts'
import type { Visitor } from '../caller/caller.ts'
import { change, changed } from '../caller/change.ts'
import { findAnswer, keyedByLink } from '../caller/idempotency.ts'
import { actFor } from '../caller/system.ts'
import { addMember } from '../members/members.ts'
import { newId } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import { openLink } from './link.ts'

type Opened = Awaited<ReturnType<typeof openLink>>

/** Of somebody who has no account yet: what to call them, and the password of the account that is made. */
export interface Newcomer {
  name?: string
  password?: string
}

export interface Accepted {
  workspace: { id: string; slug: string; name: string }
  user: Account
  /** The secret of the session that begins with it. */
  session: string
}

/** What a link invites to. Never uses the link up: mail programs open links by themselves. Raises `invite-gone`. */
export async function lookUpInvite({ app, now }: Visitor, token: string) {
  const { db } = app.database
  const invite = await openLink(db, app, now, token)
  const { email, name, expiresAt, workspaceName } = invite
  const hasAccount = (await findAccount(db, email)) !== undefined
  return { workspace: { name: workspaceName }, email, name, hasAccount, expiresAt: expiresAt.toISOString() }
}

/**
 * Accepts an invite. Somebody without an account gets one for the invited address (how far that proves the mailbox: docs/decisions/0015);
 * an existing account must be signed in, and be the invited one. Of several tries at once exactly one succeeds. Raises `invite-gone`,
 * `sign-in-first`, `invite-not-yours`, `invalid-input` where a password is needed, `plan-limit`.
 */
export async function acceptInvite(visitor: Visitor, token: string, newcomer: Newcomer): Promise<Accepted> {
  const { app, now } = visitor
  const [workspaceId = '', inviteId = ''] = token.split('.')
  const asked = keyedByLink(visitor, inviteId, token)
  const earlier = await findAnswer<Accepted>(app.database.db, workspaceId, asked.idempotency)
  if (earlier) return earlier.value

  const invite = await openLink(app.database.db, app, now, token)
  const { account, passwordHash } = await findOrPrepare(visitor, invite, newcomer)
  const workspace = { id: invite.workspaceId, slug: invite.slug, name: invite.workspaceName }
  const who = { kind: 'user' as const, ...account, until: null }
  const caller = await actFor(asked, who, { ...workspace, plan: invite.plan })
  return change(caller, async (tx) => {
    // Looked at again under the workspace's lock: whoever waited for it finds the link used.
    await openLink(tx, app, now, token)
    if (passwordHash !== null) await addAccount(tx, now, { ...account, passwordHash })
    const accepted = await addMember(tx, caller, account, 'User Invite Accepted')
    return changed({ workspace, user: account, session: await addSession(tx, app, account.id) }, accepted)
  })
}

/** The signed-in account that the invite is for, or a new one with the hash of its password. */
async function findOrPrepare(
  visitor: Visitor,
  invite: Opened,
  { name, password }: Newcomer,
): Promise<{ account: Account; passwordHash: string | null }> {
  const person = await personOf(visitor)
  if (person) {
    if (keyOf(person.user.email) !== keyOf(invite.email)) throw new Problem('invite-not-yours')
    return { account: person.user, passwordHash: null }
  }
  if (await findAccount(visitor.app.database.db, invite.email)) throw new Problem('sign-in-first')

  if (password === undefined) {
    throw new Problem('invalid-input', {
      field: 'password',
      message: '"password" is required: no account has the invited address yet',
    })
  }
  const [localPart = invite.email] = invite.email.split('@')
  const account = { id: newId(), email: invite.email, name: tidyName(name ?? invite.name ?? localPart) }
  return { account, passwordHash: await hashPassword(password) }
}
