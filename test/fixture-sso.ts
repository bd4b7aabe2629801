import { hashSecret, newId, newSecret } from '../server/platform/ids.ts'
import { goodCertificate } from './connections.ts'
import type { Maker } from './fixture-rows.ts'

const DAY_MS = 86_400_000
const attributes = { email: 'email', name: 'name', groups: null }

/** What samples name of single sign-on. */
export interface FixtureSso {
  connection: string
  activeConnection: string
  domain: string
  setUpLink: string
}

const oidc = { issuer: 'https://idp.example', clientId: 'claviger', tenantId: null, attributes }
const saml = {
  entityId: 'https://idp.example/entity',
  ssoUrl: 'https://idp.example/sso',
  certificates: [goodCertificate()],
  attributes,
}

/** An active connection and one that could be, a domain to verify, and a set-up link with its secret. */
export function ssoOf({ rows, workspaceId, slug, now }: Maker, ownerId: string) {
  const about = { workspace_id: workspaceId, created_at: now }
  const connect = (name: string, kind: 'saml' | 'oidc', isActive: boolean) => {
    const id = newId()
    const settings = JSON.stringify(kind === 'saml' ? saml : oidc)
    const state = { is_active: isActive, is_default: isActive, tested_at: now, last_claims: null }
    const names = { name, name_key: name.toLowerCase(), kind, provider: 'other' }
    rows.add('connections', { ...about, id, ...names, settings, secret_sealed: null, ...state })
    return id
  }
  const active = connect('Okta', 'oidc', true)
  const domain = newId()
  rows.add('domains', {
    ...about,
    id: domain,
    domain: `${slug}.example`,
    token: 'token',
    token_expires_at: new Date(now.getTime() + DAY_MS),
  })
  const setUpLink = newId()
  const secret = newSecret('cvl_')
  rows.add('set_up_links', {
    ...about,
    id: setUpLink,
    secret_hash: hashSecret(secret),
    note: 'For IT',
    created_by: ownerId,
    expires_at: new Date(now.getTime() + DAY_MS),
  })
  const names = { connection: connect('Entra', 'saml', false), activeConnection: active, domain, setUpLink }
  return { active, names, secret }
}

/** Makes a session one that nothing but the workspace's single sign-on proved. */
export function throughSso({ rows, workspaceId, now }: Maker, connectionId: string, session: string): string {
  const hash = hashSecret(session)
  const row = rows.all
    .get('sessions')
    ?.find((one) => 'secret_hash' in one && hash.equals(one.secret_hash as Buffer))
  if (!row || !('id' in row)) throw new Error('the session is not there')
  Object.assign(row, { confined: true })
  rows.add('session_proofs', {
    session_id: String(row.id),
    workspace_id: workspaceId,
    connection_id: connectionId,
    at: now,
  })
  return session
}
