import { Problem } from '../../contract/problems.ts'
import { addAccount } from '../account/account.ts'
import type { Visitor } from '../caller/caller.ts'
import { changeAccount } from '../caller/change-account.ts'
import { makeLink, openLink, useLink } from '../links/links.ts'
import { acceptPassword, hashPassword, warningOf } from '../passwords/passwords.ts'
import { newId } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import { mustSignUpHere } from '../providers/providers.ts'
import { complete, type Outcome } from '../sessions/sessions.ts'
import { countLetter } from './mail-limits.ts'
import * as queries from './queries.ts'

/**
 * Mails a link to make an account, or, where the address has one, a word of that: the answer is the same, and so is its time, because
 * the same is written (PW-7). An older link of the address is dead. Raises `sign-up-closed`, `sign-up-elsewhere`, `no-mail`,
 * `too-many-requests`.
 */
export async function mailSignUp(visitor: Visitor, { email, name }: { email: string; name?: string }) {
  mustBeOpen(visitor)
  await countLetter(visitor, 'sign-up', email)
  const account = await queries.findAccount(visitor.app.database.db, keyOf(email))
  await changeAccount(visitor, account?.id ?? newId(), async (tx) => {
    const called = name === undefined ? null : tidyName(name)
    // Of an address that has an account, nobody is ever sent this link.
    const linkId = await makeLink(tx, visitor.now, { purpose: 'sign-up', userId: null, email, name: called })
    const letter = account
      ? { kind: 'sign-up-known', payload: { userId: account.id } }
      : { kind: 'sign-up', payload: { linkId } }
    return { value: undefined, happened: [], mail: [letter] }
  })
}

/** What a link to sign up is for. Never uses it up: mail programs open links by themselves (IN-1). Raises `link-gone`. */
export async function openSignUp(visitor: Visitor, token: string) {
  const { email, name, expires_at } = await openLink(visitor.app.database.db, visitor, token, 'sign-up')
  return { email, name, expiresAt: expires_at.toISOString() }
}

interface Newcomer {
  token: string
  name: string
  password: string
}

/**
 * Makes the account, whose address the link proved, and signs in. Of several at once, one succeeds. A link from before the operator
 * closed sign-ups, or sent new people to a provider, works no more. Raises `link-gone`, `sign-up-closed`, `sign-up-elsewhere`,
 * `user-email-taken` where the address got an account meanwhile, and what `acceptPassword` raises.
 */
export async function completeSignUp(
  visitor: Visitor,
  { token, name, password }: Newcomer,
): Promise<Outcome> {
  mustBeOpen(visitor)
  const { app, now } = visitor
  const link = await openLink(app.database.db, visitor, token, 'sign-up')
  const { email } = link
  const accepted = await acceptPassword(app, { password, words: [name, email], mayBeShort: false })
  const passwordHash = await hashPassword(password)

  const id = newId()
  return changeAccount(visitor, id, async (tx) => {
    await useLink(tx, link)
    const account = await addAccount(tx, now, { id, email, name, passwordHash, emailVerifiedAt: now })
    const done = await complete(tx, visitor, account, { methods: ['pwd'], twoFactors: false })
    const reply = { ...done.reply, ...warningOf(accepted) }
    return { value: { ...done, reply }, happened: [{ type: 'Account Created' }, ...done.happened] }
  })
}

function mustBeOpen({ app }: Visitor) {
  if (app.config.signUp !== 'open') throw new Problem('sign-up-closed')
  mustSignUpHere(app)
}
