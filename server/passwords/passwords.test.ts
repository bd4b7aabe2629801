import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signIn } from '../../contract/sign-in.ts'
import { openBreaches } from '../../test/breaches.ts'
import { openJar } from '../../test/browser-jar.ts'
import { clock, house } from '../../test/house.ts'
import { withSettings } from '../../test/settings.ts'
import type { Config } from '../platform/config.ts'
import { acceptPassword, hashPassword, isPassword } from './passwords.ts'

const good = 'seven green umbrellas'
const MINUTE_MS = 60_000

/** The server with other settings for as long as `work` takes. */
async function under<Value>(settings: Partial<Config>, work: () => Promise<Value>): Promise<Value> {
  return withSettings((await house()).app, settings, work)
}

async function check(password: string, words: string[] = []) {
  return openJar((await house()).url).call(signIn.checkPassword, { body: { password, words } })
}

test('PW-3: whoever chooses a password learns how good it is, and what makes it weak', async () => {
  const strong = await check(good)
  const common = await check('Password123456!')
  const personal = await check('ADA Lovelace', ['Ada Lovelace'])
  const short = await check('aB3$xyz')

  assert.deepEqual(strong, { score: 3, acceptable: true, warning: null, suggestions: [], breached: null })
  assert.equal(common.acceptable, false)
  assert.match(common.warning ?? '', /commonly used/)
  assert.deepEqual([personal.score, personal.acceptable], [0, false])
  assert.equal(short.acceptable, false)
})

test('PW-2: passwords of 64 and of 128 characters are taken, with spaces and signs of every script', async () => {
  const { app } = await house()

  for (const password of [
    'х'.repeat(3) + 'ладный ёж'.repeat(4),
    ' ключ 🗝️ 鍵 clé ',
    `${good} `.repeat(6).slice(0, 128),
  ]) {
    const { breached } = await acceptPassword(app, { password, words: [], mayBeShort: false })
    assert.equal(breached, null)
  }
})

test('the longest passwords are scored quickly enough not to hold up others', async () => {
  await check(good)

  const start = performance.now()
  await check('p4$$w0rd'.repeat(16), Array(10).fill('p4ssw0rd '.repeat(30)))

  assert.ok(performance.now() - start < 1_000)
})

test('a password known from a breach is told about, or refused where the operator wants that', async () => {
  const breaches = await openBreaches([good])
  const { app } = await house()
  const accept = (password: string) => acceptPassword(app, { password, words: [], mayBeShort: false })
  const settings = { breachUrl: breaches.url }
  try {
    const warned = await under({ ...settings, breachCheck: 'warn' }, async () => [
      await accept(good),
      await accept(`${good}!`),
    ])
    const shown = await under({ ...settings, breachCheck: 'block' }, () => check(good))
    const blocked = under({ ...settings, breachCheck: 'block' }, () => accept(good))

    await assert.rejects(blocked, { code: 'breached-password' })
    assert.deepEqual(warned, [{ breached: true }, { breached: false }])
    assert.deepEqual([shown.breached, shown.acceptable], [true, false])
    for (const path of breaches.asked) assert.match(path, /^\/range\/[0-9A-F]{5}(\?.*)?$/)
  } finally {
    breaches.close()
  }
})

test('PW-6: a service of breached passwords that is away or silent stops nobody, and is not waited for again', async () => {
  const [broken, silent] = [await openBreaches([], 503), await openBreaches([], -1)]
  const { app } = await house()
  const accept = () => acceptPassword(app, { password: good, words: [], mayBeShort: false })
  try {
    for (const { url, asked } of [broken, silent]) {
      const start = performance.now()
      const first = await under({ breachCheck: 'block', breachUrl: url }, accept)
      await under({ breachCheck: 'block', breachUrl: url }, accept)
      const took = performance.now() - start

      assert.deepEqual(first, { breached: null })
      assert.ok(took < 3_500, `it took ${took} ms`)
      assert.equal(asked.length, 1)
    }
    clock.move(MINUTE_MS + 1)
    await under({ breachCheck: 'block', breachUrl: broken.url }, accept)
    assert.equal(broken.asked.length, 2)
  } finally {
    clock.reset()
    broken.close()
    silent.close()
  }
})

test('PW-5: hashes are argon2id with a salt of their own', async () => {
  const [one, two] = [await hashPassword(good), await hashPassword(good)]

  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.notEqual(one, two)
  assert.ok(await isPassword(good, one))
  assert.ok(!(await isPassword(good, null)))
  assert.ok(!(await isPassword('', null)))
})

test('too many sign-ins at once are told to come again, and the others are answered meanwhile', async () => {
  const { url } = await house()
  const attempt = async (place: number) => {
    const response = await fetch(`${url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `crowd.${place}@x.test`, password: 'wrong' }),
    })
    await response.text()
    return response
  }

  const crowd = Promise.all(Array.from({ length: 200 }, (_, place) => attempt(place)))
  const others = await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/healthz`)))
  const answers = await crowd

  assert.ok(others.every(({ status }) => status === 200))
  const refused = answers.filter(({ status }) => status === 503)
  assert.ok(refused.every(({ headers }) => Number(headers.get('retry-after')) >= 1))
  assert.equal(answers.filter(({ status }) => status === 401).length, answers.length - refused.length)
})

test('the queue for hashing has an end', async () => {
  const asked = await Promise.allSettled(Array.from({ length: 150 }, () => isPassword('wrong', null)))

  const refused = asked.filter((one) => one.status === 'rejected')
  assert.equal(refused.length, 48)
  assert.ok(refused.every((one) => one.reason.code === 'unavailable'))
})
