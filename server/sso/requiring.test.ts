import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { ownerRole } from '../../contract/complete.ts'
import { sso } from '../../contract/sso.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { acting, clock } from '../../test/house.ts'
import {
  browserOf,
  isIn,
  openSamlWorkspace,
  openSsoBrowser,
  type SamlWorkspace,
  signInAt,
  somebodyAt,
} from '../../test/sso-house.ts'
import { eventsOf } from '../../test/sso-refused.ts'
import { setPlan } from '../workspaces/workspaces.ts'
import { recover } from './sso.ts'

afterEach(() => clock.reset())

/** A workspace, and an owner of it who signed in through its single sign-on. */
async function openWithOwner() {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const ada = somebodyAt(place)
  const roleId = ownerRole(place.app.catalog).id
  const person = await place.member([{ roleId, resources: [place.everything] }], ada.email)
  const browser = browserOf(place, person)
  await signInAt(place, browser, ada)
  return { place, ada, person, browser }
}

function require(place: SamlWorkspace, call: Awaited<ReturnType<SamlWorkspace['ownerInPerson']>>['call']) {
  return call(workspaces.modify, { body: { settings: { requireSso: true } } }).then(() => place)
}

test('single sign-on is required only by who came in through it, and takes effect with the next request of everybody', async () => {
  const { place, browser } = await openWithOwner()
  const member = await place.member()
  const owner = await place.ownerInPerson()
  await assert.rejects(require(place, owner.call), { code: 'sso-first' })
  assert.equal(await isIn(place, browserOf(place, member)), 'in')

  await require(place, browser.within(place.slug))

  assert.equal(await isIn(place, browser), 'in')
  assert.equal(await isIn(place, browserOf(place, member)), 'sso-required')
  assert.equal(await isIn(place, browserOf(place, owner)), 'sso-required')
  await place.owner(workspaces.me, {})
  const { auditEvents } = { auditEvents: await eventsOf(place, 'SSO Required') }
  assert.equal(auditEvents.length, 1)
  assert.ok(audit)
})

test('who is shut out is told by which connections to come in', async () => {
  const { place, browser } = await openWithOwner()
  const member = await place.member()
  await require(place, browser.within(place.slug))

  await assert.rejects(
    member.call(workspaces.me, {}),
    (error: { errors?: { data?: { connections?: object[] } }[] }) => {
      const [first] = error.errors ?? []
      assert.deepEqual(first?.data?.connections, [
        { id: place.connectionId, name: 'Okta', provider: 'other', isDefault: true },
      ])
      return true
    },
  )
})

test('a member who is exempt comes in with a password, until the exemption is taken away', async () => {
  const { place, browser } = await openWithOwner()
  const [guest, other] = [await place.member(), await place.member()]
  const asOwner = browser.within(place.slug)
  await require(place, asOwner)
  const params = { userId: guest.id }

  await asOwner(sso.addExemption, { params })
  assert.deepEqual(
    [await isIn(place, browserOf(place, guest)), await isIn(place, browserOf(place, other))],
    ['in', 'sso-required'],
  )
  const { exemptions } = await asOwner(sso.listExemptions, {})
  assert.deepEqual(
    exemptions.map(({ userId }) => userId),
    [guest.id],
  )
  await asOwner(sso.removeExemption, { params })

  assert.equal(await isIn(place, browserOf(place, guest)), 'sso-required')
  assert.equal((await eventsOf(place, 'SSO Exemption Added')).length, 1)
  assert.equal((await eventsOf(place, 'SSO Exemption Removed')).length, 1)
  await assert.rejects(asOwner(sso.addExemption, { params: { userId: 'nobody' } }), { code: 'not-found' })
})

test('an owner sees what requiring would mean before it is switched on', async () => {
  const { place, browser } = await openWithOwner()
  await place.member()

  const seen = await browser.within(place.slug)(sso.overview, {})

  assert.deepEqual(seen, { throughSso: true, activeConnections: 1, members: 3, linked: 1, exempt: 0 })
  const owner = await place.ownerInPerson()
  assert.equal((await owner.call(sso.overview, {})).throughSso, false)
})

test('a member of two workspaces that require it proves each by its own', async () => {
  const { place, browser, ada } = await openWithOwner()
  const second = await openWithOwner()
  await second.place.member([], ada.email)
  await require(second.place, second.browser.within(second.place.slug))

  assert.equal(await isIn(place, browser), 'in')
  assert.equal(await isIn(second.place, browser), 'sso-required')
})

test('a plan that loses single sign-on requires it of nobody, and lets nobody in by it', async () => {
  const { place, browser, ada } = await openWithOwner()
  const member = await place.member()
  await require(place, browser.within(place.slug))

  await setPlan(acting(place.app), place.slug, 'team')

  assert.equal(await isIn(place, browserOf(place, member)), 'in')
  await assert.rejects(signInAt(place, openSsoBrowser(place), ada), { code: 'connection-inactive' })
})

test('OI-11: the operator opens a way back, told in the audit trail and to the owners', async () => {
  const { place, browser, person } = await openWithOwner()
  const owner = await place.ownerInPerson()
  await require(place, browser.within(place.slug))
  assert.equal(await isIn(place, browserOf(place, owner)), 'sso-required')

  const { wasRequired, owner: way } = await recover(acting(place.app), place.slug, { email: person.email })

  assert.deepEqual([wasRequired, way?.by], [true, 'link'])
  assert.match(way?.by === 'link' ? way.url : '', /\/reset-password#token=/)
  assert.equal(await isIn(place, browserOf(place, owner)), 'in')
  const [event] = await eventsOf(place, 'SSO Recovered')
  assert.equal(event?.actor_kind, 'system')
  const { db } = place.app.database
  const letters = await db
    .selectFrom('outbox')
    .where('workspace_id', '=', place.id)
    .where('kind', '=', 'workspace-notice')
    .select('payload')
    .execute()
  const told = letters.filter(({ payload }) => payload.what === 'sso-recovered')
  assert.equal(told.length, 2)
})

test('the operator can name only an owner', async () => {
  const { place } = await openWithOwner()
  const member = await place.member()

  await assert.rejects(recover(acting(place.app), place.slug, { email: member.email }), {
    code: 'invalid-input',
  })
  await assert.rejects(recover(acting(place.app), 'no-such-workspace'), { code: 'not-found' })
})
