import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import { type Forger, type Forgery, openForger } from '../../test/forger.ts'
import { listen } from '../../test/oidc.ts'
import { beginAnew, comeBackTo, failing, partyOf, present, wayBack } from '../../test/oidc-party.ts'
import { openOutward } from '../platform/outward.ts'
import * as oidc from './oidc.ts'

const DAY_MS = 86_400_000

let forger: Forger

before(async () => {
  forger = await openForger()
})
beforeEach(() => beginAnew(forger))

const begin = (party: oidc.OidcParty) => oidc.authorizationUrl(party, oidc.newSecrets(), present())

const inside = 'https://169.254.169.254/latest'
const descriptions: [says: string, discovery: () => Record<string, unknown>, detail: RegExp][] = [
  ['an issuer with a slash more', () => ({ issuer: `${forger.issuer}/` }), /not exactly/],
  ['another issuer', () => ({ issuer: 'https://evil.test' }), /issuer/],
  ['no issuer', () => ({ issuer: undefined }), /issuer/],
  [
    'no signatures but those of shared secrets',
    () => ({ id_token_signing_alg_values_supported: ['HS256', 'none'] }),
    /no algorithm/,
  ],
  ['no keys', () => ({ jwks_uri: undefined }), /no jwks_uri/],
  [
    'a sign-in page that is a script',
    () => ({ authorization_endpoint: 'javascript:alert(1)' }),
    /authorization_endpoint is not/,
  ],
]

for (const [says, discovery, detail] of descriptions) {
  test(`OI-2: a provider that describes itself with ${says} is not used`, async () => {
    forger.forgery = { discovery: discovery() }

    await assert.rejects(begin(partyOf(forger)), failing('discovery', detail))
  })
}

const endpoints: [name: string, forgery: Forgery][] = [
  ['token_endpoint', {}],
  ['jwks_uri', {}],
  ['userinfo_endpoint', { claims: { email: undefined } }],
]

for (const [name, forgery] of endpoints) {
  test(`OI-2: the ${name} of a customer's provider is asked only where its addresses may be asked`, async () => {
    forger.forgery = { ...forgery, discovery: { [name]: inside } }
    const here = partyOf(forger, { fetch: openOutward({ privateAddresses: 'refused' }).fetch })

    await assert.rejects(
      comeBackTo(partyOf(forger)),
      failing('discovery', /no address on the public internet/),
    )
    await assert.rejects(begin(here), failing('discovery', /by https/))
  })
}

test('OI-2: an issuer without https is not used', async () => {
  await assert.rejects(begin(partyOf(forger, { mayBePlain: false })), failing('discovery', /HTTPS/))
})

test('OI-2: what is there instead of a description is said, and not taken for one', async () => {
  const answers = [() => 'hello', () => '[]', () => 'null', () => '{"issuer":']
  for (const answer of answers) {
    const { url } = await listen((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer()),
    )
    await assert.rejects(begin(partyOf({ ...forger, issuer: url })), failing('discovery'))
  }
  const missing = await listen((_request, response) => response.writeHead(404).end('<h1>no</h1>'))
  const moved = await listen((_request, response) =>
    response.writeHead(302, { location: forger.issuer }).end(),
  )

  await assert.rejects(begin(partyOf({ ...forger, issuer: missing.url })), failing('discovery', /404/))
  await assert.rejects(begin(partyOf({ ...forger, issuer: moved.url })), failing('discovery', /302/))
})

test('OI-2: what a provider says of itself is asked once an hour, and anew when the settings change', async () => {
  let asked = 0
  const { url } = await listen((_request, response) => {
    asked++
    const discovery = {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/jwks`,
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(discovery))
  })
  const party = partyOf({ ...forger, issuer: url })
  const tomorrow = new Date(Date.now() + DAY_MS)

  await Promise.all([begin(party), begin({ ...party })])
  assert.equal(asked, 1)
  await begin({ ...party, clientSecret: 'another' })
  assert.equal(asked, 2)
  await oidc.authorizationUrl(party, oidc.newSecrets(), { afresh: false, now: tomorrow })
  assert.equal(asked, 3)
})

test('OI-11: a provider that is not there is unavailable, and one that comes back is used again', async () => {
  const { url, close } = await listen(() => {})
  await close()
  let isUp = false
  const lame = await listen((_request, response) => {
    const discovery = {
      issuer: lame.url,
      authorization_endpoint: `${lame.url}/a`,
      token_endpoint: `${lame.url}/t`,
    }
    const body = JSON.stringify({ ...discovery, jwks_uri: `${lame.url}/j` })
    response.writeHead(isUp ? 200 : 503, { 'content-type': 'application/json' }).end(isUp ? body : '{}')
  })
  const party = partyOf({ ...forger, issuer: lame.url })

  await assert.rejects(begin(partyOf({ ...forger, issuer: url })), failing('unavailable', /does not answer/))
  await assert.rejects(begin(party), failing('unavailable', /503/))
  isUp = true

  assert.match(await begin(party), /^http/)
})

test('OI-11: a provider that hangs is given up after five seconds, before and after the person was there', {
  timeout: 9_000,
}, async () => {
  const mute = await listen(() => {})
  forger.forgery = { hangs: true }
  const start = performance.now()

  const both = [begin(partyOf({ ...forger, issuer: mute.url })), comeBackTo(partyOf(forger))]
  await Promise.all(both.map((one) => assert.rejects(one, failing('unavailable'))))

  assert.ok(performance.now() - start < 7_000)
})

test('OI-11: a provider that is gone while the person is on the way back opens nothing', async () => {
  const going = await openForger()
  const party = partyOf(going)
  const secrets = oidc.newSecrets()
  const answer = await wayBack(await oidc.authorizationUrl(party, secrets, present()))
  await going.close()

  const exchanged = oidc.exchange(party, answer, { ...secrets, ...present() })

  await assert.rejects(exchanged, failing('unavailable', /does not answer/))
})
