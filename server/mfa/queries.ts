import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'

/** The authenticator app of an account, also one that no code was confirmed with yet. */
export function findTotp(db: Reader, userId: string) {
  return db
    .selectFrom('totp_factors')
    .where('user_id', '=', userId)
    .select(['secret_sealed as sealed', 'confirmed_at as confirmedAt'])
    .executeTakeFirst()
}

/** Keeps a secret that waits for its first code, in the place of an older one that waits. False where one is confirmed. */
export async function saveEnrolment(tx: Writer, userId: string, sealed: Buffer, now: Date): Promise<boolean> {
  const row = { secret_sealed: sealed, created_at: now }
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('totp_factors')
    .values({ user_id: userId, ...row, confirmed_at: null })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet(row).where('totp_factors.confirmed_at', 'is', null),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Confirms what waits; the code of this time step is used by that. */
export function confirmTotp(tx: Writer, userId: string, { now, step }: { now: Date; step: number }) {
  return tx
    .updateTable('totp_factors')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is', null)
    .set({ confirmed_at: now, last_step: step })
    .execute()
}

/** Takes the code of a time step, once: false where it, or a later one, was taken before. */
export async function takeStep(tx: Writer, userId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('totp_factors')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .where('last_step', '<', step)
    .set({ last_step: step })
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Removes a confirmed authenticator app. Whether there was one. */
export async function deleteTotp(tx: Writer, userId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('totp_factors')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** Keeps recovery codes by their hashes. */
export function insertCodes(tx: Writer, userId: string, hashes: Buffer[], now: Date) {
  const rows = hashes.map((hash) => ({
    user_id: userId,
    code_hash: hash,
    created_at: now,
    used_at: null,
  }))
  return tx.insertInto('recovery_codes').values(rows).execute()
}

/** Removes all recovery codes of an account. */
export function deleteCodes(tx: Writer, userId: string) {
  return tx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute()
}

/** Uses a recovery code, once: false where there is none such, or it was used before. */
export async function takeCode(tx: Writer, userId: string, hash: Buffer, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('recovery_codes')
    .where('user_id', '=', userId)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .set({ used_at: now })
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Removes every second factor of an account: authenticator app, recovery codes, passkeys. */
export async function deleteFactors(tx: Writer, userId: string) {
  for (const table of ['totp_factors', 'recovery_codes', 'passkeys'] as const)
    await tx.deleteFrom(table).where('user_id', '=', userId).execute()
}

/** What an account has: since when an authenticator app, how many passkeys, and recovery codes that are not used. */
export async function findFactors(db: Reader, userId: string) {
  const [row] = await readSql<{ totpSince: Date | null; passkeys: number; codes: number }>(
    db,
    sql`select
      (select confirmed_at from totp_factors where user_id = ${userId}) as "totpSince",
      (select count(*)::int from passkeys where user_id = ${userId}) as passkeys,
      (select count(*)::int from recovery_codes where user_id = ${userId} and used_at is null) as codes`,
  )
  return row ?? { totpSince: null, passkeys: 0, codes: 0 }
}

/** The workspaces of a person that require a second factor. */
export function listRequiring(db: Reader, userId: string) {
  return readSql<{ slug: string; name: string }>(
    db,
    sql`select w.slug, w.name from memberships m join workspaces w on w.id = m.workspace_id
      where m.user_id = ${userId} and w.settings->>'requireMfa' = 'true' order by w.slug`,
  )
}
