import type { Reader, Writer } from '../db/open.ts'

/** Makes the row of a key where there is none, and locks it. */
export async function lockTries(tx: Writer, key: string, expiresAt: Date) {
  await tx
    .insertInto('tries')
    .values({ key, count: 0, blocked_until: null, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  return tx.selectFrom('tries').where('key', '=', key).selectAll().forUpdate().executeTakeFirstOrThrow()
}

/** Writes a row down. */
export function saveTries(
  tx: Writer,
  key: string,
  values: { count: number; blocked_until: Date | null; expires_at: Date },
) {
  return tx.updateTable('tries').where('key', '=', key).set(values).execute()
}

/** Takes one try back, and the pause that came of it. */
export function takeTryBack(tx: Writer, key: string) {
  return tx
    .updateTable('tries')
    .where('key', '=', key)
    .where('count', '>', 0)
    .set((now) => ({ count: now('count', '-', 1), blocked_until: null }))
    .execute()
}

/** Forgets keys. */
export function deleteTries(tx: Writer, keys: string[]) {
  return tx.deleteFrom('tries').where('key', 'in', keys).execute()
}

/** The row of a key. */
export function findTries(db: Reader, key: string) {
  return db.selectFrom('tries').where('key', '=', key).selectAll().executeTakeFirst()
}

/** Removes what is over. */
export function deleteOver(tx: Writer, before: Date) {
  return tx.deleteFrom('tries').where('expires_at', '<', before).execute()
}
