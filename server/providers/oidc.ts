import * as client from 'openid-client'
import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import { isLoopback, type SignInProvider } from '../platform/sign-in-file.ts'

const TIMEOUT_S = 5
const DISCOVERED_FOR_MS = 3_600_000
/** How old a proof may be that was asked for anew, with the time it takes to come back (and clocks that differ). */
const PROOF_AGE_S = 600
const NAME_MAX = 255
/** Asymmetric ones alone: with HS256 the public key would do as the secret (standards/sso OI-3). */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
const unreachable = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'])

/** What belongs to one way to a provider and back, besides the browser. */
export interface Secrets {
  state: string
  nonce: string
  verifier: string
}

/** Who came back, in the provider's words, all of it checked. */
export interface Claim {
  issuer: string
  subject: string
  /** Only an address that the provider confirmed (OI-8). */
  email: string | null
  name: string | null
  /** Whether the provider says that it asked for two factors (RFC 8176). */
  twoFactors: boolean
  /** When the person last proved themselves there, in seconds; null where the provider does not say. */
  authTime: number | null
}

/** Makes the secrets of one way: 256 random bits each. */
export function newSecrets(): Secrets {
  return {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  }
}

/**
 * The address at the provider to send the browser to: code flow with PKCE. `afresh`: the person must prove themselves, even
 * where the provider knows them still. Raises `provider-unavailable`.
 */
export function authorizationUrl(app: App, provider: SignInProvider, secrets: Secrets, afresh: boolean) {
  return asProblems(app, provider, async () => {
    const config = await discovered(app, provider)
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri(app, provider),
      response_type: 'code',
      scope: provider.scopes.join(' '),
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
      ...(afresh ? { prompt: 'login', max_age: '0' } : {}),
    })
    return url.href
  })
}

/**
 * Exchanges what the browser brought back for who it is: state, issuer of the answer (RFC 9207), signature, issuer, audience,
 * nonce, times and subject are checked (standards/sso OI-1, 3, 4, 6). Raises `provider-refused`, `provider-unavailable`.
 */
export function exchange(
  app: App,
  provider: SignInProvider,
  answer: Record<string, string | undefined>,
  { state, nonce, verifier, afresh }: Secrets & { afresh: boolean },
): Promise<Claim> {
  return asProblems(app, provider, async () => {
    const config = await discovered(app, provider)
    const url = new URL(redirectUri(app, provider))
    for (const name of ['code', 'state', 'iss', 'error']) {
      if (answer[name] !== undefined) url.searchParams.set(name, answer[name])
    }
    const tokens = await client.authorizationCodeGrant(config, url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
      ...(afresh ? { maxAge: PROOF_AGE_S } : {}),
    })
    const idToken = tokens.claims()
    if (!idToken || !/^[\x20-\x7e]{1,255}$/.test(idToken.sub)) throw new Problem('provider-refused')
    return claimOf(provider, idToken, await profileOf(config, tokens.access_token, idToken))
  })
}

/** Where the provider sends the browser back to: an address of its own for each provider (OI-4). */
function redirectUri({ config }: Pick<App, 'config'>, { id }: SignInProvider): string {
  return `${config.publicUrl}/sign-in/callback/${id}`
}

function claimOf(
  { issuer, secondFactor }: SignInProvider,
  idToken: client.IDToken,
  profile: Record<string, unknown>,
): Claim {
  const { email, email_verified: isVerified, name } = profile
  const { amr, auth_time: authTime } = idToken
  return {
    issuer,
    subject: idToken.sub,
    email: (isVerified === true || isVerified === 'true') && isAddress(email) ? email : null,
    name: typeof name === 'string' ? nameOf(name) : null,
    twoFactors: secondFactor || (Array.isArray(amr) && amr.includes('mfa')),
    authTime: authTime ?? null,
  }
}

/** Address and name from one source, so that nobody's `verified` stands for another's address. */
async function profileOf(config: client.Configuration, accessToken: string, idToken: client.IDToken) {
  const isWhole = idToken.email !== undefined && idToken.email_verified !== undefined
  if (isWhole || !config.serverMetadata().userinfo_endpoint) return idToken
  return client.fetchUserInfo(config, accessToken, idToken.sub)
}

function nameOf(text: string): string | null {
  return (
    text
      .replace(/\p{Cc}/gu, '')
      .trim()
      .slice(0, NAME_MAX) || null
  )
}

/** Letters beyond ASCII before the @ can look like others (L-6). */
function isAddress(email: unknown): email is string {
  return (
    typeof email === 'string' && email.length <= 320 && /^[\x21-\x3f\x41-\x7e]+@[^\s@\p{Cc}]+$/u.test(email)
  )
}

interface Discovered {
  config: Promise<client.Configuration>
  until: number
}

const known = new WeakMap<SignInProvider, Discovered>()

/** What the provider says about itself, asked once an hour; a failure is not remembered. */
function discovered({ clock }: Pick<App, 'clock'>, provider: SignInProvider) {
  const now = clock.now().getTime()
  const earlier = known.get(provider)
  if (earlier && now < earlier.until) return earlier.config
  const config = discover(provider)
  known.set(provider, { config, until: now + DISCOVERED_FOR_MS })
  config.catch(() => known.delete(provider))
  return config
}

async function discover(provider: SignInProvider): Promise<client.Configuration> {
  const { issuer, clientId, clientSecret } = provider
  const mayBePlain = isLoopback(new URL(issuer))
  const first = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
    timeout: TIMEOUT_S,
    ...(mayBePlain ? { execute: [client.allowInsecureRequests] } : {}),
  })
  const { supportsPKCE: _, ...metadata } = first.serverMetadata()
  if (metadata.issuer !== issuer) throw new Error(`its issuer is not exactly ${issuer} (OI-2)`)
  const signed = (metadata.id_token_signing_alg_values_supported ?? ['RS256']).filter((one) =>
    algorithms.includes(one),
  )
  if (signed.length === 0) throw new Error('it signs with nothing that is accepted here (OI-3)')
  const page = new URL(metadata.authorization_endpoint ?? issuer)
  if (page.protocol !== 'https:' && !mayBePlain) throw new Error('its sign-in page is not on https (OI-2)')
  const ways = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const config = new client.Configuration(
    { ...metadata, id_token_signing_alg_values_supported: signed },
    clientId,
    clientSecret,
    ways.includes('client_secret_basic')
      ? client.ClientSecretBasic(clientSecret)
      : client.ClientSecretPost(clientSecret),
  )
  config.timeout = TIMEOUT_S
  // Without it the library trusts the connection and does not look at the signature of a token that it fetched itself.
  client.enableNonRepudiationChecks(config)
  if (mayBePlain) client.allowInsecureRequests(config)
  return config
}

/** Everything that goes wrong with a provider is one of two problems; the operator reads in the log which, without any secret. */
async function asProblems<Value>(
  app: Pick<App, 'log'>,
  provider: SignInProvider,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem) throw error
    const { code, message, cause } = error as { code?: string; message: string; cause?: unknown }
    const why = cause instanceof Error ? cause.message : undefined
    app.log.warn({ provider: provider.id, code, why }, `a sign-in at a provider failed: ${message}`)
    const isAway = (code !== undefined && unreachable.has(code)) || message === 'fetch failed'
    throw new Problem(isAway ? 'provider-unavailable' : 'provider-refused')
  }
}
