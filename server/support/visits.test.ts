import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { audit } from '../../contract/audit.ts'
import { groups } from '../../contract/groups.ts'
import { support } from '../../contract/support.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { acting, as, clock, headersOf, openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { runOn, stopAt } from '../../test/instants.ts'
import { comeIn, openVisit, sam, supportLink } from '../../test/support-visit.ts'
import { tidyUp } from '../caller/housekeeping.ts'
import { letters } from '../letters/letters.ts'
import { newSecret } from '../platform/ids.ts'
import { setHipaa } from '../workspaces/workspaces.ts'
import { forgetOldVisits, inviteStaff } from './support.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

afterEach(runOn)
const out = { status: 401, code: 'not-signed-in' }
const gone = { code: 'link-gone' }

async function letIn(place: TestWorkspace) {
  const olivia = await place.ownerInPerson()
  await olivia.call(support.grant, { body: { days: 7 } })
  return olivia
}

test('a link works once, and of two who use it at once one comes in', async () => {
  const place = await openWorkspace()
  await letIn(place)
  const token = await supportLink(place)

  const done = await Promise.allSettled(Array.from({ length: 4 }, () => comeIn(place, token)))

  const came = done.filter(({ status }) => status === 'fulfilled')
  const refused = done.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  assert.deepEqual([came.length, refused], [1, ['link-gone', 'link-gone', 'link-gone']])
  await assert.rejects(comeIn(place, token), gone)
  const { events } = await place.owner(audit.list, { query: { type: 'Support Login' } })
  assert.equal(events.length, 1)
})

test('a link works for 15 minutes, and a visit lasts for eight hours, each to the millisecond', async () => {
  const place = await openWorkspace()
  await letIn(place)
  const start = Math.floor(clock.now().getTime() / 1000) * 1000
  stopAt(start)
  const [token, late] = [await supportLink(place), await supportLink(place)]

  stopAt(start + 15 * MINUTE_MS - 1)
  const { call } = await comeIn(place, token)
  stopAt(start + 15 * MINUTE_MS)
  await assert.rejects(comeIn(place, late), gone)
  stopAt(start + 15 * MINUTE_MS - 1 + 8 * HOUR_MS - 1)
  await call(workspaces.get, {})
  stopAt(start + 15 * MINUTE_MS - 1 + 8 * HOUR_MS)

  await assert.rejects(call(workspaces.get, {}), out)
  await assert.rejects(call(groups.create, { body: { name: 'Late' } }), out)
})

test('what is no link is refused as one that was used, and a link is no credential', async () => {
  const place = await openWorkspace()
  await letIn(place)
  const token = await supportLink(place)
  const headers = headersOf(token, place.app.config.publicUrl)

  for (const wrong of ['x', newSecret('cvh_'), newSecret('cvs_'), `${token}x`, place.token])
    await assert.rejects(comeIn(place, wrong), gone, wrong)
  await assert.rejects(as({ url: `${place.url}/w/${place.slug}`, headers })(workspaces.get, {}), out)
  const { secret } = await comeIn(place, token)
  await assert.rejects(comeIn(place, secret), gone)
  const bearer = as({ url: `${place.url}/w/${place.slug}`, token: secret })
  await assert.rejects(bearer(workspaces.get, {}), out)
})

test('whoever was signed in in the browser is signed out by coming in as support staff', async () => {
  const place = await openWorkspace()
  const olivia = await letIn(place)
  const other = await place.ownerInPerson()
  const token = await supportLink(place)

  await olivia.self(support.signIn, { body: { token } })

  await assert.rejects(olivia.self(account.get, {}), out)
  await other.self(account.get, {})
})

test('a visit speaks for its workspace alone, under its path, and for no account', async () => {
  const [place, other] = [await openWorkspace(), await openWorkspace()]
  const { secret, call, self } = await openVisit(place)
  const headers = headersOf(secret, place.app.config.publicUrl)

  await assert.rejects(as({ url: `${place.url}/w/${other.slug}`, headers })(workspaces.get, {}), {
    code: 'not-found',
  })
  await assert.rejects(self(workspaces.get, {}), { code: 'not-found' })
  await assert.rejects(self(account.get, {}), { code: 'not-allowed' })
  await assert.rejects(self(workspaces.listMine, { query: {} }), { code: 'not-allowed' })
  const body = { name: 'Mine', slug: `mine-${place.slug}` }
  await assert.rejects(self(workspaces.open, { body }), { code: 'not-allowed' })
  const elsewhere = await other.ownerInPerson()
  assert.deepEqual((await elsewhere.call(support.get, {})).before, [])
  await assert.rejects(inviteStaff(acting(place.app), other.slug, sam), { code: 'support-access-off' })
  await elsewhere.call(support.revoke, {})
  await call(workspaces.get, {})
})

test('who leaves is out at once, and nobody else ends a visit that way', async () => {
  const place = await openWorkspace()
  const { jar, call, secret, olivia } = await openVisit(place)

  await jar.within(place.slug)(support.leave, {})

  assert.equal([...jar.cookies.values()].includes(secret), false)
  await assert.rejects(call(workspaces.get, {}), out)
  await assert.rejects(olivia.call(support.leave, {}), { code: 'not-allowed' })
  await assert.rejects(place.owner(support.leave, {}), { code: 'not-allowed' })
  const { supportAccess } = await olivia.call(support.get, {})
  assert.ok(Date.parse(supportAccess?.visits[0]?.endsAt ?? '') <= clock.now().getTime())
  await comeIn(place, await supportLink(place))
})

test('a workspace that is strict with its members is so with the support staff', async () => {
  const place = await openWorkspace()
  const idle = await openVisit(place)
  const busy = await comeIn(place, await supportLink(place))
  const { call } = await place.ownerInPerson({ twoFactors: true })
  await setHipaa(acting(place.app), place.slug, true)

  for (const minutes of [14, 14]) {
    clock.move(minutes * MINUTE_MS)
    await busy.call(workspaces.get, {})
  }

  await assert.rejects(idle.call(workspaces.get, {}), out)
  clock.reset()
  await call(workspaces.modify, { body: { settings: { sessionHours: 1 } } })
  const late = await comeIn(place, await supportLink(place))
  const { me } = await late.call(workspaces.me, {})
  assert.ok(Date.parse(me.visit?.endsAt ?? '') <= clock.now().getTime() + HOUR_MS)
})

test('each event of a visit names both people, also the three of support access, and is found by either', async () => {
  const place = await openWorkspace()
  const { olivia, call } = await openVisit(place)
  const { userGroup } = await call(groups.create, { body: { name: 'By support' } })
  await call(support.leave, {})
  await olivia.call(support.revoke, {})

  const { events } = await place.owner(audit.list, { query: {} })

  const onBehalfOf = { id: olivia.id, name: 'Olivia Owner' }
  const visit = events.find(({ type }) => type === 'Support Login')?.actor
  const about = (one: (typeof events)[number]) => [
    one.type,
    one.actorKind,
    one.actorName,
    one.actorEmail,
    one.onBehalfOf,
  ]
  assert.deepEqual(
    events
      .slice(0, 6)
      .map(about)
      .map((one) => one.filter((part) => part !== undefined)),
    [
      ['Support Access Revoked', 'user', 'Olivia Owner', olivia.email],
      ['Support Logout', 'support', sam.name, sam.email, onBehalfOf],
      ['User Group Created', 'support', sam.name, sam.email, onBehalfOf],
      ['Support Login', 'support', sam.name, sam.email, onBehalfOf],
      ['Support Link Created', 'system', 'Claviger'],
      ['Support Access Granted', 'user', 'Olivia Owner', olivia.email],
    ],
  )
  const typesBy = async (query: object) =>
    (await place.owner(audit.list, { query })).events.map(({ type }) => type)
  const done = ['Support Logout', 'User Group Created', 'Support Login']
  assert.deepEqual(await typesBy({ actor: visit }), done)
  assert.deepEqual(await typesBy({ onBehalfOf: olivia.id }), done)
  assert.deepEqual(await typesBy({ onBehalfOf: olivia.id, resourceId: userGroup.id }), ['User Group Created'])
  assert.deepEqual(await typesBy({ onBehalfOf: 'nobody' }), [])
  assert.ok(!(await typesBy({ actor: olivia.id })).includes('User Group Created'))
})

test('every owner is told by mail when the support staff is let in, and each time that one of them comes', async () => {
  const place = await openWorkspace()
  const { olivia } = await openVisit(place)
  const { app, id } = place

  const rows = await app.database.db
    .selectFrom('outbox')
    .where('workspace_id', '=', id)
    .orderBy('created_at')
    .selectAll()
    .execute()

  const about = rows.filter(({ payload }) => /^support-/.test(String(payload.what)))
  const written = await Promise.all(
    about.map(({ kind, payload }) => letters[kind]?.(app, { workspaceId: id, payload, attempts: 1 })),
  )
  const [granted, came, ...more] = written
  assert.ok(granted && granted !== 'later' && came && came !== 'later')
  assert.deepEqual([granted.to, came.to, more], [olivia.email, olivia.email, []])
  assert.equal(granted.subject, "The operator's support staff is let into the workspace Test for 7 days")
  const subject = `The operator's support staff came into the workspace Test: ${sam.name} (${sam.email}), ${sam.reason}`
  assert.equal(came.subject, subject)
  assert.match(came.text, /By: sam@operator\.test, support staff, in the name of Olivia Owner/)
  assert.match(came.text, /revoke support access/)
})

test('secrets are stored as hashes, and not longer than they work; who came stays on record', async () => {
  const place = await openWorkspace()
  const { secret } = await openVisit(place)
  const unused = await supportLink(place)
  const { db } = place.app.database
  const rows = () =>
    db.selectFrom('support_visits').where('workspace_id', '=', place.id).selectAll().execute()
  const before = await rows()

  clock.move(8 * HOUR_MS)
  await tidyUp(place.app, [forgetOldVisits])

  assert.equal(before.length, 2)
  assert.ok(!JSON.stringify(before).includes(secret) && !JSON.stringify(before).includes(unused))
  const after = await rows()
  assert.deepEqual(
    after.map((row) => [row.staff_name, row.link_hash, row.secret_hash]),
    [[sam.name, null, null]],
  )
  const { supportAccess } = await place.owner(support.get, {})
  assert.equal(supportAccess?.visits.length, 1)
})

test('the operator says who comes and why in one line each', async () => {
  const place = await openWorkspace()
  await letIn(place)
  const make = (more: object) => inviteStaff(acting(place.app), place.slug, { ...sam, ...more })

  for (const wrong of [
    { email: 'sam' },
    { email: '' },
    { name: ' ' },
    { name: 'x'.repeat(256) },
    { reason: '' },
    { reason: 'one\ntwo' },
    { reason: 'x'.repeat(501) },
  ]) {
    await assert.rejects(make(wrong), { code: 'invalid-input' }, JSON.stringify(wrong))
  }
  await assert.rejects(inviteStaff(acting(place.app), 'no-such-slug', sam), { code: 'not-found' })
  await make({ name: ' Sam ' })
})
