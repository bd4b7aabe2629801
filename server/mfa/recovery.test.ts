import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { groups } from '../../contract/groups.ts'
import { mfa } from '../../contract/mfa.ts'
import { signIn } from '../../contract/sign-in.ts'
import { aPerson, OLD } from '../../test/alone.ts'
import type { Jar } from '../../test/browser-jar.ts'
import { eventsIn } from '../../test/events.ts'
import { clock, openWorkspace, type Person, type TestWorkspace } from '../../test/house.ts'
import { houseWithMail } from '../../test/mail-house.ts'
import { onAll } from '../../test/registry.ts'
import { browserOf, eventsOfAccount, halfSignIn, requireMfa, setUpTotp } from '../../test/second-factor.ts'
import { SESSION_COOKIE } from '../http/cookies.ts'
import { findLinkOf, linkCode } from '../links/links.ts'

afterEach(() => clock.reset())

const wrong = { code: 'wrong-code' }

/** A workspace on a server whose letters reach people. */
async function openWithMail() {
  return openWorkspace({ on: await houseWithMail() })
}

/** The letters of one kind for one account that wait to be sent. */
async function lettersTo({ app }: TestWorkspace, person: Person, kind: 'notice' | 'mfa-recovery') {
  const { db } = app.database
  const link = await findLinkOf(db, person.id, 'mfa-recovery')
  const rows = await db.selectFrom('outbox').where('kind', '=', kind).select('payload').execute()
  const mine = kind === 'notice' ? { key: 'userId', id: person.id } : { key: 'linkId', id: link?.id }
  return rows.map(({ payload }) => payload).filter((payload) => payload[mine.key] === mine.id)
}

/** The code in the newest letter to this person. */
async function mailedCode({ app }: TestWorkspace, { id }: Person): Promise<string> {
  const link = await findLinkOf(app.database.db, id, 'mfa-recovery')
  if (!link) throw new Error('there is no letter with a code')
  return linkCode(app, link)
}

/** A half sign-in of somebody with an authenticator app, and the code that was mailed to them. */
async function mailed() {
  const place = await openWithMail()
  const ada = await place.member()
  const { jar: signedIn, secret } = await setUpTotp(place, ada)
  const jar = await halfSignIn(place, ada)
  await jar.call(mfa.mailCode, {})
  return { place, ada, jar, signedIn, secret, code: await mailedCode(place, ada) }
}

const recoverWith = (jar: Jar, code: string) => jar.call(mfa.recover, { body: { code } })

test('MF-3: a recovery code completes a sign-in, works once, and the person is told', async () => {
  const place = await openWithMail()
  const ada = await place.member()
  const { recoveryCodes } = await setUpTotp(place, ada)
  const [code = ''] = recoveryCodes
  const given = { body: { way: 'recovery-code', code: code.toLowerCase().replaceAll('-', ' ') } } as const
  const jars = await Promise.all(Array.from({ length: 8 }, () => halfSignIn(place, ada)))

  const results = await Promise.allSettled(jars.map((jar) => jar.call(mfa.signIn, given)))

  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  const winner = jars.find(({ cookies }) => cookies.has(SESSION_COOKIE))
  assert.equal((await winner?.call(mfa.get, {}))?.recoveryCodesLeft, 9)
  assert.ok((await eventsOfAccount(place, ada)).includes('Recovery Code Used'))
  const told = (await lettersTo(place, ada, 'notice')).map(({ type }) => type)
  assert.equal(told.filter((type) => type === 'Recovery Code Used').length, 1)
})

test('MF-3: new recovery codes kill all older ones', async () => {
  const place = await openWithMail()
  const ada = await place.member()
  const { jar, recoveryCodes: old } = await setUpTotp(place, ada)

  const { recoveryCodes } = await jar.call(mfa.renewRecoveryCodes, {})

  const half = await halfSignIn(place, ada)
  const use = (code = '') => half.call(mfa.signIn, { body: { way: 'recovery-code', code } })
  await assert.rejects(use(old[0]), wrong)
  await use(recoveryCodes[0])
  assert.equal(recoveryCodes.filter((code) => old.includes(code)).length, 0)
})

test('recovery codes come with a second factor, not without', async () => {
  const place = await openWithMail()
  const ada = await place.member()

  const renewing = ada.self(mfa.renewRecoveryCodes, {})

  await assert.rejects(renewing, { code: 'not-found' })
})

test('MF-7: a mailed code removes all second factors after the password, and opens a session of one factor only', async () => {
  const { place, ada, jar, signedIn, code } = await mailed()
  const other = await openWithMail()
  await other.member([], ada.email)
  await requireMfa(place)

  const done = await recoverWith(jar, code.toLowerCase())

  assert.equal(done.status, 'signed-in')
  const none = { totp: null, passkeys: 0, recoveryCodesLeft: 0 }
  const requiredBy = [{ slug: place.slug, name: 'Test' }]
  assert.deepEqual(await jar.call(mfa.get, {}), { ...none, requiredBy })
  await assert.rejects(jar.within(place.slug)(groups.list, { query: {} }), { code: 'mfa-required' })
  await assert.rejects(jar.within(other.slug)(groups.list, { query: {} }), { code: 'not-allowed' })
  await assert.rejects(signedIn.call(mfa.get, {}), { code: 'not-signed-in' })
})

test('MF-7: the person is told of a recovery by mail, and every workspace of theirs has it in its audit trail', async () => {
  const { place, ada, jar, code } = await mailed()
  const other = await openWithMail()
  await other.member([], ada.email)
  const stranger = await openWithMail()

  await recoverWith(jar, code)

  for (const one of [place, other])
    assert.deepEqual(
      (await eventsIn(one)).filter((type) => type.startsWith('MFA')),
      ['MFA Recovered By Mail'],
    )
  assert.ok(!(await eventsIn(stranger)).includes('MFA Recovered By Mail'))
  const { events } = await place.owner(audit.list, { query: { startTime: '2020-01-01' } } as never)
  assert.ok(JSON.stringify(events).includes(ada.email))
  const told = (await lettersTo(place, ada, 'notice')).map(({ type }) => type)
  assert.ok(told.includes('Recovery Mail Requested') && told.includes('MFA Recovered By Mail'))
  assert.ok((await eventsOfAccount(place, ada)).includes('MFA Recovered By Mail'))
})

test('MF-7: a mailed code works once, for an hour, and for the sign-in of its own account', async () => {
  const { place, ada, jar, code } = await mailed()
  const grace = await place.member()
  await setUpTotp(place, grace)
  const other = await halfSignIn(place, grace)
  await assert.rejects(recoverWith(other, code), wrong)
  clock.move(60 * 60_000)
  const late = await halfSignIn(place, ada)
  await assert.rejects(recoverWith(late, code), wrong)
  clock.reset()

  const results = await Promise.allSettled(Array.from({ length: 4 }, () => recoverWith(jar, code)))

  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('MF-7: a newer mailed code kills the older one', async () => {
  const { place, ada, jar, code: older } = await mailed()
  await jar.call(mfa.mailCode, {})

  const code = await mailedCode(place, ada)

  await assert.rejects(recoverWith(jar, older), wrong)
  await recoverWith(jar, code)
})

test('MF-7: no way of the second factor takes the mailed code', async () => {
  const { jar, code } = await mailed()

  for (const way of ['totp', 'recovery-code'] as const)
    await assert.rejects(jar.call(mfa.signIn, { body: { way, code } }), wrong)
  await assert.rejects(jar.call(mfa.signIn, { body: { way: 'mail', code } as never }), {
    code: 'invalid-input',
  })
})

test('MF-7: without a sign-in that waits, no code is mailed and none is taken', async () => {
  const { place, ada, code, signedIn } = await mailed()
  const fresh = browserOf(place, { ...ada, session: signedIn.cookies.get(SESSION_COOKIE) ?? '' })

  await assert.rejects(fresh.call(mfa.mailCode, {}), { code: 'sign-in-over' })
  await assert.rejects(recoverWith(fresh, code), { code: 'sign-in-over' })
})

test('RL-2: five wrong codes kill a mailed code, also over several sign-ins', async () => {
  const { place, ada, jar, code } = await mailed()
  const second = await halfSignIn(place, ada)
  for (const one of [jar, jar, jar, second, second])
    await assert.rejects(recoverWith(one, 'AAAA-AAAA'), wrong)

  const right = recoverWith(second, code)

  await assert.rejects(right, wrong)
})

test('RL-3: an account is mailed five codes an hour at most, also by owners', async () => {
  const { place, ada, jar } = await mailed()
  const owner = await place.member([onAll(place, 'Workspace Owner')])
  const reset = () => owner.call(mfa.resetOfMember, { params: { userId: ada.id } })
  for (let n = 0; n < 3; n++) await jar.call(mfa.mailCode, {})
  await reset()

  await assert.rejects(jar.call(mfa.mailCode, {}), { status: 429 })
  await assert.rejects(reset(), { status: 429 })
  clock.move(60 * 60_000 + 1_000)
  await (await halfSignIn(place, ada)).call(mfa.mailCode, {})
})

test('MF-4: an owner has a code mailed to a member, who still needs their password, and it is in the audit trail', async () => {
  const place = await openWithMail()
  const owner = await place.member([onAll(place, 'Workspace Owner')])
  const ada = await place.member()
  const { jar: signedIn } = await setUpTotp(place, ada)

  const answer = await owner.call(mfa.resetOfMember, { params: { userId: ada.id } })

  assert.deepEqual(answer, { status: 'SUCCESS' })
  assert.equal((await lettersTo(place, ada, 'mfa-recovery')).length, 1)
  assert.equal((await eventsIn(place)).at(-1), 'MFA Reset Requested')
  await signedIn.call(mfa.get, {})
  const jar = await halfSignIn(place, ada)
  await recoverWith(jar, await mailedCode(place, ada))
  assert.equal((await jar.call(mfa.get, {})).totp, null)
})

test('MF-4: nobody but an owner of the workspace, in person and with a fresh proof, can reset a member', async () => {
  const place = await openWithMail()
  const foreign = await openWithMail()
  const owner = await place.member([onAll(place, 'Workspace Owner')])
  const ada = await place.member()
  await setUpTotp(place, ada)
  const stranger = await foreign.member()
  await setUpTotp(foreign, stranger)
  const plain = await place.member()
  const reset = (who: { call: Person['call'] }, { id }: { id: string }) =>
    who.call(mfa.resetOfMember, { params: { userId: id } })

  await assert.rejects(reset(plain, ada), { code: 'not-allowed' })
  await assert.rejects(reset({ call: place.owner }, ada), { code: 'not-allowed' })
  for (const one of [stranger, plain, { id: 'nobody' }])
    await assert.rejects(reset(owner, one), { code: 'not-found' })
  clock.move(10 * 60_000 + 1_000)
  await assert.rejects(reset(owner, ada), { code: 'step-up-required' })
  assert.equal((await lettersTo(place, ada, 'mfa-recovery')).length, 0)
})

test('a mailed code is offered where the server sends mail', async () => {
  const on = await houseWithMail()
  const ada = await aPerson({ on })
  const { jar } = await setUpTotp(ada, ada)

  const half = await jar.call(signIn.withPassword, { body: { email: ada.email, password: OLD } })

  assert.deepEqual(half.ways, ['totp', 'recovery-code', 'mail'])
})

test('without mail, a server says so instead of promising a letter', async () => {
  const place = await openWorkspace()
  const owner = await place.member([onAll(place, 'Workspace Owner')])
  const ada = await place.member()
  await setUpTotp(place, ada)
  const jar = await halfSignIn(place, ada)

  const reset = () => owner.call(mfa.resetOfMember, { params: { userId: ada.id } })

  await assert.rejects(jar.call(mfa.mailCode, {}), { code: 'no-mail' })
  await assert.rejects(reset(), { code: 'no-mail' })
})
