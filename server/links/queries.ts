import type { Insertable, Selectable } from 'kysely'
import type { Reader, Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'

export type LinkRow = Selectable<Tables['links']>

/** Keeps a link in the place of an older one of the same purpose and address. */
export function saveLink(tx: Writer, row: Insertable<Tables['links']>) {
  const { id, user_id, email, name, created_at, expires_at } = row
  return tx
    .insertInto('links')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['purpose', 'email_key'])
        .doUpdateSet({ id, user_id, email, name, created_at, expires_at, tries: 0 }),
    )
    .execute()
}

/** Removes the links of an account for one purpose. */
export function deleteLinksOf(tx: Writer, userId: string, purpose: LinkRow['purpose']) {
  return tx.deleteFrom('links').where('user_id', '=', userId).where('purpose', '=', purpose).execute()
}

/** Removes links that have expired. */
export function deleteOver(tx: Writer, now: Date) {
  return tx.deleteFrom('links').where('expires_at', '<=', now).execute()
}

/** One link. */
export function findLink(db: Reader, id: string): Promise<LinkRow | undefined> {
  return db.selectFrom('links').where('id', '=', id).selectAll().executeTakeFirst()
}

/** The link of an account for one purpose. */
export function findLinkOf(db: Reader, userId: string, purpose: LinkRow['purpose']) {
  return db
    .selectFrom('links')
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .selectAll()
    .executeTakeFirst()
}

/** Takes a link out. False where somebody else did: it works once. */
export async function takeLink(tx: Writer, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('links').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}

/** Counts a try of a code that people type, before it is checked; how many there were with it. */
export async function countTry(tx: Writer, id: string): Promise<number | undefined> {
  const row = await tx
    .updateTable('links')
    .where('id', '=', id)
    .set((now) => ({ tries: now('tries', '+', 1) }))
    .returning('tries')
    .executeTakeFirst()
  return row?.tries
}
