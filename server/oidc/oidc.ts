import * as client from 'openid-client'
import { discovered } from './discovery.ts'
import { failureOf, OidcFailure, type Stage } from './failures.ts'
import type { OidcParty } from './party.ts'
import { mustBeOfTenant, mustHaveTenant } from './tenants.ts'

export { OidcFailure } from './failures.ts'
export type { OidcParty } from './party.ts'
export { faultOfIssuer } from './tenants.ts'

/** How old a proof may be that was asked for anew, with the time it takes to come back (and clocks that differ). */
const PROOF_AGE_S = 600
const ADDRESS_MAX = 320

/** What belongs to one way to a provider and back, besides the browser. */
export interface Secrets {
  state: string
  nonce: string
  verifier: string
}

/** Who came back, in the provider's words, all of it checked. */
export interface OidcClaim {
  issuer: string
  subject: string
  /** When the person last proved themselves there; null where the provider does not say. */
  authenticatedAt: Date | null
  /** Whether the provider says that it asked for two factors (RFC 8176). */
  twoFactors: boolean
  /** All that ID token and userinfo say of the person. `email` and `email_verified` are of one of the two, so that nobody's `verified` stands for another's address. */
  claims: Record<string, unknown>
}

/** Makes the secrets of one way: 256 random bits each (standards/sso OI-1). */
export function newSecrets(): Secrets {
  return {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  }
}

/**
 * The address at the provider to send the browser to: code flow with PKCE. `afresh`: the person must prove themselves, even
 * where the provider knows them still. Throws `OidcFailure`.
 */
export async function authorizationUrl(
  party: OidcParty,
  { state, nonce, verifier }: Secrets,
  { afresh, now }: { afresh: boolean; now: Date },
): Promise<string> {
  mustHaveTenant(party)
  const config = await at('discovery', () => discovered(party, now))
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: party.redirectUri,
    response_type: 'code',
    scope: party.scopes.join(' '),
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(afresh ? { prompt: 'login', max_age: '0' } : {}),
  })
  return url.href
}

/**
 * Exchanges what the browser brought back for who it is: state, issuer of the answer (RFC 9207), signature, issuer, audience,
 * nonce, times, subject and tenant are checked (standards/sso OI-1, 3, 4, 6, 7). Throws `OidcFailure`. That the state is this
 * browser's and was not used before is the caller's to know.
 */
export async function exchange(
  party: OidcParty,
  answer: Record<string, string | undefined>,
  { state, nonce, verifier, afresh, now }: Secrets & { afresh: boolean; now: Date },
): Promise<OidcClaim> {
  mustHaveTenant(party)
  const config = await at('discovery', () => discovered(party, now))
  const url = new URL(party.redirectUri)
  for (const name of ['code', 'state', 'iss', 'error']) {
    if (answer[name] !== undefined) url.searchParams.set(name, answer[name])
  }
  const tokens = await at('code', () =>
    client.authorizationCodeGrant(config, url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
      ...(afresh ? { maxAge: PROOF_AGE_S } : {}),
    }),
  )
  const idToken = tokens.claims()
  if (!idToken || !/^[\x20-\x7e]{1,255}$/.test(idToken.sub))
    throw new OidcFailure(
      'token-claims',
      'the subject is longer than 255 characters, or not of ASCII letters',
    )
  mustBeOfTenant(party, idToken)
  const { sub: subject, iss: issuer, amr, auth_time: authTime } = idToken
  return {
    issuer,
    subject,
    authenticatedAt: authTime === undefined ? null : new Date(authTime * 1000),
    twoFactors: Array.isArray(amr) && amr.includes('mfa'),
    claims: await claimsOf(party, config, tokens.access_token, idToken),
  }
}

/**
 * The address that a provider gave, and whether it says that it confirmed it; null where it says nothing of that (OI-8). Entra ID says in
 * `xms_edov` whether the owner of the address's domain was verified: a no there is a no, and a yes is no more than the domain. Null for
 * no address, and for one with letters that look like others before the @ (L-6).
 */
export function addressOf(claims: OidcClaim['claims']): { email: string; isVerified: boolean | null } | null {
  const { email, email_verified: verified, xms_edov: domainOwner } = claims
  if (!isAddress(email)) return null
  if (domainOwner !== undefined && !isYes(domainOwner)) return { email, isVerified: false }
  return { email, isVerified: verified === undefined ? null : verified === true || verified === 'true' }
}

/** Entra ID writes it as a truth value, as a number or as either in a text, by the kind of its token. */
function isYes(value: unknown): boolean {
  return value === true || value === 1 || value === 'true' || value === '1'
}

async function claimsOf(
  { wholeProfile = false }: OidcParty,
  config: client.Configuration,
  accessToken: string,
  idToken: client.IDToken,
): Promise<Record<string, unknown>> {
  const isWhole = idToken.email !== undefined && idToken.email_verified !== undefined && !wholeProfile
  if (isWhole || !config.serverMetadata().userinfo_endpoint) return idToken

  const userinfo = await at('userinfo', () => client.fetchUserInfo(config, accessToken, idToken.sub))
  const { email, email_verified } = userinfo.email === undefined ? idToken : userinfo
  const all = { ...idToken, ...userinfo, email, email_verified, xms_edov: idToken.xms_edov }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function isAddress(email: unknown): email is string {
  return (
    typeof email === 'string' &&
    email.length <= ADDRESS_MAX &&
    /^[\x21-\x3f\x41-\x7e]+@[^\s@\p{Cc}]+$/u.test(email)
  )
}

async function at<Value>(stage: Stage, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw failureOf(stage, error)
  }
}
