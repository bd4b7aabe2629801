import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { WorkspaceOfCaller } from '../caller/caller.ts'
import type { Reader } from '../db/open.ts'
import type { OidcParty } from '../oidc/oidc.ts'
import { seal, unseal } from '../platform/keys.ts'
import { isLoopback } from '../platform/sign-in-file.ts'
import type { SamlParty } from '../saml/saml.ts'
import * as queries from './queries.ts'
import { isComplete, type Kind, readSettings, type Settings } from './settings.ts'

/** A way to an identity provider, with its secret in the clear: never into an answer, an event or a log. */
export interface Connection extends Settings {
  id: string
  workspace: WorkspaceOfCaller
  name: string
  kind: Kind
  provider: string
  isActive: boolean
  isDefault: boolean
  testedAt: Date | null
  /** OIDC: the client's secret. SAML: the private key that assertions are encrypted for. */
  secret: string | null
}

/** Where the other side of a connection finds us. They never change, because they are copied into the provider. */
export interface Addresses {
  acsUrl: string
  /** Ours, as a service provider; it is the address of our metadata. */
  entityId: string
  metadataUrl: string
  redirectUri: string
  startUrl: string
}

/** The connection with this id, of whichever workspace. Inside a change, it is as that change sees it. */
export async function findConnection(
  app: Pick<App, 'keys'>,
  db: Reader,
  connectionId: string,
): Promise<Connection | undefined> {
  const row = await queries.findAnyConnection(db, connectionId)
  if (!row) return undefined
  const { id, name, kind, provider, isActive, isDefault, testedAt, workspaceId, slug, plan } = row
  const workspace = { id: workspaceId, slug, name: row.workspaceName, plan }
  const state = { isActive, isDefault, testedAt }
  return {
    ...{ id, workspace, name, kind, provider, ...state },
    ...readSettings(kind, row.settings),
    secret: secretOf(app, row),
  }
}

/** Our addresses for a connection. */
export function addressesOf({ publicUrl }: Pick<App['config'], 'publicUrl'>, id: string): Addresses {
  const base = `${publicUrl}/sso/${id}`
  const metadataUrl = `${base}/metadata`
  return {
    acsUrl: `${base}/acs`,
    entityId: metadataUrl,
    metadataUrl,
    redirectUri: `${base}/callback`,
    startUrl: `${base}/start`,
  }
}

/** What the room of SAML is told of a connection. Raises `connection-incomplete`. */
export function samlParty({ config }: Pick<App, 'config'>, { id, saml, secret }: Connection): SamlParty {
  if (!saml || saml.entityId === null || saml.ssoUrl === null || saml.certificates.length === 0) {
    throw new Problem('connection-incomplete')
  }
  const { acsUrl, entityId } = addressesOf(config, id)
  const { ssoUrl, certificates, acceptSignedResponse, acceptSha1 } = saml
  const decryptionKey = saml.encryptFor === null ? null : secret
  const theirs = { idpEntityId: saml.entityId, ssoUrl, certificates }
  return { acsUrl, entityId, ...theirs, acceptSignedResponse, acceptSha1, decryptionKey }
}

/** What the room of OpenID Connect is told of a connection. Raises `connection-incomplete`. */
export function oidcParty(
  { config, outward }: Pick<App, 'config' | 'outward'>,
  { id, provider, attributes, oidc, secret }: Connection,
): OidcParty {
  if (!oidc || oidc.issuer === null || oidc.clientId === null || secret === null) {
    throw new Problem('connection-incomplete')
  }
  const { issuer, clientId, tenantId } = oidc
  return {
    ...{ id, issuer, clientId, clientSecret: secret, tenantId, wholeProfile: true },
    redirectUri: addressesOf(config, id).redirectUri,
    scopes: ['openid', 'email', 'profile', ...(attributes.groups === null ? [] : scopeOfGroups(provider))],
    mayBePlain: mayBePlain(config, new URL(issuer)),
    fetch: outward.fetch,
  }
}

/** Providers that say groups only where they are asked; others refuse a scope that they do not know. */
function scopeOfGroups(provider: string): string[] {
  return provider === 'okta' || provider === 'onelogin' ? ['groups'] : []
}

/** Whether an address of a provider may be plain http: one on this machine, where the operator allows private addresses at all. */
export function mayBePlain({ privateAddresses }: Pick<App['config'], 'privateAddresses'>, url: URL): boolean {
  return privateAddresses === 'allowed' && isLoopback(url)
}

/** Hides a connection's secret. */
export function sealSecret(app: Pick<App, 'keys'>, connectionId: string, secret: string): Buffer {
  return seal(sealedWith(app, connectionId), secret)
}

/** The secret that a row hides; null where there is none. */
export function secretOf(
  app: Pick<App, 'keys'>,
  { id, sealed }: Pick<queries.ConnectionRow, 'id' | 'sealed'>,
): string | null {
  if (sealed === null) return null
  const secret = unseal(sealedWith(app, id), sealed)
  if (secret === null) throw new Error('the secret of a connection was sealed with another key')
  return secret
}

/** Whether all that a sign-in needs is configured in a row. */
export function isCompleteRow({ kind, settings, sealed }: queries.ConnectionRow): boolean {
  return isComplete(readSettings(kind, settings), sealed !== null)
}

/** Also by the connection, so that a secret moved to another row opens nothing. */
function sealedWith({ keys }: Pick<App, 'keys'>, connectionId: string): string {
  return `${keys.derive('connections').toString('base64')}/${connectionId}`
}
