import type { Insertable } from 'kysely'
import type { Reader, Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'

export type ChallengePurpose = Tables['challenges']['purpose']

/** Keeps a challenge until it is answered. */
export function insertChallenge(tx: Writer, row: Insertable<Tables['challenges']>) {
  return tx.insertInto('challenges').values(row).execute()
}

/** Takes a challenge out, so that of several answers to it only one is looked at. False where there is none for this, or no more. */
export async function takeChallenge(
  tx: Writer,
  challenge: string,
  { purpose, userId, now }: { purpose: ChallengePurpose; userId: string | null; now: Date },
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('challenges')
    .where('challenge', '=', challenge)
    .where('purpose', '=', purpose)
    .where('user_id', userId === null ? 'is' : '=', userId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** Removes challenges that nobody answered. */
export function deleteOver(tx: Writer, now: Date) {
  return tx.deleteFrom('challenges').where('expires_at', '<', now).execute()
}

/** The passkey with this credential id, and whose it is. */
export async function findCredential(db: Reader, credentialId: string) {
  return db
    .selectFrom('passkeys as p')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .where('p.credential_id', '=', credentialId)
    .select(['p.id', 'p.credential_id as credentialId', 'p.public_key as publicKey'])
    .select(['p.sign_count as signCount', 'u.id as userId', 'u.name', 'u.email'])
    .executeTakeFirst()
}

/** The passkeys of a person, the oldest first. */
export function listPasskeys(db: Reader, userId: string) {
  return db
    .selectFrom('passkeys')
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .selectAll()
    .execute()
}

/** Keeps a passkey; the constraint `passkey_taken` decides whether anybody has it already. */
export function insertPasskey(tx: Writer, row: Insertable<Tables['passkeys']>) {
  return tx.insertInto('passkeys').values(row).execute()
}

/**
 * Notes that a passkey was used: its counter, which only grows (0 where the device has none), and whether it is copied now. False
 * where it was removed meanwhile, or another use counted as far.
 */
export async function noteUse(
  tx: Writer,
  userId: string,
  passkeyId: string,
  { signCount, synced, now }: { signCount: number; synced: boolean; now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('passkeys')
    .where('user_id', '=', userId)
    .where('id', '=', passkeyId)
    .where((is) => is.or([is('sign_count', '<', signCount), is('sign_count', '=', 0)]))
    .set({ sign_count: signCount, synced, last_used_at: now })
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Gives a passkey another name, and answers it. Undefined where this person has no such passkey. */
export function renamePasskey(tx: Writer, userId: string, passkeyId: string, name: string) {
  return tx
    .updateTable('passkeys')
    .where('user_id', '=', userId)
    .where('id', '=', passkeyId)
    .set({ name })
    .returningAll()
    .executeTakeFirst()
}

/** Removes a passkey of a person. */
export function deletePasskey(tx: Writer, userId: string, passkeyId: string) {
  return tx.deleteFrom('passkeys').where('user_id', '=', userId).where('id', '=', passkeyId).execute()
}

/** Whether a person can sign in without any passkey: by a password, or an account at a provider. */
export async function hasOtherWayIn(db: Reader, userId: string): Promise<boolean> {
  const user = await db
    .selectFrom('users')
    .where('id', '=', userId)
    .select('password_hash')
    .executeTakeFirst()
  if (user?.password_hash) return true
  const identities = db.selectFrom('identities').where('user_id', '=', userId)
  return (await identities.select('user_id').executeTakeFirst()) !== undefined
}
