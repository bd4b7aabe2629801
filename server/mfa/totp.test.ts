import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { mfa } from '../../contract/mfa.ts'
import { signIn } from '../../contract/sign-in.ts'
import { aPerson, OLD } from '../../test/alone.ts'
import { clock, openWorkspace, type Person, type TestWorkspace } from '../../test/house.ts'
import {
  browserOf,
  codeOf,
  eventsOfAccount,
  halfSignIn,
  PENDING_COOKIE,
  STEP_MS,
  setUpTotp,
} from '../../test/second-factor.ts'
import { SESSION_COOKIE } from '../http/cookies.ts'
import { newId } from '../platform/ids.ts'

afterEach(() => clock.reset())

const totp = (code: string) => ({ body: { way: 'totp', code } }) as const
const wrong = { code: 'wrong-code' }

/** Whether a sign-in of this person with this code is accepted at this moment, exactly. */
async function isAccepted(place: TestWorkspace, ada: Person, { code, at }: { code: string; at: number }) {
  const { now } = clock
  clock.now = () => new Date(at)
  try {
    const jar = await halfSignIn(place, ada)
    return await jar.call(mfa.signIn, totp(code)).then(
      () => true,
      (error) => (error.code === 'wrong-code' ? false : Promise.reject(error)),
    )
  } finally {
    clock.now = now
  }
}

test('MF-1: a code of the authenticator app completes a sign-in, and works once', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { secret } = await setUpTotp(place, ada)
  const code = codeOf(secret)
  const jar = await halfSignIn(place, ada)

  const done = await jar.call(mfa.signIn, totp(` ${code.slice(0, 3)} ${code.slice(3)} `))

  assert.deepEqual(done, { status: 'signed-in', user: { ...done.user, id: ada.id, email: ada.email } })
  assert.ok(!jar.cookies.has(PENDING_COOKIE))
  assert.equal((await jar.call(mfa.get, {})).recoveryCodesLeft, 10)
  const again = await halfSignIn(place, ada)
  await assert.rejects(again.call(mfa.signIn, totp(code)), wrong)
  assert.ok(!again.cookies.has(SESSION_COOKIE))
})

test('SE-1: after the password nothing is open, and the code signs in under secrets that were never used before', async () => {
  const ada = await aPerson()
  const { jar, secret } = await setUpTotp(ada, ada)
  const before = jar.cookies.get(SESSION_COOKIE)
  const half = await jar.call(signIn.withPassword, { body: { email: ada.email, password: OLD } })
  const cookiesOfHalf = [...jar.cookies.keys()]

  const done = await jar.call(mfa.signIn, totp(codeOf(secret)))

  assert.deepEqual(half, { status: 'second-factor', ways: ['totp', 'recovery-code'] })
  assert.ok(cookiesOfHalf.includes(PENDING_COOKIE) && !cookiesOfHalf.includes(SESSION_COOKIE))
  assert.equal(done.status, 'signed-in')
  assert.notEqual(jar.cookies.get(SESSION_COOKIE), before)
  await assert.rejects(browserOf(ada, { session: before ?? '' }).call(mfa.get, {}), { code: 'not-signed-in' })
})

test('MF-1: of twenty sign-ins with one code at once, one succeeds', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { secret } = await setUpTotp(place, ada)
  const jars = await Promise.all(Array.from({ length: 20 }, () => halfSignIn(place, ada)))
  const code = codeOf(secret)

  const results = await Promise.allSettled(jars.map((jar) => jar.call(mfa.signIn, totp(code))))

  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.equal(jars.filter(({ cookies }) => cookies.has(SESSION_COOKIE)).length, 1)
})

test('MF-1: of twenty tries of one sign-in at once, one succeeds', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { secret } = await setUpTotp(place, ada)
  const jar = await halfSignIn(place, ada)
  const code = codeOf(secret)

  const results = await Promise.allSettled(Array.from({ length: 20 }, () => jar.call(mfa.signIn, totp(code))))

  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('MF-1: a code works from one step before its own until the end of the next one, to the millisecond', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { secret } = await setUpTotp(place, ada)
  // Each far enough from the one before, so that no code is refused for being older than one that was used.
  const start = (Math.floor(clock.now().getTime() / STEP_MS) + 10) * STEP_MS
  const cases: [step: number, offsetMs: number, isRight: boolean][] = [
    [0, -STEP_MS - 1, false],
    [0, -STEP_MS, true],
    [10, 2 * STEP_MS, false],
    [10, 2 * STEP_MS - 1, true],
  ]

  for (const [step, offsetMs, isRight] of cases) {
    const begin = start + step * STEP_MS
    const code = codeOf(secret, begin)
    assert.equal(await isAccepted(place, ada, { code, at: begin + offsetMs }), isRight, `${offsetMs} ms`)
  }
})

test('MF-1: an older code than the last one that was used does not work any more', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { secret } = await setUpTotp(place, ada)
  const now = clock.now().getTime()
  const jar = await halfSignIn(place, ada)
  await jar.call(mfa.signIn, totp(codeOf(secret, now + STEP_MS)))

  const next = await halfSignIn(place, ada)

  await assert.rejects(next.call(mfa.signIn, totp(codeOf(secret, now))), wrong)
})

test('MF-2: setting up needs a fresh proof and a right code, and shows the secret once', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const jar = browserOf(place, ada)

  const begun = await jar.call(mfa.enrol, {})
  const halfway = await jar.call(mfa.get, {})
  const code = codeOf(begun.secret)
  await assert.rejects(
    jar.call(mfa.confirm, { body: { code: code === '000000' ? '000001' : '000000' } }),
    wrong,
  )
  const { recoveryCodes } = await jar.call(mfa.confirm, { body: { code } })

  assert.match(begun.secret, /^[A-Z2-7]{32}$/)
  assert.equal(new URL(begun.uri).searchParams.get('secret'), begun.secret)
  assert.match(begun.qr, /^<svg /)
  assert.deepEqual(halfway, { totp: null, passkeys: 0, recoveryCodesLeft: 0, requiredBy: [] })
  assert.equal(new Set(recoveryCodes).size, 10)
  for (const one of recoveryCodes) assert.match(one, /^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/)
  const after = await jar.call(mfa.get, {})
  assert.ok(after.totp && Date.parse(after.totp.since) <= clock.now().getTime())
  assert.ok(!JSON.stringify(after).includes(begun.secret))
  await assert.rejects(jar.call(mfa.enrol, {}), { code: 'mfa-exists' })
  await assert.rejects(jar.call(mfa.confirm, { body: { code } }), { code: 'mfa-exists' })
  assert.deepEqual(await eventsOfAccount(place, ada), ['Authenticator Added'])
})

test('MF-2: the secret is stored encrypted, and recovery codes only as hashes', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { secret, recoveryCodes } = await setUpTotp(place, ada)

  const { db } = place.app.database
  const totps = await db.selectFrom('totp_factors').where('user_id', '=', ada.id).selectAll().execute()
  const codes = await db.selectFrom('recovery_codes').where('user_id', '=', ada.id).selectAll().execute()

  const stored = [...totps.map((row) => row.secret_sealed), ...codes.map((row) => row.code_hash)]
  assert.equal(stored.length, 11)
  for (const bytes of stored)
    for (const shown of [secret, ...recoveryCodes.flatMap((code) => [code, code.replaceAll('-', '')])])
      assert.ok(!Buffer.from(bytes).includes(shown))
})

test('MF-2: with an old proof nothing about second factors can be changed', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { jar } = await setUpTotp(place, ada)

  clock.move(10 * 60_000)

  const stale = { code: 'step-up-required' }
  await assert.rejects(jar.call(mfa.enrol, {}), stale)
  await assert.rejects(jar.call(mfa.confirm, { body: { code: '000000' } }), stale)
  await assert.rejects(jar.call(mfa.removeTotp, {}), stale)
  await assert.rejects(jar.call(mfa.renewRecoveryCodes, {}), stale)
})

test('an account that a provider manages sets up its second factor there', async (t) => {
  const place = await openWorkspace()
  const ada = await place.member()
  const issuer = `https://${newId()}.test`
  const provider = { ...aProvider, id: newId().toLowerCase(), issuer }
  const { providers } = place.app.signIn
  providers.push(provider)
  t.after(() => providers.splice(providers.indexOf(provider), 1))
  const linked = { issuer, subject: newId(), user_id: ada.id, provider: provider.id, email: null }
  await place.app.database.db.transaction().execute((tx) =>
    tx
      .insertInto('identities')
      .values({ ...linked, linked_at: clock.now(), last_used_at: null })
      .execute(),
  )

  const enrolling = ada.self(mfa.enrol, {})

  await assert.rejects(enrolling, { code: 'managed-elsewhere' })
})

const aProvider = {
  kind: 'other' as const,
  name: 'Acme',
  clientId: 'claviger',
  clientSecret: 'a secret of the test',
  scopes: ['openid'],
  manageUrl: null,
  signUpUrl: null,
  closeUrl: null,
  forNewPeople: false,
  secondFactor: false,
}
