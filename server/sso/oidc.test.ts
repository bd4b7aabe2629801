import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account } from '../../contract/account.ts'
import { connections } from '../../contract/connections.ts'
import { sso } from '../../contract/sso.ts'
import { openForger } from '../../test/forger.ts'
import { openProvider } from '../../test/oidc.ts'
import { browserOf, isIn, openSsoBrowser, type SsoWorkspace, tracesOf } from '../../test/sso-house.ts'
import { followUntil, goThrough, openOidcWorkspace, wayBack } from '../../test/sso-oidc.ts'
import { assertRefused, eventsOf } from '../../test/sso-refused.ts'
import { newId } from '../platform/ids.ts'

const opening = { settings: { provisionSso: true } }

async function openForged(also: { saysIssuer?: boolean } = {}) {
  const forger = await openForger(also)
  const place = await openOidcWorkspace(forger, opening)
  forger.person = somebodyAt(place)
  return { forger, place }
}

function somebodyAt({ domain }: Pick<SsoWorkspace, 'domain'>) {
  return { sub: newId(), email: `${newId().toLowerCase()}@${domain}`, name: 'Ada Lovelace' }
}

test('a real OpenID provider: first sign-in, and the same person again', async () => {
  const provider = await openProvider()
  const place = await openOidcWorkspace(provider, opening)
  provider.welcome(place.addresses.redirectUri)
  provider.person = somebodyAt(place)
  const browser = openSsoBrowser(place)

  assert.equal(await goThrough(place, browser), `/w/${place.slug}`)
  assert.equal(await isIn(place, browser), 'in')
  const { account: first } = await browser.call(account.get, {})
  const other = openSsoBrowser(place)
  assert.equal(await goThrough(place, other, '/w/x/y'), '/w/x/y')
  assert.equal((await other.call(account.get, {})).account.id, first.id)
})

test('OI-1: a state works once, in the browser that began, and only as it was', async () => {
  const { place } = await openForged()
  const [browser, thief] = [openSsoBrowser(place), openSsoBrowser(place)]
  await wayBack(place, thief)
  const back = await wayBack(place, browser)

  await assertRefused(place, 'state', () => thief.open(back))
  await assertRefused(place, 'state', () => browser.open(back.replace(/state=[^&]*/, 'state=other')))
  await assertRefused(place, 'state', () => browser.open(back.replace(/state=[^&]*/, '')))
  assert.equal(await browser.open(back), `/w/${place.slug}`)
  await assertRefused(place, 'state', () => browser.open(back))
})

test('OI-3: a token that is not right opens nothing', async () => {
  const { forger, place } = await openForged()
  const wrong: [object, Parameters<typeof assertRefused>[1]][] = [
    [{ signedBy: 'another key' }, 'token-signature'],
    [{ signedBy: 'nobody' }, 'token-signature'],
    [{ signedBy: 'the public key' }, 'token-signature'],
    [{ claims: { aud: 'somebody else' } }, 'token-claims'],
    [{ claims: { nonce: 'another' } }, 'token-claims'],
    [{ claims: { sub: undefined } }, 'token-claims'],
  ]

  for (const [forgery, reason] of wrong) {
    forger.forgery = forgery
    await assertRefused(place, reason, () => goThrough(place, openSsoBrowser(place)))
  }
})

test('OI-4: an answer of another provider than the one that was asked is refused, and no code goes to it', async () => {
  const { forger, place } = await openForged({ saysIssuer: true })
  forger.forgery = { back: { iss: 'https://other.example' } }

  await assertRefused(place, 'mixed-up', () => goThrough(place, openSsoBrowser(place)))
  assert.equal(forger.exchanged, 0)
})

test('OI-4: the answer to a request of one workspace is no answer in another', async () => {
  const { place } = await openForged()
  const { place: other } = await openForged()
  const browser = openSsoBrowser(place)
  const back = new URL(await wayBack(place, browser))

  await assertRefused(other, 'state', () => browser.open(other.addresses.redirectUri + back.search))
})

test('OI-6: what is said of another person than the one who came back is not taken', async () => {
  const { forger, place } = await openForged()
  forger.forgery = { claims: { email: undefined }, userinfo: { sub: 'somebody else' } }

  await assertRefused(place, 'userinfo', () => goThrough(place, openSsoBrowser(place)))
})

test('OI-7: the same subject of another issuer is another person', async () => {
  const { forger, place } = await openForged()
  await goThrough(place, openSsoBrowser(place))
  const second = await openForger()
  second.person = { ...forger.person, email: `somebody@${place.domain}` }
  const { db } = place.app.database
  const settings = {
    issuer: second.issuer,
    clientId: second.clientId,
    tenantId: null,
    attributes: { email: 'email' },
  }
  await db.transaction().execute((tx) =>
    tx
      .updateTable('connections')
      .where('id', '=', place.connectionId)
      .set({ settings: JSON.stringify(settings) })
      .execute(),
  )
  const browser = openSsoBrowser(place)

  await goThrough(place, browser)

  assert.equal((await browser.call(account.get, {})).account.email, `somebody@${place.domain}`)
})

test('OI-8: an address that nobody verified links nobody and makes nobody', async () => {
  const { forger, place } = await openForged()
  const { place: other } = await openForged()
  const victim = await other.member()
  const own = String(forger.person.email)
  const claims = [
    { email: victim.email },
    { email: victim.email, email_verified: true },
    { email: victim.email, email_verified: 'true' },
    { email: victim.email, email_verified: 'false' },
    { email: own, email_verified: false },
    { email: own, email_verified: 'false' },
  ]

  for (const person of claims) {
    forger.person = { sub: newId(), ...person }
    const go = () => goThrough(place, openSsoBrowser(place))
    await assertRefused(place, 'address-unproved', go, 'sso-address-unproved')
  }
  forger.person = { sub: newId() }
  await assertRefused(place, 'no-address', () => goThrough(place, openSsoBrowser(place)))
})

test('OI-8: Entra ID says whether the domain of an address was verified: a no is believed, in whatever form, and left out says nothing', async () => {
  const provider = await openProvider()
  const place = await openOidcWorkspace(provider, opening)
  provider.welcome(place.addresses.redirectUri)
  const come = (xms_edov: unknown) => {
    provider.person = { ...somebodyAt(place), xms_edov }
    return goThrough(place, openSsoBrowser(place))
  }

  for (const no of [false, 'false', 0, '0', null]) {
    await assertRefused(place, 'address-unproved', () => come(no), 'sso-address-unproved')
  }
  for (const yes of [true, 'true', 1, '1', undefined]) {
    assert.equal(await come(yes), `/w/${place.slug}`, String(yes))
  }
})

test('OI-8: a test sign-in fails where the provider says that addresses are not confirmed: nobody could come in', async () => {
  const { forger, place } = await openForged()
  const browser = browserOf(place, await place.ownerInPerson())
  const params = { connectionId: place.connectionId }
  const tried = async (email_verified: boolean) => {
    forger.person = { ...somebodyAt(place), email_verified }
    const body = { returnTo: '/w/x' }
    const { url } = await browser.within(place.slug)(connections.test, { params, body })
    return browser.open(await followUntil(url, place.addresses.redirectUri))
  }

  assert.equal(await tried(true), '/w/x?test=passed')
  assert.equal(await tried(false), '/w/x?test=refused')
  const [trace] = await tracesOf(place)
  assert.deepEqual([trace?.outcome, trace?.reason?.code], ['refused', 'address-unproved'])
})

test('OI-9: afterwards the browser lands on this server alone', async () => {
  const { place } = await openForged()
  const here = `/w/${place.slug}`

  for (const returnTo of ['//evil', '/\\evil', 'https:evil', 'https://evil.example', 'javascript:alert(1)']) {
    assert.equal(await goThrough(place, openSsoBrowser(place), returnTo), here, returnTo)
  }
  const start = `${place.addresses.startUrl}?returnTo=${encodeURIComponent('/w/a?b=c')}&iss=x`
  const browser = openSsoBrowser(place)
  const to = await browser.open(start)
  assert.equal(await browser.open(await followUntil(to, place.addresses.redirectUri)), '/w/a?b=c')
})

test('OI-11: a provider that is down opens nothing, says no more than that, and leaves the password', async () => {
  const { forger, place } = await openForged()
  const browser = openSsoBrowser(place)
  const back = await wayBack(place, browser)
  await forger.close()

  await assertRefused(place, 'unavailable', () => browser.open(back), 'sso-unavailable')
  const owner = await place.ownerInPerson()
  assert.equal((await owner.self(account.get, {})).account.id, place.ownerPerson.id)
})

test('OI-11: where it is down before anybody went there, the sign-in page says so, and the trace why', async () => {
  const forger = await openForger()
  const place = await openOidcWorkspace(forger, opening)
  await forger.close()
  const params = { connectionId: place.connectionId }

  await assert.rejects(openSsoBrowser(place).call(sso.begin, { params, body: {} }), {
    code: 'sso-unavailable',
  })
  const start = await openSsoBrowser(place).open(place.addresses.startUrl)
  assert.equal(start, `/sign-in?problem=sso-unavailable&sso=${place.connectionId}`)
  assert.equal((await eventsOf(place, 'sso.rejected')).length, 0)
})

test('from the sign-in page, an address leads to the provider of its domain, and every other one to nobody', async () => {
  const { place } = await openForged()
  const browser = openSsoBrowser(place)
  const lookUp = (email: string) => browser.call(sso.lookUp, { body: { email } })

  const { url } = await lookUp(`anybody@${place.domain.toUpperCase()}`)

  assert.ok(new URL(url).searchParams.get('state'))
  await assert.rejects(lookUp(`anybody@sub.${place.domain}`), { code: 'sso-unknown' })
  await assert.rejects(lookUp('anybody@example.com'), { code: 'sso-unknown' })
})
