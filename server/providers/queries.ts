import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'

/** The purposes of what is kept for a browser after it came back. */
const kept = ['waiting', 'told'] as const
type Kept = (typeof kept)[number]

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
    .where('purpose', 'not in', kept)
    .returningAll()
    .executeTakeFirst()
}

/** What is kept for this browser and this account since it came back from a provider. */
export function findKept(db: Reader, purpose: Kept, browserHash: Buffer, userId: string) {
  return db
    .selectFrom('provider_flows')
    .where('browser_hash', '=', browserHash)
    .where('purpose', '=', purpose)
    .where('user_id', '=', userId)
    .orderBy('expires_at', 'desc')
    .selectAll()
    .executeTakeFirst()
}

/** Forgets what is kept for this browser. Whether there was something. */
export async function deleteKept(tx: Writer, purpose: Kept, browserHash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('provider_flows')
    .where('browser_hash', '=', browserHash)
    .where('purpose', '=', purpose)
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

/** How an account could be entered without any provider: by what it has, or through its mailbox. */
export async function findOwnWayIn(db: Reader, userId: string): Promise<'own' | 'mailbox' | 'none'> {
  const [row] = await readSql<{ has: boolean; isProved: boolean }>(
    db,
    sql`select password_hash is not null or exists (select 1 from passkeys where user_id = ${userId}) as has,
      email_verified_at is not null as "isProved" from users where id = ${userId}`,
  )
  if (row?.has) return 'own'
  return row?.isProved ? 'mailbox' : 'none'
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

/** Whether an account has this address. */
export async function isAddressTaken(db: Reader, emailKey: string): Promise<boolean> {
  const taken = db.selectFrom('users').where('email_key', '=', emailKey)
  return (await taken.select('id').executeTakeFirst()) !== undefined
}

/** Whether somebody was invited by this address, and can still accept. */
export async function isInvited(db: Reader, emailKey: string, now: Date): Promise<boolean> {
  const pending = db.selectFrom('invites').where('email_key', '=', emailKey).where('expires_at', '>', now)
  return (await pending.select('id').executeTakeFirst()) !== undefined
}
