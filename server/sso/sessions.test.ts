import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { connections } from '../../contract/connections.ts'
import { signIn } from '../../contract/sign-in.ts'
import { sso } from '../../contract/sso.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { acting, clock } from '../../test/house.ts'
import {
  answerTo,
  ask,
  askedBy,
  browserOf,
  fetchFrom,
  isIn,
  openSamlWorkspace,
  openSsoBrowser,
  post,
  provedDomain,
  signInAt,
  somebodyAt,
} from '../../test/sso-house.ts'
import { hashPassword } from '../passwords/passwords.ts'
import { setHipaa } from '../workspaces/workspaces.ts'

const HOUR_MS = 3_600_000
const PASSWORD = 'correct horse battery staple'

afterEach(() => clock.reset())

const opening = { settings: { provisionSso: true } }

/** Two workspaces, and somebody who is a member of both and known to the identity provider of the first, and of the second on demand. */
async function openTwo() {
  const [ours, theirs] = [await openSamlWorkspace(opening), await openSamlWorkspace(opening)]
  const { email, attributes, subject } = somebodyAt(ours)
  const person = await ours.member([], email)
  await theirs.member([], email)
  const password_hash = await hashPassword(PASSWORD)
  const values = { password_hash, email_verified_at: clock.now() }
  const { db } = ours.app.database
  await db
    .transaction()
    .execute((tx) => tx.updateTable('users').where('id', '=', person.id).set(values).execute())
  return { ours, theirs, person, email, ada: { attributes, subject } }
}

test('L-5: a sign-in through one workspace opens that one, and no other that the person belongs to', async () => {
  const { ours, theirs, ada } = await openTwo()
  const browser = openSsoBrowser(ours)

  await signInAt(ours, browser, ada)

  assert.deepEqual([await isIn(ours, browser), await isIn(theirs, browser)], ['in', 'not-found'])
  const { workspaces: mine } = await browser.call(workspaces.listMine, { query: {} })
  assert.deepEqual(
    mine.map(({ slug }) => slug),
    [ours.slug],
  )
  const { account: seen } = await browser.call(account.get, {})
  assert.deepEqual(
    [seen.session.confined, seen.hasPassword, seen.idleMinutes, seen.session.secondFactor],
    [true, false, null, false],
  )
  await assert.rejects(browser.call(account.listSessions, {}), { code: 'own-proof-required' })
})

test('L-5: signing in to the account itself, in the same browser, keeps what single sign-on proved and opens the rest', async () => {
  const { ours, theirs, ada, email } = await openTwo()
  const browser = openSsoBrowser(ours)
  await signInAt(ours, browser, ada)

  await browser.call(signIn.withPassword, { body: { email, password: PASSWORD } })

  assert.deepEqual([await isIn(ours, browser), await isIn(theirs, browser)], ['in', 'in'])
  const { overview } = sso
  await assert.rejects(browser.within(ours.slug)(overview, {}), { code: 'not-allowed' })
  const { sessions } = await browser.call(account.listSessions, {})
  const present = sessions.find((one) => one.current)
  assert.deepEqual(
    [present?.confined, present?.through, present?.methods],
    [false, [{ workspace: 'Test', connection: 'Okta' }], ['pwd']],
  )
})

test('a second factor on the way keeps what single sign-on proved too', async () => {
  const { ours, ada, email, person } = await openTwo()
  const { setUpTotp, codeOf } = await import('../../test/second-factor.ts')
  const { mfa } = await import('../../contract/mfa.ts')
  const { secret } = await setUpTotp({ url: ours.running.app.config.publicUrl }, person)
  const browser = openSsoBrowser(ours)
  await signInAt(ours, browser, ada)

  const { status } = await browser.call(signIn.withPassword, { body: { email, password: PASSWORD } })
  assert.deepEqual([status, await isIn(ours, browser)], ['second-factor', 'not-signed-in'])
  clock.move(30_000)
  await browser.call(mfa.signIn, { body: { way: 'totp', code: codeOf(secret) } })

  const { sessions } = await browser.call(account.listSessions, {})
  assert.equal(sessions.find((one) => one.current)?.through.length, 1)
})

test('two workspaces one after the other: the same session, under a new secret each time', async () => {
  const { ours, theirs, ada, email } = await openTwo()
  // Their identity provider may speak for the address too: they have its domain, ours does not need it any more.
  const { db } = ours.app.database
  const browser = openSsoBrowser(ours)
  await signInAt(ours, browser, ada)
  await db
    .transaction()
    .execute((tx) => tx.deleteFrom('domains').where('workspace_id', '=', ours.id).execute())
  const [, domain = ''] = email.split('@')
  const row = provedDomain({ workspace_id: theirs.id, created_at: clock.now() }, domain)
  await db.transaction().execute((tx) => tx.insertInto('domains').values(row).execute())
  const first = browser.cookies.get('__Host-claviger')

  await signInAt(theirs, browser, { ...ada, subject: 'another name there' })

  assert.deepEqual([await isIn(ours, browser), await isIn(theirs, browser)], ['in', 'in'])
  assert.notEqual(browser.cookies.get('__Host-claviger'), first)
  const rows = await db
    .selectFrom('session_proofs')
    .where('workspace_id', 'in', [ours.id, theirs.id])
    .select('session_id')
    .execute()
  assert.equal(rows.length, 2)
  assert.equal(rows[0]?.session_id, rows[1]?.session_id)
})

test('a full session of the same person stays full; the account is no fresher for single sign-on', async () => {
  const { ours, theirs, ada, person } = await openTwo()
  const browser = browserOf(ours, person)
  clock.move(HOUR_MS)

  await signInAt(ours, browser, ada)

  assert.deepEqual([await isIn(ours, browser), await isIn(theirs, browser)], ['in', 'in'])
  await assert.rejects(browser.call(account.endOtherSessions, {}), { code: 'step-up-required' })
})

test("another person's session in the same browser ends", async () => {
  const { ours, ada } = await openTwo()
  const other = await ours.member()
  const browser = browserOf(ours, other)

  await signInAt(ours, browser, ada)

  assert.equal(await isIn(ours, browserOf(ours, other)), 'not-signed-in')
  assert.equal(await isIn(ours, browser), 'in')
})

test('an owner signs a member out: single sign-on opens the door again, and nothing before it', async () => {
  const { ours, ada, person } = await openTwo()
  const browser = openSsoBrowser(ours)
  await signInAt(ours, browser, ada)
  const owner = await ours.ownerInPerson()
  clock.move(1_000)
  await owner.call(account.endSessionsOfMember, { params: { userId: person.id } })
  assert.equal(await isIn(ours, browser), 'sign-in-again')

  clock.move(1_000)
  await signInAt(ours, browser, ada)

  assert.equal(await isIn(ours, browser), 'in')
})

test('a connection that is switched off proves nothing with the next request', async () => {
  const { ours, ada } = await openTwo()
  const browser = openSsoBrowser(ours)
  await signInAt(ours, browser, ada)
  const owner = await ours.ownerInPerson()

  await owner.call(connections.deactivate, { params: { connectionId: ours.connectionId } })

  assert.equal(await isIn(ours, browser), 'not-found')
})

test('a proof lives no longer than the hours of its workspace, whatever the session', async () => {
  const { ours, ada, person } = await openTwo()
  const browser = browserOf(ours, person)
  await signInAt(ours, browser, ada)
  const { db } = ours.app.database
  const settings = JSON.stringify({ requireSso: true, provisionSso: true })
  await db
    .transaction()
    .execute((tx) => tx.updateTable('workspaces').where('id', '=', ours.id).set({ settings }).execute())
  ours.app.identities.forget()
  assert.equal(await isIn(ours, browser), 'in')

  const past = new Date(clock.now().getTime() - 8 * 24 * HOUR_MS)
  await db
    .transaction()
    .execute((tx) =>
      tx.updateTable('session_proofs').where('workspace_id', '=', ours.id).set({ at: past }).execute(),
    )

  assert.equal(await isIn(ours, browser), 'sso-required')
})

test('a proof is renewed by the same single sign-on: asked anew, by the same person, in the same session', async () => {
  const { ours, ada } = await openTwo()
  const browser = openSsoBrowser(ours)
  await signInAt(ours, browser, ada)
  clock.move(HOUR_MS)
  const { url } = await browser.within(ours.slug)(sso.stepUp, { body: { returnTo: '/w/here' } })
  const asked = askedBy(url)
  assert.match(asked.xml, /ForceAuthn="true"/)

  const somebodyElse = answerTo(ours, asked, { ...ada, subject: 'somebody else' })
  assert.match(
    await fetchFrom(ours, browser, await post(ours, somebodyElse)),
    /^\/sign-in\?problem=sso-refused/,
  )
  const again = askedBy((await browser.within(ours.slug)(sso.stepUp, { body: { returnTo: '/w/here' } })).url)
  assert.equal(await fetchFrom(ours, browser, await post(ours, answerTo(ours, again, ada))), '/w/here')
  assert.equal(await isIn(ours, browser), 'in')
})

test('who came in otherwise is not asked for single sign-on again', async () => {
  const { person } = await openTwo()

  await assert.rejects(person.call(sso.stepUp, { body: {} }), { code: 'sso-first' })
})

test('where a workspace is HIPAA-eligible, inactivity ends a session of single sign-on as it ends any other', async () => {
  const { ours, ada } = await openTwo()
  await setHipaa(acting(ours.app), ours.slug, true)
  const browser = openSsoBrowser(ours)
  await signInAt(ours, browser, ada)
  clock.move(14 * 60_000)
  assert.equal(await isIn(ours, browser), 'in')

  clock.move(16 * 60_000)

  assert.equal(await isIn(ours, browser), 'not-signed-in')
})

test('signing out ends a session that single sign-on opened', async () => {
  const { ours, ada } = await openTwo()
  const browser = openSsoBrowser(ours)
  await signInAt(ours, browser, ada)

  await browser.call(signIn.signOut, {})

  assert.equal(await isIn(ours, browser), 'not-signed-in')
  await ask(ours, browser)
})
