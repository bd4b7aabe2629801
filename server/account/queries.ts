import type { Reader, Writer } from '../db/open.ts'

export interface NewUser {
  id: string
  email: string
  emailKey: string
  name: string
  passwordHash: string | null
  createdAt: Date
}

/** Makes an account; the constraint `user_email_taken` decides whether the address is free. */
export async function insertUser(tx: Writer, { id, email, emailKey, name, passwordHash, createdAt }: NewUser) {
  const row = { id, email, email_key: emailKey, name, password_hash: passwordHash, created_at: createdAt }
  await tx.insertInto('users').values(row).execute()
}

/** The account with this address, compared without case. */
export function findUserByEmail(db: Reader, emailKey: string) {
  return db.selectFrom('users').where('email_key', '=', emailKey).select(['id', 'email', 'name']).executeTakeFirst()
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
