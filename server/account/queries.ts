import { sql, type Updateable } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'
import { momentOf, type Page } from '../http/page.ts'

export interface NewUser {
  id: string
  email: string
  emailKey: string
  name: string
  nameKey: string
  passwordHash: string | null
  emailVerifiedAt: Date | null
  createdAt: Date
}

/** Makes an account; the constraint `user_email_taken` decides whether the address is free. */
export async function insertUser(tx: Writer, user: NewUser) {
  const { id, email, emailKey, name, nameKey, passwordHash, emailVerifiedAt, createdAt } = user
  const named = { email, email_key: emailKey, name, name_key: nameKey }
  const proved = { password_hash: passwordHash, email_verified_at: emailVerifiedAt }
  await tx
    .insertInto('users')
    .values({ id, ...named, ...proved, created_at: createdAt })
    .execute()
}

/** The account with this address, compared without case. */
export function findUserByEmail(db: Reader, emailKey: string) {
  return db
    .selectFrom('users')
    .where('email_key', '=', emailKey)
    .select(['id', 'email', 'name'])
    .executeTakeFirst()
}

/** Which of these addresses, given as they are compared, have an account. */
export async function listKnownEmails(db: Reader, emailKeys: string[]) {
  const rows = await readSql(
    db,
    sql<{
      emailKey: string
    }>`select email_key as "emailKey" from users where email_key = any(${emailKeys}::text[])`,
  )
  return rows.map((row) => row.emailKey)
}

/** An account with all that its person sees of it, and the hash of its password. */
export async function findProfile(db: Reader, userId: string) {
  return db
    .selectFrom('users')
    .where('id', '=', userId)
    .select(['id', 'name', 'email', 'created_at as createdAt'])
    .select(['password_hash as passwordHash', 'email_verified_at as emailVerifiedAt'])
    .executeTakeFirst()
}

/** Changes an account; the constraint `user_email_taken` decides whether an address is free. */
export function updateUser(tx: Writer, userId: string, values: Updateable<Tables['users']>) {
  return tx.updateTable('users').where('id', '=', userId).set(values).execute()
}

/** Locks an account so that nothing can come to refer to it: nobody can make its person a member meanwhile. */
export function lockAlone(tx: Writer, userId: string) {
  return tx.selectFrom('users').where('id', '=', userId).select('id').forUpdate().execute()
}

/** Deletes an account with all that is its own. It must not be a member anywhere any more. */
export function deleteUser(tx: Writer, userId: string) {
  return tx.deleteFrom('users').where('id', '=', userId).execute()
}

/** Deletes all by which a person gets into an account, but for its password; ends its sessions. */
export async function deleteWaysIn(tx: Writer, userId: string) {
  const ways = [
    'passkeys',
    'totp_factors',
    'recovery_codes',
    'identities',
    'links',
    'devices',
    'pending_sign_ins',
    'sessions',
  ] as const
  for (const way of ways) await tx.deleteFrom(way).where('user_id', '=', userId).execute()
}

/** What happened to an account, newest first: one more than `count`, if there are as many. */
export function listEvents(db: Reader, userId: string, { count, after }: Pick<Page, 'count' | 'after'>) {
  const earlier = after ? sql`and (at, id) < (${momentOf(after[0])}, ${after[1]})` : sql``
  return readSql(
    db,
    sql<{ id: string; at: Date; type: string; ip: string | null; userAgent: string | null }>`
      select id, at, type, ip, user_agent as "userAgent" from account_events
      where user_id = ${userId} ${earlier} order by at desc, id desc limit ${count + 1}`,
  )
}

/** Removes what happened to accounts before this moment. */
export function deleteEvents(tx: Writer, before: Date) {
  return tx.deleteFrom('account_events').where('at', '<', before).execute()
}
