import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'

export interface NewUser {
  id: string
  email: string
  emailKey: string
  name: string
  nameKey: string
  passwordHash: string | null
  createdAt: Date
}

/** Makes an account; the constraint `user_email_taken` decides whether the address is free. */
export async function insertUser(tx: Writer, user: NewUser) {
  const { id, email, emailKey, name, nameKey, passwordHash, createdAt } = user
  const named = { email, email_key: emailKey, name, name_key: nameKey }
  await tx
    .insertInto('users')
    .values({ id, ...named, password_hash: passwordHash, created_at: createdAt })
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

/** Keeps a session by the hash of its secret. */
export async function insertSession(
  tx: Writer,
  session: { id: string; userId: string; secretHash: Buffer; createdAt: Date; expiresAt: Date },
) {
  const { id, userId, secretHash, createdAt, expiresAt } = session
  const row = { id, user_id: userId, secret_hash: secretHash, created_at: createdAt, expires_at: expiresAt }
  await tx.insertInto('sessions').values(row).execute()
}
