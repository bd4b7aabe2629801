import type { Generated } from 'kysely'
import type { Json, JsonDefault, JsonObject } from './tables.ts'

interface ScimTokensTable {
  workspace_id: string
  id: string
  description: string
  secret_hash: Buffer
  hint: string
  created_by: string
  created_at: Date
  expires_at: Date | null
  last_used_at: Date | null
}

interface ScimUsersTable {
  workspace_id: string
  id: string
  principal_id: string | null
  user_id: string | null
  user_name: string
  user_name_key: string
  external_id: string | null
  deactivated: Generated<boolean>
  made_account: Generated<boolean>
  profile: JsonDefault<JsonObject>
  profile_key: JsonDefault<JsonObject>
  created_at: Date
  updated_at: Date
}

interface ScimGroupsTable {
  workspace_id: string
  group_id: string
  external_id: string | null
  updated_at: Date
}

interface ScimGroupMembersTable {
  workspace_id: string
  group_id: string
  scim_user_id: string
}

interface ScimRequestsTable {
  workspace_id: string
  id: string
  at: Date
  token_id: string
  token_name: string
  method: string
  path: string
  status: number
  sent: string | null
  did: JsonDefault<Json[]>
  refused: string | null
  dry_run: Generated<boolean>
  request_id: string
  ip: string | null
}

/** The tables of SCIM: a part of `Tables`. */
export interface ScimTables {
  scim_tokens: ScimTokensTable
  scim_users: ScimUsersTable
  scim_groups: ScimGroupsTable
  scim_group_members: ScimGroupMembersTable
  scim_requests: ScimRequestsTable
}
