import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { signIn } from '../../contract/sign-in.ts'
import { sso } from '../../contract/sso.ts'
import { clock } from '../../test/house.ts'
import {
  browserOf,
  isIn,
  openSamlWorkspace,
  openSsoBrowser,
  signInAt,
  somebodyAt,
} from '../../test/sso-house.ts'
import { assertRefused, eventsOf } from '../../test/sso-refused.ts'
import type { App } from '../caller/app.ts'
import { hashPassword } from '../passwords/passwords.ts'

const PASSWORD = 'correct horse battery staple'
const opening = { settings: { provisionSso: true } }

/** What an account has, as its row says it. */
async function accountOf({ database }: App, id: string) {
  const users = database.db.selectFrom('users').where('id', '=', id)
  return users.select(['password_hash', 'email_verified_at', 'name']).executeTakeFirstOrThrow()
}

async function give({ database }: App, id: string, { isVerified }: { isVerified: boolean }) {
  const password_hash = await hashPassword(PASSWORD)
  const values = { password_hash, email_verified_at: isVerified ? clock.now() : null }
  await database.db
    .transaction()
    .execute((tx) => tx.updateTable('users').where('id', '=', id).set(values).execute())
}

test('L-2, L-3: a member with an address of a verified domain is linked, keeps password and name, and is told by mail', async () => {
  const place = await openSamlWorkspace()
  const ada = somebodyAt(place)
  const person = await place.member([], ada.email)
  await give(place.app, person.id, { isVerified: true })
  const before = await accountOf(place.app, person.id)
  const browser = openSsoBrowser(place)

  await signInAt(place, browser, ada)

  assert.equal(await isIn(place, browser), 'in')
  assert.deepEqual(await accountOf(place.app, person.id), before)
  assert.equal(await isIn(place, browserOf(place, person)), 'in')
  assert.equal((await eventsOf(place, 'SSO Identity Linked')).length, 1)
  const letters = await place.app.database.db
    .selectFrom('outbox')
    .where('kind', '=', 'notice')
    .select('payload')
    .execute()
  assert.ok(letters.some(({ payload }) => payload.userId === person.id && payload.type === 'SSO Linked'))
})

test('L-2: an address in no verified domain opens nothing: who has an account here proves it first, and then links the two', async () => {
  const place = await openSamlWorkspace(opening)
  const email = `ada@${place.slug}.elsewhere`
  const person = await place.member([], email)
  await give(place.app, person.id, { isVerified: true })
  const browser = openSsoBrowser(place)
  const ada = { subject: 'ada', attributes: { email, name: 'Somebody' } }

  const landed = await signInAt(place, browser, ada, '/w/there')
  assert.equal(landed, '/sign-in?link=sso&workspace=Test#returnTo=%2Fw%2Fthere')
  assert.equal(await isIn(place, browser), 'not-signed-in')
  const { ssoWaiting } = await browser.call(signIn.withPassword, { body: { email, password: PASSWORD } })
  assert.deepEqual(ssoWaiting, { workspace: { slug: place.slug, name: 'Test' } })
  await browser.call(sso.confirmLink, {})

  const other = openSsoBrowser(place)
  await signInAt(place, other, ada)
  assert.equal(await isIn(place, other), 'in')
  await assert.rejects(browser.call(sso.confirmLink, {}), { code: 'not-found' })
})

test('L-2: what waits is linked by its own account alone, in the browser that it came back to', async () => {
  const place = await openSamlWorkspace(opening)
  const email = `ada@${place.slug}.elsewhere`
  await place.member([], email)
  const eve = await place.member()
  const browser = openSsoBrowser(place)
  await signInAt(place, browser, { subject: 'ada', attributes: { email } })

  browser.cookies.set('__Host-claviger', eve.session)

  await assert.rejects(browser.call(sso.confirmLink, {}), { code: 'not-found' })
  await assert.rejects(browserOf(place, eve).call(sso.confirmLink, {}), { code: 'not-found' })
})

test('L-2: whether an address that is nobody of theirs has an account, a workspace does not learn', async () => {
  const place = await openSamlWorkspace(opening)
  const other = await openSamlWorkspace()
  const stranger = await other.member()
  const nobody = `nobody@${place.slug}.elsewhere`

  for (const email of [stranger.email, nobody]) {
    await assertRefused(
      place,
      'address-unproved',
      () => signInAt(place, openSsoBrowser(place), { subject: email, attributes: { email } }),
      'sso-address-unproved',
    )
  }
})

test("L-2: a domain that is bound to another connection proves nothing for this one, and neither does a domain's child", async () => {
  const place = await openSamlWorkspace(opening)
  const other = await openSamlWorkspace(opening)
  const email = `ada@sub.${place.domain}`

  await assertRefused(
    place,
    'address-unproved',
    () => signInAt(place, openSsoBrowser(place), { subject: 'a', attributes: { email } }),
    'sso-address-unproved',
  )
  const theirs = somebodyAt(other)
  await assertRefused(
    place,
    'address-unproved',
    () => signInAt(place, openSsoBrowser(place), theirs),
    'sso-address-unproved',
  )
})

test('L-4: whoever made an account with an address that was never proved is out of it when its owner comes', async () => {
  const place = await openSamlWorkspace()
  const ada = somebodyAt(place)
  const attacker = await place.member([], ada.email)
  await give(place.app, attacker.id, { isVerified: false })
  const browser = openSsoBrowser(place)

  await signInAt(place, browser, ada)

  assert.equal(await isIn(place, browser), 'in')
  assert.equal(await isIn(place, browserOf(place, attacker)), 'not-signed-in')
  const withPassword = { body: { email: ada.email, password: PASSWORD } }
  await assert.rejects(openSsoBrowser(place).call(signIn.withPassword, withPassword), {
    code: 'wrong-credentials',
  })
})

test('L-4: what such an account has in another workspace is not ours to end: it must prove itself first', async () => {
  const place = await openSamlWorkspace()
  const other = await openSamlWorkspace()
  const ada = somebodyAt(place)
  const person = await place.member([], ada.email)
  await other.member([], ada.email)
  await give(place.app, person.id, { isVerified: false })
  const before = await accountOf(place.app, person.id)
  const browser = openSsoBrowser(place)

  const landed = await signInAt(place, browser, ada)

  assert.match(landed, /^\/sign-in\?link=sso/)
  assert.equal(await isIn(place, browser), 'not-signed-in')
  assert.deepEqual(await accountOf(place.app, person.id), before)
  assert.equal(await isIn(other, browserOf(other, person)), 'in')
})

test('L-4: an account that is signed in in this browser is linked as it is', async () => {
  const place = await openSamlWorkspace()
  const ada = somebodyAt(place)
  const person = await place.member([], ada.email)
  await give(place.app, person.id, { isVerified: false })
  const browser = browserOf(place, person)

  await signInAt(place, browser, ada)

  assert.equal(await isIn(place, browser), 'in')
  assert.notEqual((await accountOf(place.app, person.id)).password_hash, null)
})

test('L-6: addresses are compared without case, and otherwise to the letter', async () => {
  const place = await openSamlWorkspace()
  const { email, attributes, subject } = somebodyAt(place)
  await place.member([], email)
  const browser = openSsoBrowser(place)

  await signInAt(place, browser, { subject, attributes: { ...attributes, email: email.toUpperCase() } })
  assert.equal(await isIn(place, browser), 'in')

  const [local, domain] = email.split('@')
  const tagged = { subject: 'tagged', attributes: { email: `${local}+tag@${domain}` } }
  await assertRefused(
    place,
    'not-a-member',
    () => signInAt(place, openSsoBrowser(place), tagged),
    'sso-not-a-member',
  )
  const lookalike = { subject: 'cyrillic', attributes: { email: `\u0430${local}@${domain}` } }
  await assertRefused(place, 'no-address', () => signInAt(place, openSsoBrowser(place), lookalike))
})

test('L-8: who was removed stays out, linked or not, also where people are added automatically; an invite lets them in', async () => {
  const place = await openSamlWorkspace(opening)
  const [ada, bob] = [somebodyAt(place), somebodyAt(place)]
  await signInAt(place, openSsoBrowser(place), ada)
  const never = await place.member([], bob.email)
  const { users } = await place.owner(members.list, { query: {} })
  const userIds = [users.find(({ email }) => email === ada.email)?.id ?? '', never.id]
  await place.owner(members.remove, { query: { userIds } })

  for (const person of [ada, bob]) {
    await assertRefused(
      place,
      'not-a-member',
      () => signInAt(place, openSsoBrowser(place), person),
      'sso-not-a-member',
    )
  }

  await place.owner(invites.create, { body: { invites: [{ email: ada.email, permissions: [] }] } })
  const browser = openSsoBrowser(place)
  await signInAt(place, browser, ada)
  assert.equal(await isIn(place, browser), 'in')
})

test('L-9: an invite for another address is not answered', async () => {
  const place = await openSamlWorkspace()
  const [ada, bob] = [somebodyAt(place), somebodyAt(place)]
  await place.owner(invites.create, { body: { invites: [{ email: ada.email, permissions: [] }] } })

  await assertRefused(
    place,
    'not-a-member',
    () => signInAt(place, openSsoBrowser(place), bob),
    'sso-not-a-member',
  )
  assert.equal((await place.owner(invites.list, { query: {} })).pagination.current !== undefined, true)
})

test('a plan that takes no more members takes none by signing in either', async () => {
  const place = await openSamlWorkspace(opening)
  const { db } = place.app.database
  await db
    .transaction()
    .execute((tx) => tx.updateTable('workspaces').where('id', '=', place.id).set({ plan: 'free' }).execute())

  await assert.rejects(signInAt(place, openSsoBrowser(place), somebodyAt(place)), {
    code: 'connection-inactive',
  })
})
