import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { invites } from '../../contract/invites.ts'
import { providers } from '../../contract/providers.ts'
import { signIn } from '../../contract/sign-in.ts'
import { clock, openWorkspace } from '../../test/house.ts'
import { openProvider, type RealProvider } from '../../test/oidc.ts'
import { type Browser, openBrowser, startWith } from '../../test/with-providers.ts'
import type { Running } from '../main.ts'
import { newId } from '../platform/ids.ts'

let real: RealProvider
let running: Running

before(async () => {
  real = await openProvider()
  const { issuer, clientId, clientSecret } = real
  const example = { id: 'example', name: 'Example', issuer, clientId, clientSecret }
  const away = { id: 'away', name: 'Away', issuer: 'http://127.0.0.1:1', clientId, clientSecret }
  running = await startWith({
    providers: [{ ...example, manageUrl: 'https://example.com/me', forNewPeople: true }, away],
    products: [
      { name: 'Access', url: 'http://localhost:1/elsewhere' },
      { name: 'Flights', url: 'https://flights.example.com/', description: 'Book one' },
    ],
  })
  real.welcome(`${running.app.config.publicUrl}/sign-in/callback/example`)
})

afterEach(() => clock.reset())

/** Somebody with a confirmed address at the provider, who is the next one to come from there. */
function somebody(more: object = {}) {
  const sub = newId()
  real.person = { sub, email: `${sub}@example.test`, email_verified: true, name: 'Ada There', ...more }
  return { ...real.person, email: real.person.email ?? '' }
}

async function accountIn({ jar }: Browser) {
  const { account: found } = await jar.call(account.get, {})
  return found
}

test('the sign-in page offers the providers and products of the operator', async () => {
  const ways = await openBrowser(running).jar.call(signIn.ways, {})

  assert.deepEqual(
    ways.providers.map(({ id, name, kind, forNewPeople }) => ({ id, name, kind, forNewPeople })),
    [
      { id: 'example', name: 'Example', kind: 'other', forNewPeople: true },
      { id: 'away', name: 'Away', kind: 'other', forNewPeople: false },
    ],
  )
  assert.deepEqual(
    ways.products.map(({ name, description }) => ({ name, description })),
    [
      { name: 'Access', description: null },
      { name: 'Flights', description: 'Book one' },
    ],
  )
})

test('a new person signs up at a provider, and needs no password', async () => {
  const { email } = somebody()
  const browser = openBrowser(running)

  const landed = await browser.signInWith('example', { returnTo: '/w/acme?tab=users#top' })

  assert.equal(landed.href, `${running.app.config.publicUrl}/w/acme?tab=users#top`)
  const found = await accountIn(browser)
  assert.equal(found.email, email)
  assert.equal(found.name, 'Ada There')
  assert.equal(found.emailVerified, true)
  assert.equal(found.hasPassword, false)
  assert.deepEqual(found.managedBy, {
    providerId: 'example',
    name: 'Example',
    manageUrl: 'https://example.com/me',
  })
})

test('L-1: the same person signs in again to the same account, whatever their address is now', async () => {
  const { sub } = somebody()
  const first = openBrowser(running)
  await first.signInWith('example')
  const { id } = await accountIn(first)
  real.person = { sub, email: `new-${sub}@example.test`, email_verified: true, name: 'Ada Married' }

  const second = openBrowser(running)
  await second.signInWith('example')

  const found = await accountIn(second)
  assert.equal(found.id, id)
  assert.equal(found.email, `new-${sub}@example.test`)
  assert.equal(found.name, 'Ada Married')
})

test('a linked account keeps its address where another account has the new one, or the provider did not confirm it', async () => {
  const { email: taken } = somebody()
  await openBrowser(running).signInWith('example')
  const { sub, email } = somebody()
  await openBrowser(running).signInWith('example')

  real.person = { sub, email: taken, email_verified: true }
  const one = openBrowser(running)
  await one.signInWith('example')
  real.person = { sub, email: `other-${email}`, email_verified: false }
  const other = openBrowser(running)
  await other.signInWith('example')

  assert.equal((await accountIn(one)).email, email)
  assert.equal((await accountIn(other)).email, email)
})

test('the old address is told when the provider changes it', async () => {
  const { sub, email } = somebody()
  const browser = openBrowser(running)
  await browser.signInWith('example')
  real.person = { sub, email: `new-${email}`, email_verified: true }

  await openBrowser(running).signInWith('example')

  const rows = await running.app.database.db
    .selectFrom('outbox')
    .where('kind', '=', 'notice')
    .selectAll()
    .execute()
  assert.ok(rows.some(({ payload }) => payload.type === 'Email Changed' && payload.to === email))
})

test('OI-1: what is sent to the provider is bound to the browser and used once', async () => {
  somebody()
  const browser = openBrowser(running)
  const { url } = await browser.jar.call(providers.start, { params: { providerId: 'example' }, body: {} })
  const asked = new URL(url).searchParams
  const back = await browser.go(url, (address) => address.includes('/sign-in/callback/'))

  const inOther = await openBrowser(running).go(back.href)
  const inOwn = await browser.go(back.href)
  const again = await browser.go(back.href)

  assert.equal(asked.get('response_type'), 'code')
  assert.equal(asked.get('code_challenge_method'), 'S256')
  assert.ok((asked.get('state') ?? '').length >= 22)
  assert.ok((asked.get('nonce') ?? '').length >= 22)
  assert.equal(inOther.query.problem, 'sign-in-over')
  assert.equal(inOwn.path, '/')
  assert.equal(again.query.problem, 'sign-in-over')
  assert.ok((await accountIn(browser)).id)
})

test('OI-1: twenty answers with one state sign in once', async () => {
  somebody()
  const browser = openBrowser(running)
  const { url } = await browser.jar.call(providers.start, { params: { providerId: 'example' }, body: {} })
  const back = await browser.go(url, (address) => address.includes('/sign-in/callback/'))

  const landed = await Promise.all(Array.from({ length: 20 }, () => browser.go(back.href)))

  assert.equal(landed.filter(({ path }) => path === '/').length, 1)
  assert.equal(landed.filter(({ query }) => query.problem === 'sign-in-over').length, 19)
})

test('OI-1: after ten minutes an answer is too late', async () => {
  somebody()
  const browser = openBrowser(running)
  const { url } = await browser.jar.call(providers.start, { params: { providerId: 'example' }, body: {} })
  const back = await browser.go(url, (address) => address.includes('/sign-in/callback/'))
  clock.move(10 * 60_000)

  const landed = await browser.go(back.href)

  assert.equal(landed.query.problem, 'sign-in-over')
  await assert.rejects(accountIn(browser), { code: 'not-signed-in' })
})

test('an altered or a missing state signs nobody in', async () => {
  somebody()
  const browser = openBrowser(running)
  const { url } = await browser.jar.call(providers.start, { params: { providerId: 'example' }, body: {} })
  const back = new URL((await browser.go(url, (address) => address.includes('/sign-in/callback/'))).href)
  const altered = new URL(back)
  altered.searchParams.set('state', 'another')
  const without = new URL(back)
  without.searchParams.delete('state')

  const landed = [await browser.go(altered.href), await browser.go(without.href)]

  assert.deepEqual(
    landed.map(({ query }) => query.problem),
    ['sign-in-over', 'sign-in-over'],
  )
  await assert.rejects(accountIn(browser), { code: 'not-signed-in' })
})

test('two windows of a new person at once make one account', async () => {
  const { sub } = somebody()
  const browsers = Array.from({ length: 4 }, () => openBrowser(running))

  const landed = await Promise.all(browsers.map((browser) => browser.signInWith('example')))

  const ids = new Set(await Promise.all(browsers.map(async (browser) => (await accountIn(browser)).id)))
  assert.deepEqual(
    landed.map(({ path }) => path),
    ['/', '/', '/', '/'],
    sub,
  )
  assert.equal(ids.size, 1)
})

test('OI-9: afterwards a browser is only ever sent to a path of this server', async () => {
  const cases = [
    '//evil.test',
    '/\\evil.test',
    'https:evil.test',
    'https://evil.test',
    '/.//evil.test',
    '/a\u0001b',
  ]
  const more = ['javascript:alert(1)', '/\t/evil.test', '\\\\evil.test', '/a/..//evil.test', 'evil']
  somebody()
  for (const returnTo of [...cases, ...more]) {
    const landed = await openBrowser(running).signInWith('example', { returnTo })

    assert.equal(landed.href, `${running.app.config.publicUrl}/`, JSON.stringify(returnTo))
  }
})

test('an invite comes back after the sign-up, and is not accepted by itself', async () => {
  somebody()
  const browser = openBrowser(running)
  const body = { invite: 'workspace.invite.proof' }
  const { url } = await browser.jar.call(providers.start, { params: { providerId: 'example' }, body })
  const rows = await running.app.database.db.selectFrom('provider_flows').selectAll().execute()

  const landed = await browser.go(url)

  assert.equal(landed.path, '/invite')
  assert.equal(landed.hash, '#token=workspace.invite.proof')
  assert.doesNotMatch(JSON.stringify(rows.map((row) => [row.return_to, String(row.sealed)])), /proof/)
})

test('where only invited people may join, a provider brings in whoever has an invite and nobody else', async () => {
  const { app } = running
  const workspace = await openWorkspace({ on: running })
  const open = app.config
  app.config = { ...open, signUp: 'invited' }
  try {
    somebody()
    const stranger = await openBrowser(running).signInWith('example')
    const { email } = somebody()
    await workspace.owner(invites.create, { body: { invites: [{ email }] } })
    const invited = await openBrowser(running).signInWith('example')

    assert.equal(stranger.query.problem, 'sign-up-closed')
    assert.equal(invited.path, '/')
  } finally {
    app.config = open
  }
})

test("a deep link from the provider's console signs in, and lands in the workspace", async () => {
  const { email } = somebody()
  const browser = openBrowser(running)
  const { publicUrl } = running.app.config

  const landed = await browser.go(`${publicUrl}/sign-in/with/example?to=/w/acme`)
  const unknown = await browser.jar.fetch(`${publicUrl}/sign-in/with/nobody?to=/w/acme`)

  assert.equal(landed.path, '/w/acme')
  assert.equal((await accountIn(browser)).email, email)
  assert.equal(unknown.status, 404)
})

test('OI-11: a provider that does not answer opens nothing, and passwords still work', async () => {
  const browser = openBrowser(running)
  const { publicUrl } = running.app.config

  const started = await browser.jar
    .call(providers.start, { params: { providerId: 'away' }, body: {} })
    .catch((error) => error.code)
  const straight = await browser.go(`${publicUrl}/sign-in/with/away`)

  assert.equal(started, 'provider-unavailable')
  assert.equal(straight.query.problem, 'provider-unavailable')
  await assert.rejects(
    browser.jar.call(signIn.withPassword, { body: { email: 'nobody@example.test', password: 'wrong' } }),
    { code: 'wrong-credentials' },
  )
})

test('a provider that nobody configured is not found', async () => {
  const { jar } = openBrowser(running)

  const started = jar.call(providers.start, { params: { providerId: 'nobody' }, body: {} })

  await assert.rejects(started, { code: 'not-found' })
})
