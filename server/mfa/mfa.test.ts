import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Endpoint } from '../../contract/endpoint.ts'
import { groups } from '../../contract/groups.ts'
import { api } from '../../contract/index.ts'
import { mfa } from '../../contract/mfa.ts'
import { openJar } from '../../test/browser-jar.ts'
import { clock, openWorkspace, type Person, type TestWorkspace } from '../../test/house.ts'
import { onAll } from '../../test/registry.ts'
import {
  anotherBrowser,
  browserOf,
  codeOf,
  eventsOfAccount,
  halfSignIn,
  PENDING_COOKIE,
  requireMfa,
  STEP_MS,
  setUpTotp,
} from '../../test/second-factor.ts'
import { SESSION_COOKIE } from '../http/cookies.ts'
import { newId } from '../platform/ids.ts'

afterEach(() => clock.reset())

const totp = (code: string) => ({ body: { way: 'totp', code } }) as const
const wrong = { code: 'wrong-code' }

test('RL-2: after five wrong codes the sign-in is dead, also for the right one', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { secret, recoveryCodes } = await setUpTotp(place, ada)
  const jar = await halfSignIn(place, ada)
  const right = codeOf(secret)
  for (let n = 0; n < 5; n++) await assert.rejects(jar.call(mfa.signIn, totp('no code')), wrong)

  const tries = [totp(right), { body: { way: 'recovery-code', code: recoveryCodes[0] ?? '' } } as const]

  for (const given of tries) await assert.rejects(jar.call(mfa.signIn, given), { code: 'sign-in-over' })
})

test('RL-2: who begins anew after every few wrong codes is slowed down, and not the person in their own browser', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { secret } = await setUpTotp(place, ada)
  const own = await halfSignIn(place, ada)
  await own.call(mfa.signIn, totp(codeOf(secret)))
  clock.move(STEP_MS)
  for (const jar of [await halfSignIn(place, ada), await halfSignIn(place, ada)])
    for (let n = 0; n < 5; n++) await assert.rejects(jar.call(mfa.signIn, totp('000000')), wrong)

  const stranger = await halfSignIn(place, ada)
  const known = await halfSignIn(place, ada)
  known.cookies.set('__Host-claviger-device', own.cookies.get('__Host-claviger-device') ?? '')

  await assert.rejects(stranger.call(mfa.signIn, totp(codeOf(secret))), { status: 429 })
  await known.call(mfa.signIn, totp(codeOf(secret)))
})

test('MF-5: half signed in, nothing is open but what completes the sign-in, and nothing changes', async () => {
  const place = await openWorkspace()
  const ada = await place.member([onAll(place, 'Workspace Owner')])
  await setUpTotp(place, ada)
  const jar = await halfSignIn(place, ada)
  const stranger = openJar(place.url)
  const before = await stateOf(place, ada)
  let asked = 0

  for (const { route, method, path, access, dialect = 'api' } of Object.values(api).flatMap(endpointsOf)) {
    const isOfHalf = access.kind === 'anyone' && access.because.includes('waits for its second factor')
    if (isOfHalf) continue
    const root =
      access.kind === 'signedIn' || dialect === 'plain' ? place.url : `${place.url}/w/${place.slug}`
    const url = `${root}${dialect === 'api' ? '/api' : ''}${path.replace(/:[A-Za-z]+/g, 'some')}`
    const asHalf = await jar.fetch(url, { method })
    const asStranger = await stranger.fetch(url, { method })
    assert.equal(asHalf.status, access.kind === 'anyone' ? asStranger.status : 401, route)
    asked++
  }

  assert.ok(asked > 100)
  assert.deepEqual(await stateOf(place, ada), before)
})

function endpointsOf(feature: Record<string, Endpoint>): Endpoint[] {
  return Object.values(feature)
}

/** What a call could have changed: the account with all that hangs on it, and the workspace. */
async function stateOf({ app, id }: TestWorkspace, { id: userId }: Person) {
  const { db } = app.database
  const tables = ['sessions', 'totp_factors', 'recovery_codes', 'account_events', 'pending_sign_ins'] as const
  const rows = await Promise.all(
    tables.map((table) => db.selectFrom(table).where('user_id', '=', userId).selectAll().execute()),
  )
  const workspaces = db.selectFrom('workspaces').where('id', '=', id).selectAll()
  return JSON.stringify([rows, await workspaces.execute()])
}

test('SE-1: the first second factor gives this session a new secret, and SE-5: ends all others', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const elsewhere = browserOf(place, ada)
  const other = await anotherBrowser(place, ada)

  const { jar } = await setUpTotp(place, ada)

  assert.notEqual(jar.cookies.get(SESSION_COOKIE), ada.session)
  await jar.call(mfa.get, {})
  for (const one of [elsewhere, other]) await assert.rejects(one.call(mfa.get, {}), { code: 'not-signed-in' })
})

test('SE-1: completing a sign-in makes a new session and takes the half one away', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { secret, jar: first } = await setUpTotp(place, ada)
  const jar = await halfSignIn(place, ada)
  const half = jar.cookies.get(PENDING_COOKIE) ?? ''

  await jar.call(mfa.signIn, totp(codeOf(secret)))

  assert.notEqual(jar.cookies.get(SESSION_COOKIE), first.cookies.get(SESSION_COOKIE))
  const again = openJar(place.url)
  again.cookies.set(PENDING_COOKIE, half)
  clock.move(STEP_MS)
  await assert.rejects(again.call(mfa.signIn, totp(codeOf(secret))), { code: 'sign-in-over' })
})

test('SE-5: removing the authenticator app ends all other sessions, and recovery codes with the last factor', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { jar } = await setUpTotp(place, ada)
  const old = openJar(place.url)
  old.cookies.set(SESSION_COOKIE, jar.cookies.get(SESSION_COOKIE) ?? '')
  const other = await anotherBrowser(place, ada)

  await jar.call(mfa.removeTotp, {})

  assert.deepEqual(await jar.call(mfa.get, {}), {
    totp: null,
    passkeys: 0,
    recoveryCodesLeft: 0,
    requiredBy: [],
  })
  for (const one of [old, other]) await assert.rejects(one.call(mfa.get, {}), { code: 'not-signed-in' })
  await assert.rejects(jar.call(mfa.removeTotp, {}), { code: 'not-found' })
  assert.deepEqual(await eventsOfAccount(place, ada), ['Authenticator Added', 'Authenticator Removed'])
})

test('MF-4: the last second factor stays while a workspace requires one, and another one may go', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { jar } = await setUpTotp(place, ada)
  await requireMfa(place)
  const requiredBy = [{ slug: place.slug, name: 'Test' }]

  const refused = jar.call(mfa.removeTotp, {})

  await assert.rejects(refused, { status: 409, code: 'mfa-enforced' })
  await refused.catch(({ errors }) => assert.deepEqual(errors[0].data.workspaces, requiredBy))
  assert.deepEqual((await jar.call(mfa.get, {})).requiredBy, requiredBy)
  await requireMfa(place, false)
  await jar.call(mfa.removeTotp, {})
})

test('MF-4: with a passkey left, the authenticator app may go, and the session counts as before', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const { jar } = await setUpTotp(place, ada)
  await requireMfa(place)
  await addPasskey(place, ada)

  await jar.call(mfa.removeTotp, {})

  const left = await jar.call(mfa.get, {})
  assert.deepEqual([left.totp, left.passkeys, left.recoveryCodesLeft], [null, 1, 10])
  await assert.rejects(jar.within(place.slug)(groups.list, { query: {} }), { code: 'not-allowed' })
})

test('a workspace that requires a second factor is closed to sessions without one, and no other workspace is', async () => {
  const place = await openWorkspace()
  const other = await openWorkspace()
  const ada = await place.member([onAll(place, 'Workspace Owner')])
  await other.member([onAll(other, 'Workspace Owner')], ada.email)
  const jar = browserOf(place, ada)
  const list = (slug: string) => jar.within(slug)(groups.list, { query: {} })
  await list(place.slug)

  await requireMfa(place)

  await assert.rejects(list(place.slug), { code: 'mfa-required' })
  await list(other.slug)
  await place.owner(groups.list, { query: {} })
  const { secret } = await jar.call(mfa.enrol, {})
  await jar.call(mfa.confirm, { body: { code: codeOf(secret) } })
  await list(place.slug)
})

test('a session whose second factor was removed is closed to a workspace that requires one afterwards', async () => {
  const place = await openWorkspace()
  const ada = await place.member([onAll(place, 'Workspace Owner')])
  const { jar } = await setUpTotp(place, ada)
  await jar.call(mfa.removeTotp, {})

  await requireMfa(place)

  await assert.rejects(jar.within(place.slug)(groups.list, { query: {} }), { code: 'mfa-required' })
})

async function addPasskey({ app }: TestWorkspace, { id: user_id }: Person) {
  const id = newId()
  const key = { id, user_id, credential_id: id, public_key: Buffer.of(1), sign_count: 0, synced: false }
  await app.database.db.transaction().execute((tx) =>
    tx
      .insertInto('passkeys')
      .values({ ...key, name: 'Key', created_at: clock.now(), last_used_at: null })
      .execute(),
  )
}
