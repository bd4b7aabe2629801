import { type Insertable, sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'
import { momentOf, type Page } from '../http/page.ts'

/** Whether what the identity provider pushes is only tried out. */
export async function isDryRun(db: Reader, workspaceId: string): Promise<boolean> {
  const row = await db
    .selectFrom('workspaces')
    .where('id', '=', workspaceId)
    .select(sql<boolean>`coalesce((settings->>'scimDryRun')::boolean, false)`.as('isOn'))
    .executeTakeFirst()
  return row?.isOn ?? false
}

/** Switches the dry run on or off, and leaves every other setting as it is. */
export function setDryRun(tx: Writer, workspaceId: string, isOn: boolean) {
  const settings = sql<string>`jsonb_set(settings, '{scimDryRun}', to_jsonb(${isOn}::boolean))`
  return tx.updateTable('workspaces').where('id', '=', workspaceId).set({ settings }).execute()
}

export type RequestRow = Insertable<Tables['scim_requests']>

/** Writes requests down. Those that are there already, because a commit was not heard of, are left as they are. */
export function insertRequests(tx: Writer, rows: RequestRow[]) {
  const insert = tx.insertInto('scim_requests').values(rows)
  return insert.onConflict((conflict) => conflict.doNothing()).execute()
}

/** Throws away all but the `kept` newest requests of a workspace. */
export async function trimRequests(tx: Writer, workspaceId: string, kept: number) {
  await sql`
    delete from scim_requests where workspace_id = ${workspaceId} and (at, id) < (
      select at, id from scim_requests where workspace_id = ${workspaceId}
      order by at desc, id desc offset ${kept - 1} limit 1)`.execute(tx)
}

/** A page of the requests of a workspace, newest first, and one more if there is one. */
export function listRequests(
  db: Reader,
  workspaceId: string,
  outcome: 'changed' | 'refused' | undefined,
  { count, after }: Page,
) {
  let rows = db.selectFrom('scim_requests').where('workspace_id', '=', workspaceId)
  if (outcome === 'changed') rows = rows.where(sql<boolean>`did <> '[]'`)
  if (outcome === 'refused') rows = rows.where('refused', 'is not', null)
  if (after) rows = rows.where(sql<boolean>`(at, id) < (${momentOf(after[0])}, ${after[1]})`)
  return rows
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(count + 1)
    .select(['id', 'at', 'token_id', 'token_name', 'method', 'path', 'status', 'sent', 'did', 'refused'])
    .select(['dry_run', 'request_id'])
    .execute()
}

/** When the identity provider last asked for something; null where it never did. */
export async function lastRequestAt(db: Reader, workspaceId: string): Promise<Date | null> {
  const newest = db.selectFrom('scim_requests').where('workspace_id', '=', workspaceId).orderBy('at', 'desc')
  return (await newest.select('at').limit(1).executeTakeFirst())?.at ?? null
}

/** How many members and groups the identity provider manages. */
export async function countManaged(
  db: Reader,
  workspaceId: string,
): Promise<{ users: number; groups: number }> {
  const [row] = await readSql(
    db,
    sql<{ users: number; groups: number }>`
      select (select count(*)::int from memberships where workspace_id = ${workspaceId} and managed) as users,
        (select count(*)::int from groups where workspace_id = ${workspaceId} and managed) as groups`,
  )
  return row ?? { users: 0, groups: 0 }
}

export interface TokenRow {
  id: string
  description: string
  hint: string
  createdBy: string
  /** Null where the account is gone. */
  makerName: string | null
  makerIsHere: boolean
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
}

/** The SCIM tokens of a workspace, in the order they were made. */
export function listTokens(db: Reader, workspaceId: string): Promise<TokenRow[]> {
  return tokensIn(db, workspaceId).orderBy('t.created_at').orderBy('t.id').execute()
}

/** One SCIM token. */
export function findToken(db: Reader, workspaceId: string, id: string): Promise<TokenRow | undefined> {
  return tokensIn(db, workspaceId).where('t.id', '=', id).executeTakeFirst()
}

function tokensIn(db: Reader, workspaceId: string) {
  return db
    .selectFrom('scim_tokens as t')
    .leftJoin('users as u', 'u.id', 't.created_by')
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.workspace_id', '=', 't.workspace_id').onRef('m.user_id', '=', 't.created_by'),
    )
    .where('t.workspace_id', '=', workspaceId)
    .select(['t.id', 't.description', 't.hint', 't.created_by as createdBy', 'u.name as makerName'])
    .select(['t.created_at as createdAt', 't.expires_at as expiresAt', 't.last_used_at as lastUsedAt'])
    .select(sql<boolean>`m.user_id is not null`.as('makerIsHere'))
}

/** Keeps a SCIM token by the hash of its secret. */
export function insertToken(tx: Writer, row: Insertable<Tables['scim_tokens']>) {
  return tx.insertInto('scim_tokens').values(row).execute()
}

/** Ends a SCIM token. */
export function deleteToken(tx: Writer, workspaceId: string, id: string) {
  return tx.deleteFrom('scim_tokens').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}
