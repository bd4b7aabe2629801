import { type Insertable, sql } from 'kysely'
import type { Reader, Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'

const strong = sql<boolean>`(exists (select 1 from totp_factors t where t.user_id = users.id and t.confirmed_at is not null)
  or exists (select 1 from passkeys p where p.user_id = users.id))`

/** Whom the owners nominated, in that order, and whether their accounts have a second factor or a passkey. */
export function listNominees(db: Reader, workspaceId: string) {
  return db
    .selectFrom('break_glass_nominees as nominee')
    .innerJoin('users', 'users.id', 'nominee.user_id')
    .where('nominee.workspace_id', '=', workspaceId)
    .orderBy('nominee.nominated_at')
    .orderBy('nominee.user_id')
    .select([
      'users.id',
      'users.name',
      'users.email',
      'nominee.nominated_at as nominatedAt',
      'nominee.nominated_by as byId',
      'nominee.nominated_by_name as byName',
      strong.as('hasStrongFactor'),
    ])
    .execute()
}

/** Whether a person is nominated. */
export async function isNominated(db: Reader, workspaceId: string, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('break_glass_nominees')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .select('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Whether an account has a second factor or a passkey. */
export async function hasStrongFactor(db: Reader, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .where('id', '=', userId)
    .select(strong.as('isStrong'))
    .executeTakeFirst()
  return row?.isStrong ?? false
}

/** Nominates. */
export function insertNominee(tx: Writer, row: Insertable<Tables['break_glass_nominees']>) {
  return tx.insertInto('break_glass_nominees').values(row).execute()
}

/** Takes a nomination back. Whether there was one. */
export async function deleteNominee(tx: Writer, workspaceId: string, userId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('break_glass_nominees')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return numDeletedRows > 0
}

const columns = [
  'id',
  'user_id as userId',
  'user_name as userName',
  'reason',
  'grant_id as grantId',
  'started_at as startedAt',
  'ends_at as endsAt',
  'ended_at as endedAt',
  'ended_by as endedBy',
  'ended_by_name as endedByName',
] as const

export type UseRow = NonNullable<Awaited<ReturnType<typeof findUse>>>

const uses = (db: Reader, workspaceId: string) =>
  db.selectFrom('break_glass_uses').where('workspace_id', '=', workspaceId).select(columns)

/** The last uses, newest first. */
export function listUses(db: Reader, workspaceId: string, count: number) {
  return uses(db, workspaceId).orderBy('started_at', 'desc').orderBy('id', 'desc').limit(count).execute()
}

/** One use. */
export function findUse(db: Reader, workspaceId: string, id: string) {
  return uses(db, workspaceId).where('id', '=', id).executeTakeFirst()
}

/** The use of a person that lasts at this moment. */
export function findOpenUse(db: Reader, workspaceId: string, userId: string, now: Date) {
  return uses(db, workspaceId)
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .executeTakeFirst()
}

/** Writes down that somebody broke the glass. */
export function insertUse(tx: Writer, row: Insertable<Tables['break_glass_uses']>) {
  return tx.insertInto('break_glass_uses').values(row).execute()
}
