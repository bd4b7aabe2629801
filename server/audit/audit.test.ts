import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { account } from '../../contract/account.ts'
import { audit } from '../../contract/audit.ts'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { roles } from '../../contract/roles.ts'
import { tokens } from '../../contract/tokens.ts'
import { clock, openWorkspace } from '../../test/house.ts'
import { onAll } from '../../test/registry.ts'
import { newId } from '../platform/ids.ts'

const HOUR_MS = 3_600_000

afterEach(() => clock.reset())

const reading = { workspace: ['audit:read'] }

test('what happened is told newest first, with who did it, from where, and the change', async () => {
  const { owner, id, app, token } = await openWorkspace()
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  await owner(groups.rename, { params: { userGroupId: userGroup.id }, body: { name: 'Data' } })

  const { events, pagination } = await owner(audit.list, { query: {} })

  const [renamed, created] = events
  assert.ok(renamed)
  const { row } = (await app.identities.find({ from: 'bearer', secret: token }, clock.now())) ?? assert.fail()
  assert.deepEqual(renamed, {
    id: renamed.id,
    timestamp: renamed.timestamp,
    type: 'User Group Updated',
    actor: 'tokenId' in row ? row.tokenId : '',
    actorKind: 'token',
    actorName: 'owner',
    actorIsHere: true,
    resourceId: userGroup.id,
    resourceType: 'GROUP',
    resourceName: 'Data',
    detail: { from: 'Analysts', to: 'Data' },
    requestId: renamed.requestId,
    ip: '127.0.0.1',
  })
  assert.equal(new Date(renamed.timestamp).toISOString(), renamed.timestamp)
  assert.equal(created?.type, 'User Group Created')
  assert.equal(events.at(-1)?.actor, 'system')
  assert.ok(events.some((event) => event.resourceId === id && event.type === 'Workspace Created'))
  assert.deepEqual(pagination, { current: 'MA==' })
})

test('who did something is called as they are called now, and those who are gone as they were called then', async () => {
  const place = await openWorkspace()
  const owner = [onAll(place, 'Workspace Owner')]
  const ada = await place.member(owner, `ada@${place.slug}.test`)
  const bob = await place.member(owner, `bob@${place.slug}.test`)
  const token = await place.tokenWith(owner)
  for (const { call } of [ada, bob, token]) await call(groups.create, { body: { name: newId() } })
  await ada.self(account.modify, { body: { name: 'Ada Lovelace' } })
  await place.owner(members.remove, { query: { userIds: [bob.id] } })
  await place.owner(tokens.revoke, { params: { tokenId: token.id } })
  await bob.self(account.modify, { body: { name: 'Robert' } })

  const { events } = await place.owner(audit.list, { query: { type: 'User Group Created' } })

  assert.deepEqual(
    events.map(({ actor, actorName, actorIsHere }) => ({ actor, actorName, actorIsHere })),
    [
      { actor: token.id, actorName: 'test', actorIsHere: false },
      { actor: bob.id, actorName: 'Bob', actorIsHere: false },
      { actor: ada.id, actorName: 'Ada Lovelace', actorIsHere: true },
    ],
  )
})

test('a member who did something is named by e-mail, a token is not', async () => {
  const place = await openWorkspace()
  const ada = await place.member([onAll(place, 'Workspace Owner')])
  const { role: second } = await place.owner(roles.create, { body: { name: 'Auditor', may: reading } })
  const { role: third } = await ada.call(roles.create, { body: { name: 'Reader', may: reading } })

  const { events } = await ada.call(audit.list, { query: { resourceType: 'role' } })

  assert.deepEqual(
    events.map((event) => [event.resourceId, event.actorKind, event.actorEmail]),
    [
      [third.id, 'user', ada.email],
      [second.id, 'token', undefined],
    ],
  )
  assert.equal(events[0]?.actor, ada.id)
})

test('events are found by resource, by actor and by type', async () => {
  const { owner, tokenWith } = await openWorkspace()
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  await owner(groups.create, { body: { name: 'Data' } })
  const made = await tokenWith([])
  const typesOf = async (query: Parameters<typeof owner<typeof audit.list>>[1]['query']) =>
    (await owner(audit.list, { query })).events.map((event) => event.type)

  assert.deepEqual(await typesOf({ resourceId: userGroup.id }), ['User Group Created'])
  assert.deepEqual(await typesOf({ resourceType: 'GROUP' }), ['User Group Created', 'User Group Created'])
  assert.deepEqual(await typesOf({ resourceType: 'GROUP', resourceId: made.id }), [])
  assert.deepEqual(await typesOf({ type: 'Label Deleted' }), [])
  assert.deepEqual(await typesOf({ actor: made.id }), [])
  assert.deepEqual(await typesOf({ actor: 'system', type: 'Workspace Created' }), ['Workspace Created'])
})

test('a time window leaves out its two ends', async () => {
  const { owner } = await openWorkspace()
  const made: string[] = []
  for (const name of ['one', 'two', 'three']) {
    clock.move(HOUR_MS)
    const { userGroup } = await owner(groups.create, { body: { name } })
    const { events } = await owner(audit.list, { query: { resourceId: userGroup.id } })
    made.push(events[0]?.timestamp ?? '')
  }
  const [startTime = '', middle = '', endTime = ''] = made

  const within = await owner(audit.list, { query: { startTime, endTime } })
  const after = await owner(audit.list, { query: { startTime } })
  const before = await owner(audit.list, {
    query: { endTime: startTime.replace('Z', '+00:00'), resourceType: 'GROUP' },
  })

  assert.deepEqual(
    within.events.map((event) => event.timestamp),
    [middle],
  )
  assert.deepEqual(
    after.events.map((event) => event.timestamp),
    [endTime, middle],
  )
  assert.deepEqual(before.events, [])
})

test('pages hang together while new things happen', async () => {
  const { owner } = await openWorkspace()
  for (let number = 1; number <= 5; number++) await owner(groups.create, { body: { name: `G${number}` } })
  const list = (cursor?: string) =>
    owner(audit.list, {
      query: { resourceType: 'GROUP', pagination: cursor ? { count: 2, cursor } : { count: 2 } },
    })

  const first = await list()
  await owner(groups.create, { body: { name: 'meanwhile' } })
  const second = await list(first.pagination.next)
  const third = await list(second.pagination.next)

  const names = [first, second, third].flatMap((page) => page.events.map((event) => event.resourceName))
  assert.deepEqual(names, ['G5', 'G4', 'G3', 'G2', 'G1'])
  assert.ok(!('next' in third.pagination))
})

test('nonsense is refused with the name of the field', async () => {
  const { url, token } = await openWorkspace()
  const forged = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const cases: [query: string, field: string][] = [
    ['startTime=yesterday', 'startTime'],
    ['endTime=2026-02-30', 'endTime'],
    ['endTime=2026-01-01T25:00', 'endTime'],
    ['startTime=999999-01-01', 'startTime'],
    ['resourceType[count]=2', 'resourceType'],
    ['startTime[cursor]=MA%3D%3D&startTime[count]=2', 'startTime'],
    ['pagination=2026-01-01', 'pagination'],
    ['pagination.count=0', 'pagination.count'],
    ['pagination.cursor=Mw%3D%3D', 'pagination.cursor'],
    [`pagination.cursor=${forged('x', '1')}`, 'pagination.cursor'],
    ['when=now', 'when'],
  ]

  for (const [query, field] of cases) {
    const answer = await fetch(`${url}/api/audit-events?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const { errors } = (await answer.json()) as { errors: { field?: string }[] }
    assert.deepEqual([query, answer.status, errors[0]?.field], [query, 422, field])
  }
})

test('a cursor that somebody made up is refused', async () => {
  const { owner } = await openWorkspace()
  const { pagination } = await owner(audit.list, { query: { pagination: { count: 1 } } })
  const [list] = JSON.parse(Buffer.from(pagination.next ?? '', 'base64url').toString())

  for (const seq of ['x', '-1', '1e3', '9'.repeat(30)]) {
    const cursor = Buffer.from(JSON.stringify([list, seq])).toString('base64url')
    const page = owner(audit.list, { query: { pagination: { cursor } } })
    await assert.rejects(page, (refused: Refused) => refused.errors[0]?.field === 'pagination.cursor')
  }
})

test('the trail is for owners, and for whom they let read it', async () => {
  const { owner, member, everything } = await openWorkspace()
  const ada = await member()
  await assert.rejects(ada.call(audit.list, { query: {} }), { status: 401, code: 'not-allowed' })

  const { role } = await owner(roles.create, { body: { name: 'Auditor', may: reading } })
  const grace = await member([{ roleId: role.id, resources: [everything] }])

  const { events } = await grace.call(audit.list, { query: {} })
  assert.ok(events.length > 0)
})

test('the trail of one workspace tells nothing of another', async () => {
  const { owner } = await openWorkspace()
  const other = await openWorkspace()
  const { userGroup } = await other.owner(groups.create, { body: { name: 'Secret' } })

  const { events } = await owner(audit.list, { query: { resourceId: userGroup.id } })

  assert.deepEqual(events, [])
})

test('the trail is part of the business plan', async () => {
  const { owner } = await openWorkspace({ plan: 'team' })

  await assert.rejects(owner(audit.list, { query: {} }), { status: 422, code: 'plan-limit' })
})
