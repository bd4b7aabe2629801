import assert from 'node:assert/strict'
import type { SsoReason } from '../contract/sso-reasons.ts'
import * as oidc from '../server/oidc/oidc.ts'
import { newId } from '../server/platform/ids.ts'
import { openOutward } from '../server/platform/outward.ts'
import type { Forger } from './forger.ts'

const inward = openOutward({ privateAddresses: 'allowed' })

/** A connection's side towards a provider on this machine. */
export function partyOf(
  { issuer, clientId, clientSecret }: Pick<Forger, 'issuer' | 'clientId' | 'clientSecret'>,
  more: Partial<oidc.OidcParty> = {},
): oidc.OidcParty {
  const scopes = ['openid', 'email', 'profile']
  const redirectUri = 'https://claviger.test/sso/one/callback'
  const ours = { id: newId(), scopes, redirectUri, tenantId: null, fetch: inward.fetch }
  return { issuer, clientId, clientSecret, mayBePlain: true, ...ours, ...more }
}

/** Without a new proof, now. */
export const present = () => ({ afresh: false, now: new Date() })

/** What a browser brings back that goes to this address. */
export async function wayBack(url: string): Promise<Record<string, string>> {
  const response = await fetch(url, { redirect: 'manual' })
  const back = new URL(response.headers.get('location') ?? '')
  return Object.fromEntries(back.searchParams)
}

/** Goes there and back as a browser does. */
export async function comeBackTo(party: oidc.OidcParty): Promise<oidc.OidcClaim> {
  const secrets = oidc.newSecrets()
  const url = await oidc.authorizationUrl(party, secrets, present())
  return oidc.exchange(party, await wayBack(url), { ...secrets, ...present() })
}

/** Checks a failure, for `assert.rejects`. */
export const failing =
  (reason: SsoReason, detail = /./) =>
  (error: unknown) => {
    assert.ok(error instanceof oidc.OidcFailure, String(error))
    assert.equal(error.reason, reason, error.detail)
    assert.match(error.detail, detail)
    assert.ok(error.detail.length <= 300)
    return true
  }

/** Somebody new, who does nothing wrong. */
export function beginAnew(...forgers: Forger[]) {
  for (const forger of forgers) {
    forger.person = { sub: newId(), email: 'ada@example.test', email_verified: true, name: 'Ada' }
    forger.forgery = {}
    forger.exchanged = 0
  }
}
