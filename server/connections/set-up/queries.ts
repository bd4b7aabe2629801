import type { Insertable } from 'kysely'
import type { Reader, Writer } from '../../db/open.ts'
import type { Tables } from '../../db/tables.ts'

/** The set-up links of a workspace that still work, the newest first. */
export function listLinks(db: Reader, workspaceId: string, { now, count }: { now: Date; count: number }) {
  return links(db, workspaceId)
    .where('set_up_links.expires_at', '>', now)
    .orderBy('set_up_links.created_at', 'desc')
    .orderBy('set_up_links.id')
    .limit(count)
    .execute()
}

/** One set-up link. */
export function findLink(db: Reader, workspaceId: string, id: string) {
  return links(db, workspaceId).where('set_up_links.id', '=', id).executeTakeFirst()
}

function links(db: Reader, workspaceId: string) {
  return db
    .selectFrom('set_up_links')
    .leftJoin('users', 'users.id', 'set_up_links.created_by')
    .where('set_up_links.workspace_id', '=', workspaceId)
    .select([
      'set_up_links.id',
      'set_up_links.note',
      'set_up_links.created_by as createdBy',
      'users.name as makerName',
      'set_up_links.created_at as createdAt',
      'set_up_links.expires_at as expiresAt',
      'set_up_links.last_used_at as lastUsedAt',
    ])
}

/** Keeps a set-up link by the hash of its secret. */
export function insertLink(tx: Writer, row: Insertable<Tables['set_up_links']>) {
  return tx.insertInto('set_up_links').values(row).execute()
}

/** Ends a set-up link. */
export function deleteLink(tx: Writer, workspaceId: string, id: string) {
  return tx.deleteFrom('set_up_links').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}

/** Throws away the set-up links that are over, of all workspaces. */
export function deleteOver(tx: Writer, now: Date) {
  return tx.deleteFrom('set_up_links').where('expires_at', '<=', now).execute()
}
