import assert from 'node:assert/strict'
import { afterEach, before, beforeEach, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { mfa } from '../../contract/mfa.ts'
import { providers } from '../../contract/providers.ts'
import type { Jar } from '../../test/browser-jar.ts'
import type { Forger } from '../../test/forger.ts'
import { clock, openWorkspace } from '../../test/house.ts'
import { addPasskey, completeWith, deviceAt } from '../../test/passkey.ts'
import { codeOf, halfSignIn, setUpTotp } from '../../test/second-factor.ts'
import { beginAnew, forgers, linkIn, signedIn } from '../../test/with-forgers.ts'
import { openBrowser } from '../../test/with-providers.ts'
import { PENDING_COOKIE } from '../http/cookies.ts'
import type { Running } from '../main.ts'
import { newId } from '../platform/ids.ts'

let one: Forger
let two: Forger
let strict: Forger
let running: Running

before(async () => {
  ;({ one, two, strict, running } = await forgers())
})
beforeEach(() => beginAnew(one, two, strict))
afterEach(() => clock.reset())

/** Somebody with a second factor here and an account at a provider, which tells another name and another address by now. */
async function renamedThere() {
  const place = await openWorkspace({ on: running })
  const person = await place.member()
  const { jar: own, secret, recoveryCodes } = await setUpTotp(place, person)
  const device = deviceAt(place)
  await addPasskey(own, device, { signCount: 1 })
  const browser = signedIn({ session: own.cookies.get('__Host-claviger') ?? '' }, openBrowser(running))
  await linkIn(browser, 'one')
  const { name, email } = await shownTo(browser.jar)
  const there = { name: 'Ada Married', email: `new-${newId()}@example.test` }
  one.person = { ...one.person, ...there }
  return { place, person, own: browser.jar, secret, recoveryCodes, device, here: { name, email }, there }
}

async function shownTo({ call }: Jar) {
  const { name, email } = (await call(account.get, {})).account
  const { identities } = await call(providers.list, {})
  return { name, email, told: identities[0]?.email }
}

/** A browser that came back from the provider, and waits for the second factor. */
async function cameBack() {
  const browser = openBrowser(running)
  await browser.signInWith('one')
  return browser.jar
}

type Renamed = Awaited<ReturnType<typeof renamedThere>>
const ways: [way: string, prove: (jar: Jar, known: Renamed) => Promise<{ user?: { email: string } }>][] = [
  [
    'a code of the app',
    (jar, { secret }) => jar.call(mfa.signIn, { body: { way: 'totp', code: codeOf(secret) } }),
  ],
  [
    'a recovery code',
    (jar, { recoveryCodes: [code = ''] }) => jar.call(mfa.signIn, { body: { way: 'recovery-code', code } }),
  ],
  ['a passkey', (jar, { device }) => completeWith(jar, device, { signCount: 2 })],
]

for (const [way, prove] of ways) {
  test(`what a provider tells of an account changes it when ${way} completed the sign-in, and not before`, async () => {
    const known = await renamedThere()
    const { own, here, there, person } = known
    const waiting = await shownTo(own)
    const before = await noticesFor(person.id)

    const jar = await cameBack()
    const between = await shownTo(own)
    const reply = await prove(jar, known)

    assert.deepEqual(between, waiting)
    assert.deepEqual(await noticesFor(person.id), [...before, { type: 'Email Changed', to: here.email }])
    assert.deepEqual(await shownTo(jar), { ...there, told: there.email })
    assert.equal(reply.user?.email, there.email)
  })
}

test('a sign-in whose second factor is never proved changes nothing, and nobody is told of a change', async () => {
  const { own, person } = await renamedThere()
  const before = [await shownTo(own), await noticesFor(person.id)]

  const jar = await cameBack()
  for (let count = 0; count < 6; count++) {
    await assert.rejects(jar.call(mfa.signIn, { body: { way: 'totp', code: '000000' } }), { status: 401 })
  }

  assert.deepEqual([await shownTo(own), await noticesFor(person.id)], before)
})

test('what a provider told in one browser changes nothing when another completes a sign-in', async () => {
  const { place, person, own, secret } = await renamedThere()
  const before = await shownTo(own)

  await cameBack()
  const elsewhere = await halfSignIn(place, person)
  await elsewhere.call(mfa.signIn, { body: { way: 'totp', code: codeOf(secret) } })

  assert.deepEqual(await shownTo(elsewhere), before)
})

test('what a provider told of one account changes no other that is signed in to in the same browser', async () => {
  const { place } = await renamedThere()
  const stranger = await place.member()
  const { secret, jar: strangersOwn } = await setUpTotp(place, stranger)
  const before = (await strangersOwn.call(account.get, {})).account

  const jar = await cameBack()
  const half = await halfSignIn(place, stranger)
  jar.cookies.set(PENDING_COOKIE, half.cookies.get(PENDING_COOKIE) ?? '')
  await jar.call(mfa.signIn, { body: { way: 'totp', code: codeOf(secret) } })

  const { account: after } = await jar.call(account.get, {})
  assert.deepEqual([after.id, after.name, after.email], [before.id, before.name, before.email])
})

test('a provider that was unlinked meanwhile has nothing to say', async () => {
  const known = await renamedThere()
  const { own, here, place, secret } = known
  await running.app.database.db
    .updateTable('users')
    .where('id', '=', known.person.id)
    .set({ password_hash: 'something' })
    .execute()

  const jar = await cameBack()
  await own.call(providers.unlink, { params: { providerId: 'one' } })
  await jar.call(mfa.signIn, { body: { way: 'totp', code: codeOf(secret) } })

  const { account: after } = await jar.call(account.get, {})
  assert.deepEqual({ name: after.name, email: after.email }, here, place.slug)
})

/** Notices of this change that wait to be mailed, and where to. */
async function noticesFor(userId: string) {
  const { db } = running.app.database
  const rows = await db.selectFrom('outbox').where('kind', '=', 'notice').select('payload').execute()
  return rows.flatMap(({ payload: { userId: whose, type, to } }) =>
    whose === userId && type === 'Email Changed' ? [{ type, to }] : [],
  )
}
