import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { account } from '../../contract/account.ts'
import { passkeys } from '../../contract/passkeys.ts'
import { workspaces } from '../../contract/workspaces.ts'
import type { Changes } from '../../test/authenticator.ts'
import { openJar } from '../../test/browser-jar.ts'
import { clock, house } from '../../test/house.ts'
import { addPasskey, aPasskey, completeWith, deviceAt, signInWith } from '../../test/passkey.ts'
import { browserOf, eventsOfAccount, halfSignIn, requireMfa } from '../../test/second-factor.ts'
import { readConfig } from '../platform/config.ts'
import { passkeysWork } from './passkeys.ts'

afterEach(() => clock.reset())

const MINUTE_MS = 60_000
const wrong = { status: 401, code: 'wrong-passkey' }

test('somebody signs in with a passkey alone, which counts as two factors', async () => {
  const { place, ada, device } = await aPasskey()
  await requireMfa(place)

  const { jar, reply } = await signInWith(place, device, { signCount: 2 })

  assert.equal(reply.status, 'signed-in')
  assert.equal(reply.user?.id, ada.id)
  await jar.within(place.slug)(workspaces.get, {})
  const { sessions } = await jar.call(account.listSessions, {})
  assert.deepEqual(sessions.find(({ current }) => current)?.methods, ['hwk', 'user'])
  const [passkey] = (await jar.call(passkeys.list, {})).passkeys
  assert.equal(passkey?.lastUsedAt, new Date(passkey?.lastUsedAt ?? '').toISOString())
})

test('MF-6: an answer that was used, signed at another site, for another one, or without the person is refused', async () => {
  const { place, device } = await aPasskey()
  const bad: [why: string, changes: Changes][] = [
    ['another site', { origin: 'https://evil.test' }],
    ['another port', { origin: 'http://localhost:1' }],
    ['a subdomain', { origin: `http://x.localhost:${new URL(place.url).port}` }],
    ['another relying party', { rpId: 'evil.test' }],
    ['nobody was checked', { isVerified: false }],
    ['an invented challenge', { challenge: 'A'.repeat(43) }],
    ['a challenge that no database takes', { challenge: '\0' }],
    ['an answer to make one', { type: 'webauthn.create' }],
    ['nobody is named', { userHandle: null }],
    ['somebody else is named', { userHandle: 'AAAA' }],
    ['a counter that stood still', { signCount: 1 }],
    ['a counter that went back', { signCount: 0 }],
  ]

  for (const [why, changes] of bad)
    await assert.rejects(signInWith(place, device, { signCount: 2, ...changes }), wrong, why)

  await signInWith(place, device, { signCount: 2 })
})

test('MF-6: a challenge works once, also for an answer that was wrong, and for five minutes', async () => {
  const { place, device } = await aPasskey({})
  const jar = openJar(place.url)
  const begin = async () => (await jar.call(passkeys.signInOptions, {})).options
  const answer = (response: ReturnType<typeof device.sign>) =>
    jar.call(passkeys.signIn, { body: { response } })
  const [used, tried, expired] = [await begin(), await begin(), await begin()]
  const first = device.sign(used)

  await answer(first)
  await assert.rejects(answer(first), wrong)
  await assert.rejects(answer(device.sign(used)), wrong)
  await assert.rejects(answer(device.sign(tried, { origin: 'https://evil.test' })), wrong)
  await assert.rejects(answer(device.sign(tried)), wrong)
  clock.move(5 * MINUTE_MS)
  await assert.rejects(answer(device.sign(expired)), wrong)
})

test('MF-6: of the same answer sent ten times at once, one signs in', async () => {
  const { place, device } = await aPasskey({})
  const { options } = await openJar(place.url).call(passkeys.signInOptions, {})
  const response = device.sign(options)

  const tries = Array.from({ length: 10 }, () =>
    openJar(place.url).call(passkeys.signIn, { body: { response } }),
  )

  const settled = await Promise.allSettled(tries)
  assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('MF-6: of two devices that count alike, as a copy would, one signs in', async () => {
  const { place, device } = await aPasskey()

  const settled = await Promise.allSettled([
    signInWith(place, device, { signCount: 2 }),
    signInWith(place, device, { signCount: 2 }),
  ])

  assert.deepEqual(settled.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('MF-6: an unknown passkey, one of another key, and what is no passkey at all are refused', async () => {
  const { place, ada, device } = await aPasskey({})
  const [unknown, thief] = [deviceAt(place), deviceAt(place)]
  const jar = openJar(place.url)
  const begin = async () => (await jar.call(passkeys.signInOptions, {})).options
  const { credentialId: id } = device
  const userHandle = Buffer.from(ada.id).toString('base64url')
  const stolen = { ...thief.sign(await begin(), { userHandle }), id, rawId: id }

  await assert.rejects(signInWith(place, unknown, { userHandle }), wrong)
  await assert.rejects(jar.call(passkeys.signIn, { body: { response: stolen } }), wrong)
  for (const bad of [{ authenticatorData: 'AAAA' }, { signature: 'AAAA' }, { clientDataJSON: 'bnVsbA' }]) {
    const good = device.sign(await begin())
    const body = { response: { ...good, response: { ...good.response, ...bad } } }
    await assert.rejects(jar.call(passkeys.signIn, { body }), wrong)
  }
  const good = device.sign(await begin())
  await assert.rejects(jar.call(passkeys.signIn, { body: { response: { ...good, rawId: 'AAAA' } } }), wrong)
  const malformed = { ...good, id: 'not base64url!' }
  await assert.rejects(jar.call(passkeys.signIn, { body: { response: malformed } }), { status: 422 })
})

test('a passkey completes a sign-in that began with a password, whether or not the device checked the person', async () => {
  const { place, ada, device } = await aPasskey()
  const jar = await halfSignIn(place, ada)

  const reply = await completeWith(jar, device, { signCount: 2, isVerified: false, userHandle: null })

  assert.equal(reply.status, 'signed-in')
  const { sessions } = await jar.call(account.listSessions, {})
  assert.deepEqual(sessions.find(({ current }) => current)?.methods, ['pwd', 'hwk', 'user'])
  await requireMfa(place)
  await jar.within(place.slug)(workspaces.get, {})
})

test('MF-6: a sign-in is completed only by a passkey of the same person, for this sign-in', async () => {
  const { place, ada, device } = await aPasskey({})
  const grace = await place.member()
  const hers = deviceAt(place)
  await addPasskey(browserOf(place, grace), hers)
  const jar = await halfSignIn(place, ada)
  const { options } = await jar.call(passkeys.signInOptions, {})

  await assert.rejects(completeWith(jar, hers), wrong)
  await assert.rejects(completeWith(jar, hers, { userHandle: null }), wrong)
  const forSignIn = device.sign(options)
  await assert.rejects(jar.call(passkeys.secondFactor, { body: { response: forSignIn } }), wrong)
  await assert.rejects(completeWith(openJar(place.url), device), { code: 'sign-in-over' })
  await completeWith(jar, device)
})

test('RL-2: after five wrong passkeys the sign-in is dead', async () => {
  const { place, ada, device } = await aPasskey({})
  const jar = await halfSignIn(place, ada)

  for (let n = 0; n < 5; n++)
    await assert.rejects(completeWith(jar, device, { origin: 'https://evil.test' }), wrong)

  await assert.rejects(completeWith(jar, device), { code: 'sign-in-over' })
})

test('SE-9: a passkey makes an old proof fresh, under a new secret', async () => {
  const { jar, device } = await aPasskey({})
  clock.move(11 * MINUTE_MS)
  await assert.rejects(jar.call(passkeys.registerOptions, {}), { code: 'step-up-required' })
  const before = jar.cookies.get('__Host-claviger')
  const { options } = await jar.call(passkeys.stepUpOptions, {})

  const { freshUntil } = await jar.call(passkeys.stepUp, { body: { response: device.sign(options) } })

  assert.equal(new Date(freshUntil).getTime() > clock.now().getTime() + 9 * MINUTE_MS, true)
  assert.notEqual(jar.cookies.get('__Host-claviger'), before)
  await jar.call(passkeys.registerOptions, {})
})

test('a sign-in by passkey is among the events of the account', async () => {
  const { place, ada, device } = await aPasskey({})

  await signInWith(place, device)

  assert.deepEqual(await eventsOfAccount(place, ada), ['Passkey Added', 'Signed In'])
})

test('passkeys work for a name with https and for localhost, and not for an IP address', async () => {
  const worksAt = (publicUrl: string) => passkeysWork({ publicUrl })
  const { app } = await house()

  assert.equal(worksAt(app.config.publicUrl), true)
  assert.equal(worksAt(readConfig({}).publicUrl), true)
  for (const url of [
    'https://access.example.com',
    'https://example.com:8443/claviger',
    'http://x.localhost:1',
  ])
    assert.equal(worksAt(url), true, url)
  for (const url of [
    'http://access.example.com',
    'https://10.0.0.7',
    'http://127.0.0.1:3000',
    'https://[::1]',
  ])
    assert.equal(worksAt(url), false, url)
})

test('RL-1: a network that sends many wrong passkeys has to wait, and not for long', async () => {
  const { place, device } = await aPasskey({})
  const jar = openJar(place.url)
  const response = device.sign({ challenge: 'A'.repeat(43), rpId: 'localhost' })
  const tryOne = () =>
    jar.call(passkeys.signIn, { body: { response } }).catch((error: Refused) => error.status)
  const statuses = new Set<unknown>()

  for (let n = 0; n <= 100; n++) statuses.add(await tryOne())

  assert.deepEqual([...statuses], [401, 429])
  clock.move(MINUTE_MS)
  await signInWith(place, device)
})
