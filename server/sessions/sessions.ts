import type { Static } from 'typebox'
import { Problem } from '../../contract/problems.ts'
import type { SecondFactorWay, SignInReply } from '../../contract/sign-in.ts'
import type { Person, Session, Visitor } from '../caller/caller.ts'
import type { HappenedToAccount } from '../caller/change-account.ts'
import type { Reader, Writer } from '../db/open.ts'
import type { CookieSecrets } from '../http/cookies.ts'
import { mailWorks } from '../outbox/outbox.ts'
import { hashSecret, newId, newSecret, wellFormedSecret } from '../platform/ids.ts'
import { followTold, linkWaitingFor } from '../providers/providers.ts'
import { forgetTriesIn, signInKey } from '../tries/tries.ts'
import { type Carried, carriedBy, carryOn } from './carried.ts'
import { type Account, leavePresent, openSession, type Proof, remember, replaceSecret } from './opening.ts'
import * as queries from './queries.ts'

const DAY_MS = 86_400_000
const PENDING_MS = 10 * 60_000
/** As long as a browser keeps its cookie. */
const DEVICE_DAYS = 365
/** Wrong codes after which a sign-in has to begin again (standards/sign-in RL-2). */
const TRIES_MAX = 5

/** How a sign-in goes on: what is answered, the cookies to set, and what happened to the account. */
export interface Outcome {
  reply: Static<typeof SignInReply>
  secrets: CookieSecrets
  happened: HappenedToAccount[]
}

type Way = Static<typeof SecondFactorWay>

/**
 * Step: goes on after a first factor was right. Where that was two factors, or the account has no second one, signs in;
 * otherwise leaves a sign-in that waits for the second, and opens nothing. Any session
 * and any waiting sign-in of this browser is left behind: it gets new cookies (SE-1).
 */
export async function goOn(tx: Writer, visitor: Visitor, account: Account, proof: Proof): Promise<Outcome> {
  const ways = proof.twoFactors ? [] : await secondFactorsOf(tx, account.id)
  if (ways.length === 0) return complete(tx, visitor, account, proof)

  const carried = await carriedBy(tx, visitor, account.id)
  await leavePresent(tx, visitor)
  const { now } = visitor
  const secret = newSecret('cvp_')
  await queries.insertPending(tx, {
    id: newId(),
    user_id: account.id,
    secret_hash: hashSecret(secret),
    methods: JSON.stringify(proof.methods),
    created_at: now,
    expires_at: new Date(now.getTime() + PENDING_MS),
    proofs: JSON.stringify(carried),
  })
  const sendsMail = mailWorks(visitor.app)
  return {
    reply: { status: 'second-factor', ways: ways.filter((way) => way !== 'mail' || sendsMail) },
    secrets: { pending: secret, session: null },
    happened: [],
  }
}

/**
 * Step: signs in. The browser is known from then on; where it was not, and others were, the person is told (NO-1). What the same
 * person's session in this browser had been proved by, goes on.
 */
export async function complete(
  tx: Writer,
  visitor: Visitor,
  account: Account,
  proof: Proof & { carried?: Carried[] },
): Promise<Outcome> {
  const { id, name, email } = account
  const carried = [...(proof.carried ?? []), ...(await carriedBy(tx, visitor, id))]
  const session = await openSession(tx, visitor, id, proof)
  await carryOn(tx, session.id, carried)
  const { secrets, isKnown, happened } = await remember(tx, visitor, id, proof.methods)
  // Only now, with all factors proved: a password alone must not buy new guesses at the code.
  await forgetTriesIn(tx, signInKey(email, isKnown ? visitor.browser.device : null))
  await leavePresent(tx, visitor)
  const linkWaiting = await linkWaitingFor(tx, visitor, id)
  const ssoWaiting = await ssoWaitingFor(tx, visitor, id)
  const waiting = { ...(linkWaiting ? { linkWaiting } : {}), ...(ssoWaiting ? { ssoWaiting } : {}) }
  return {
    reply: { status: 'signed-in', user: { id, name, email }, ...waiting },
    secrets: { session: session.secret, pending: null, ...secrets },
    happened,
  }
}

/** In which workspace somebody at its identity provider waits in this browser to be linked with this account; null where nobody does. */
async function ssoWaitingFor(db: Reader, { browser, now }: Visitor, userId: string) {
  if (browser.flow === null) return null
  const workspace = await queries.findSsoWaiting(db, hashSecret(browser.flow), userId, now)
  return workspace ? { workspace } : null
}

/** Which second factors this account can prove, the best first; none where it has no second factor. */
export async function secondFactorsOf(db: Reader, userId: string): Promise<Way[]> {
  const { totp, passkeys, codes } = await queries.findFactors(db, userId)
  if (!totp && passkeys === 0) return []
  const ways: [Way, boolean][] = [
    ['passkey', passkeys > 0],
    ['totp', totp],
    ['recovery-code', codes > 0],
    ['mail', true],
  ]
  return ways.flatMap(([way, isThere]) => (isThere ? [way] : []))
}

/** A sign-in that waits for its second factor. */
export interface Pending {
  id: string
  account: Account
  methods: string[]
  carried: Carried[]
}

/** The sign-in that this browser began. Raises `sign-in-over` where there is none, or it took too long. */
export async function pendingOf(db: Reader, { browser, now }: Visitor): Promise<Pending> {
  const { pending } = browser
  const row =
    pending !== null && wellFormedSecret(pending, 'cvp_')
      ? await queries.findPending(db, hashSecret(pending))
      : undefined
  if (!row || row.expiresAt <= now || row.tries >= TRIES_MAX) throw new Problem('sign-in-over')
  const { id, userId, name, email, methods, proofs } = row
  // What `goOn` kept.
  return { id, account: { id: userId, name, email }, methods, carried: proofs as unknown as Carried[] }
}

/**
 * Counts one try of a code, before it is checked and in a transaction of its own, so that of many at once no more than allowed
 * are looked at. Raises `sign-in-over` beyond (RL-2).
 */
export async function countTry({ app }: Visitor, pending: Pending) {
  const { db } = app.database
  const tries = await db.transaction().execute((tx) => queries.countTry(tx, pending.id))
  if (tries === undefined || tries > TRIES_MAX) throw new Problem('sign-in-over')
}

/** Step: completes a waiting sign-in once; of several at once, the others get `sign-in-over`. */
export async function completePending(
  tx: Writer,
  visitor: Visitor,
  pending: Pending,
  proof: Proof,
): Promise<Outcome> {
  await takePending(tx, pending)
  return completeWaited(tx, visitor, pending, {
    methods: [...pending.methods, ...proof.methods],
    twoFactors: proof.twoFactors,
  })
}

/**
 * Step: completes a waiting sign-in, once, whose second factors were removed instead of proved: by the first factor alone. Every
 * other session of the account ends. Raises `sign-in-over`.
 */
export async function completeWithout(tx: Writer, visitor: Visitor, pending: Pending): Promise<Outcome> {
  await takePending(tx, pending)
  await endSessions(tx, pending.account.id)
  return completeWaited(tx, visitor, pending, { methods: pending.methods, twoFactors: false })
}

async function takePending(tx: Writer, { id }: Pending) {
  if (!(await queries.takePending(tx, id))) throw new Problem('sign-in-over')
}

/** Only now does the account follow what its provider told when the sign-in began. */
async function completeWaited(tx: Writer, visitor: Visitor, { account, carried }: Pending, proof: Proof) {
  const told = await followTold(tx, visitor, account)
  const outcome = await complete(tx, visitor, told.account, { ...proof, carried })
  return { ...outcome, happened: [...told.happened, ...outcome.happened] }
}

/**
 * Step: a factor was proved again, or added: the session goes on under a new secret, which is answered; the old one is dead
 * (SE-1). `twoFactors` where a second factor was proved. Raises `not-signed-in` where the session was ended meanwhile.
 */
export function renew(tx: Writer, person: Person, { methods, twoFactors }: Proof): Promise<string> {
  const { session, now } = person
  return replaceSecret(tx, person, {
    factor_at: now,
    methods: JSON.stringify([...new Set([...session.methods, ...methods])]),
    ...(twoFactors ? { mfa_at: now } : {}),
  })
}

/**
 * Step: a second factor was removed: all other sessions end, and this one goes on under a new secret, which is answered. It is no
 * fresher for that, and counts as proved by one factor where none `isLeft`. Raises `not-signed-in` as `renew` does.
 */
export async function leaveFactor(tx: Writer, person: Person, isLeft: boolean): Promise<string> {
  await endSessions(tx, person.user.id, person.session)
  return replaceSecret(tx, person, isLeft ? {} : { mfa_at: null })
}

/** Step: ends all sessions of a person, or all but one, and every sign-in that waits. Says how many sessions. */
export async function endSessions(tx: Writer, userId: string, but?: Session): Promise<number> {
  await queries.deletePending(tx, userId)
  return queries.deleteSessions(tx, userId, but ? { but: but.id } : {})
}

/** Step: ends one session of a person. Whether it was there. */
export async function endSession(tx: Writer, userId: string, sessionId: string): Promise<boolean> {
  return (await queries.deleteSessions(tx, userId, { only: sessionId })) === 1
}

export const { listSessions, listThrough } = queries
export { deviceOf } from './device.ts'
export { type Account, isKnownDevice, leavePresent, openSession, type Place, type Proof } from './opening.ts'
export { openThrough, proveThrough, speaksFor } from './through.ts'

/** Step: raises `not-signed-in` where this session was ended since the request was admitted (SE-5). */
export async function mustGoOn(tx: Writer, { user, session }: Person) {
  if (!(await queries.hasSession(tx, user.id, session.id))) throw new Problem('not-signed-in')
}

/** Step of housekeeping: forgets what is over, and browsers that nobody used for a year. */
export function forgetOldSessions(tx: Writer, now: Date) {
  return queries.deleteOver(tx, now, new Date(now.getTime() - DEVICE_DAYS * DAY_MS))
}
