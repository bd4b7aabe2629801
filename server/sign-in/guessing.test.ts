import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signIn } from '../../contract/sign-in.ts'
import { aPerson } from '../../test/alone.ts'
import { openJar } from '../../test/browser-jar.ts'
import { clock, house } from '../../test/house.ts'
import { newId } from '../platform/ids.ts'
import { forgetTries, networkOf, triesKey } from '../tries/tries.ts'

const password = 'seven green umbrellas'
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const newAddress = () => `ada.${newId().toLowerCase()}@x.test`

/** All tests of this process come from one network, and these guess a great deal. */
const forgetNetwork = async () =>
  forgetTries(await house(), triesKey('sign-in-network', networkOf('127.0.0.1')))

test('PW-7: a wrong password and an unknown address are answered alike', async () => {
  const { email, url } = await aPerson({ password })
  const answers: unknown[] = []

  for (const address of [email, newAddress()]) {
    const response = await openJar(url).fetch(`${url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: address, password: 'not the right one' }),
    })
    const names = [...response.headers.keys()].filter((name) => name !== 'x-request-id').sort()
    answers.push([response.status, await response.text(), names])
  }

  assert.deepEqual(answers[0], answers[1])
  assert.match(JSON.stringify(answers[0]), /401.*wrong-credentials/)
})

test('RL-1: wrong passwords make strangers wait, and then the right one has to wait as well', async () => {
  const { email, url } = await aPerson({ password })
  const guess = (word: string, headers = {}) =>
    openJar(url).fetch(`${url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ email, password: word }),
    })

  const statuses: number[] = []
  for (let count = 0; count < 12; count++) {
    statuses.push((await guess('wrong', { 'x-forwarded-for': `203.0.113.${count}` })).status)
  }
  const right = await guess(password)

  assert.deepEqual(statuses.slice(0, 10), Array(10).fill(401))
  assert.deepEqual(statuses.slice(10), [429, 429])
  assert.equal(right.status, 429)
  assert.ok(Number(right.headers.get('retry-after')) >= 1)
  clock.move(2_000)
  try {
    assert.equal((await guess(password)).status, 200)
    assert.equal((await guess('wrong')).status, 401, 'success forgets what was before')
  } finally {
    clock.reset()
  }
})

test('RL-1: of many guesses at once no more are looked at than one after the other', async () => {
  const { email, url } = await aPerson({ password })
  const guess = () => openJar(url).call(signIn.withPassword, { body: { email, password: 'wrong' } })

  const answers = await Promise.allSettled(Array.from({ length: 30 }, guess))

  const codes = answers.map((one) => (one.status === 'rejected' ? String(one.reason.code) : 'fulfilled'))
  assert.equal(codes.filter((code) => code === 'wrong-credentials').length, 10)
  assert.equal(codes.filter((code) => code === 'RequestError').length, 20)
})

test('RL-1: an address without an account is slowed down in the same way', async () => {
  const { url } = await house()
  const email = newAddress()
  const guess = () => openJar(url).call(signIn.withPassword, { body: { email, password: 'wrong' } })

  for (let count = 0; count < 10; count++) await assert.rejects(guess, { status: 401 })

  await assert.rejects(guess, { status: 429 })
})

test('RL-1: a hundred wrong passwords block strangers for a day, and never the browser of the owner', async () => {
  const { email, url } = await aPerson({ password })
  const known = openJar(url)
  await known.call(signIn.withPassword, { body: { email, password } })
  await known.call(signIn.signOut, {})
  const guess = (word: string) => openJar(url).call(signIn.withPassword, { body: { email, password: word } })

  try {
    for (let count = 0; count < 100; count++) {
      await assert.rejects(guess('wrong'), { status: 401 })
      clock.move(16 * MINUTE_MS)
    }

    await assert.rejects(guess(password), { status: 429 })
    await known.call(signIn.withPassword, { body: { email, password } })
    clock.move(DAY_MS - 17 * MINUTE_MS)
    await assert.rejects(guess(password), { status: 429 })
    clock.move(2 * MINUTE_MS)
    await guess(password)
  } finally {
    clock.reset()
    await forgetNetwork()
  }
})

test('RL-1: a device cookie of another account opens no way around the limit', async () => {
  const mallory = await aPerson({ password })
  const { email, url } = await aPerson({ password })
  const jar = openJar(url)
  await jar.call(signIn.withPassword, { body: { email: mallory.email, password } })
  const guess = () => jar.call(signIn.withPassword, { body: { email, password: 'wrong' } })

  for (let count = 0; count < 10; count++) await assert.rejects(guess, { status: 401 })

  await assert.rejects(guess, { status: 429 })
})

test('RL-1: the password of somebody who is signed in cannot be guessed either', async () => {
  const { email, url } = await aPerson({ password })
  const jar = openJar(url)
  await jar.call(signIn.withPassword, { body: { email, password } })
  const guess = () => jar.call(signIn.stepUp, { body: { password: 'wrong' } })

  for (let count = 0; count < 10; count++) await assert.rejects(guess, { code: 'wrong-credentials' })

  await assert.rejects(guess, { status: 429 })
  await assert.rejects(jar.call(signIn.stepUp, { body: { code: '123456' } }), { status: 429 })
})

test('RL-2: the right password alone buys no new guesses at the second factor', async () => {
  const { id, email, url, app } = await aPerson({ password })
  await app.database.db.transaction().execute((tx) =>
    tx
      .insertInto('totp_factors')
      .values({
        user_id: id,
        secret_sealed: Buffer.of(1),
        created_at: clock.now(),
        confirmed_at: clock.now(),
      })
      .execute(),
  )
  const begin = () => openJar(url).call(signIn.withPassword, { body: { email, password } })

  for (let count = 0; count < 10; count++) {
    assert.deepEqual(await begin(), { status: 'second-factor', ways: ['totp'] })
  }

  await assert.rejects(begin, { status: 429 })
})
