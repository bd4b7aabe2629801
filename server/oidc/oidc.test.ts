import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import type { SsoReason } from '../../contract/sso-reasons.ts'
import { type Forger, type Forgery, openForger } from '../../test/forger.ts'
import { openProvider } from '../../test/oidc.ts'
import { beginAnew, comeBackTo, failing, partyOf, present } from '../../test/oidc-party.ts'
import * as oidc from './oidc.ts'

const HOUR_S = 3_600

let forger: Forger
/** Another one, which names itself in the way back (RFC 9207). */
let other: Forger

before(async () => {
  forger = await openForger()
  other = await openForger({ saysIssuer: true })
})
beforeEach(() => beginAnew(forger, other))

test('who signs in at a provider comes back with what it says of them', async () => {
  const claim = await comeBackTo(partyOf(forger))

  const { issuer, person } = forger
  assert.deepEqual([claim.issuer, claim.subject, claim.twoFactors], [issuer, person.sub, false])
  assert.ok(Date.now() - Number(claim.authenticatedAt) < 10_000)
  assert.deepEqual(oidc.addressOf(claim.claims), { email: 'ada@example.test', isVerified: true })
})

test('OI-1: a way has a state and a nonce of 256 bits, and PKCE', async () => {
  const ways = [oidc.newSecrets(), oidc.newSecrets()]
  const [secrets] = ways
  assert.ok(secrets)

  const url = new URL(await oidc.authorizationUrl(partyOf(forger), secrets, present()))

  const { state, nonce, code_challenge, code_challenge_method, response_type } = Object.fromEntries(
    url.searchParams,
  )
  assert.deepEqual(
    [response_type, code_challenge_method, state, nonce],
    ['code', 'S256', secrets.state, secrets.nonce],
  )
  assert.ok(code_challenge !== secrets.verifier && url.searchParams.has('code_challenge'))
  const all = ways.flatMap((way) => [way.state, way.nonce, way.verifier])
  assert.equal(new Set(all).size, all.length)
  for (const one of all) assert.ok(Buffer.from(one, 'base64url').length >= 32)
})

const now = () => Math.floor(Date.now() / 1000)

const forgeries: [says: string, forgery: () => Forgery, reason: SsoReason, detail: RegExp][] = [
  ['OI-1: a state that was not sent', () => ({ back: { state: 'another' } }), 'state', /"state"/],
  ['OI-1: no state', () => ({ back: { state: undefined } }), 'state', /"state"/],
  ['OI-1: no code', () => ({ back: { code: undefined } }), 'provider-error', /no authorization code/],
  [
    'OI-1: an error instead of a code',
    () => ({ back: { code: undefined, error: 'access_denied' } }),
    'provider-error',
    /access_denied/,
  ],
  ['OI-3: a wrong nonce', () => ({ claims: { nonce: 'another' } }), 'token-claims', /"nonce"/],
  ['OI-3: no nonce', () => ({ claims: { nonce: undefined } }), 'token-claims', /"nonce"/],
  [
    'OI-3: a wrong issuer',
    () => ({ claims: { iss: 'https://evil.test' } }),
    'token-claims',
    /iss is "https:\/\/evil/,
  ],
  ['OI-3: no issuer', () => ({ claims: { iss: undefined } }), 'token-claims', /"iss"/],
  [
    'OI-3: a wrong audience',
    () => ({ claims: { aud: 'another' } }),
    'token-claims',
    /aud is "another", expected "cla/,
  ],
  ['OI-3: no audience', () => ({ claims: { aud: undefined } }), 'token-claims', /"aud"/],
  [
    'OI-3: several audiences, and another party',
    () => ({ claims: { aud: ['claviger', 'x'], azp: 'x' } }),
    'token-claims',
    /"azp"/,
  ],
  [
    'OI-3: several audiences, and no party',
    () => ({ claims: { aud: ['claviger', 'x'] } }),
    'token-claims',
    /"a(ud|zp)"/,
  ],
  ['OI-3: no subject', () => ({ claims: { sub: undefined } }), 'token-claims', /"sub"/],
  [
    'OI-3: a subject that is too long',
    () => ({ claims: { sub: 'x'.repeat(256) } }),
    'token-claims',
    /subject/,
  ],
  [
    'OI-3: a subject with control characters',
    () => ({ claims: { sub: 'a\u0000b' } }),
    'token-claims',
    /subject/,
  ],
  [
    'OI-3: a token that is over',
    () => ({ claims: { exp: now() - HOUR_S, iat: now() - 2 * HOUR_S } }),
    'token-claims',
    /"exp"/,
  ],
  ['OI-3: a token without an end', () => ({ claims: { exp: undefined } }), 'token-claims', /"exp"/],
  ['OI-3: a token without a beginning', () => ({ claims: { iat: undefined } }), 'token-claims', /"iat"/],
  ['OI-3: a token for later', () => ({ claims: { nbf: now() + HOUR_S } }), 'token-claims', /"nbf"/],
  ['OI-3: the signature of another key', () => ({ signedBy: 'another key' }), 'token-signature', /signature/],
  ['OI-3: no signature', () => ({ signedBy: 'nobody' }), 'token-signature', /"alg"/],
  [
    'OI-3: the public key used as a secret',
    () => ({ signedBy: 'the public key' }),
    'token-signature',
    /"alg"/,
  ],
  [
    'OI-3: the client secret used as a key',
    () => ({ signedBy: 'the client secret' }),
    'token-signature',
    /"alg"/,
  ],
  [
    'OI-5: a key that the provider does not have',
    () => ({ header: { kid: 'unknown' }, signedBy: 'another key' }),
    'token-signature',
    /key/,
  ],
  [
    'OI-6: a userinfo answer about somebody else',
    () => ({ claims: { email: undefined }, userinfo: { sub: 'somebody else' } }),
    'userinfo',
    /"sub"/,
  ],
]

for (const [says, forgery, reason, detail] of forgeries) {
  test(`${says} is refused as ${reason}`, async () => {
    forger.forgery = forgery()

    await assert.rejects(comeBackTo(partyOf(forger)), failing(reason, detail))
  })
}

test('OI-3: what proves something is not repeated in a refusal', async () => {
  for (const forgery of [
    { claims: { nonce: 'another' } },
    { back: { state: 'another' } },
    { signedBy: 'another key' },
  ] as const) {
    forger.forgery = forgery
    const error = await comeBackTo(partyOf(forger)).catch((failure) => failure)
    assert.doesNotMatch(error.detail, /eyJ|another|a secret between/)
  }
})

test('OI-1: a code that the provider does not take, or a wrong secret of ours, is refused as code-refused', async () => {
  const real = await openProvider()
  const party = partyOf(real)
  real.welcome(party.redirectUri)
  const secrets = oidc.newSecrets()
  const url = new URL(await oidc.authorizationUrl(party, secrets, present()))
  const answer = { state: secrets.state, code: 'made-up', iss: real.issuer }

  const made = oidc.exchange(party, answer, { ...secrets, ...present() })
  await assert.rejects(made, failing('code-refused', /invalid_grant/))
  const stranger = { ...party, clientSecret: 'wrong' }
  const unknown = oidc.exchange(stranger, answer, { ...secrets, ...present() })

  await assert.rejects(unknown, failing('code-refused', /client id and secret/))
  assert.equal(url.origin, real.issuer)
})

test('OI-4: a provider that names itself in its answers must do so, and rightly; its code goes nowhere otherwise', async () => {
  await comeBackTo(partyOf(other))
  other.exchanged = 0

  for (const iss of ['https://evil.test', forger.issuer, undefined]) {
    other.forgery = { back: { iss } }
    await assert.rejects(comeBackTo(partyOf(other)), failing('mixed-up', /iss/))
  }
  forger.forgery = { back: { iss: other.issuer } }
  await assert.rejects(comeBackTo(partyOf(forger)), failing('mixed-up', /iss/))

  assert.deepEqual([forger.exchanged, other.exchanged], [0, 0])
})
