import { type By, recordAccount } from '../caller/change-account.ts'
import type { Reader, Writer } from '../db/open.ts'
import { newId } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import * as queries from './queries.ts'

export { mustBeManagedHere } from './managed.ts'

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
  /** Since when it is known that the mailbox is theirs; left out where it is not. */
  emailVerifiedAt?: Date | null
}

/**
 * Step: makes an account. The address keeps its case, and is compared without (public-api 4.2). Raises `user-email-taken`.
 * `passwordHash` comes from `hashPassword`, made before the transaction, because it takes long. `id` is given where the
 * account itself is who acts; otherwise it is a new one.
 */
export async function addAccount(
  tx: Writer,
  now: Date,
  { id = newId(), email, name, passwordHash, emailVerifiedAt = null }: NewAccount,
): Promise<Account> {
  const account = { id, email: email.trim(), name: tidyName(name) }
  const keys = { emailKey: keyOf(email), nameKey: keyOf(name) }
  await queries.insertUser(tx, { ...account, ...keys, passwordHash, emailVerifiedAt, createdAt: now })
  return account
}

/** The account with this address, if there is one. */
export function findAccount(db: Reader, email: string): Promise<Account | undefined> {
  return queries.findUserByEmail(db, keyOf(email))
}

/** The account with this id, if there is one. */
export async function accountById(db: Reader, userId: string): Promise<Account | undefined> {
  const profile = await queries.findProfile(db, userId)
  return profile && { id: profile.id, name: profile.name, email: profile.email }
}

/** Step: gives an account another name, in every workspace. Whether it may have one is the caller's to ask. */
export async function renameAccount(tx: Writer, by: By, { id, name: from }: Account, wanted: string) {
  const name = tidyName(wanted)
  if (name === from) return
  await queries.updateUser(tx, id, { name, name_key: keyOf(name) })
  await recordAccount(tx, by, id, [{ type: 'Name Changed', detail: { from, to: name } }])
}

/** Which of these addresses have an account, as `keyOf` writes them. */
export async function knownEmails(db: Reader, emails: string[]): Promise<Set<string>> {
  return new Set(await queries.listKnownEmails(db, emails.map(keyOf)))
}

/** Whether somebody showed that the mailbox of this account is theirs. */
export async function isVerified(db: Reader, userId: string): Promise<boolean> {
  return ((await queries.findProfile(db, userId))?.emailVerifiedAt ?? null) !== null
}

/** Whether an account has a password. */
export async function hasPassword(db: Reader, userId: string): Promise<boolean> {
  return ((await queries.findProfile(db, userId))?.passwordHash ?? null) !== null
}

/**
 * Step: takes away all by which somebody could get into an account whose address was never proved: password, second factors, accounts at
 * providers, links, sessions. For when the address' owner comes in: whoever made the account may be another (standards/sso L-4).
 */
export async function dropUnproved(tx: Writer, userId: string) {
  await queries.deleteWaysIn(tx, userId)
  await queries.updateUser(tx, userId, { password_hash: null })
}

/** Step: notes that the mailbox of an account is its person's. */
export async function markVerified(tx: Writer, userId: string, now: Date) {
  await queries.updateUser(tx, userId, { email_verified_at: now })
}
