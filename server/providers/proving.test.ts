import assert from 'node:assert/strict'
import { afterEach, before, beforeEach, test } from 'node:test'
import { providers } from '../../contract/providers.ts'
import type { Forger } from '../../test/forger.ts'
import { clock } from '../../test/house.ts'
import {
  beginAnew,
  forgers,
  idIn,
  linkIn,
  listIn,
  somebodyHere,
  somebodyThere,
} from '../../test/with-forgers.ts'
import { type Browser, openBrowser } from '../../test/with-providers.ts'
import { PENDING_COOKIE, SESSION_COOKIE } from '../http/cookies.ts'
import type { Running } from '../main.ts'

let one: Forger
let two: Forger
let strict: Forger
let running: Running

before(async () => {
  ;({ one, two, strict, running } = await forgers())
})
beforeEach(() => beginAnew(one, two, strict))
afterEach(() => clock.reset())

/** Somebody with an authenticator app, linked at a provider. */
async function withSecondFactor(providerId: string) {
  const person = await somebodyHere(running)
  await linkIn(person.browser, providerId)
  const at = clock.now()
  const factor = { user_id: person.id, secret_sealed: Buffer.from('x'), created_at: at, confirmed_at: at }
  await running.app.database.db.insertInto('totp_factors').values(factor).execute()
  return person
}

test("the account's own second factor is asked for after a provider", async () => {
  const person = await withSecondFactor('one')
  const browser = openBrowser(running)

  const landed = await browser.signInWith('one', { returnTo: '/w/acme' })

  assert.equal(landed.path, '/sign-in')
  assert.deepEqual(landed.query, { secondFactor: 'totp' })
  assert.equal(landed.hash, `#returnTo=${encodeURIComponent('/w/acme')}`)
  assert.equal(await idIn(browser), null)
  assert.equal(browser.jar.cookies.has(PENDING_COOKIE), true)
  assert.ok(person.id)
})

test('it is not asked for where the provider asks everybody, or says that it asked for two', async () => {
  const person = await withSecondFactor('strict')
  const other = await withSecondFactor('one')
  one.forgery = { claims: { amr: ['pwd', 'otp', 'mfa'] } }
  const [first, second] = [openBrowser(running), openBrowser(running)]

  await first.signInWith('strict')
  await second.signInWith('one')

  assert.equal(await idIn(first), person.id)
  assert.equal(await idIn(second), other.id)
})

/** Somebody who signed in at a provider so long ago that a fresh proof is asked for. */
async function staleAt(providerId: string): Promise<Browser> {
  clock.move(-11 * 60_000)
  const browser = openBrowser(running)
  await browser.signInWith(providerId)
  clock.reset()
  return browser
}

async function stepUpIn(browser: Browser, providerId: string) {
  const body = { returnTo: '/account' }
  const { url } = await browser.jar.call(providers.stepUp, { params: { providerId }, body })
  return browser.go(url)
}

test('SE-9: a person proves again at the provider, under a new secret', async () => {
  const browser = await staleAt('one')
  const before = browser.jar.cookies.get(SESSION_COOKIE)
  await assert.rejects(linkIn(browser, 'two'), { code: 'step-up-required' })

  const landed = await stepUpIn(browser, 'one')

  assert.equal(landed.path, '/account')
  assert.equal(one.asked.get('prompt'), 'login')
  assert.equal(one.asked.get('max_age'), '0')
  assert.notEqual(browser.jar.cookies.get(SESSION_COOKIE), before)
  await linkIn(browser, 'two')
  assert.deepEqual(await listIn(browser), ['one', 'two'])
  browser.jar.cookies.set(SESSION_COOKIE, before ?? '')
  assert.equal(await idIn(browser), null)
})

test('SE-9: an old proof, an undated one, or that of somebody else is none', async () => {
  const browser = await staleAt('one')
  const person = one.person
  const old = Math.floor(Date.now() / 1000) - 120

  one.forgery = { claims: { auth_time: old } }
  const stale = await stepUpIn(browser, 'one')
  one.forgery = { claims: { auth_time: undefined } }
  const undated = await stepUpIn(browser, 'one')
  one.forgery = {}
  one.person = somebodyThere()
  const foreign = await stepUpIn(browser, 'one')
  one.person = person

  assert.deepEqual(
    [stale, undated, foreign].map(({ query }) => query.problem),
    ['provider-refused', 'provider-refused', 'provider-refused'],
  )
  await assert.rejects(linkIn(browser, 'two'), { code: 'step-up-required' })
})
