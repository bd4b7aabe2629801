import { Problem } from '../../contract/problems.ts'
import { mustBeManagedHere } from '../account/account.ts'
import type { Visitor } from '../caller/caller.ts'
import { changeAccount, type HappenedToAccount } from '../caller/change-account.ts'
import { deleteLinksOf, makeLink, openLink, throwLinkAway, useLink } from '../links/links.ts'
import { acceptPassword, hashPassword, mayHaveShortPassword, warningOf } from '../passwords/passwords.ts'
import { newId } from '../platform/ids.ts'
import { keyOf } from '../platform/names.ts'
import { endSessions } from '../sessions/sessions.ts'
import { forgetTriesIn, signInKey } from '../tries/tries.ts'
import { countLetter } from './mail-limits.ts'
import * as queries from './queries.ts'

/**
 * Mails a link to set a new password to the account with this address. Where there is none, a link is made and thrown away, and the
 * letter that belongs to it is never sent: the answer is the same, and so is its time (PW-7). Raises `no-mail`, `too-many-requests`.
 */
export async function mailReset(visitor: Visitor, email: string) {
  await countLetter(visitor, 'reset', email)
  const account = await queries.findAccount(visitor.app.database.db, keyOf(email))
  const userId = account?.id ?? null
  await changeAccount(visitor, userId ?? newId(), async (tx) => {
    const address = account?.email ?? email
    const linkId = await makeLink(tx, visitor.now, { purpose: 'reset', userId, email: address })
    const mail = [{ kind: 'reset', payload: { linkId } }]
    if (userId !== null) return { value: undefined, happened: [{ type: 'Password Reset Requested', mail }] }
    // As many statements as above: one for older links, one for what happened to the account.
    await deleteLinksOf(tx, newId(), 'reset')
    await throwLinkAway(tx, linkId)
    return { value: undefined, happened: [], mail }
  })
}

/** For which address a link to set a new password is. Never uses it up (IN-1). Raises `link-gone`. */
export async function openReset(visitor: Visitor, token: string) {
  const { email, expires_at } = await openLink(visitor.app.database.db, visitor, token, 'reset')
  return { email, expiresAt: expires_at.toISOString() }
}

/**
 * Sets a new password by a link, which proves the address, and ends every session of the account. Signs nobody in, and leaves second
 * factors as they are (IN-4, PW-4). A change of address that somebody began before is over. Of several at once, one succeeds. Answers
 * what to warn of. Raises `link-gone`, `managed-elsewhere` and what `acceptPassword` raises.
 */
export async function resetPassword(
  visitor: Visitor,
  { token, password }: { token: string; password: string },
) {
  const { app, now } = visitor
  const { db } = app.database
  const link = await openLink(db, visitor, token, 'reset')
  const person = link.user_id === null ? undefined : await queries.findPerson(db, link.user_id)
  if (!person) throw new Problem('link-gone')
  const { id, name, email } = person
  await mustBeManagedHere(db, { app, user: person })
  const words = [name, email, ...(await queries.listWorkspaceNames(db, id))]
  const accepted = await acceptPassword(app, {
    password,
    words,
    mayBeShort: await mayHaveShortPassword(db, id),
  })
  const passwordHash = await hashPassword(password)

  await changeAccount(visitor, id, async (tx) => {
    await useLink(tx, link)
    await queries.setPassword(tx, id, passwordHash, now)
    await deleteLinksOf(tx, id, 'new-email')
    const sessionsEnded = await endSessions(tx, id)
    await forgetTriesIn(tx, signInKey(email, null))
    const happened: HappenedToAccount[] = [{ type: 'Password Reset', detail: { sessionsEnded } }]
    return { value: undefined, happened }
  })
  return warningOf(accepted)
}
