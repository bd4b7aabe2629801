import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account } from '../../contract/account.ts'
import { signIn } from '../../contract/sign-in.ts'
import { type Alone, aPerson, OLD } from '../../test/alone.ts'
import { openJar } from '../../test/browser-jar.ts'
import { clock, house } from '../../test/house.ts'
import { houseWithMail, lettersAbout, mailedToken } from '../../test/mail-house.ts'
import { withProvider } from '../../test/settings.ts'
import { newId } from '../platform/ids.ts'

const NEW = 'nine purple elephants'
const MINUTE_MS = 60_000

/** Somebody with an account on the server that sends mail. */
const somebody = async () => aPerson({ on: await houseWithMail() })

/** Asks for a letter to this person, and answers what stands in its link. */
async function askToReset({ id, email, url }: Alone): Promise<string> {
  await openJar(url).call(signIn.forgotPassword, { body: { email } })
  return mailedToken(await houseWithMail(), id, 'reset')
}

test('IN-4: who forgot their password sets a new one by a letter; all sessions end, and nobody is signed in', async () => {
  const ada = await somebody()
  const jar = openJar(ada.url)

  const token = await askToReset(ada)
  const shown = await jar.call(signIn.lookUpReset, { query: { token } })
  const reply = await jar.call(signIn.resetPassword, { body: { token, password: NEW } })

  assert.equal(shown.email, ada.email)
  assert.deepEqual(reply, { status: 'SUCCESS' })
  assert.equal(jar.cookies.size, 0)
  await assert.rejects(ada.self(account.get, {}), { status: 401 })
  const old = jar.call(signIn.withPassword, { body: { email: ada.email, password: OLD } })
  await assert.rejects(old, { code: 'wrong-credentials' })
  await jar.call(signIn.withPassword, { body: { email: ada.email, password: NEW } })
  assert.equal((await jar.call(account.get, {})).account.emailVerified, true)
  assert.deepEqual(await lettersAbout(ada, ada.id), ['notice: Password Reset'])
})

test('IN-1: a link to reset works once, twenty times at once as well, and for an hour', async () => {
  const ada = await somebody()
  const jar = openJar(ada.url)
  const first = await askToReset(ada)
  const token = await askToReset(ada)
  const reset = (given: string) => jar.call(signIn.resetPassword, { body: { token: given, password: NEW } })

  await assert.rejects(reset(first), { code: 'link-gone' })
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => reset(token)))

  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1)
  await assert.rejects(reset(token), { status: 410, code: 'link-gone' })
  const later = await askToReset(ada)
  try {
    clock.move(60 * MINUTE_MS + 1)
    await assert.rejects(reset(later), { code: 'link-gone' })
  } finally {
    clock.reset()
  }
})

test('PW-7: an address without an account is answered in the same way, and leaves nothing behind', async () => {
  const ada = await somebody()
  const jar = openJar(ada.url)
  const nobody = `${newId()}@nobody.test`

  const known = await jar.call(signIn.forgotPassword, { body: { email: ada.email } })
  const unknown = await jar.call(signIn.forgotPassword, { body: { email: nobody } })

  assert.deepEqual(unknown, known)
  const kept = await ada.app.database.db
    .selectFrom('links')
    .where('email_key', '=', nobody.toLowerCase())
    .selectAll()
    .execute()
  assert.deepEqual(kept, [])
})

test('RL-3: whoever asks a hundred times for a new password causes five letters, also where there is no account', async () => {
  const ada = await somebody()
  const asked = async (email: string) => {
    const ask = () => openJar(ada.url).call(signIn.forgotPassword, { body: { email } })
    const answers = await Promise.allSettled(Array.from({ length: 8 }, ask))
    return answers.filter(({ status }) => status === 'fulfilled').length
  }

  assert.deepEqual([await asked(ada.email), await asked(`${newId()}@nobody.test`)], [5, 5])
  const { count } = await ada.app.database.db
    .selectFrom('account_events')
    .where('user_id', '=', ada.id)
    .where('type', '=', 'Password Reset Requested')
    .select((rows) => rows.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  assert.equal(Number(count), 5)
})

test('PW-4: a reset leaves the second factor as it was', async () => {
  const ada = await somebody()
  await ada.app.database.db.transaction().execute((tx) =>
    tx
      .insertInto('totp_factors')
      .values({
        user_id: ada.id,
        secret_sealed: Buffer.of(1),
        created_at: clock.now(),
        confirmed_at: clock.now(),
      })
      .execute(),
  )
  const jar = openJar(ada.url)

  await jar.call(signIn.resetPassword, { body: { token: await askToReset(ada), password: NEW } })

  const reply = await jar.call(signIn.withPassword, { body: { email: ada.email, password: NEW } })
  assert.equal(reply.status, 'second-factor')
  await assert.rejects(jar.call(account.get, {}), { status: 401 })
})

test('RL-1: a reset lets in again whom strangers made wait', async () => {
  const ada = await somebody()
  const { email, url } = ada
  const guess = (password: string) => openJar(url).call(signIn.withPassword, { body: { email, password } })
  for (let count = 0; count < 10; count++) await assert.rejects(guess('wrong'), { status: 401 })
  await assert.rejects(guess(OLD), { status: 429 })

  await openJar(url).call(signIn.resetPassword, { body: { token: await askToReset(ada), password: NEW } })

  assert.equal((await guess(NEW)).status, 'signed-in')
})

test('PW-1: with a longer minimum, a short password is taken only where a second factor is asked for', async () => {
  const [ada, grace] = [await somebody(), await somebody()]
  const { app, url } = ada
  await app.database.db.transaction().execute((tx) =>
    tx
      .insertInto('totp_factors')
      .values({
        user_id: grace.id,
        secret_sealed: Buffer.of(1),
        created_at: clock.now(),
        confirmed_at: clock.now(),
      })
      .execute(),
  )
  const tokens = [await askToReset(ada), await askToReset(grace)] as const
  const before = app.config
  app.config = { ...before, passwordMinLength: 15 }
  const reset = (token: string, password: string) =>
    openJar(url).call(signIn.resetPassword, { body: { token, password } })

  try {
    await assert.rejects(reset(tokens[0], 'kq7#Vw2!zPx9Lm'), { status: 422, code: 'invalid-input' })
    await reset(tokens[0], 'kq7#Vw2!zPx9Lm4')
    await reset(tokens[1], 'kq7#Vw2!z')
  } finally {
    app.config = before
  }
})

test('without mail a reset says so, for every address', async () => {
  const { url } = await house()
  const { email } = await aPerson()

  for (const address of [email, `${newId()}@nobody.test`]) {
    const ask = openJar(url).call(signIn.forgotPassword, { body: { email: address } })
    await assert.rejects(ask, { status: 409, code: 'no-mail' })
  }
})

test('whose account a provider manages sets no new password here, and is told where', async () => {
  const ada = await somebody()
  const { app, id, url } = ada
  const issuer = 'https://accounts.example'
  const linked = { issuer, subject: newId(), user_id: id, provider: 'example', linked_at: clock.now() }
  await app.database.db.transaction().execute((tx) => tx.insertInto('identities').values(linked).execute())
  const body = { token: await askToReset(ada), password: NEW }

  const reset = withProvider(app, { issuer }, () => openJar(url).call(signIn.resetPassword, { body }))

  await assert.rejects(reset, { status: 409, code: 'managed-elsewhere' })
})
