import { hash } from '@node-rs/argon2'
import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Reader, Writer } from '../db/open.ts'
import { hashSecret, newId, newSecret } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import * as queries from './queries.ts'

const DAY_MS = 86_400_000

/** More at once would not be faster, and would take the processors from everybody else (design: speed; FT-18). */
const HASHES_AT_ONCE = 2
const HASHES_WAITING_MAX = 100

/** The passwords that are being hashed, and those that wait for their turn. */
const hashing = { running: 0, waiting: [] as (() => void)[] }

export interface Account {
  id: string
  email: string
  name: string
}

interface NewAccount {
  id?: string
  email: string
  name: string
  passwordHash: string | null
}

/**
 * Step: makes an account. The address keeps its case, and is compared without (public-api 4.2). Raises `user-email-taken`.
 * `passwordHash` comes from `hashPassword`, made before the transaction, because it takes long. `id` is given where the
 * account itself is who acts; otherwise it is a new one.
 */
export async function addAccount(
  tx: Writer,
  now: Date,
  { id = newId(), email, name, passwordHash }: NewAccount,
): Promise<Account> {
  const account = { id, email: email.trim(), name: tidyName(name) }
  const keys = { emailKey: keyOf(email), nameKey: keyOf(name) }
  await queries.insertUser(tx, { ...account, ...keys, passwordHash, createdAt: now })
  return account
}

/** The account with this address, if there is one. */
export function findAccount(db: Reader, email: string): Promise<Account | undefined> {
  return queries.findUserByEmail(db, keyOf(email))
}

/** Which of these addresses have an account, as `keyOf` writes them. */
export async function knownEmails(db: Reader, emails: string[]): Promise<Set<string>> {
  return new Set(await queries.listKnownEmails(db, emails.map(keyOf)))
}

/**
 * argon2id, 19 MiB, two passes (design: speed): about 20 ms on a thread of its own. Two at a time, the others wait; raises
 * `unavailable` where too many wait already. The same password in another composition of Unicode is the same password.
 */
export async function hashPassword(password: string): Promise<string> {
  await takeTurn()
  try {
    return await hash(password.normalize('NFC'), { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
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

/** Starts a session for a person who was authenticated, and answers its secret, which is not kept (product: 7 days). */
export function startSession(app: App, userId: string): Promise<string> {
  return app.database.db.transaction().execute((tx) => addSession(tx, app, userId))
}

/** Step: the same in a transaction that does more. */
export async function addSession(tx: Writer, { clock, config }: App, userId: string): Promise<string> {
  const secret = newSecret('cvs_')
  const createdAt = clock.now()
  const expiresAt = new Date(createdAt.getTime() + config.sessionDays * DAY_MS)
  await queries.insertSession(tx, {
    id: newId(),
    userId,
    secretHash: hashSecret(secret),
    createdAt,
    expiresAt,
  })
  return secret
}
