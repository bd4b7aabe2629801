import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { mfa } from '../../contract/mfa.ts'
import { passkeys } from '../../contract/passkeys.ts'
import { aPerson } from '../../test/alone.ts'
import { openJar } from '../../test/browser-jar.ts'
import { clock, house, openWorkspace } from '../../test/house.ts'
import { addPasskey, aPasskey, completeWith, deviceAt, factorsOf, signInWith } from '../../test/passkey.ts'
import {
  anotherBrowser,
  browserOf,
  eventsOfAccount,
  halfSignIn,
  requireMfa,
  setUpTotp,
} from '../../test/second-factor.ts'
import { SESSION_COOKIE } from '../http/cookies.ts'

afterEach(() => clock.reset())

const wrong = { status: 401, code: 'wrong-passkey' }
const MINUTE_MS = 60_000

test('MF-3: the first passkey brings recovery codes, shown once and good for a sign-in; the next brings none', async () => {
  const { place, ada, jar, recoveryCodes } = await aPasskey()
  const second = await addPasskey(jar, deviceAt(place))

  assert.equal(recoveryCodes?.length, 10)
  assert.equal('recoveryCodes' in second, false)
  assert.equal((await factorsOf(jar)).passkeys, 2)
  const half = await halfSignIn(place, ada)
  const reply = await half.call(mfa.signIn, {
    body: { way: 'recovery-code', code: recoveryCodes?.[0] ?? '' },
  })
  assert.equal(reply.status, 'signed-in')
})

test('a passkey beside an authenticator app brings no recovery codes: there are some', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { jar } = await setUpTotp(place, ada)

  const added = await addPasskey(jar, deviceAt(place))

  assert.equal('recoveryCodes' in added, false)
  assert.equal((await factorsOf(jar)).recoveryCodesLeft, 10)
})

test('SE-5: adding a passkey ends all other sessions, and this one goes on, proved by two factors, under a new secret', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  await requireMfa(place)
  const [jar, other] = [browserOf(place, ada), await anotherBrowser(place, ada)]

  await addPasskey(jar, deviceAt(place))

  await assert.rejects(other.call(account.get, {}), { code: 'not-signed-in' })
  await assert.rejects(ada.self(account.get, {}), { code: 'not-signed-in' })
  const { account: shown } = await jar.call(account.get, {})
  assert.deepEqual([shown.secondFactor, shown.session.secondFactor], [true, true])
  assert.deepEqual(await eventsOfAccount(place, ada), ['Passkey Added'])
})

test('a passkey is listed with its name and whether it is copied, renamed and removed', async () => {
  const { jar, passkey, place, device } = await aPasskey({ isSynced: true })
  const params = { passkeyId: passkey.id }
  assert.deepEqual(passkey, { ...passkey, name: 'Laptop', synced: true, lastUsedAt: null })

  const renamed = await jar.call(passkeys.rename, { params, body: { name: '  Phone ' } })

  assert.deepEqual(renamed.passkey, { ...passkey, name: 'Phone' })
  assert.deepEqual(await jar.call(passkeys.list, {}), { passkeys: [{ ...passkey, name: 'Phone' }] })
  await signInWith(place, device)
  const [used] = (await jar.call(passkeys.list, {})).passkeys
  assert.equal(used?.synced, false)
  assert.notEqual(used?.lastUsedAt, null)
})

test('MF-6: a passkey is added only for this server, with the person checked, by an answer to this person, once', async () => {
  const place = await openWorkspace()
  const [ada, grace] = [await place.member(), await place.member()]
  const [jar, hers] = [browserOf(place, ada), browserOf(place, grace)]
  const device = deviceAt(place)
  const bad = [
    { origin: 'https://evil.test' },
    { rpId: 'evil.test' },
    { isVerified: false },
    { type: 'webauthn.get' },
    { challenge: 'A'.repeat(43) },
  ]

  for (const changes of bad) await assert.rejects(addPasskey(jar, device, changes), wrong)
  const { options } = await hers.call(passkeys.registerOptions, {})
  const body = { name: 'Hers', response: device.make(options) }
  await assert.rejects(jar.call(passkeys.register, { body }), wrong)
  await hers.call(passkeys.register, { body })
  await assert.rejects(hers.call(passkeys.register, { body }), wrong)
  await assert.rejects(addPasskey(jar, device), { status: 409, code: 'passkey-taken' })
  const nonsense = { ...body.response, response: { clientDataJSON: 'e30', attestationObject: 'oA' } }
  await assert.rejects(jar.call(passkeys.register, { body: { name: 'x', response: nonsense } }), wrong)
})

test('SE-9: adding and removing a passkey ask for a fresh proof', async () => {
  const { jar, passkey } = await aPasskey()
  const params = { passkeyId: passkey.id }
  clock.move(11 * MINUTE_MS)

  const stale = { status: 401, code: 'step-up-required' }
  await assert.rejects(jar.call(passkeys.registerOptions, {}), stale)
  await assert.rejects(jar.call(passkeys.remove, { params }), stale)
})

test('SE-5: a passkey that was removed opens nothing, and removing it ends all other sessions', async () => {
  const { url, session } = await aPerson()
  const jar = openJar(url)
  jar.cookies.set(SESSION_COOKIE, session)
  const device = deviceAt({ url })
  const { passkey } = await addPasskey(jar, device)
  const other = await signInWith({ url }, device)
  const { options } = await openJar(url).call(passkeys.signInOptions, {})

  await jar.call(passkeys.remove, { params: { passkeyId: passkey.id } })

  await assert.rejects(other.jar.call(account.get, {}), { code: 'not-signed-in' })
  const late = openJar(url).call(passkeys.signIn, { body: { response: device.sign(options) } })
  await assert.rejects(late, wrong)
  assert.deepEqual(await factorsOf(jar), { totp: null, passkeys: 0, recoveryCodesLeft: 0, requiredBy: [] })
})

test('the last way to sign in stays: of an account without password, the last passkey cannot be removed', async () => {
  const { jar, place, passkey } = await aPasskey()
  const remove = (passkeyId: string) => jar.call(passkeys.remove, { params: { passkeyId } })

  await assert.rejects(remove(passkey.id), { status: 409, code: 'last-way-in' })
  const { passkey: second } = await addPasskey(jar, deviceAt(place))
  await remove(passkey.id)
  await assert.rejects(remove(second.id), { status: 409, code: 'last-way-in' })
})

test('of two passkeys removed at once, one stays where nothing else signs in', async () => {
  const { jar, place, ada, passkey } = await aPasskey()
  const { passkey: second } = await addPasskey(jar, deviceAt(place))

  await Promise.allSettled(
    [passkey, second].map(({ id }) => jar.call(passkeys.remove, { params: { passkeyId: id } })),
  )

  const { db } = place.app.database
  const rows = await db.selectFrom('passkeys').where('user_id', '=', ada.id).select('id').execute()
  assert.equal(rows.length, 1)
})

test('MF-4: while a workspace requires a second factor, the last one cannot be removed', async () => {
  const place = await openWorkspace()
  const { email, session } = await aPerson()
  const ada = await place.member([], email)
  const jar = browserOf(place, { ...ada, session })
  const { passkey } = await addPasskey(jar, deviceAt(place))
  const remove = () => jar.call(passkeys.remove, { params: { passkeyId: passkey.id } })

  await requireMfa(place)
  await assert.rejects(remove(), { status: 409, code: 'mfa-enforced' })
  await requireMfa(place, false)
  await remove()
})

test("nobody renames, removes or learns of somebody else's passkey", async () => {
  const { place, passkey } = await aPasskey()
  const grace = await place.member()
  const params = { passkeyId: passkey.id }

  const gone = { status: 404, code: 'not-found' }
  await assert.rejects(grace.self(passkeys.rename, { params, body: { name: 'Mine' } }), gone)
  await assert.rejects(grace.self(passkeys.remove, { params }), gone)
  assert.deepEqual(await grace.self(passkeys.list, {}), { passkeys: [] })
  await assert.rejects(grace.self(passkeys.stepUpOptions, {}), gone)
})

test('an account has at most 20 passkeys', async () => {
  const { place, jar } = await aPasskey()
  for (let n = 2; n <= 20; n++) await addPasskey(jar, deviceAt(place))

  await assert.rejects(addPasskey(jar, deviceAt(place)), { status: 409, code: 'too-many-passkeys' })
})

test('at an IP address there are no passkeys, and the server says so', async () => {
  const { app, url } = await house()
  const { publicUrl } = app.config
  const place = await openWorkspace()
  const ada = await place.member()
  app.config = { ...app.config, publicUrl: url }
  try {
    const jar = openJar(url, url)
    jar.cookies.set(SESSION_COOKIE, ada.session)

    await assert.rejects(jar.call(passkeys.signInOptions, {}), { status: 409, code: 'no-passkeys' })
    await assert.rejects(jar.call(passkeys.registerOptions, {}), { status: 409, code: 'no-passkeys' })
  } finally {
    app.config = { ...app.config, publicUrl }
  }
})

test('a removed passkey completes no sign-in that waits', async () => {
  const { place, ada, jar, device, passkey } = await aPasskey({})
  await addPasskey(jar, deviceAt(place))
  await jar.call(passkeys.remove, { params: { passkeyId: passkey.id } })
  const half = await halfSignIn(place, ada)

  await assert.rejects(completeWith(half, device), wrong)
})
