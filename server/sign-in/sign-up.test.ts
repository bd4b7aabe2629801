import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account } from '../../contract/account.ts'
import { signIn } from '../../contract/sign-in.ts'
import { aPerson } from '../../test/alone.ts'
import { openJar } from '../../test/browser-jar.ts'
import { clock, house } from '../../test/house.ts'
import { houseWithMail } from '../../test/mail-house.ts'
import type { App } from '../caller/app.ts'
import { linkUrl } from '../links/links.ts'
import { newId } from '../platform/ids.ts'

const password = 'seven green umbrellas'
const HOUR_MS = 3_600_000
const newAddress = () => `Ada.${newId()}@X.test`

/** The link that was made last for an address, as a letter has it; undefined where there is none. */
async function linkTo(app: App, email: string) {
  const link = await app.database.db
    .selectFrom('links')
    .where('purpose', '=', 'sign-up')
    .where('email_key', '=', email.toLowerCase())
    .selectAll()
    .executeTakeFirst()
  return link && linkUrl(app, link)
}

async function askToSignUp(email: string, name?: string) {
  const { app, url } = await houseWithMail()
  const jar = openJar(url)
  const reply = await jar.call(signIn.signUp, { body: { email, ...(name ? { name } : {}) } })
  const link = await linkTo(app, email)
  return { app, url, jar, reply, link, token: link?.split('#token=')[1] ?? '' }
}

/** The letters that this address was sent, by their subject. */
async function lettersTo(app: App, email: string) {
  const deadline = Date.now() + 10_000
  const find = () => app.mailbox?.letters().filter((letter) => letter.to === email) ?? []
  while (find().length === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50))
  return find()
}

test('somebody signs up by the link in a letter, and is signed in with a confirmed address', async () => {
  const email = newAddress()
  const { jar, token, reply, app } = await askToSignUp(email, 'Ada')
  const [letter] = await lettersTo(app, email)

  const shown = await jar.call(signIn.lookUpSignUp, { query: { token } })
  const done = await jar.call(signIn.completeSignUp, { body: { token, name: 'Ada Lovelace', password } })

  assert.deepEqual(reply, { status: 'mailed' })
  assert.ok(letter?.text.includes(token))
  assert.deepEqual([shown.email, shown.name], [email, 'Ada'])
  assert.deepEqual(done, { status: 'signed-in', user: { id: done.user?.id, name: 'Ada Lovelace', email } })
  const { account: mine } = await jar.call(account.get, {})
  assert.deepEqual([mine.email, mine.name, mine.emailVerified], [email, 'Ada Lovelace', true])
  await openJar((await houseWithMail()).url).call(signIn.withPassword, { body: { email, password } })
})

test('IN-1: a link to sign up works once, twenty times at once as well', async () => {
  const email = newAddress()
  const { jar, token } = await askToSignUp(email)
  const complete = () => jar.call(signIn.completeSignUp, { body: { token, name: 'Ada', password } })

  const done = await Promise.allSettled(Array.from({ length: 20 }, complete))

  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1)
  await assert.rejects(complete(), { status: 410, code: 'link-gone' })
  await assert.rejects(jar.call(signIn.lookUpSignUp, { query: { token } }), { code: 'link-gone' })
})

test('IN-1: a newer link replaces the older, and each expires after a day', async () => {
  const email = newAddress()
  const older = await askToSignUp(email)
  const { jar, token } = await askToSignUp(email)

  const old = jar.call(signIn.lookUpSignUp, { query: { token: older.token } })

  await assert.rejects(old, { code: 'link-gone' })
  try {
    clock.move(23 * HOUR_MS)
    await jar.call(signIn.lookUpSignUp, { query: { token } })
    clock.move(HOUR_MS + 1)
    await assert.rejects(jar.call(signIn.lookUpSignUp, { query: { token } }), { code: 'link-gone' })
  } finally {
    clock.reset()
  }
})

test('IN-1: a link to sign up opens nothing else, and looking at it never uses it up', async () => {
  const { jar, token } = await askToSignUp(newAddress())

  for (let time = 0; time < 3; time++) await jar.call(signIn.lookUpSignUp, { query: { token } })

  await assert.rejects(jar.call(signIn.lookUpReset, { query: { token } }), { code: 'link-gone' })
  await assert.rejects(jar.call(signIn.resetPassword, { body: { token, password } }), { code: 'link-gone' })
  for (const wrong of [`${token}x`, token.slice(1), token.split('.')[0] ?? '', `${token}.`, '.']) {
    await assert.rejects(jar.call(signIn.lookUpSignUp, { query: { token: wrong } }), { code: 'link-gone' })
  }
})

test('PW-7: an address that has an account is answered in the same way, and its mailbox is told', async () => {
  const on = await houseWithMail()
  const { email } = await aPerson({ on, email: newAddress() })

  const known = await askToSignUp(email)
  const unknown = await askToSignUp(newAddress())

  assert.deepEqual(known.reply, unknown.reply)
  const [letter] = await lettersTo(on.app, email)
  assert.match(letter?.subject ?? '', /account already/)
  assert.ok(!letter?.text.includes('#token='))
})

test('an account that was made meanwhile is not taken over by an older link', async () => {
  const email = newAddress()
  const { jar, token } = await askToSignUp(email)
  await aPerson({ on: await houseWithMail(), email })

  const late = jar.call(signIn.completeSignUp, { body: { token, name: 'Mallory', password } })

  await assert.rejects(late, { status: 409, code: 'user-email-taken' })
})

test('IN-3: the link begins with the configured address, whatever host was asked', async () => {
  const { app, url } = await houseWithMail()
  const email = newAddress()

  await fetch(`${url}/api/sign-up`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-host': 'evil.test',
      forwarded: 'host=evil.test',
    },
    body: JSON.stringify({ email }),
  })

  const link = (await linkTo(app, email)) ?? ''
  assert.ok(link.startsWith(`${app.config.publicUrl}/sign-up/complete#token=`), link)
})

test('RL-3: whoever asks for a hundred letters to one mailbox causes five', async () => {
  const { app, url } = await houseWithMail()
  const email = newAddress()
  const ask = () => openJar(url).call(signIn.signUp, { body: { email } })

  const asked = await Promise.allSettled(Array.from({ length: 30 }, ask))

  assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 5)
  const rows = await app.database.db.selectFrom('outbox').where('kind', '=', 'sign-up').selectAll().execute()
  const link = await linkTo(app, email)
  const last = rows.filter((row) => link?.includes(String(row.payload.linkId)))
  assert.equal(last.length, 1, 'older links were replaced')
})

test('without mail nobody can sign up, and where only invited people may, neither', async () => {
  const { app, url } = await house()
  const email = newAddress()
  const ask = () => openJar(url).call(signIn.signUp, { body: { email } })

  await assert.rejects(ask, { status: 409, code: 'no-mail' })
  const before = app.config
  app.config = { ...before, signUp: 'invited' }
  try {
    await assert.rejects(ask, { status: 401, code: 'sign-up-closed' })
    const complete = { token: 'x.y', name: 'Ada', password }
    await assert.rejects(openJar(url).call(signIn.completeSignUp, { body: complete }), {
      code: 'sign-up-closed',
    })
  } finally {
    app.config = before
  }
})

test('PW-3: a password made of name, address or product, or of what everybody uses, is refused', async () => {
  const email = newAddress()
  const { jar, token } = await askToSignUp(email)

  for (const weak of ['Password123456!', 'Ada Lovelace', email, 'claviger2024', '😀😀😀😀😀😀😀😀']) {
    const body = { token, name: 'Ada Lovelace', password: weak }
    await assert.rejects(jar.call(signIn.completeSignUp, { body }), { status: 422, code: 'weak-password' })
  }
  await assert.rejects(
    jar.call(signIn.completeSignUp, { body: { token, name: 'Ada', password: 'aB3$xyz' } }),
    {
      status: 422,
      code: 'invalid-input',
    },
  )
  await jar.call(signIn.completeSignUp, { body: { token, name: 'Ada Lovelace', password } })
})
