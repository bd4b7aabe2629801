import { hash, verify } from '@node-rs/argon2'
import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Reader } from '../db/open.ts'
import { secondFactorsOf } from '../sessions/sessions.ts'
import { isBreached } from './breach.ts'
import { mustHaveSecondFactor } from './queries.ts'
import { type Strength, strengthOf } from './strength.ts'

/** Where a second factor is asked for as well, whatever the configuration says (standards/sign-in PW-1). */
const LENGTH_MIN = 8
/** zxcvbn's score from which a password is taken (product: passwords). */
const SCORE_MIN = 3

/** More at once would not be faster, and would take the processors from everybody else (design: speed; FT-18). */
const HASHES_AT_ONCE = 2
const HASHES_WAITING_MAX = 100
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The passwords that are being hashed, and those that wait for their turn. */
const hashing = { running: 0, waiting: [] as (() => void)[] }

/**
 * argon2id, 19 MiB, two passes (design: speed): about 20 ms on a thread of its own. Two at a time, the others wait; raises
 * `unavailable` where too many wait already. The same password in another composition of Unicode is the same password.
 */
export async function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFC'), PARAMETERS))
}

/** A hash that no password has: what is checked where there is none takes as long (standards/sign-in PW-7). */
let nobody: Promise<string> | undefined

/**
 * Whether this is the password with this hash; in the same time where there is no hash (null). Waits its turn as hashing does;
 * raises `unavailable` where too many wait. `count` is what counts the try, once it is its turn: a crowd that waits must not wait
 * with a connection to the database each, and who is sent away was not tried.
 */
export async function isPassword(
  password: string,
  passwordHash: string | null,
  count: () => Promise<unknown> = async () => {},
): Promise<boolean> {
  nobody ??= hash('', PARAMETERS)
  const against = passwordHash ?? (await nobody)
  const isRight = await inTurn(async () => {
    await count()
    return verify(against, password.normalize('NFC'))
  })
  return isRight && passwordHash !== null
}

/** Whether a hash was made with other parameters than today's, and should be made anew at the next sign-in (PW-5). */
export function isOutdated(passwordHash: string): boolean {
  const { memoryCost, timeCost, parallelism } = PARAMETERS
  return !passwordHash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`)
}

/** A password that somebody chooses. */
export interface Chosen {
  password: string
  /** What it must not be made of: the person's name and address, the workspace's name. The product's own are added. */
  words: string[]
  /** A second factor is asked for as well: eight characters are enough, however many the configuration asks for. */
  mayBeShort: boolean
}

/**
 * Takes a new password or refuses it: long enough (in characters, of any kind), hard to guess, and, where the operator blocks those,
 * not known from a breach (rules, section 11; PW-1, PW-3). `breached` is what to tell the person where it is only a warning.
 * Raises `invalid-input`, `weak-password`, `breached-password`. It is not hashed yet.
 */
export async function acceptPassword(
  app: Pick<App, 'config' | 'clock'>,
  { password, words, mayBeShort }: Chosen,
): Promise<{ breached: boolean | null }> {
  const least = mayBeShort ? LENGTH_MIN : app.config.passwordMinLength
  if (lengthOf(password) < least) {
    const message = `"password" must not have fewer than ${least} characters`
    throw new Problem('invalid-input', { field: 'password', message })
  }
  const { score, warning, suggestions } = await strengthOf(password, [...words, ...ownWords(app)])
  if (score < SCORE_MIN) throw new Problem('weak-password', { data: { score, warning, suggestions } })
  const breached = await isBreached(app, password)
  if (breached && app.config.breachCheck === 'block') throw new Problem('breached-password')
  return { breached }
}

/** What a reply says of a password that was taken: `breached` where it is known from a breach, and nothing where all is well. */
export function warningOf({ breached }: { breached: boolean | null }): { breached?: true } {
  return breached ? { breached } : {}
}

/** How good a password would be, for who is choosing it: never refuses. */
export async function judgePassword(
  app: Pick<App, 'config' | 'clock'>,
  { password, words }: Pick<Chosen, 'password' | 'words'>,
): Promise<Strength & { acceptable: boolean; breached: boolean | null }> {
  const strength = await strengthOf(password, [...words, ...ownWords(app)])
  const isLong = lengthOf(password) >= app.config.passwordMinLength
  const mayPass = isLong && strength.score >= SCORE_MIN
  // What is refused anyway is nobody else's business.
  const breached = mayPass ? await isBreached(app, password) : null
  const acceptable = mayPass && !(breached && app.config.breachCheck === 'block')
  return { ...strength, acceptable, breached }
}

/** Whether this account's password may have eight characters: a second factor is asked for, or will be (PW-1). */
export async function mayHaveShortPassword(db: Reader, userId: string): Promise<boolean> {
  return (await secondFactorsOf(db, userId)).length > 0 || mustHaveSecondFactor(db, userId)
}

function ownWords({ config }: Pick<App, 'config'>): string[] {
  return ['claviger', new URL(config.publicUrl).hostname]
}

/** What people count as characters: an accent that is typed apart, or an emoji of two halves, is one. */
function lengthOf(password: string): number {
  return [...password.normalize('NFC')].length
}

async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  await takeTurn()
  try {
    return await work()
  } finally {
    passTurnOn()
  }
}

async function takeTurn() {
  if (hashing.running < HASHES_AT_ONCE) {
    hashing.running++
    return
  }
  if (hashing.waiting.length >= HASHES_WAITING_MAX) throw new Problem('unavailable')
  await new Promise<void>((resolve) => hashing.waiting.push(resolve))
}

function passTurnOn() {
  const next = hashing.waiting.shift()
  if (next) next()
  else hashing.running--
}
