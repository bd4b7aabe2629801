import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { support } from '../../contract/support.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { activeSaml, signedInBy } from '../../test/connections.ts'
import { acting, clock, openWorkspace } from '../../test/house.ts'
import { runOn, stopAt } from '../../test/instants.ts'
import { onAll } from '../../test/registry.ts'
import { comeIn, openVisit, sam, supportLink } from '../../test/support-visit.ts'
import { setPlan } from '../workspaces/workspaces.ts'
import { endForsakenAccess } from './support.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

afterEach(runOn)
const out = { status: 401, code: 'not-signed-in' }

test('an owner lets the support staff in, who comes by a link, sees what the owner sees, and is shown', async () => {
  const place = await openWorkspace()
  const olivia = await place.ownerInPerson()
  const before = await olivia.call(support.get, {})

  const { supportAccess } = await olivia.call(support.grant, { body: { days: 3 } })
  const { call, jar } = await comeIn(place, await supportLink(place))

  assert.deepEqual(before, { supportAccess: null, unavailable: null, before: [] })
  assert.equal(Date.parse(supportAccess.endsAt) - Date.parse(supportAccess.grantedAt), 3 * DAY_MS)
  const { me } = await call(workspaces.me, {})
  assert.deepEqual([me.kind, me.id, me.isOwner], ['user', olivia.id, true])
  assert.deepEqual(
    { ...me.visit, endsAt: '' },
    { staffName: sam.name, staffEmail: sam.email, ownerName: 'Olivia Owner', endsAt: '' },
  )
  assert.match(jar.lastSet.join('\n'), /__Host-claviger=cvh_\w{36};.*HttpOnly; Secure; SameSite=Lax/)
  await call(groups.create, { body: { name: 'By support' } })
  const { supportAccess: now } = await olivia.call(support.get, {})
  const [visit, ...others] = now?.visits ?? []
  assert.deepEqual([now?.id, now?.endedAt, others], [supportAccess.id, null, []])
  assert.deepEqual([visit?.staffName, visit?.staffEmail, visit?.reason], [sam.name, sam.email, sam.reason])
  assert.equal(Date.parse(visit?.endsAt ?? '') - Date.parse(visit?.at ?? ''), 8 * HOUR_MS)
  assert.deepEqual((await call(support.get, {})).supportAccess?.id, supportAccess.id)
})

test('only an owner in person with a fresh proof lets the support staff in, for one to seven days, and once at a time', async () => {
  const place = await openWorkspace()
  const olivia = await place.ownerInPerson()
  const ada = await place.member()
  const grant = (by: typeof olivia.call, days: number) => by(support.grant, { body: { days } })

  for (const days of [0, 8, 1.5, -1]) await assert.rejects(grant(olivia.call, days), { status: 422 })
  await assert.rejects(grant(ada.call, 1), { code: 'not-allowed' })
  await assert.rejects(grant(place.owner, 1), { code: 'not-allowed' })
  clock.move(11 * 60_000)
  await assert.rejects(grant(olivia.call, 1), { code: 'step-up-required' })
  clock.reset()
  await grant(olivia.call, 7)
  await assert.rejects(grant(olivia.call, 1), { status: 409, code: 'support-access-on' })
  for (const by of [ada.call]) {
    await assert.rejects(by(support.get, {}), { code: 'not-allowed' })
    await assert.rejects(by(support.revoke, {}), { code: 'not-allowed' })
  }
  await place.owner(support.revoke, {})
  await place.owner(support.revoke, {})
  await grant(olivia.call, 7)
})

test('two owners who let the support staff in at once do it once', async () => {
  const place = await openWorkspace()
  const [olivia, ada] = [await place.ownerInPerson(), await place.member([onAll(place, 'Workspace Owner')])]

  const done = await Promise.allSettled(
    [olivia, ada, olivia, ada].map(({ call }) => call(support.grant, { body: { days: 1 } })),
  )

  const refused = done.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  assert.deepEqual(refused, ['support-access-on', 'support-access-on', 'support-access-on'])
  const { supportAccess, before } = await olivia.call(support.get, {})
  assert.deepEqual([supportAccess?.endedAt, before], [null, []])
})

test('nobody lets the support staff in for longer than they own the workspace themselves', async () => {
  const place = await openWorkspace()
  const endsAt = new Date(clock.now().getTime() + 3 * DAY_MS).toISOString()
  const ada = await place.member([{ ...onAll(place, 'Workspace Owner'), endsAt }])

  await assert.rejects(ada.call(support.grant, { body: { days: 4 } }), {
    code: 'not-allowed',
    message: new RegExp(`until ${endsAt}`),
  })
  await ada.call(support.grant, { body: { days: 2 } })
})

test('at the very instant at which access ends, a visit is refused, and no link opens it, without any clean-up', async () => {
  const place = await openWorkspace()
  const olivia = await place.ownerInPerson()
  const { supportAccess } = await olivia.call(support.grant, { body: { days: 1 } })
  const end = Date.parse(supportAccess.endsAt)
  stopAt(end - HOUR_MS)
  const { call } = await comeIn(place, await supportLink(place))
  const { me } = await call(workspaces.me, {})
  stopAt(end - 1)
  const lastLink = await supportLink(place)
  await call(workspaces.get, {})
  const still = await place.owner(support.get, {})

  stopAt(end)

  await assert.rejects(call(workspaces.get, {}), out)
  await assert.rejects(call(groups.create, { body: { name: 'Late' } }), out)
  await assert.rejects(comeIn(place, lastLink), { code: 'link-gone' })
  await assert.rejects(supportLink(place), { code: 'support-access-off' })
  assert.equal(me.visit?.endsAt, supportAccess.endsAt)
  const { supportAccess: none, before } = await place.owner(support.get, {})
  assert.deepEqual([still.supportAccess?.id, still.before], [supportAccess.id, []])
  assert.deepEqual(
    [none, before[0]?.endedAt, before[0]?.endedBecause],
    [null, supportAccess.endsAt, 'expired'],
  )
})

test('revoking ends every visit with the very next request, and what waits behind it is refused', async () => {
  const place = await openWorkspace()
  const { olivia, call } = await openVisit(place)
  const other = await comeIn(place, await supportLink(place))
  const unused = await supportLink(place)
  await call(workspaces.get, {})

  const [revoked, ...late] = await Promise.allSettled([
    olivia.call(support.revoke, {}),
    ...Array.from({ length: 5 }, (_, index) => call(groups.create, { body: { name: `Late ${index}` } })),
  ])

  assert.equal(revoked?.status, 'fulfilled')
  const { events } = await place.owner(audit.list, { query: {} })
  const types = events.map(({ type }) => type).filter((type) => /Revoked|User Group Created/.test(type))
  // Newest first: nothing was made after it.
  assert.equal(types[0], 'Support Access Revoked')
  assert.equal(late.filter(({ status }) => status === 'fulfilled').length, types.length - 1)
  await assert.rejects(call(workspaces.get, {}), out)
  await assert.rejects(other.call(workspaces.get, {}), out)
  await assert.rejects(comeIn(place, unused), { code: 'link-gone' })
  const { supportAccess, before } = await olivia.call(support.get, {})
  assert.deepEqual([supportAccess, before[0]?.endedBecause, before[0]?.visits.length], [null, 'revoked', 2])
  await olivia.call(support.grant, { body: { days: 1 } })
  await assert.rejects(call(workspaces.get, {}), out)
})

test('single sign-on keeps the support staff out: while it is required nobody lets them in, and requiring it ends their visits', async () => {
  const place = await openWorkspace()
  const { olivia, call } = await openVisit(place)
  const unused = await supportLink(place)
  const connectionId = await activeSaml(place, olivia.call)
  const through = await signedInBy(place, olivia.id, connectionId)
  const set = (requireSso: boolean) => through(workspaces.modify, { body: { settings: { requireSso } } })

  await set(true)

  await assert.rejects(call(workspaces.get, {}), out)
  await assert.rejects(comeIn(place, unused), { code: 'link-gone' })
  await assert.rejects(supportLink(place), { code: 'support-access-off' })
  const grant = through(support.grant, { body: { days: 1 } })
  await assert.rejects(grant, { status: 409, code: 'support-access-unavailable' })
  const { supportAccess, unavailable, before } = await through(support.get, {})
  assert.deepEqual([supportAccess, unavailable], [null, 'sso-required'])
  assert.deepEqual(before[0]?.endedBecause, 'sso-required')
  const { events } = await place.owner(audit.list, { query: { type: 'Support Access Revoked' } })
  assert.deepEqual(
    events.map(({ actor, detail }) => [actor, detail]),
    [[olivia.id, { because: 'sso-required' }]],
  )
  // What was ended stays so.
  await set(false)
  await assert.rejects(call(workspaces.get, {}), out)
  assert.equal((await through(support.get, {})).supportAccess, null)
  await through(support.grant, { body: { days: 1 } })
})

test('a plan that lets what was required have its effect again ends support access too', async () => {
  const place = await openWorkspace()
  const { call: owner, id } = await place.ownerInPerson()
  const through = await signedInBy(place, id, await activeSaml(place, owner))
  await through(workspaces.modify, { body: { settings: { requireSso: true } } })
  await setPlan(acting(place.app), place.slug, 'team')
  const { call } = await openVisit(place)
  await call(workspaces.get, {})

  await setPlan(acting(place.app), place.slug, 'business')

  await assert.rejects(call(workspaces.get, {}), out)
  const { before } = await through(support.get, {})
  assert.equal(before[0]?.endedBecause, 'sso-required')
})

for (const [how, lose] of [
  [
    'is removed',
    (place: Awaited<ReturnType<typeof openWorkspace>>, userId: string) =>
      place.owner(members.remove, { query: { userIds: [userId] } }),
  ],
  [
    'is an owner no more',
    (place: Awaited<ReturnType<typeof openWorkspace>>, userId: string) =>
      place.owner(grants.replaceForUser, { params: { userId }, body: { permissions: [] } }),
  ],
] as const) {
  test(`when the owner who let the support staff in ${how}, nobody comes in their name, for good`, async () => {
    const place = await openWorkspace()
    const ada = await place.member([onAll(place, 'Workspace Owner')])
    await ada.call(support.grant, { body: { days: 7 } })
    const { call } = await comeIn(place, await supportLink(place))
    const unused = await supportLink(place)
    await call(workspaces.get, {})

    await lose(place, ada.id)

    await assert.rejects(call(workspaces.get, {}), out)
    await assert.rejects(comeIn(place, unused), { code: 'link-gone' })
    await assert.rejects(supportLink(place), { code: 'support-access-off' })
    const { supportAccess, before } = await place.owner(support.get, {})
    assert.deepEqual([supportAccess, before[0]?.endedBecause], [null, 'owner-gone'])

    await endForsakenAccess(place.app)
    await endForsakenAccess(place.app)
    await place.member([onAll(place, 'Workspace Owner')], how === 'is removed' ? ada.email : undefined)
    if (how !== 'is removed') {
      const permissions = [onAll(place, 'Workspace Owner')]
      await place.owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })
    }
    await assert.rejects(call(workspaces.get, {}), out)
    const { events } = await place.owner(audit.list, { query: { type: 'Support Access Revoked' } })
    assert.deepEqual(
      events.map(({ actorKind, detail }) => [actorKind, detail]),
      [['system', { because: 'owner-gone' }]],
    )
    const olivia = await place.ownerInPerson()
    await olivia.call(support.grant, { body: { days: 1 } })
  })
}

test('another owner lets the support staff in, where whoever did before is an owner no more', async () => {
  const place = await openWorkspace()
  const ada = await place.member([onAll(place, 'Workspace Owner')])
  await ada.call(support.grant, { body: { days: 7 } })
  const { call } = await comeIn(place, await supportLink(place))
  await place.owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions: [] } })
  const olivia = await place.ownerInPerson()

  const { supportAccess } = await olivia.call(support.grant, { body: { days: 1 } })

  await assert.rejects(call(workspaces.get, {}), out)
  const shown = await olivia.call(support.get, {})
  assert.deepEqual([shown.supportAccess?.id, shown.before.length], [supportAccess.id, 1])
  assert.ok(shown.before[0]?.endedAt)
})

test('at the instant at which the ownership of whoever let them in ends, the support staff is out', async () => {
  const place = await openWorkspace()
  const owning = onAll(place, 'Workspace Owner')
  const ada = await place.member([owning])
  await ada.call(support.grant, { body: { days: 7 } })
  const end = Math.floor(clock.now().getTime() / 1000) * 1000 + HOUR_MS
  const permissions = [{ ...owning, endsAt: new Date(end).toISOString() }]
  await place.owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })
  const { call } = await comeIn(place, await supportLink(place))

  stopAt(end - 1)
  await call(workspaces.get, {})
  stopAt(end)

  await assert.rejects(call(workspaces.get, {}), out)
})
