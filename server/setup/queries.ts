import type { Reader, Writer } from '../db/open.ts'

/** The row that says that somebody has set up this server. */
export function findInstallation(db: Reader) {
  return db.selectFrom('installation').select('set_up_at').executeTakeFirst()
}

/** Says that the server is set up; the constraint `already_set_up` decides between two at once. */
export function insertInstallation(tx: Writer, setUpAt: Date) {
  return tx.insertInto('installation').values({ only_row: 1, set_up_at: setUpAt }).execute()
}
