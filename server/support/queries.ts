import type { Insertable, Updateable } from 'kysely'
import type { Reader, Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'

/** Once an owner let the support staff in. */
export interface AccessRow {
  id: string
  ownerId: string
  ownerName: string
  grantedAt: Date
  endsAt: Date
  endedAt: Date | null
  endedBecause: Tables['support_access']['ended_because']
}

/** What decides whether support staff comes into a workspace, as it is at present. */
export function findWorkspace(db: Reader, which: { id: string } | { slug: string }) {
  const [column, value] = 'id' in which ? (['id', which.id] as const) : (['slug', which.slug] as const)
  return db
    .selectFrom('workspaces')
    .where(column, '=', value)
    .select(['id as workspaceId', 'slug', 'name as workspaceName', 'plan', 'settings'])
    .select('access_version as version')
    .executeTakeFirst()
}

/** The access that was neither ended nor is over. */
export function findOpen(db: Reader, workspaceId: string, now: Date): Promise<AccessRow | undefined> {
  return accesses(db)
    .where('workspace_id', '=', workspaceId)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .orderBy('granted_at', 'desc')
    .executeTakeFirst()
}

/** The last times that somebody was let in, newest first. */
export function listAccess(db: Reader, workspaceId: string, count: number): Promise<AccessRow[]> {
  return accesses(db)
    .where('workspace_id', '=', workspaceId)
    .orderBy('granted_at', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
    .execute()
}

/** The workspaces in which support staff is let in at present. */
export async function listOpen(db: Reader, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('support_access')
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .select('workspace_id')
    .distinct()
    .execute()
  return rows.map((row) => row.workspace_id)
}

/** Who came in by these accesses, newest first. */
export function listVisits(db: Reader, workspaceId: string, accessIds: string[], count: number) {
  return visits(db)
    .where('workspace_id', '=', workspaceId)
    .where('access_id', 'in', accessIds)
    .where('signed_in_at', 'is not', null)
    .orderBy('signed_in_at', 'desc')
    .orderBy('id')
    .limit(count)
    .execute()
}

/** The visit that a link is for, while it was not used, with its workspace and in whose name it is. */
export function findByLink(db: Reader, hash: Buffer) {
  return db
    .selectFrom('support_visits as visit')
    .innerJoin('support_access as access', (join) =>
      join.onRef('access.workspace_id', '=', 'visit.workspace_id').onRef('access.id', '=', 'visit.access_id'),
    )
    .innerJoin('workspaces as w', 'w.id', 'visit.workspace_id')
    .where('visit.link_hash', '=', hash)
    .select(['visit.id as visitId', 'visit.staff_name as staffName', 'visit.staff_email as staffEmail'])
    .select(['visit.reason', 'visit.link_expires_at as linkExpiresAt', 'access.id as accessId'])
    .select(['access.granted_by as ownerId', 'access.granted_by_name as ownerName'])
    .select(['w.id as workspaceId', 'w.slug', 'w.name as workspaceName', 'w.plan'])
    .executeTakeFirst()
}

/** By which access one of the staff is here. */
export async function findAccessOf(db: Reader, workspaceId: string, visitId: string): Promise<string> {
  const row = await db
    .selectFrom('support_visits')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', visitId)
    .select('access_id')
    .executeTakeFirstOrThrow()
  return row.access_id
}

/** Lets the support staff in. */
export function insertAccess(tx: Writer, row: Insertable<Tables['support_access']>) {
  return tx.insertInto('support_access').values(row).execute()
}

/** Ends an access with all its visits: their secrets are gone. */
export async function endAccess(
  tx: Writer,
  workspaceId: string,
  id: string,
  end: { ended_at: Date; ended_because: AccessRow['endedBecause'] },
) {
  await tx
    .updateTable('support_access')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .set(end)
    .execute()
  await tx
    .updateTable('support_visits')
    .where('workspace_id', '=', workspaceId)
    .where('access_id', '=', id)
    .where('ended_at', 'is', null)
    .set({ ended_at: end.ended_at, link_hash: null, secret_hash: null })
    .execute()
}

/** Keeps a link by the hash of its secret. */
export function insertVisit(tx: Writer, row: Insertable<Tables['support_visits']>) {
  return tx.insertInto('support_visits').values(row).execute()
}

/** Changes a visit: it begins, or it ends. */
export function updateVisit(
  tx: Writer,
  workspaceId: string,
  id: string,
  values: Updateable<Tables['support_visits']>,
) {
  return tx
    .updateTable('support_visits')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .set(values)
    .execute()
}

/** Forgets, in all workspaces, the secrets of visits that are over, and links that nobody used in time. Who came is kept. */
export async function forgetOld(tx: Writer, now: Date) {
  await tx
    .deleteFrom('support_visits')
    .where('signed_in_at', 'is', null)
    .where('link_expires_at', '<=', now)
    .execute()
  await tx
    .updateTable('support_visits')
    .where('secret_hash', 'is not', null)
    .where('ends_at', '<=', now)
    .set({ secret_hash: null })
    .execute()
}

function accesses(db: Reader) {
  return db
    .selectFrom('support_access')
    .select(['id', 'granted_by as ownerId', 'granted_by_name as ownerName', 'granted_at as grantedAt'])
    .select(['ends_at as endsAt', 'ended_at as endedAt', 'ended_because as endedBecause'])
}

function visits(db: Reader) {
  return db
    .selectFrom('support_visits')
    .select(['id', 'access_id as accessId', 'staff_name as staffName', 'staff_email as staffEmail', 'reason'])
    .select(['signed_in_at as signedInAt', 'last_used_at as lastUsedAt', 'ended_at as endedAt'])
    .select('ends_at as endsAt')
}
