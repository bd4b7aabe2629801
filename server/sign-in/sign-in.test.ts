import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hash } from '@node-rs/argon2'
import { account as accounts } from '../../contract/account.ts'
import { signIn } from '../../contract/sign-in.ts'
import { aPerson } from '../../test/alone.ts'
import { openJar } from '../../test/browser-jar.ts'
import { clock, house } from '../../test/house.ts'
import { newId } from '../platform/ids.ts'

const password = 'seven green umbrellas'
const MINUTE_MS = 60_000

const newAddress = () => `ada.${newId().toLowerCase()}@x.test`

const sessionOf = ({ cookies }: ReturnType<typeof openJar>) => cookies.get('__Host-claviger')

test('somebody signs in with address, in whatever case, and password, and out again', async () => {
  const { id, email, url } = await aPerson({ password })
  const jar = openJar(url)

  const reply = await jar.call(signIn.withPassword, { body: { email: email.toUpperCase(), password } })

  assert.deepEqual(reply, { status: 'signed-in', user: { id, name: 'Ada', email } })
  const session = sessionOf(jar) ?? ''
  await jar.call(signIn.signOut, {})
  assert.equal(sessionOf(jar), undefined)
  jar.cookies.set('__Host-claviger', session)
  await assert.rejects(jar.call(signIn.signOut, {}), { status: 401, code: 'not-signed-in' })
})

test('SE-1: whoever signs in gets a new session, and the one before is dead', async () => {
  const { email, url } = await aPerson({ password })
  const jar = openJar(url)
  await jar.call(signIn.withPassword, { body: { email, password } })
  const before = sessionOf(jar) ?? ''

  await jar.call(signIn.withPassword, { body: { email, password } })

  const now = sessionOf(jar) ?? ''
  assert.notEqual(now, before)
  jar.cookies.set('__Host-claviger', before)
  await assert.rejects(jar.call(accounts.get, {}), { status: 401 })
  jar.cookies.set('__Host-claviger', now)
  await jar.call(accounts.get, {})
})

test('SE-1: a session that somebody else planted is not taken over by signing in', async () => {
  const { email, url } = await aPerson({ password })
  const jar = openJar(url)
  jar.cookies.set('__Host-claviger', 'cvs_planted')

  await jar.call(signIn.withPassword, { body: { email, password } })

  assert.match(sessionOf(jar) ?? '', /^cvs_\w{36}$/)
})

test('SE-2: every cookie is for this host only, over https only, and out of reach of scripts', async () => {
  const { email, url } = await aPerson({ password })
  const jar = openJar(url)
  const seen: string[] = []

  await jar.call(signIn.withPassword, { body: { email, password } })
  seen.push(...jar.lastSet)
  await jar.call(signIn.stepUp, { body: { password } })
  seen.push(...jar.lastSet)
  await jar.call(signIn.signOut, {})
  seen.push(...jar.lastSet)

  assert.ok(seen.length >= 5)
  for (const line of seen) {
    const [pair = '', ...attributes] = line.split('; ')
    assert.match(pair, /^__Host-claviger(-\w+)?=/)
    assert.ok(line.length < 4096)
    const kept = attributes.filter((one) => !one.startsWith('Max-Age=')).sort()
    assert.deepEqual(kept, ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'])
  }
})

test('PW-5: a hash of yesterday is made anew at the next sign-in, and the password stays what it was', async () => {
  const old = await hash(password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 })
  const { id, email, url, app } = await aPerson({ password })
  await app.database.db
    .transaction()
    .execute((tx) => tx.updateTable('users').where('id', '=', id).set({ password_hash: old }).execute())
  const stored = () =>
    app.database.db
      .selectFrom('users')
      .where('id', '=', id)
      .select('password_hash as hash')
      .executeTakeFirstOrThrow()

  await openJar(url).call(signIn.withPassword, { body: { email, password } })

  const made = (await stored()).hash ?? ''
  assert.match(made, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  await openJar(url).call(signIn.withPassword, { body: { email, password } })
  assert.equal((await stored()).hash, made)
})

test('PW-2: a long password is not cut off: what differs after the 72nd byte is another password', async () => {
  const long = `${'the quick brown fox jumps '.repeat(4)}and rests`
  const { email, url } = await aPerson({ password: long })
  const jar = openJar(url)

  const almost = jar.call(signIn.withPassword, { body: { email, password: `${long}!` } })

  await assert.rejects(almost, { status: 401 })
  await jar.call(signIn.withPassword, { body: { email, password: long } })
})

test('PW-2: the same password in another composition of Unicode, with its spaces, is the same', async () => {
  const { email, url } = await aPerson({ password: ' café ümläut 🗝️ ' })
  const jar = openJar(url)

  const decomposed = ' café ümläut 🗝️ '.normalize('NFD')
  await assert.rejects(jar.call(signIn.withPassword, { body: { email, password: 'café ümläut 🗝️' } }), {
    status: 401,
  })
  const { status } = await jar.call(signIn.withPassword, { body: { email, password: decomposed } })

  assert.equal(status, 'signed-in')
})

test('SE-1: proving the password again gives the session a new secret, and the old one is dead', async () => {
  const { email, url } = await aPerson({ password })
  const jar = openJar(url)
  await jar.call(signIn.withPassword, { body: { email, password } })
  const before = sessionOf(jar) ?? ''

  try {
    clock.move(30 * MINUTE_MS)
    const { freshUntil } = await jar.call(signIn.stepUp, { body: { password } })

    assert.ok(Math.abs(Date.parse(freshUntil) - clock.now().getTime() - 10 * MINUTE_MS) < 5_000)
    assert.notEqual(sessionOf(jar), before)
    await jar.call(accounts.get, {})
    jar.cookies.set('__Host-claviger', before)
    await assert.rejects(jar.call(accounts.get, {}), { status: 401 })
  } finally {
    clock.reset()
  }
})

test('a code proves nothing where no authenticator app is set up', async () => {
  const { email, url } = await aPerson({ password })
  const jar = openJar(url)
  await jar.call(signIn.withPassword, { body: { email, password } })

  const proof = jar.call(signIn.stepUp, { body: { code: '123456' } })

  await assert.rejects(proof, { status: 401, code: 'wrong-code' })
})

test('an account without a password is not signed in by any', async () => {
  const { email, url } = await aPerson({ password: null })
  const jar = openJar(url)

  for (const word of ['', ' ', 'null']) {
    const guess = jar.call(signIn.withPassword, { body: { email, password: word } })
    await assert.rejects(guess, { code: word === '' ? 'invalid-input' : 'wrong-credentials' })
  }
})

test('the sign-in page learns what is offered here', async () => {
  const { url } = await house()

  const ways = await openJar(url).call(signIn.ways, {})

  assert.deepEqual(ways, {
    signUp: 'closed',
    mail: false,
    passkeys: true,
    passwordMinLength: 8,
    providers: [],
    products: [],
    mailbox: null,
  })
})

test('IO-1: text that no database can hold is refused at sign-in', async () => {
  const { url } = await house()
  const jar = openJar(url)

  for (const word of ['a\0b', '\ud800']) {
    await assert.rejects(jar.call(signIn.withPassword, { body: { email: `${word}@x.test`, password } }), {
      status: 422,
    })
    await assert.rejects(jar.call(signIn.withPassword, { body: { email: newAddress(), password: word } }), {
      status: 422,
    })
  }
  await assert.rejects(jar.call(signIn.lookUpReset, { query: { token: '\ud800.x' } }), { status: 410 })
})
