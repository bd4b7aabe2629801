import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { providers } from '../../contract/providers.ts'
import { type Forger, type Forgery, openForger } from '../../test/forger.ts'
import { beginAnew, entryOf, idIn, somebodyThere } from '../../test/with-forgers.ts'
import { type Browser, openBrowser, startWith } from '../../test/with-providers.ts'
import type { Running } from '../main.ts'
import { newId } from '../platform/ids.ts'

let forger: Forger
/** Another provider, which names itself in the way back (RFC 9207). */
let other: Forger
let running: Running

before(async () => {
  forger = await openForger()
  other = await openForger({ saysIssuer: true })
  running = await startWith({ providers: [entryOf('forger', forger), entryOf('other', other)] })
})

beforeEach(() => beginAnew(forger, other))

async function isSignedIn(browser: Browser): Promise<boolean> {
  return (await idIn(browser)) !== null
}

async function countUsers(): Promise<number> {
  const rows = await running.app.database.db.selectFrom('users').select('id').execute()
  return rows.length
}

test('what is done right signs in', async () => {
  const browsers = [openBrowser(running), openBrowser(running)] as const

  await browsers[0].signInWith('forger')
  await browsers[1].signInWith('other')

  assert.deepEqual(await Promise.all(browsers.map(isSignedIn)), [true, true])
})

const hour = 3_600
const now = () => Math.floor(Date.now() / 1000)

const forgeries: [says: string, forgery: () => Forgery][] = [
  ['OI-1: a state that was not sent', () => ({ back: { state: 'another' } })],
  ['OI-1: no state', () => ({ back: { state: undefined } })],
  ['OI-1: no code', () => ({ back: { code: undefined } })],
  ['OI-1: an error instead of a code', () => ({ back: { code: undefined, error: 'access_denied' } })],
  ['OI-3: a wrong nonce', () => ({ claims: { nonce: 'another' } })],
  ['OI-3: no nonce', () => ({ claims: { nonce: undefined } })],
  ['OI-3: a wrong issuer', () => ({ claims: { iss: 'https://evil.test' } })],
  ['OI-3: a wrong audience', () => ({ claims: { aud: 'another' } })],
  ['OI-3: several audiences, and another party', () => ({ claims: { aud: ['claviger', 'x'], azp: 'x' } })],
  ['OI-3: several audiences, and no party', () => ({ claims: { aud: ['claviger', 'x'] } })],
  ['OI-3: no audience', () => ({ claims: { aud: undefined } })],
  ['OI-3: no subject', () => ({ claims: { sub: undefined } })],
  ['OI-3: a subject that is too long', () => ({ claims: { sub: 'x'.repeat(256) } })],
  ['OI-3: a subject with control characters', () => ({ claims: { sub: 'a\u0000b' } })],
  ['OI-3: a token that is over', () => ({ claims: { exp: now() - hour, iat: now() - 2 * hour } })],
  ['OI-3: a token without an end', () => ({ claims: { exp: undefined } })],
  ['OI-3: a token without a beginning', () => ({ claims: { iat: undefined } })],
  ['OI-3: a token for later', () => ({ claims: { nbf: now() + hour } })],
  ['OI-3: the signature of another key', () => ({ signedBy: 'another key' })],
  ['OI-3: no signature', () => ({ signedBy: 'nobody' })],
  ['OI-3: the public key used as a secret', () => ({ signedBy: 'the public key' })],
  ['OI-3: the client secret used as a key', () => ({ signedBy: 'the client secret' })],
  [
    'OI-6: a userinfo answer about somebody else',
    () => ({ claims: { email: undefined }, userinfo: { sub: 'somebody else' } }),
  ],
]

for (const [says, forgery] of forgeries) {
  test(`${says}: nobody is signed in, and nobody is made`, async () => {
    const browser = openBrowser(running)
    const before = await countUsers()
    forger.forgery = forgery()

    const landed = await browser.signInWith('forger', { returnTo: '/w/acme' })

    assert.equal(landed.path, '/sign-in')
    assert.match(landed.query.problem ?? '', /^(provider-refused|sign-in-over)$/)
    assert.deepEqual(Object.keys(landed.query), ['problem'])
    assert.equal(await isSignedIn(browser), false)
    assert.equal(browser.jar.cookies.has('__Host-claviger-pending'), false)
    assert.equal(await countUsers(), before)
  })
}

const unconfirmed: [says: string, verified: unknown][] = [
  ['false', false],
  ['the text "false"', 'false'],
  ['left out', undefined],
  ['null', null],
  ['1', 1],
]

for (const [says, verified] of unconfirmed) {
  test(`OI-8: an address whose email_verified is ${says} makes no account`, async () => {
    const browser = openBrowser(running)
    const before = await countUsers()
    forger.person = { ...forger.person, email_verified: verified }

    const landed = await browser.signInWith('forger')

    assert.deepEqual(landed.query, { problem: 'provider-address-unverified' })
    assert.equal(await isSignedIn(browser), false)
    assert.equal(await countUsers(), before)
  })
}

test('OI-8: an email_verified of the text "true" is confirmed, as some providers write it', async () => {
  const browser = openBrowser(running)
  forger.person = { ...forger.person, email_verified: 'true' }

  await browser.signInWith('forger')

  assert.equal(await isSignedIn(browser), true)
})

test('a name with characters that no database takes is taken without them', async () => {
  const browser = openBrowser(running)
  forger.person = { ...forger.person, name: ' A\u0000d\u0001a ' }

  await browser.signInWith('forger')

  const { account: found } = await browser.jar.call(account.get, {})
  assert.equal(found.name, 'Ada')
})

test('OI-8: a confirmation in one answer does not stand for an address in the other', async () => {
  const browser = openBrowser(running)
  forger.forgery = {
    claims: { email: undefined, email_verified: true },
    userinfo: { email: 'victim@example.test', email_verified: false },
  }

  const landed = await browser.signInWith('forger')

  assert.deepEqual(landed.query, { problem: 'provider-address-unverified' })
})

test('L-6: an address with letters that look like others is not taken', async () => {
  forger.person = { ...forger.person, email: 'аdа@example.test' }

  const landed = await openBrowser(running).signInWith('forger')

  assert.deepEqual(landed.query, { problem: 'provider-address-unverified' })
})

test('OI-4: the answer of one provider to a question for another is refused, and its code goes nowhere', async () => {
  const browser = openBrowser(running)
  const { url } = await browser.jar.call(providers.start, { params: { providerId: 'forger' }, body: {} })
  const back = await browser.go(url, (address) => address.includes('/sign-in/callback/'))

  const landed = await browser.go(back.href.replace('/callback/forger', '/callback/other'))

  assert.equal(landed.query.problem, 'sign-in-over')
  assert.deepEqual([forger.exchanged, other.exchanged], [0, 0])
  assert.equal(await isSignedIn(browser), false)
})

test('OI-4: a provider that names itself in its answers must do so, and rightly', async () => {
  for (const iss of ['https://evil.test', undefined]) {
    const browser = openBrowser(running)
    other.forgery = { back: { iss } }

    const landed = await browser.signInWith('other')

    assert.equal(landed.query.problem, 'provider-refused')
    assert.equal(other.exchanged, 0)
    assert.equal(await isSignedIn(browser), false)
  }
})

test('OI-7: the same subject at another provider is somebody else', async () => {
  const sub = newId()
  const [one, two] = [openBrowser(running), openBrowser(running)]
  forger.person = { ...somebodyThere(), sub }
  other.person = { ...somebodyThere(), sub }

  await one.signInWith('forger')
  await two.signInWith('other')

  const ids = [await idIn(one), await idIn(two)]
  assert.notEqual(ids[0], ids[1])
})

test('OI-2: a provider that calls itself otherwise than configured is not used', async () => {
  const liar = await openForger()
  liar.forgery = { discovery: { issuer: `${liar.issuer}/` } }
  const { app } = running
  const earlier = app.signIn
  const [first] = earlier.providers
  assert.ok(first)
  app.signIn = { ...earlier, providers: [{ ...first, id: 'liar', issuer: liar.issuer }] }

  const started = await openBrowser(running)
    .jar.call(providers.start, { params: { providerId: 'liar' }, body: {} })
    .catch((error) => error.code)

  app.signIn = earlier
  assert.equal(started, 'provider-refused')
})

test('OI-11: a provider that hangs is given up after five seconds', { timeout: 9_000 }, async () => {
  const browser = openBrowser(running)
  forger.forgery = { hangs: true }

  const landed = await browser.signInWith('forger')

  assert.equal(landed.query.problem, 'provider-unavailable')
  assert.equal(await isSignedIn(browser), false)
})
