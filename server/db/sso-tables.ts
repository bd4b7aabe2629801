import type { Generated } from 'kysely'
import type { JsonColumn, JsonDefault, JsonObject } from './tables.ts'

interface ConnectionsTable {
  workspace_id: string
  id: string
  name: string
  name_key: string
  kind: 'saml' | 'oidc'
  provider: string
  settings: JsonDefault<JsonObject>
  secret_sealed: Buffer | null
  is_active: Generated<boolean>
  is_default: Generated<boolean>
  tested_at: Date | null
  last_claims: JsonColumn<JsonObject> | null
  told: JsonDefault<JsonObject>
  last_used_at: Date | null
  created_at: Date
}

interface ConnectionGroupsTable {
  workspace_id: string
  connection_id: string
  claim: string
  group_id: string
}

interface DomainsTable {
  workspace_id: string
  id: string
  domain: string
  connection_id: string | null
  token: string
  token_expires_at: Date
  verified_at: Date | null
  verified_by: 'dns' | 'html' | null
  checked_at: Date | null
  check_failed: string | null
  created_at: Date
}

interface SsoIdentitiesTable {
  workspace_id: string
  connection_id: string
  subject: string
  user_id: string
  email: string | null
  linked_at: Date
  last_used_at: Date | null
}

interface SessionProofsTable {
  session_id: string
  workspace_id: string
  connection_id: string
  at: Date
}

interface FormerMembersTable {
  workspace_id: string
  user_id: string
  left_at: Date
}

interface SsoFlowsTable {
  id: string
  workspace_id: string
  connection_id: string
  browser_hash: Buffer
  purpose: 'sign-in' | 'test' | 'step-up' | 'finish' | 'waiting'
  user_id: string | null
  sealed: Buffer
  expires_at: Date
}

interface SsoAssertionsTable {
  workspace_id: string
  connection_id: string
  assertion_id: string
  expires_at: Date
}

interface SsoTracesTable {
  workspace_id: string
  connection_id: string
  id: string
  at: Date
  outcome: 'signed-in' | 'tested' | 'refused'
  reason: string | null
  detail: string | null
  subject: string | null
  email: string | null
  request_id: string
  ip: string | null
}

interface SetUpLinksTable {
  workspace_id: string
  id: string
  secret_hash: Buffer
  note: string
  created_by: string
  created_at: Date
  expires_at: Date
  last_used_at: Date | null
}

/** The tables of single sign-on: a part of `Tables`. */
export interface SsoTables {
  connections: ConnectionsTable
  connection_groups: ConnectionGroupsTable
  domains: DomainsTable
  sso_identities: SsoIdentitiesTable
  session_proofs: SessionProofsTable
  former_members: FormerMembersTable
  sso_flows: SsoFlowsTable
  sso_assertions: SsoAssertionsTable
  sso_traces: SsoTracesTable
  set_up_links: SetUpLinksTable
}
