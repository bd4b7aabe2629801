import { Problem } from '../../contract/problems.ts'
import { type Account, addAccount, findAccount, isVerified, markVerified } from '../account/account.ts'
import { personOf } from '../caller/admit.ts'
import type { Visitor } from '../caller/caller.ts'
import { change, changed } from '../caller/change.ts'
import { type HappenedToAccount, recordAccount } from '../caller/change-account.ts'
import { findAnswer, keyedByLink } from '../caller/idempotency.ts'
import { actFor } from '../caller/system.ts'
import type { Writer } from '../db/open.ts'
import type { CookieSecrets } from '../http/cookies.ts'
import { endShown } from '../http/moment.ts'
import { addMember } from '../members/members.ts'
import { mailWorks } from '../outbox/outbox.ts'
import { acceptPassword, hashPassword } from '../passwords/passwords.ts'
import { newId } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import { mustSignUpHere } from '../providers/providers.ts'
import { complete } from '../sessions/sessions.ts'
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
  /** Of the session that begins with it; nobody who is signed in already gets another one. */
  secrets: CookieSecrets
}

/**
 * What a link invites to. Never uses the link up: mail programs open links by themselves. Whether the address has an account is told to
 * nobody who may have only copied the link (standards/sign-in IN-5). Raises `invite-gone`.
 */
export async function lookUpInvite({ app, now }: Visitor, token: string) {
  const { db } = app.database
  const invite = await openLink(db, app, now, token)
  const { email, name, expiresAt, endsAt, workspaceName, proves } = invite
  const hasAccount = (proves || !mailWorks(app)) && (await findAccount(db, email)) !== undefined
  const about = { email, name, hasAccount, proves, expiresAt: expiresAt.toISOString(), ...endShown(endsAt) }
  return { workspace: { name: workspaceName }, ...about }
}

/**
 * Accepts an invite. Somebody without an account gets one for the invited address, and is signed in; an existing account must be signed
 * in, and be the invited one. Where the server sends mail, the mailbox must be proved: by a mailed link, or earlier
 * (docs/decisions/0018). Of several tries at once exactly one succeeds. Raises `invite-gone`, `open-the-letter`,
 * `sign-in-first`, `sign-up-elsewhere`, `invite-not-yours`, `invalid-input` where a password is needed, what `acceptPassword` raises, `plan-limit`.
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
    const { proves } = await openLink(tx, app, now, token)
    if (passwordHash !== null) {
      await addAccount(tx, now, { ...account, passwordHash, emailVerifiedAt: proves ? now : null })
    }
    const accepted = await addMember(tx, caller, account, 'User Invite Accepted')
    const secrets = await (passwordHash === null
      ? prove(tx, visitor, account, proves)
      : begin(tx, visitor, account))
    return changed({ workspace, user: account, secrets }, accepted)
  })
}

/** The signed-in account that the invite is for, or a new one with the hash of its password. */
async function findOrPrepare(
  visitor: Visitor,
  invite: Opened,
  { name, password }: Newcomer,
): Promise<{ account: Account; passwordHash: string | null }> {
  const { app } = visitor
  const { db } = app.database
  const isProved = invite.proves || !mailWorks(app)
  const person = await personOf(visitor)
  if (person) {
    if (keyOf(person.user.email) !== keyOf(invite.email)) throw new Problem('invite-not-yours')
    if (!isProved && !(await isVerified(db, person.user.id))) throw new Problem('open-the-letter')
    return { account: person.user, passwordHash: null }
  }
  if (!isProved) throw new Problem('open-the-letter')
  if (await findAccount(db, invite.email)) throw new Problem('sign-in-first')
  mustSignUpHere(app)

  if (password === undefined) {
    throw new Problem('invalid-input', {
      field: 'password',
      message: '"password" is required: no account has the invited address yet',
    })
  }
  const [localPart = invite.email] = invite.email.split('@')
  const account = { id: newId(), email: invite.email, name: tidyName(name ?? invite.name ?? localPart) }
  const words = [account.name, account.email, invite.workspaceName]
  await acceptPassword(app, { password, words, mayBeShort: invite.settings.requireMfa === true })
  return { account, passwordHash: await hashPassword(password) }
}

/** Signs a new account in. */
async function begin(tx: Writer, visitor: Visitor, account: Account): Promise<CookieSecrets> {
  const proof = { methods: ['pwd'], twoFactors: false }
  const { secrets, happened } = await complete(tx, visitor, account, proof)
  await recordAccount(tx, visitor, account.id, [{ type: 'Account Created' }, ...happened])
  return secrets
}

/** A mailed link shows that the mailbox is theirs, also of an account that existed. */
async function prove(tx: Writer, visitor: Visitor, { id }: Account, proves: boolean): Promise<CookieSecrets> {
  if (!proves || (await isVerified(tx, id))) return {}
  const verified: HappenedToAccount = { type: 'Email Verified' }
  await markVerified(tx, id, visitor.now)
  await recordAccount(tx, visitor, id, [verified])
  return {}
}
