import { Problem } from '../../contract/problems.ts'
import type { Person, Visitor } from '../caller/caller.ts'
import { changeAccount } from '../caller/change-account.ts'
import { freshUntil } from '../caller/session.ts'
import type { Writer } from '../db/open.ts'
import { checkTotp } from '../mfa/mfa.ts'
import { hashPassword, isOutdated, isPassword } from '../passwords/passwords.ts'
import { keyOf } from '../platform/names.ts'
import { endSession, goOn, isKnownDevice, type Outcome, type Proof, renew } from '../sessions/sessions.ts'
import {
  countTry,
  forgetTries,
  networkOf,
  type Policy,
  signInKey,
  takeTryBack,
  triesKey,
} from '../tries/tries.ts'
import * as queries from './queries.ts'

export { mailReset, openReset, resetPassword } from './reset.ts'
export { completeSignUp, mailSignUp, openSignUp } from './sign-up.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Wrong passwords in a row after which an account takes none from strangers for a day (standards/sign-in RL-1). */
const HARD_MAX = 100
const FREE = 10

/** Ten wrong passwords, then pauses that double from a second to a quarter of an hour, and after a hundred a day. */
const perAccount: Policy = {
  free: FREE,
  forgetMs: DAY_MS,
  pauseMs: (extra) => (extra > HARD_MAX - FREE ? DAY_MS : Math.min(1_000 * 2 ** (extra - 1), 15 * MINUTE_MS)),
}
/** One house may have many people behind one address: only wrong passwords count, and the pauses stay short. */
const perNetwork: Policy = {
  free: 300,
  forgetMs: 60 * MINUTE_MS,
  pauseMs: (extra) => Math.min(1_000 * 2 ** (extra - 1), MINUTE_MS),
}

interface Given {
  email: string
  password: string
}

/**
 * Signs in with address and password, or goes on to the second factor. Each try is counted before it is looked at: for the account,
 * and for the network that it comes from; a browser that signed in before counts for itself alone, so that strangers cannot lock
 * its person out. An address without an account takes the same way, in the same time (PW-7). Raises `wrong-credentials`,
 * `too-many-requests`, and `unavailable` where too many sign-ins wait already.
 */
export async function signIn(visitor: Visitor, { email, password }: Given): Promise<Outcome> {
  const { db } = visitor.app.database
  const account = await queries.findAccount(db, keyOf(email))
  const isKnown = await isKnownDevice(db, visitor, account?.id ?? '')
  const network = isKnown ? null : triesKey('sign-in-network', networkOf(visitor.ip))
  const { passwordHash = null } = account ?? {}
  const isRight = await isPassword(password, passwordHash, async () => {
    if (network) await countTry(visitor, network, perNetwork)
    await countTry(visitor, signInKey(email, isKnown ? visitor.browser.device : null), perAccount)
  })
  if (!account || passwordHash === null || !isRight) throw new Problem('wrong-credentials')

  const newer = isOutdated(passwordHash) ? await hashPassword(password) : null
  const outcome = await changeAccount(visitor, account.id, async (tx) => {
    // While this one was looked at, the password may have been changed.
    if ((await queries.findPasswordHash(tx, account.id)) !== passwordHash)
      throw new Problem('wrong-credentials')
    if (newer !== null) await queries.updateHash(tx, account.id, newer)
    const { id, name, email } = account
    const value = await goOn(tx, visitor, { id, name, email }, { methods: ['pwd'], twoFactors: false })
    return { value, happened: value.happened }
  })
  if (network) await takeTryBack(visitor, network)
  return outcome
}

/** Ends the session that this is asked with. */
export function signOut(person: Person): Promise<void> {
  return changeAccount(person, person.user.id, async (tx) => {
    await endSession(tx, person.user.id, person.session.id)
    return { value: undefined, happened: [{ type: 'Signed Out' }] }
  })
}

/** What a person proves again that it is them. */
export type Again = { password: string } | { code: string }

/**
 * Proves a factor again, and answers until when that is fresh and the new secret of the session (SE-1, SE-9). Tries are counted as
 * at sign-in. Raises `wrong-credentials`, `wrong-code`, `too-many-requests`.
 */
export async function stepUp(person: Person, given: Again): Promise<{ freshUntil: string; session: string }> {
  const { id } = person.user
  const key = triesKey('step-up', id, person.session.id)
  const count = () => countTry(person, key, perAccount)
  if ('password' in given) await provePassword(person, given.password, count)
  else await count()

  const session = await changeAccount(person, id, async (tx) => {
    const proof = 'code' in given ? await proveCode(tx, person, given.code) : PASSWORD
    return { value: await renew(tx, person, proof), happened: [] }
  })
  await forgetTries(person, key)
  return { freshUntil: freshUntil({ factorAt: person.now }), session }
}

const PASSWORD: Proof = { methods: ['pwd'], twoFactors: false }

async function provePassword({ app, user }: Person, password: string, count: () => Promise<unknown>) {
  const hash = await queries.findPasswordHash(app.database.db, user.id)
  if (!(await isPassword(password, hash, count)))
    throw new Problem('wrong-credentials', { message: 'The password is not right.' })
}

async function proveCode(tx: Writer, person: Person, code: string): Promise<Proof> {
  if (!(await checkTotp(tx, person, person.user.id, code))) throw new Problem('wrong-code')
  return { methods: ['otp'], twoFactors: true }
}
