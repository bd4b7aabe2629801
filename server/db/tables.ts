import type { ColumnType, Generated } from 'kysely'
import type { RequestTables } from './request-tables.ts'
import type { ScimTables } from './scim-tables.ts'
import type { SignInTables } from './sign-in-tables.ts'
import type { SsoTables } from './sso-tables.ts'

/** What a jsonb column holds, parsed. */
export type Json = string | number | boolean | null | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

/** A jsonb column: read as a parsed value, written as text. Always JSON.stringify what is written (stack, section 2). */
export type JsonColumn<Read> = ColumnType<Read, string, string>
/** The same, with a default in the database. */
export type JsonDefault<Read> = ColumnType<Read, string | undefined, string>

interface InstallationTable {
  only_row: 1
  set_up_at: Date
}

interface WorkspacesTable {
  id: string
  slug: string
  name: string
  plan: string
  settings: JsonDefault<JsonObject>
  access_version: Generated<number>
  audit_seq: Generated<number>
  created_at: Date
  hipaa_eligible: Generated<boolean>
}

interface UsersTable {
  id: string
  email: string
  email_key: string
  name: string
  name_key: string
  password_hash: string | null
  created_at: Date
  email_verified_at: Date | null
  password_changed_at: Date | null
}

interface SessionsTable {
  id: string
  user_id: string
  secret_hash: Buffer
  created_at: Date
  expires_at: Date
  authenticated_at: Date
  factor_at: Date
  mfa_at: Date | null
  methods: JsonDefault<string[]>
  last_used_at: Date
  user_agent: string | null
  ip: string | null
  confined: Generated<boolean>
}

interface PrincipalsTable {
  workspace_id: string
  id: string
  kind: 'user' | 'group' | 'token' | 'invite'
}

interface MembershipsTable {
  workspace_id: string
  user_id: string
  external_id: string | null
  external_key: string | null
  created_at: Date
  sessions_since: Date | null
  sso_exempt: Generated<boolean>
  source: Generated<'hand' | 'invite' | 'sso' | 'scim'>
  managed: Generated<boolean>
  ends_at: Date | null
  end_set_at: Date | null
  reminded_at: Date | null
  end_told_at: Date | null
}

interface InvitesTable {
  workspace_id: string
  id: string
  email: string
  email_key: string
  name: string | null
  generation: Generated<number>
  invited_by: string
  created_at: Date
  expires_at: Date
  ends_at: Date | null
}

interface GroupsTable {
  workspace_id: string
  id: string
  name: string
  name_key: string
  created_at: Date
  managed: Generated<boolean>
}

interface GroupMembersTable {
  workspace_id: string
  group_id: string
  principal_id: string
  created_at: Date
  by_hand: Generated<boolean>
  by_sso: Generated<boolean>
  by_scim: Generated<boolean>
  ends_at: Date | null
  end_set_at: Date | null
  reminded_at: Date | null
  end_told_at: Date | null
}

interface TokensTable {
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

interface RolesTable {
  workspace_id: string
  id: string
  name: string
  name_key: string
  description: string
  may: JsonColumn<Record<string, string[]>>
  created_at: Date
}

interface LabelsTable {
  workspace_id: string
  key: string
  value: string
  description: Generated<string>
  built_in: Generated<boolean>
  created_at: Date
}

interface ResourcesTable {
  workspace_id: string
  type: string
  id: string
  name: string
  slug: string | null
  parent_type: string | null
  parent_id: string | null
  attributes: JsonDefault<JsonObject>
  created_at: Date
  updated_at: Date
}

interface ResourceLabelsTable {
  workspace_id: string
  type: string
  resource_id: string
  key: string
  value: string
}

interface GrantsTable {
  workspace_id: string
  id: string
  principal_id: string
  position: number
  role_id: string
  custom_role_id: string | null
  created_at: Date
  starts_at: Date | null
  ends_at: Date | null
  reminded_at: Date | null
  end_told_at: Date | null
}

interface GrantScopesTable {
  workspace_id: string
  grant_id: string
  position: number
  kind: 'all' | 'list' | 'label'
  type: string | null
  resource_id: string | null
}

interface GrantScopeLabelsTable {
  workspace_id: string
  grant_id: string
  position: number
  key: string
  value: string
}

interface AuditEventsTable {
  workspace_id: string
  seq: number
  id: string
  at: Date
  type: string
  actor_kind: 'user' | 'token' | 'system' | 'link' | 'scim' | 'support'
  actor_id: string
  actor_email: string | null
  resource_type: string
  resource_id: string
  resource_name: string
  detail: JsonDefault<JsonObject>
  request_id: string
  ip: string | null
  actor_name: string | null
  for_id: string | null
  for_name: string | null
}

interface AccessChangesTable {
  workspace_id: string
  version: number
  touched: JsonColumn<JsonObject>
}

interface IdempotencyTable {
  workspace_id: string
  actor_id: string
  key_hash: Buffer
  request_hash: Buffer
  sealed: Buffer
  created_at: Date
}

interface OutboxTable {
  id: string
  workspace_id: string | null
  kind: string
  payload: JsonColumn<JsonObject>
  created_at: Date
  state: Generated<'waiting' | 'sent' | 'kept' | 'dropped' | 'dead'>
  attempts: Generated<number>
  next_at: Date
  done_at: Date | null
  last_error: string | null
}

/** Every table, as the migrations make them; tables.test.ts compares this file with both databases. */
export interface Tables extends RequestTables, ScimTables, SignInTables, SsoTables {
  installation: InstallationTable
  workspaces: WorkspacesTable
  users: UsersTable
  sessions: SessionsTable
  principals: PrincipalsTable
  memberships: MembershipsTable
  invites: InvitesTable
  groups: GroupsTable
  group_members: GroupMembersTable
  tokens: TokensTable
  roles: RolesTable
  labels: LabelsTable
  resources: ResourcesTable
  resource_labels: ResourceLabelsTable
  grants: GrantsTable
  grant_scopes: GrantScopesTable
  grant_scope_labels: GrantScopeLabelsTable
  audit_events: AuditEventsTable
  access_changes: AccessChangesTable
  idempotency: IdempotencyTable
  outbox: OutboxTable
}
