import assert from 'node:assert/strict'
import { afterEach, before, beforeEach, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { providers } from '../../contract/providers.ts'
import { signIn } from '../../contract/sign-in.ts'
import type { Forger } from '../../test/forger.ts'
import { clock, openWorkspace } from '../../test/house.ts'
import {
  beginAnew,
  forgers,
  idIn,
  linkIn,
  listIn,
  signedIn,
  somebodyHere,
  somebodyThere,
} from '../../test/with-forgers.ts'
import { openBrowser } from '../../test/with-providers.ts'
import { PENDING_COOKIE, SESSION_COOKIE } from '../http/cookies.ts'
import type { Running } from '../main.ts'
import { hashPassword } from '../passwords/passwords.ts'

let one: Forger
let two: Forger
let running: Running

before(async () => {
  ;({ one, two, running } = await forgers())
})
beforeEach(() => beginAnew(one, two))
afterEach(() => clock.reset())

/** Notices that wait to be mailed to somebody. */
async function noticesFor(userId: string) {
  const { db } = running.app.database
  const rows = await db.selectFrom('outbox').where('kind', '=', 'notice').selectAll().execute()
  return rows.flatMap(({ payload }) => (payload.userId === userId ? [payload.type] : []))
}

test('L-2: a provider with the address of an account opens no session, and links nothing', async () => {
  const victim = await somebodyHere(running)
  one.person = somebodyThere(victim.email.toUpperCase())
  const browser = openBrowser(running)

  const landed = await browser.signInWith('one', { returnTo: '/w/acme' })

  assert.equal(landed.path, '/sign-in')
  assert.deepEqual(landed.query, { link: 'one' })
  assert.equal(landed.hash, `#returnTo=${encodeURIComponent('/w/acme')}`)
  assert.equal(await idIn(browser), null)
  assert.deepEqual(
    [browser.jar.cookies.has(SESSION_COOKIE), browser.jar.cookies.has(PENDING_COOKIE)],
    [false, false],
  )
  assert.deepEqual(await listIn(victim.browser), [])
})

test('L-3: after their own sign-in the person links the account that waited, and is told by mail', async () => {
  const person = await somebodyHere(running)
  one.person = somebodyThere(person.email)
  const browser = openBrowser(running)
  await browser.signInWith('one')
  signedIn(person, browser)

  const { identity } = await browser.jar.call(providers.confirmLink, {})

  assert.equal(identity.providerId, 'one')
  assert.equal(identity.closeUrl, 'https://example.com/close')
  assert.deepEqual(await noticesFor(person.id), ['Provider Linked'])
  const later = openBrowser(running)
  await later.signInWith('one')
  assert.equal(await idIn(later), person.id)
  await assert.rejects(browser.jar.call(providers.confirmLink, {}), { code: 'not-found' })
})

test('whoever signs in with their password is told what waits to be linked', async () => {
  const person = await somebodyHere(running)
  const { db } = running.app.database
  const password_hash = await hashPassword('correct horse battery staple')
  await db.updateTable('users').where('id', '=', person.id).set({ password_hash }).execute()
  one.person = somebodyThere(person.email)
  const browser = openBrowser(running)
  await browser.signInWith('one')

  const body = { email: person.email, password: 'correct horse battery staple' }
  const { linkWaiting } = await browser.jar.call(signIn.withPassword, { body })

  assert.deepEqual(linkWaiting, { providerId: 'one', providerName: 'one' })
  await browser.jar.call(providers.confirmLink, {})
  assert.deepEqual(await listIn(browser), ['one'])
})

test('only the account with that address can confirm, and only in the browser that came back', async () => {
  const person = await somebodyHere(running)
  const stranger = await somebodyHere(running)
  one.person = somebodyThere(person.email)
  const browser = openBrowser(running)
  await browser.signInWith('one')

  signedIn(stranger, browser)
  const byStranger = browser.jar.call(providers.confirmLink, {})
  await assert.rejects(byStranger, { code: 'not-found' })
  const elsewhere = person.browser.jar.call(providers.confirmLink, {})
  await assert.rejects(elsewhere, { code: 'not-found' })

  assert.deepEqual(await listIn(person.browser), [])
})

test('what waits to be linked waits for ten minutes', async () => {
  const { ownerPerson, ownerInPerson } = await openWorkspace({ on: running })
  one.person = somebodyThere(ownerPerson.email)
  const browser = openBrowser(running)
  await browser.signInWith('one')
  clock.move(10 * 60_000)
  signedIn(await ownerInPerson(), browser)

  const tooLate = browser.jar.call(providers.confirmLink, {})

  await assert.rejects(tooLate, { code: 'not-found' })
})

test('confirming asks for a fresh proof', async () => {
  clock.move(-11 * 60_000)
  const person = await somebodyHere(running)
  clock.reset()
  one.person = somebodyThere(person.email)
  const browser = openBrowser(running)
  await browser.signInWith('one')
  signedIn(person, browser)

  const confirmed = browser.jar.call(providers.confirmLink, {})

  await assert.rejects(confirmed, { code: 'step-up-required' })
})

test('twenty confirmations at once link once', async () => {
  const person = await somebodyHere(running)
  one.person = somebodyThere(person.email)
  const browser = openBrowser(running)
  await browser.signInWith('one')
  signedIn(person, browser)

  const confirmed = await Promise.allSettled(
    Array.from({ length: 20 }, () => browser.jar.call(providers.confirmLink, {})),
  )

  assert.equal(confirmed.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.deepEqual(await noticesFor(person.id), ['Provider Linked'])
})

test('a signed-in person links an account with any address, and comes back to where they were', async () => {
  const person = await somebodyHere(running)

  const landed = await linkIn(person.browser, 'one')

  assert.equal(landed.path, '/account')
  assert.deepEqual(await listIn(person.browser), ['one'])
  assert.deepEqual(await noticesFor(person.id), ['Provider Linked'])
  const later = openBrowser(running)
  await later.signInWith('one')
  assert.equal(await idIn(later), person.id)
})

test('a link begun by one person is not completed for another, nor for nobody', async () => {
  const person = await somebodyHere(running)
  const stranger = await somebodyHere(running)
  const begin = () => person.browser.jar.call(providers.link, { body: { providerId: 'one' } })
  const addresses = [(await begin()).url, (await begin()).url]

  person.browser.jar.cookies.delete(SESSION_COOKIE)
  const asNobody = await person.browser.go(addresses[0] ?? '')
  signedIn(stranger, person.browser)
  const asStranger = await person.browser.go(addresses[1] ?? '')

  assert.deepEqual(
    [asNobody.query, asStranger.query],
    [{ problem: 'not-signed-in' }, { problem: 'not-signed-in' }],
  )
  assert.deepEqual(await listIn(stranger.browser), [])
})

test("an account at a provider belongs to one account here, and an account here has one of a provider's", async () => {
  const [first, second] = [await somebodyHere(running), await somebodyHere(running)]
  await linkIn(first.browser, 'one')

  const taken = await linkIn(second.browser, 'one')
  one.person = somebodyThere()
  const another = await linkIn(first.browser, 'one')

  assert.equal(taken.query.problem, 'identity-taken')
  assert.equal(another.query.problem, 'provider-linked')
})

test('the provider that was linked first manages the account', async () => {
  const person = await somebodyHere(running)
  await linkIn(person.browser, 'one')
  clock.move(1_000)
  await linkIn(person.browser, 'two')
  two.person = { ...two.person, name: 'Two' }
  one.person = { ...one.person, name: 'One' }

  await openBrowser(running).signInWith('one')
  await openBrowser(running).signInWith('two')

  const { account: found } = await person.self(account.get, {})
  assert.equal(found.managedBy?.providerId, 'one')
  assert.equal(found.name, 'One')
})

test('unlinking is refused where nothing else would sign in', async () => {
  const browser = openBrowser(running)
  await browser.signInWith('one')
  const id = (await idIn(browser)) ?? ''
  const unlink = () => browser.jar.call(providers.unlink, { params: { providerId: 'one' } })

  await assert.rejects(unlink(), { code: 'last-way-in' })
  await linkIn(browser, 'two')
  await unlink()

  assert.deepEqual(await listIn(browser), ['two'])
  await assert.rejects(browser.jar.call(providers.unlink, { params: { providerId: 'two' } }), {
    code: 'last-way-in',
  })
  await running.app.database.db
    .updateTable('users')
    .where('id', '=', id)
    .set({ password_hash: 'something' })
    .execute()
  await browser.jar.call(providers.unlink, { params: { providerId: 'two' } })
  assert.deepEqual(await listIn(browser), [])
  assert.deepEqual((await noticesFor(id)).filter((type) => type === 'Provider Unlinked').length, 2)
})

test('of two providers unlinked at once, one stays', async () => {
  const browser = openBrowser(running)
  await browser.signInWith('one')
  await linkIn(browser, 'two')

  const unlinked = await Promise.allSettled(
    ['one', 'two'].map((providerId) => browser.jar.call(providers.unlink, { params: { providerId } })),
  )

  assert.equal(unlinked.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.equal((await listIn(browser)).length, 1)
})

test('what is not linked cannot be unlinked, nor prove anybody', async () => {
  const { browser } = await somebodyHere(running)

  const unlinked = await browser.jar
    .call(providers.unlink, { params: { providerId: 'one' } })
    .catch((error) => error.code)
  const proved = await browser.jar
    .call(providers.stepUp, { params: { providerId: 'one' }, body: {} })
    .catch((error) => error.code)

  assert.deepEqual([unlinked, proved], ['not-found', 'not-found'])
})
