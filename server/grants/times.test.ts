import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { audit } from '../../contract/audit.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { tokens } from '../../contract/tokens.ts'
import { clock, openWorkspace } from '../../test/house.ts'
import { preview } from '../../test/previews.ts'
import { onAll, registerSources, roleNamed } from '../../test/registry.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const OWNER = roleNamed('Workspace Owner')
const ADMIN = roleNamed('Source Admin')

afterEach(() => clock.reset())

const iso = (instant: number) => new Date(instant).toISOString()

test('what is wrong about a time names its field, and nothing is written', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const params = { userId: ada.id }
  const one = onAll(place, 'Source Admin')
  const now = clock.now().getTime()
  const wrong = [
    { ...one, endsAt: iso(now - 1000) },
    { ...one, startsAt: iso(now + 2 * HOUR_MS), endsAt: iso(now + 2 * HOUR_MS) },
    { ...one, endsAt: 'tomorrow' },
    { ...one, startsAt: '3000-01-01T00:00:00Z' },
    { ...one, endsAt: '2027-02-30' },
    { ...one, startsAt: null, endsAt: null },
  ]

  const written = place.owner(grants.addToUser, { params, body: { permissions: wrong } })
  const invited = () =>
    place.owner(invites.create, {
      body: { invites: [{ email: 'new@times.test', permissions: [{ ...one, endsAt: iso(now - 1000) }] }] },
    })
  const number = () =>
    place.owner(grants.addToUser, {
      params,
      body: { permissions: [{ ...one, endsAt: 5 as unknown as string }] },
    })

  await assert.rejects(written, (refused: Refused) => {
    assert.equal(refused.status, 422)
    assert.deepEqual(
      refused.errors.map(({ field }) => field),
      [
        'permissions.0.endsAt',
        'permissions.1.endsAt',
        'permissions.2.endsAt',
        'permissions.3.startsAt',
        'permissions.4.endsAt',
      ],
    )
    return true
  })
  await assert.rejects(
    invited,
    (refused: Refused) => refused.errors[0]?.field === 'invites[0].permissions[0].endsAt',
  )
  await assert.rejects(number(), { status: 422 })
  const after = await place.owner(grants.addToUser, { params, body: { permissions: [] } })
  assert.deepEqual(after.permissions, [])
})

test('a grant that stays as it is may have ended; nothing new may end in the past', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const params = { userId: ada.id }
  const end = iso(clock.now().getTime() + HOUR_MS)
  const ended = { ...onAll(place, 'Source Admin'), endsAt: end }
  const reader = onAll(place, 'Source Read-only')
  const replace = (...permissions: object[]) =>
    place.owner(grants.replaceForUser, { params, body: { permissions: permissions as never } })
  await replace(ended)
  clock.move(2 * HOUR_MS)

  const both = await replace(reader, ended)
  const again = await replace(reader, ended)
  const other = replace(reader, { ...ended, endsAt: iso(Date.parse(end) + 1) })

  assert.deepEqual(
    both.permissions.map(({ active, endsAt }) => [active, endsAt]),
    [
      [true, undefined],
      [false, end],
    ],
  )
  assert.deepEqual(again, both)
  await assert.rejects(other, (refused: Refused) => refused.errors[0]?.field === 'permissions.1.endsAt')
  const { events } = await place.owner(audit.list, { query: { type: 'Policy Created' } })
  const detail = events.find((one) => one.resourceName.startsWith('Source Admin'))?.detail
  assert.equal((detail as { endsAt?: string } | undefined)?.endsAt, end)
  assert.equal(events.filter((one) => one.resourceName.startsWith('Source')).length, 2)
  assert.deepEqual((await replace(reader)).permissions.length, 1)
})

test('an invite carries its times over to the member', async () => {
  const place = await openWorkspace()
  const email = `new@${place.slug}.test`
  const times = {
    startsAt: iso(clock.now().getTime() + HOUR_MS),
    endsAt: iso(clock.now().getTime() + DAY_MS),
  }
  const permissions = [{ ...onAll(place, 'Source Admin'), ...times }]
  await place.owner(invites.create, { body: { invites: [{ email, permissions }] } })

  const ada = await place.member([], email)

  const { user } = await place.owner(members.get, { params: { userId: ada.id } })
  assert.deepEqual(
    user.permissions.map(({ startsAt, endsAt }) => ({ startsAt, endsAt })),
    [times],
  )
})

test('ownership that ends, or has not begun, does not keep a workspace owned', async () => {
  const place = await openWorkspace()
  const { owner, ownerPerson } = place
  const ada = await place.member([{ roleId: OWNER, resources: [] }])
  const later = iso(clock.now().getTime() + DAY_MS)
  const params = (userId: string) => ({ userId })
  const own = (times: object) => ({ permissions: [{ roleId: OWNER, resources: [], ...times }] })
  const replace = (userId: string, times: object) =>
    owner(grants.replaceForUser, { params: params(userId), body: own(times) })
  await replace(ada.id, { endsAt: later })

  await assert.rejects(replace(ownerPerson.id, { endsAt: later }), { status: 409, code: 'last-owner' })
  await assert.rejects(owner(members.remove, { query: { userIds: [ownerPerson.id] } }), {
    code: 'last-owner',
  })
  await replace(ada.id, { startsAt: later })
  await assert.rejects(replace(ownerPerson.id, { startsAt: later }), { code: 'last-owner' })
  clock.move(2 * DAY_MS)
  // Begun, and without end: now it counts.
  const given = await replace(ownerPerson.id, { endsAt: iso(clock.now().getTime() + DAY_MS) })
  assert.equal(given.permissions.length, 1)
  await replace(ownerPerson.id, {})
})

test('nobody gives for longer than they hold: neither a role, nor ownership, nor a place in a group that owns', async () => {
  const place = await openWorkspace()
  const { owner, everything } = place
  const now = clock.now().getTime()
  const friday = iso(now + 3 * DAY_MS)
  const ben = await place.member()
  const ada = await place.member([{ roleId: OWNER, resources: [], endsAt: friday }])
  const { userGroup } = await owner(groups.create, {
    body: { name: 'Owners', permissions: [{ roleId: OWNER, resources: [] }] },
  })
  const give = (roleId: string, times: object, userId = ben.id) =>
    ada.call(grants.addToUser, {
      params: { userId },
      body: { permissions: [{ roleId, resources: [everything], ...times }] },
    })
  const says = { code: 'not-allowed', message: new RegExp(`until ${friday}.*nobody can give it for longer`) }

  await assert.rejects(give(ADMIN, {}), says)
  await assert.rejects(give(ADMIN, { endsAt: iso(now + 4 * DAY_MS) }), says)
  await assert.rejects(give(OWNER, {}, ada.id), says)
  await assert.rejects(give(ADMIN, { startsAt: iso(now + 4 * DAY_MS), endsAt: iso(now + 5 * DAY_MS) }), says)
  const params = { userGroupId: userGroup.id }
  await assert.rejects(ada.call(groups.addUsers, { params, body: { emails: [ada.email] } }), says)
  await assert.rejects(ada.call(tokens.create, { body: { description: 'For ever', access: 'owner' } }), says)
  const given = await give(ADMIN, { endsAt: friday })

  assert.deepEqual(
    given.permissions.map(({ endsAt }) => endsAt),
    [friday],
  )
  // What is there already is not given anew, and an owner's token that expires still gives for good.
  const kept = await owner(grants.addToUser, {
    params: { userId: ben.id },
    body: { permissions: [onAll(place, 'Function Admin')] },
  })
  const permissions = kept.permissions.map(({ roleId, endsAt = null }) => ({
    roleId,
    endsAt,
    resources: [everything],
  }))
  const same = await ada.call(grants.replaceForUser, { params: { userId: ben.id }, body: { permissions } })
  assert.equal(same.permissions.length, 2)
  const { secret } = await owner(tokens.create, {
    body: { description: 'For a month', access: 'owner', expiresAt: iso(now + 30 * DAY_MS) },
  })
  const answer = await fetch(`${place.url}/api/users/${ben.id}/permissions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ permissions: [{ roleId: ADMIN, resources: [everything] }] }),
  })
  assert.equal(answer.status, 200)
})

test('a preview says until when it holds, and looks at the instant at which something begins', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const now = clock.now().getTime()
  const times = { startsAt: iso(now + HOUR_MS), endsAt: iso(now + DAY_MS) }
  const route = 'POST /users/:userId/permissions'
  const call = (limits: object) => ({
    route,
    params: { userId: ada.id },
    body: { permissions: [{ ...onAll(place, 'Source Admin'), ...limits }] },
  })

  const atOnce = await preview(place, call({ endsAt: times.endsAt }))
  const later = await preview(place, call(times))

  assert.equal(atOnce.at, undefined)
  assert.equal(atOnce.events[0]?.endsAt, times.endsAt)
  assert.ok((atOnce.subjects[0]?.gains.length ?? 0) > 0)
  assert.equal(later.at, times.startsAt)
  assert.deepEqual(later.subjects, atOnce.subjects)
  assert.deepEqual([later.events[0]?.startsAt, later.events[0]?.endsAt], [times.startsAt, times.endsAt])
})
