import type { Reader } from '../db/open.ts'

/** To whom a letter about an account goes. */
export function findAddressee(db: Reader, userId: string) {
  return db.selectFrom('users').where('id', '=', userId).select(['id', 'name', 'email']).executeTakeFirst()
}
