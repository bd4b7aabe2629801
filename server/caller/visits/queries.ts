import type { Reader, Writer } from '../../db/open.ts'
import type { JsonObject } from '../../db/tables.ts'
import { hoursIn, idleIn } from '../queries.ts'

export interface SupportVisitRow {
  visitId: string
  staffName: string
  staffEmail: string
  ownerId: string
  ownerName: string
  authenticatedAt: Date
  lastUsedAt: Date
  /** When the visit ends by itself. */
  expiresAt: Date
  /** The limits of the workspace for sessions: null where it has none. */
  idleMinutes: number | null
  sessionHours: number | null
  workspaceId: string
  slug: string
  workspaceName: string
  plan: string
  version: number
  settings: JsonObject
}

/**
 * The visit of the support staff with this hash, and its workspace: only while neither the visit nor the access that an owner granted was
 * ended.
 */
export function findSupportVisit(db: Reader, hash: Buffer): Promise<SupportVisitRow | undefined> {
  return db
    .selectFrom('support_visits as visit')
    .innerJoin('support_access as access', (join) =>
      join.onRef('access.workspace_id', '=', 'visit.workspace_id').onRef('access.id', '=', 'visit.access_id'),
    )
    .innerJoin('workspaces as w', 'w.id', 'visit.workspace_id')
    .where('visit.secret_hash', '=', hash)
    .where('visit.signed_in_at', 'is not', null)
    .where('visit.ended_at', 'is', null)
    .where('access.ended_at', 'is', null)
    .select(['visit.id as visitId', 'visit.staff_name as staffName', 'visit.staff_email as staffEmail'])
    .select(['access.granted_by as ownerId', 'access.granted_by_name as ownerName'])
    .select((row) => row.ref('visit.signed_in_at').$notNull().as('authenticatedAt'))
    .select((row) => row.ref('visit.last_used_at').$notNull().as('lastUsedAt'))
    .select([idleIn.as('idleMinutes'), hoursIn.as('sessionHours')])
    .select(['visit.ends_at as expiresAt', 'w.id as workspaceId', 'w.slug', 'w.name as workspaceName'])
    .select(['w.plan', 'w.access_version as version', 'w.settings'])
    .executeTakeFirst()
}

/** Writes down that a visit is used now; never moves backwards. */
export function touchVisit(tx: Writer, { workspaceId, visitId }: SupportVisitRow, now: Date) {
  return tx
    .updateTable('support_visits')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', visitId)
    .where('last_used_at', '<', now)
    .set({ last_used_at: now })
    .execute()
}
