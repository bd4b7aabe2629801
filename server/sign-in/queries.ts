import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'

/** The account with this address, with the hash of its password. */
export function findAccount(db: Reader, emailKey: string) {
  return db
    .selectFrom('users')
    .where('email_key', '=', emailKey)
    .select(['id', 'email', 'name', 'password_hash as passwordHash'])
    .executeTakeFirst()
}

/** The hash of an account's password; null where it has none, or there is no such account. */
export async function findPasswordHash(db: Reader, userId: string): Promise<string | null> {
  const account = db.selectFrom('users').where('id', '=', userId)
  const row = await account.select('password_hash').executeTakeFirst()
  return row?.password_hash ?? null
}

/** Keeps the same password under another hash. */
export function updateHash(tx: Writer, userId: string, passwordHash: string) {
  return tx.updateTable('users').where('id', '=', userId).set({ password_hash: passwordHash }).execute()
}

/** Sets a password by a letter, which proves the address as well. */
export function setPassword(tx: Writer, userId: string, passwordHash: string, now: Date) {
  return tx
    .updateTable('users')
    .where('id', '=', userId)
    .set((row) => ({
      password_hash: passwordHash,
      password_changed_at: now,
      email_verified_at: row.fn.coalesce('email_verified_at', row.val(now)),
    }))
    .execute()
}

/** The person and the address of an account that is being changed. */
export function findPerson(db: Reader, userId: string) {
  return db.selectFrom('users').where('id', '=', userId).select(['id', 'email', 'name']).executeTakeFirst()
}

/** The names of the workspaces that a person belongs to, which a password must not be made of; the first hundred. */
export async function listWorkspaceNames(db: Reader, userId: string): Promise<string[]> {
  const rows = await readSql<{ name: string }>(
    db,
    sql`select w.name from memberships m join workspaces w on w.id = m.workspace_id where m.user_id = ${userId}
      order by w.id limit 100`,
  )
  return rows.map(({ name }) => name)
}
