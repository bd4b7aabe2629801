import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'

/** Keeps a way to a provider. */
export function insertFlow(tx: Writer, row: Insertable<Tables['provider_flows']>) {
  return tx.insertInto('provider_flows').values(row).execute()
}

/** Step of housekeeping: forgets the ways that are over. */
export function deleteOver(tx: Writer, now: Date) {
  return tx.deleteFrom('provider_flows').where('expires_at', '<=', now).execute()
}

/** Takes the way out that this browser began with this state; of several at once, one gets it. */
export function takeFlow(tx: Writer, stateHash: Buffer, browserHash: Buffer) {
  return tx
    .deleteFrom('provider_flows')
    .where('state_hash', '=', stateHash)
    .where('browser_hash', '=', browserHash)
    .where('purpose', '!=', 'waiting')
    .returningAll()
    .executeTakeFirst()
}

/** What waits in this browser to be linked; with `userId`, only where it waits for that account. */
export function findWaiting(db: Reader, browserHash: Buffer, userId?: string) {
  const rows = db
    .selectFrom('provider_flows')
    .where('browser_hash', '=', browserHash)
    .where('purpose', '=', 'waiting')
  const mine = userId === undefined ? rows : rows.where('user_id', '=', userId)
  return mine.orderBy('expires_at', 'desc').selectAll().executeTakeFirst()
}

/** Forgets what waits in this browser. Whether there was something. */
export async function deleteWaiting(tx: Writer, browserHash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('provider_flows')
    .where('browser_hash', '=', browserHash)
    .where('purpose', '=', 'waiting')
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Links an account at a provider. The constraints `identity_taken` and `provider_linked` have the last word. */
export function insertIdentity(tx: Writer, row: Insertable<Tables['identities']>) {
  return tx.insertInto('identities').values(row).execute()
}

/** The account that is linked with a provider's, with what it is called here. */
export function findLinked(db: Reader, issuer: string, subject: string) {
  return db
    .selectFrom('identities as i')
    .innerJoin('users as u', 'u.id', 'i.user_id')
    .where('i.issuer', '=', issuer)
    .where('i.subject', '=', subject)
    .select(['u.id', 'u.name', 'u.email'])
    .executeTakeFirst()
}

/** The accounts at providers that are linked with this one, the oldest first. */
export function listIdentities(db: Reader, userId: string) {
  return db
    .selectFrom('identities')
    .where('user_id', '=', userId)
    .orderBy('linked_at')
    .orderBy('issuer')
    .selectAll()
    .execute()
}

/** Notes that a linked account signed in, and the address that its provider tells. */
export function touchIdentity(
  tx: Writer,
  userId: string,
  { issuer, email, now }: { issuer: string; email: string | null; now: Date },
) {
  return tx
    .updateTable('identities')
    .where('user_id', '=', userId)
    .where('issuer', '=', issuer)
    .set({ last_used_at: now, ...(email === null ? {} : { email }) })
    .execute()
}

/** Unlinks. Whether it was linked. */
export async function deleteIdentity(tx: Writer, userId: string, issuer: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('identities')
    .where('user_id', '=', userId)
    .where('issuer', '=', issuer)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** Whether an account could sign in without any provider. */
export async function hasOwnWayIn(db: Reader, userId: string): Promise<boolean> {
  const [row] = await readSql<{ has: boolean }>(
    db,
    sql`select password_hash is not null or exists (select 1 from passkeys where user_id = ${userId}) as has
      from users where id = ${userId}`,
  )
  return row?.has ?? false
}

/** Renames an account. */
export function renameUser(tx: Writer, userId: string, { name, nameKey }: { name: string; nameKey: string }) {
  return tx.updateTable('users').where('id', '=', userId).set({ name, name_key: nameKey }).execute()
}

/** Gives an account an address that was confirmed elsewhere. */
export function giveAddress(
  tx: Writer,
  userId: string,
  { email, emailKey, verifiedAt }: { email: string; emailKey: string; verifiedAt: Date },
) {
  return tx
    .updateTable('users')
    .where('id', '=', userId)
    .set({ email, email_key: emailKey, email_verified_at: verifiedAt })
    .execute()
}

/** Whether somebody was invited by this address, and can still accept. */
export async function isInvited(db: Reader, emailKey: string, now: Date): Promise<boolean> {
  const pending = db.selectFrom('invites').where('email_key', '=', emailKey).where('expires_at', '>', now)
  return (await pending.select('id').executeTakeFirst()) !== undefined
}
