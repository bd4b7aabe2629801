import { hash } from '@node-rs/argon2'
import type { App } from '../caller/app.ts'
import type { Reader, Writer } from '../db/open.ts'
import { hashSecret, newId, newSecret } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import * as queries from './queries.ts'

const DAY_MS = 86_400_000

export interface Account {
  id: string
  email: string
  name: string
}

/**
 * Step: makes an account. The address keeps its case, and is compared without (public-api 4.2). Raises `user-email-taken`.
 * `passwordHash` comes from `hashPassword`, made before the transaction, because it takes long.
 */
export async function addAccount(
  tx: Writer,
  now: Date,
  { email, name, passwordHash }: { email: string; name: string; passwordHash: string | null },
): Promise<Account> {
  const account = { id: newId(), email: email.trim(), name: tidyName(name) }
  await queries.insertUser(tx, { ...account, emailKey: keyOf(email), passwordHash, createdAt: now })
  return account
}

/** The account with this address, if there is one. */
export function findAccount(db: Reader, email: string): Promise<Account | undefined> {
  return queries.findUserByEmail(db, keyOf(email))
}

/** argon2id, 19 MiB, two passes (design: speed): about 20 ms on a thread of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
}

/** Starts a session for a person who was authenticated, and answers its secret, which is not kept (product: 7 days). */
export async function startSession(app: App, userId: string): Promise<string> {
  const secret = newSecret('cvs_')
  const createdAt = app.clock.now()
  const expiresAt = new Date(createdAt.getTime() + app.config.sessionDays * DAY_MS)
  await app.database.db.transaction().execute((tx) =>
    queries.insertSession(tx, { id: newId(), userId, secretHash: hashSecret(secret), createdAt, expiresAt }),
  )
  return secret
}
