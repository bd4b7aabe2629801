import type { Generated } from 'kysely'
import type { JsonColumn, JsonDefault, JsonObject } from './tables.ts'

interface PendingSignInsTable {
  id: string
  user_id: string
  secret_hash: Buffer
  methods: JsonColumn<string[]>
  tries: Generated<number>
  created_at: Date
  expires_at: Date
  proofs: JsonDefault<JsonObject[]>
}

interface DevicesTable {
  user_id: string
  secret_hash: Buffer
  created_at: Date
  last_used_at: Date
}

interface LinksTable {
  id: string
  purpose: 'sign-up' | 'reset' | 'verify-email' | 'new-email' | 'mfa-recovery'
  user_id: string | null
  email: string
  email_key: string
  name: string | null
  tries: Generated<number>
  created_at: Date
  expires_at: Date
}

interface TotpFactorsTable {
  user_id: string
  secret_sealed: Buffer
  created_at: Date
  confirmed_at: Date | null
  last_step: Generated<number>
}

interface RecoveryCodesTable {
  user_id: string
  code_hash: Buffer
  created_at: Date
  used_at: Date | null
}

interface PasskeysTable {
  id: string
  user_id: string
  credential_id: string
  public_key: Buffer
  sign_count: number
  transports: JsonDefault<string[]>
  synced: boolean
  name: string
  created_at: Date
  last_used_at: Date | null
}

interface ChallengesTable {
  challenge: string
  purpose: 'register' | 'sign-in' | 'second-factor' | 'step-up'
  user_id: string | null
  expires_at: Date
}

interface IdentitiesTable {
  issuer: string
  subject: string
  user_id: string
  provider: string
  email: string | null
  linked_at: Date
  last_used_at: Date | null
}

interface ProviderFlowsTable {
  state_hash: Buffer
  browser_hash: Buffer
  provider: string
  purpose: 'sign-in' | 'link' | 'step-up' | 'waiting' | 'told'
  user_id: string | null
  sealed: Buffer
  return_to: string
  expires_at: Date
}

interface AccountEventsTable {
  user_id: string
  id: string
  at: Date
  type: string
  detail: JsonDefault<JsonObject>
  request_id: string
  ip: string | null
  user_agent: string | null
}

interface TriesTable {
  key: string
  count: number
  blocked_until: Date | null
  expires_at: Date
}

/** The tables of 0002_sign_in.sql. */
export interface SignInTables {
  pending_sign_ins: PendingSignInsTable
  devices: DevicesTable
  links: LinksTable
  totp_factors: TotpFactorsTable
  recovery_codes: RecoveryCodesTable
  passkeys: PasskeysTable
  challenges: ChallengesTable
  identities: IdentitiesTable
  provider_flows: ProviderFlowsTable
  account_events: AccountEventsTable
  tries: TriesTable
}
