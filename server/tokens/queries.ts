import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import { momentOf, type Page } from '../http/page.ts'

export interface NewToken {
  id: string
  description: string
  secretHash: Buffer
  hint: string
  createdBy: string
  createdAt: Date
  expiresAt: Date | null
}

/** Keeps a token by the hash of its secret. */
export async function insertToken(tx: Writer, workspaceId: string, token: NewToken) {
  const { id, description, secretHash, hint, createdBy, createdAt, expiresAt } = token
  await tx.insertInto('principals').values({ workspace_id: workspaceId, id, kind: 'token' }).execute()
  const times = { created_at: createdAt, expires_at: expiresAt }
  const about = { description, secret_hash: secretHash, hint, created_by: createdBy }
  await tx
    .insertInto('tokens')
    .values({ workspace_id: workspaceId, id, ...about, ...times })
    .execute()
}

export interface TokenRow {
  id: string
  description: string
  hint: string
  createdBy: string
  /** Null where neither an account nor a token of this id is left. */
  makerName: string | null
  /** Whether the maker is still a member or a token of the workspace. */
  makerIsHere: boolean
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
}

const tokenColumns = sql`
  select t.id, t.description, t.hint, t.created_by as "createdBy", coalesce(u.name, maker.description) as "makerName",
    (m.user_id is not null or maker.id is not null) as "makerIsHere", t.created_at as "createdAt",
    t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt"
  from tokens t left join users u on u.id = t.created_by
  left join memberships m on m.workspace_id = t.workspace_id and m.user_id = t.created_by
  left join tokens maker on maker.workspace_id = t.workspace_id and maker.id = t.created_by`

/** A page of tokens, in the order they were made, and one more if there is one. */
export function listTokens(db: Reader, workspaceId: string, { count, after }: Page): Promise<TokenRow[]> {
  const start = after ? sql`and (t.created_at, t.id) > (${momentOf(after[0])}, ${after[1]})` : sql``
  return readSql(
    db,
    sql<TokenRow>`${tokenColumns} where t.workspace_id = ${workspaceId} ${start}
      order by t.created_at, t.id limit ${count + 1}`,
  )
}

/** One token. */
export async function findToken(db: Reader, workspaceId: string, id: string): Promise<TokenRow | undefined> {
  const query = sql<TokenRow>`${tokenColumns} where t.workspace_id = ${workspaceId} and t.id = ${id}`
  const [row] = await readSql(db, query)
  return row
}

/** Describes a token anew. */
export function describeToken(tx: Writer, workspaceId: string, id: string, description: string) {
  return tx
    .updateTable('tokens')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .set({ description })
    .execute()
}

/** Removes a token with everything it was granted. */
export function deleteToken(tx: Writer, workspaceId: string, id: string) {
  return tx
    .deleteFrom('principals')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('kind', '=', 'token')
    .execute()
}
