import type { connections } from '../../contract/connections.ts'
import type { Input } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { faultOfIssuer } from '../oidc/oidc.ts'
import { readCertificates } from './certificates.ts'
import { mayBePlain } from './connection.ts'
import type { ConnectionRow } from './queries.ts'
import {
  fixedIssuer,
  type OidcSettings,
  type SamlSettings,
  type Settings,
  tidyAttributes,
} from './settings.ts'

/** What somebody wants of a connection; what is left out stays. */
export type Wanted = Input<typeof connections.modify>['body']
type SamlWanted = NonNullable<Wanted['saml']>
type OidcWanted = NonNullable<Wanted['oidc']>

/** A key that was made for encrypted assertions, if one is wanted. */
export type NewKey = { privateKey: string; certificate: string } | null

const WELL_KNOWN = '/.well-known/openid-configuration'

/** The settings that are wanted, checked. Raises `invalid-input`. */
export function settingsWanted(
  caller: Caller,
  { kind, provider }: Pick<ConnectionRow, 'kind' | 'provider'>,
  before: Settings,
  { wanted, key }: { wanted: Wanted; key: NewKey },
): Settings {
  for (const other of ['saml', 'oidc'] as const) {
    if (wanted[other] && other !== kind) throw fault(other, `is not for a connection of the kind ${kind}`)
  }
  const attributes = wanted.attributes ? tidyAttributes(wanted.attributes) : before.attributes
  if (before.saml) return { attributes, saml: samlWanted(caller, before.saml, wanted.saml, key), oidc: null }
  if (!before.oidc) throw new Error('a connection has settings of no kind')
  const issuer = fixedIssuer(kind, provider)
  return { attributes, saml: null, oidc: oidcWanted(caller, before.oidc, wanted.oidc, issuer) }
}

function samlWanted(
  { app, now }: Caller,
  before: SamlSettings,
  wanted: SamlWanted = {},
  key: NewKey,
): SamlSettings {
  const { certificates: texts, encrypted, entityId, ssoUrl, ...switches } = wanted
  const certificates = texts ? readCertificates(texts, now) : before.certificates
  return {
    ...before,
    ...switches,
    entityId: entityId?.trim() ?? before.entityId,
    ssoUrl: ssoUrl === undefined ? before.ssoUrl : signInUrlOf(app.config, 'saml.ssoUrl', ssoUrl),
    certificates,
    encryptFor: encrypted === false ? null : (before.encryptFor ?? key?.certificate ?? null),
  }
}

function oidcWanted(
  { app }: Caller,
  before: OidcSettings,
  { issuer, clientId, tenantId }: OidcWanted = {},
  fixed: string | null,
): OidcSettings {
  if (fixed !== null && issuer !== undefined && issuer !== fixed)
    throw fault('oidc.issuer', `must be ${fixed}`)
  return {
    issuer: issuer === undefined ? before.issuer : issuerOf(app.config, issuer),
    clientId: clientId?.trim() ?? before.clientId,
    tenantId: tenantId === undefined ? before.tenantId : (tenantId?.trim() ?? null),
  }
}

/** Exactly as it was given, because the provider says it so too; only what is copied along by mistake is cut off. */
function issuerOf(config: Caller['app']['config'], text: string): string {
  const issuer = text.endsWith(WELL_KNOWN) ? text.slice(0, -WELL_KNOWN.length) : text
  const field = 'oidc.issuer'
  const { search, hash } = urlOf(config, field, issuer)
  if (search !== '' || hash !== '') throw fault(field, 'cannot have a ? or a #')
  const why = faultOfIssuer(issuer)
  if (why !== null) throw new Problem('invalid-input', { field, message: why })
  return issuer
}

function signInUrlOf(config: Caller['app']['config'], field: string, text: string): string {
  return urlOf(config, field, text).href
}

function urlOf(config: Caller['app']['config'], field: string, text: string): URL {
  const url = URL.parse(text)
  if (!url) throw fault(field, 'is no address')
  if (url.username !== '' || url.password !== '') throw fault(field, 'cannot hold a user or a password')
  if (url.protocol !== 'https:' && !mayBePlain(config, url)) throw fault(field, 'must begin with https://')
  return url
}

function fault(field: string, what: string): Problem {
  return new Problem('invalid-input', { field, message: `"${field}" ${what}` })
}
