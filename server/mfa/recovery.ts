import { Problem } from '../../contract/problems.ts'
import type { Caller, Visitor } from '../caller/caller.ts'
import { change, changed } from '../caller/change.ts'
import { type AccountChanged, changeAccount } from '../caller/change-account.ts'
import { actInAll } from '../caller/system.ts'
import type { Writer } from '../db/open.ts'
import { countLinkTry, findLinkOf, type Link, linkCode, makeLink, useLink } from '../links/links.ts'
import { findMember } from '../members/members.ts'
import { mailWorks } from '../outbox/outbox.ts'
import { hashSecret, sameBytes } from '../platform/ids.ts'
import { completeWithout, countTry, type Outcome, pendingOf, secondFactorsOf } from '../sessions/sessions.ts'
import { atMost, countTry as countMail, networkOf, triesKey } from '../tries/tries.ts'
import * as queries from './queries.ts'
import { asTyped } from './recovery-codes.ts'

const HOUR_MS = 3_600_000
/** Letters with a code: to one account, and asked for from one network (standards/sign-in RL-3). */
const lettersToOne = atMost(5, HOUR_MS)
const lettersFromOne = atMost(20, HOUR_MS)
/** Wrong codes after which a letter's code is dead (RL-2). */
const TRIES_MAX = 5

/**
 * Mails a code to the account whose sign-in waits, for people who have lost every factor; an older code is dead. It works for an
 * hour. Raises `sign-in-over`, `no-mail`, `too-many-requests`.
 */
export async function mailRecoveryCode(visitor: Visitor) {
  const { account } = await pendingOf(visitor.app.database.db, visitor)
  if (!mailWorks(visitor.app)) throw new Problem('no-mail')
  await countMail(visitor, triesKey('mfa-mail-from', networkOf(visitor.ip)), lettersFromOne)
  await countMail(visitor, triesKey('mfa-mail', account.id), lettersToOne)
  await changeAccount(visitor, account.id, async (tx) => ({
    value: undefined,
    happened: [{ type: 'Recovery Mail Requested', mail: [await letter(tx, visitor, account)] }],
  }))
}

/**
 * Removes all second factors of the account whose sign-in waits, with the code from the mail, ends all its sessions, and signs in
 * by the first factor alone: a mailbox is no second one (MF-7). The person is told, and every workspace of theirs has it in
 * its audit trail. Raises `sign-in-over`, `wrong-code`.
 */
export async function recover(visitor: Visitor, code: string): Promise<Outcome> {
  const { app } = visitor
  const pending = await pendingOf(app.database.db, visitor)
  await countTry(visitor, pending)
  const { id, name, email } = pending.account
  const link = await rightLink(visitor, id, code)
  const among = await actInAll(visitor, pending.account)
  const here = { resourceId: id, resourceName: name, detail: { email } }
  const work = async (tx: Writer): Promise<AccountChanged<Outcome>> => {
    await useLink(tx, link)
    await queries.deleteFactors(tx, id)
    const value = await completeWithout(tx, visitor, pending)
    return {
      value,
      happened: [{ type: 'MFA Recovered By Mail' }, ...value.happened],
      inWorkspaces: () => [{ type: 'MFA Recovered By Mail', ...here }],
    }
  }
  return changeAccount(visitor, id, work, among)
}

/**
 * Mails a member who lost every factor a code to remove them with, on top of their password: the owner never sees it. Raises
 * `not-found` for who is no member, and for a member without a second factor; `no-mail`, `too-many-requests`.
 */
export async function resetOfMember(caller: Caller, userId: string) {
  const { app, db, now } = caller
  // Whoever is no member must not be counted: an owner would learn of, and use up, the letters of a stranger.
  await memberWithFactor(db, caller, userId)
  if (!mailWorks(app)) throw new Problem('no-mail')
  await countMail(caller, triesKey('mfa-mail', userId), lettersToOne)
  return change(caller, async (tx) => {
    const member = await memberWithFactor(tx, caller, userId)
    const mail = [await letter(tx, { now }, member)]
    const about = { resourceId: member.id, resourceName: member.name, detail: { email: member.email } }
    return changed(undefined, { type: 'MFA Reset Requested', ...about, mail })
  })
}

async function letter(tx: Writer, { now }: { now: Date }, { id, email }: { id: string; email: string }) {
  const linkId = await makeLink(tx, now, { purpose: 'mfa-recovery', userId: id, email })
  return { kind: 'mfa-recovery', payload: { linkId } }
}

/** The link that this is the code of. The try is counted before it is looked at, in a transaction of its own. */
async function rightLink(visitor: Visitor, userId: string, code: string): Promise<Link> {
  const { app, now } = visitor
  const link = await findLinkOf(app.database.db, userId, 'mfa-recovery')
  if (!link || link.expires_at <= now) throw new Problem('wrong-code')
  const tries = await changeAccount(visitor, userId, async (tx) => ({
    value: await countLinkTry(tx, link.id),
    happened: [],
  }))
  // Hashes have one length, so the comparison takes one time.
  const isRight = sameBytes(hashSecret(asTyped(code)), hashSecret(asTyped(linkCode(app, link))))
  if (tries === undefined || tries > TRIES_MAX || !isRight) throw new Problem('wrong-code')
  return link
}

async function memberWithFactor(db: Caller['db'], caller: Caller, userId: string) {
  const member = await findMember(db, caller, userId)
  const ways = await secondFactorsOf(db, userId)
  if (ways.length > 0) return member
  throw new Problem('not-found', { message: 'This member has no second factor: there is nothing to reset.' })
}
