import { isDeepStrictEqual } from 'node:util'
import type { JsonObject } from '../db/tables.ts'

/** Where address, name and groups stand in what a provider says: names of SAML attributes, or of claims. */
export interface Attributes {
  email: string
  name: string | null
  groups: string | null
}

/** What is configured of a SAML identity provider. The key that opens encrypted assertions is kept apart, sealed. */
export interface SamlSettings {
  entityId: string | null
  ssoUrl: string | null
  /** In PEM, as `readCertificate` writes it; each once. */
  certificates: string[]
  acceptSignedResponse: boolean
  acceptSha1: boolean
  idpInitiated: boolean
  /** Our certificate (PEM) that assertions are encrypted for; null while they are not to be. */
  encryptFor: string | null
}

/** What is configured of an OpenID provider. The client's secret is kept apart, sealed. */
export interface OidcSettings {
  issuer: string | null
  clientId: string | null
  tenantId: string | null
}

/** What the column `settings` holds, by kind. */
export interface Settings {
  attributes: Attributes
  saml: SamlSettings | null
  oidc: OidcSettings | null
}

export type Kind = 'saml' | 'oidc'

const GOOGLE_ISSUER = 'https://accounts.google.com'

const noSaml: SamlSettings = {
  entityId: null,
  ssoUrl: null,
  certificates: [],
  acceptSignedResponse: false,
  acceptSha1: false,
  idpInitiated: false,
  encryptFor: null,
}
const noOidc: OidcSettings = { issuer: null, clientId: null, tenantId: null }
const noAttributes: Attributes = { email: 'email', name: 'name', groups: null }

/** The settings of a new connection: what is known of the provider beforehand, and nothing else. */
export function firstSettings(kind: Kind, provider: string): Settings {
  const issuer = fixedIssuer(kind, provider)
  return kind === 'saml'
    ? { attributes: noAttributes, saml: noSaml, oidc: null }
    : { attributes: noAttributes, saml: null, oidc: { ...noOidc, issuer } }
}

/** The one issuer that a provider of this kind can have; null where it is to be configured. */
export function fixedIssuer(kind: Kind, provider: string): string | null {
  return kind === 'oidc' && provider === 'google' ? GOOGLE_ISSUER : null
}

/** Names of attributes as they are looked up: without the space around them that copying brings along. */
export function tidyAttributes({ email, name, groups }: Attributes): Attributes {
  return { email: email.trim(), name: name?.trim() ?? null, groups: groups?.trim() ?? null }
}

/** Reads the column `settings`. Whatever an older version did not write has its first value. */
export function readSettings(kind: Kind, json: JsonObject): Settings {
  // Written by this file alone, from checked input.
  const { attributes, ...rest } = json as Partial<SamlSettings & OidcSettings & Pick<Settings, 'attributes'>>
  const common = { ...noAttributes, ...attributes }
  return kind === 'saml'
    ? { attributes: common, saml: { ...noSaml, ...rest }, oidc: null }
    : { attributes: common, saml: null, oidc: { ...noOidc, ...rest } }
}

/** Writes the column `settings`. */
export function writeSettings({ attributes, saml, oidc }: Settings): string {
  return JSON.stringify({ ...saml, ...oidc, attributes })
}

/** Whether all that a sign-in needs is configured. */
export function isComplete({ saml, oidc }: Settings, hasSecret: boolean): boolean {
  if (saml) return saml.entityId !== null && saml.ssoUrl !== null && saml.certificates.length > 0
  return oidc !== null && oidc.issuer !== null && oidc.clientId !== null && hasSecret
}

/** Whether two settings would believe different people, or the same people for different reasons. */
export function believesOthers(before: Settings, after: Settings): boolean {
  return !isDeepStrictEqual(trustOf(before), trustOf(after))
}

/**
 * Whether a test sign-in with `before` says nothing of `after` any more. A certificate that was added takes nothing away from it: whoever
 * prepares for the provider's next one need not test twice.
 */
export function needsNewTest(before: Settings, after: Settings): boolean {
  const kept = (after.saml?.certificates ?? []).filter((one) => before.saml?.certificates.includes(one))
  const tested = ({ saml, ...rest }: Settings, certificates: string[]) =>
    trustOf({ ...rest, saml: saml && { ...saml, certificates, idpInitiated: false } })
  return !isDeepStrictEqual(tested(before, before.saml?.certificates ?? []), tested(after, kept))
}

function trustOf({ attributes, saml, oidc }: Settings) {
  const certificates = saml ? [...saml.certificates].sort() : []
  return { email: attributes.email, saml: saml && { ...saml, certificates }, oidc }
}
