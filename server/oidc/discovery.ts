import { createHash } from 'node:crypto'
import * as client from 'openid-client'
import { OidcFailure } from './failures.ts'
import type { OidcParty } from './party.ts'

const TIMEOUT_S = 5
const DISCOVERED_FOR_MS = 3_600_000
/** Of how many parties is remembered what they said; the one that was asked longest ago is forgotten first. */
const REMEMBERED_MAX = 200
/** Asymmetric ones alone: with HS256 the public key would do as the secret (standards/sso OI-3). */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

interface Discovered {
  config: Promise<client.Configuration>
  until: number
}

/** By the way they are asked, too: what one server of a process was told is not another's. */
const known = new WeakMap<typeof fetch, Map<string, Discovered>>()

/** What a party says about itself, with its keys, asked once an hour; a failure is not remembered. */
export function discovered(party: OidcParty, now: Date): Promise<client.Configuration> {
  const ask = party.fetch ?? globalThis.fetch
  const remembered = known.get(ask) ?? new Map<string, Discovered>()
  known.set(ask, remembered)
  const key = keyFor(party)
  const earlier = remembered.get(key)
  if (earlier && now.getTime() < earlier.until) return earlier.config

  const config = discover(party, ask)
  const found = { config, until: now.getTime() + DISCOVERED_FOR_MS }
  remembered.delete(key)
  remembered.set(key, found)
  const [oldest] = remembered.keys()
  if (oldest !== undefined && remembered.size > REMEMBERED_MAX) remembered.delete(oldest)
  config.catch(() => {
    if (remembered.get(key) === found) remembered.delete(key)
  })
  return config
}

/** Other settings are another party: after a change, nothing that was remembered is used. */
function keyFor({ id, issuer, clientId, clientSecret, mayBePlain }: OidcParty): string {
  const said = JSON.stringify([id, issuer, clientId, clientSecret, mayBePlain])
  return createHash('sha256').update(said).digest('base64')
}

async function discover(party: OidcParty, ask: typeof fetch): Promise<client.Configuration> {
  const { issuer, clientId, clientSecret, mayBePlain } = party
  const first = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
    timeout: TIMEOUT_S,
    // The library hands over a narrower form of the same.
    [client.customFetch]: ask as client.CustomFetch,
    ...(mayBePlain ? { execute: [client.allowInsecureRequests] } : {}),
  })
  const { supportsPKCE: _, ...metadata } = first.serverMetadata()
  if (metadata.issuer !== issuer)
    throw new OidcFailure('discovery', `the issuer calls itself ${metadata.issuer}, not exactly ${issuer}`)
  const signed = (metadata.id_token_signing_alg_values_supported ?? ['RS256']).filter((one) =>
    algorithms.includes(one),
  )
  if (signed.length === 0)
    throw new OidcFailure('discovery', 'ID tokens are signed with no algorithm that is accepted')
  mustBeSafe(party, metadata)
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
  config[client.customFetch] = ask as client.CustomFetch
  // Without it the library trusts the connection and does not look at the signature of a token that it fetched itself.
  client.enableNonRepudiationChecks(config)
  if (mayBePlain) client.allowInsecureRequests(config)
  return config
}

/** Every address that it gives is https, also the page that only the browser goes to (OI-2). */
function mustBeSafe({ mayBePlain }: OidcParty, metadata: client.ServerMetadata) {
  const safe = mayBePlain ? /^https?:$/ : /^https:$/
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'] as const) {
    const given = metadata[name]
    const isMissing = given === undefined && name !== 'userinfo_endpoint'
    if (isMissing) throw new OidcFailure('discovery', `there is no ${name}`)
    if (given !== undefined && !safe.test(URL.parse(given)?.protocol ?? ''))
      throw new OidcFailure('discovery', `${name} is not on https`)
  }
}
