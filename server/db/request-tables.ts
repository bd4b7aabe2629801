import type { Generated } from 'kysely'
import type { Json, JsonDefault, JsonObject } from './tables.ts'

interface AccessRequestsTable {
  workspace_id: string
  id: string
  principal_id: string | null
  requester_id: string
  requester_name: string
  requester_email: string
  action: string | null
  resource_type: string
  resource_id: string | null
  resource_name: string | null
  thing: string
  message: string
  wished: JsonDefault<JsonObject>
  state: Generated<'open' | 'granted' | 'dismissed' | 'withdrawn'>
  decided_by: string | null
  decided_by_name: string | null
  decided_at: Date | null
  reason: string | null
  granted: JsonDefault<Json[]>
  open_until: Date | null
  created_at: Date
}

interface SupportAccessTable {
  workspace_id: string
  id: string
  granted_by: string
  granted_by_name: string
  granted_at: Date
  ends_at: Date
  ended_at: Date | null
  ended_because: 'revoked' | 'sso-required' | 'owner-gone' | null
}

interface SupportVisitsTable {
  workspace_id: string
  id: string
  access_id: string
  staff_name: string
  staff_email: string
  reason: string
  link_hash: Buffer | null
  link_expires_at: Date
  secret_hash: Buffer | null
  created_at: Date
  signed_in_at: Date | null
  last_used_at: Date | null
  ended_at: Date | null
  ends_at: Date
}

interface BreakGlassNomineesTable {
  workspace_id: string
  user_id: string
  nominated_by: string
  nominated_by_name: string
  nominated_at: Date
}

interface BreakGlassUsesTable {
  workspace_id: string
  id: string
  user_id: string
  user_name: string
  reason: string
  grant_id: string | null
  started_at: Date
  ends_at: Date
  ended_at: Date | null
  ended_by: string | null
  ended_by_name: string | null
}

/** The tables of requests for access, support access and break-glass: a part of `Tables`. */
export interface RequestTables {
  access_requests: AccessRequestsTable
  support_access: SupportAccessTable
  support_visits: SupportVisitsTable
  break_glass_nominees: BreakGlassNomineesTable
  break_glass_uses: BreakGlassUsesTable
}
