import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { roleId } from '../../test/fixture.ts'
import { openWorkspace, type Person, type TestWorkspace } from '../../test/house.ts'
import { inShort, type PreviewedCall, preview } from '../../test/previews.ts'

const prod = [{ key: 'environment', value: 'prod' }]
const dev = [{ key: 'environment', value: 'dev' }]

/** Sources `ios` and `web` are in production, `crm` has no label. */
async function prepare() {
  const place = await openWorkspace()
  const upserts = ['ios', 'web', 'crm'].map((id) => {
    return { type: 'source', id, name: `Source ${id}`, labels: id === 'crm' ? [] : prod }
  })
  await place.owner(resources.bulk, { body: { upserts } })
  return place
}

type Permission = { roleId: string; resources: { id: string; type: string; labels: typeof prod }[] }

function on(name: string, ...ids: string[]): Permission {
  return { roleId: roleId(name), resources: ids.map((id) => ({ id, type: 'SOURCE', labels: [] })) }
}

function inProd({ id }: TestWorkspace, name: string): Permission {
  return { roleId: roleId(name), resources: [{ id, type: 'WORKSPACE', labels: prod }] }
}

function onAll({ everything }: TestWorkspace, name: string): Permission {
  return { roleId: roleId(name), resources: [everything] }
}

async function groupOf({ owner }: TestWorkspace, permissions: Permission[], ...members: Person[]) {
  const { userGroup } = await owner(groups.create, { body: { name: `Group ${Math.random()}` } })
  const params = { userGroupId: userGroup.id }
  await owner(grants.replaceForGroup, { params, body: { permissions } })
  await owner(groups.addUsers, { params, body: { emails: members.map((one) => one.email) } })
  return params
}

const give = (userId: string, ...permissions: Permission[]): PreviewedCall => ({
  route: 'POST /users/:userId/permissions',
  params: { userId },
  body: { permissions },
})
const replace = (userId: string, ...permissions: Permission[]): PreviewedCall => ({
  route: 'PUT /users/:userId/permissions',
  params: { userId },
  body: { permissions },
})

test('a role on some sources shows what a member would gain, by name', async () => {
  const place = await prepare()
  const ada = await place.member()

  const shown = await preview(place, give(ada.id, on('Source Read-only', 'web', 'ios')))

  const [subject] = shown.subjects
  const sources = [
    { id: 'ios', name: 'Source ios' },
    { id: 'web', name: 'Source web' },
  ]
  const gain = { type: 'SOURCE', actions: ['source:read'], everything: false, count: 2, isPartial: false }
  assert.deepEqual([subject?.gains, subject?.losses], [[{ ...gain, resources: sources }], []])
  assert.deepEqual([subject?.type, subject?.id, subject?.email], ['user', ada.id, ada.email])
  assert.deepEqual([shown.more, shown.touchesSelf], [0, false])
  assert.deepEqual(
    shown.events.map((one) => one.type),
    ['Policy Created', 'User Policy Updated'],
  )
})

test('a role on everything is told as everything, and as a loss when it shrinks to some', async () => {
  const place = await prepare()
  const ada = await place.member()
  const bob = await place.member([onAll(place, 'Source Read-only')])

  const shown = await preview(
    place,
    give(ada.id, onAll(place, 'Source Read-only')),
    replace(bob.id, on('Source Read-only', 'ios')),
  )

  const { [ada.id]: adas, [bob.id]: bobs } = inShort(shown)
  assert.ok(adas?.includes('+ SOURCE source:read *'), adas?.join())
  assert.ok(bobs?.includes('- SOURCE source:read *'), bobs?.join())
  assert.ok(!bobs?.some((line) => line.startsWith('+')), bobs?.join())
})

test('what another role still gives is no loss', async () => {
  const place = await prepare()
  const ada = await place.member([on('Source Read-only', 'ios', 'crm')])
  await groupOf(place, [inProd(place, 'Source Read-only')], ada)

  const shown = await preview(place, replace(ada.id))

  assert.deepEqual(inShort(shown), { [ada.id]: ['- SOURCE source:read crm'] })
})

test("a group's roles are told for each of its members", async () => {
  const place = await prepare()
  const [ada, bob, cy] = [
    await place.member(),
    await place.member([on('Source Read-only', 'ios')]),
    await place.member(),
  ]
  const params = await groupOf(place, [], ada, bob)

  const permissions = [inProd(place, 'Source Read-only')]
  const route = 'PUT /groups/:userGroupId/permissions'
  const shown = await preview(place, { route, params, body: { permissions } })

  assert.deepEqual(inShort(shown), {
    [ada.id]: ['+ SOURCE source:read ios,web'],
    [bob.id]: ['+ SOURCE source:read web'],
  })
  assert.ok(!shown.subjects.some((one) => one.id === cy.id))
})

test('who comes into a group gains, and who leaves loses', async () => {
  const place = await prepare()
  const [ada, bob] = [await place.member(), await place.member()]
  const params = await groupOf(place, [inProd(place, 'Source Read-only')], ada)

  const shown = await preview(
    place,
    { route: 'POST /groups/:userGroupId/users', params, body: { emails: [bob.email] } },
    { route: 'DELETE /group/:userGroupId/users', params, query: { emails: [ada.email] } },
  )
  const swapped = await preview(place, {
    route: 'PUT /group/:userGroupId/users',
    params,
    body: { emails: [bob.email] },
  })

  const expected = {
    [ada.id]: ['- SOURCE source:read ios,web'],
    [bob.id]: ['+ SOURCE source:read ios,web'],
  }
  assert.deepEqual([inShort(shown), inShort(swapped)], [expected, expected])
})

test('a group that is deleted takes from all its members what it gave them', async () => {
  const place = await prepare()
  const [ada, bob] = [await place.member(), await place.member([on('Source Read-only', 'ios')])]
  const params = await groupOf(place, [inProd(place, 'Source Read-only')], ada, bob)

  const shown = await preview(place, { route: 'DELETE /groups/:userGroupId', params })
  const again = await preview(place, { route: 'DELETE /groups/:userGroupId', params })

  assert.deepEqual(inShort(shown), {
    [ada.id]: ['- SOURCE source:read ios,web'],
    [bob.id]: ['- SOURCE source:read web'],
  })
  assert.deepEqual(again, shown)
})

test('a new group with roles and members is told in one call', async () => {
  const place = await prepare()
  const ada = await place.member()

  const body = { name: 'Readers', permissions: [on('Source Read-only', 'crm')], emails: [ada.email] }
  const shown = await preview(place, { route: 'POST /groups', body })

  assert.deepEqual(inShort(shown), { [ada.id]: ['+ SOURCE source:read crm'] })
})

test('several changes are told as one: leaving two groups that gave the same', async () => {
  const place = await prepare()
  const ada = await place.member()
  const groupIds = [
    await groupOf(place, [on('Source Read-only', 'ios')], ada),
    await groupOf(place, [on('Source Read-only', 'ios')], ada),
  ]
  const leave = groupIds.map((params) => {
    return { route: 'DELETE /group/:userGroupId/users', params, query: { emails: [ada.email] } }
  })

  const one = await preview(place, ...leave.slice(0, 1))
  const both = await preview(place, ...leave)

  assert.deepEqual([inShort(one), inShort(both)], [{}, { [ada.id]: ['- SOURCE source:read ios'] }])
})

test('somebody who would be made an owner, or be one no more, is told as that', async () => {
  const place = await prepare()
  const owner = onAll(place, 'Workspace Owner')
  const [ada, bob] = [await place.member(), await place.member([owner])]

  const made = await preview(place, give(ada.id, owner))
  const unmade = await preview(place, replace(bob.id))

  assert.deepEqual(made.subjects[0]?.isOwner, { before: false, after: true })
  assert.deepEqual(unmade.subjects[0]?.isOwner, { before: true, after: false })
  assert.ok(inShort(made)[ada.id]?.some((line) => line.startsWith('+ WORKSPACE ')))
  assert.ok(inShort(unmade)[bob.id]?.includes('- owner'))
})

test('a member who would be removed is told by name, with all that goes', async () => {
  const place = await prepare()
  const ada = await place.member([on('Source Read-only', 'ios')])

  const route = 'DELETE /users'
  const shown = await preview(place, { route, query: { userIds: [ada.id] } })

  const [subject] = shown.subjects
  assert.deepEqual(subject?.isHere, { before: true, after: false })
  assert.deepEqual([subject?.id, subject?.email], [ada.id, ada.email])
  assert.deepEqual(inShort(shown), { [ada.id]: ['- here', '- SOURCE source:read ios'] })
})

test('a source with other labels is gained and lost by whom labels decide', async () => {
  const place = await prepare()
  const ada = await place.member([inProd(place, 'Source Read-only')])
  const bob = await place.member()
  await groupOf(
    place,
    [{ roleId: roleId('Source Read-only'), resources: [{ id: place.id, type: 'WORKSPACE', labels: dev }] }],
    bob,
  )

  const relabel = { params: { sourceId: 'ios' }, body: { labels: dev } }
  const shown = await preview(place, { route: 'PUT /sources/:sourceId/labels', ...relabel })
  const assignments = [{ resource: { type: 'SOURCE', id: 'crm' }, labels: prod }]
  const assigned = await preview(place, { route: 'PUT /labels/assign', body: { assignments } })

  assert.deepEqual(inShort(shown), {
    [ada.id]: ['- SOURCE source:read ios'],
    [bob.id]: ['+ SOURCE source:read ios'],
  })
  assert.deepEqual(inShort(assigned), { [ada.id]: ['+ SOURCE source:read crm'] })
})

test('a deleted source is lost with its destinations by who reached it, and named', async () => {
  const place = await prepare()
  const parent = { type: 'source', id: 'ios' }
  await place.owner(resources.put, {
    params: { type: 'destination', id: 'ads' },
    body: { name: 'Ads', parent },
  })
  const ada = await place.member([on('Source Admin', 'ios')])
  const bob = await place.member([inProd(place, 'Source Read-only')])

  const shown = await preview(place, {
    route: 'DELETE /resources/:type/:id',
    params: { type: 'source', id: 'ios' },
  })

  const lost = shown.subjects.map(({ id, losses }) => [id, losses.map((one) => one.resources[0]?.name)])
  const { [ada.id]: adas, [bob.id]: bobs } = Object.fromEntries(lost)
  assert.deepEqual(new Set(adas), new Set(['Source ios', 'Ads']))
  assert.ok(bobs?.includes('Source ios'))
  assert.equal(shown.subjects.length, 2)
})

test('a custom role that changes is told for all who hold it', async () => {
  const place = await prepare()
  const { role } = await place.owner(roles.create, {
    body: { name: 'Reader', may: { source: ['source:read'] } },
  })
  const held = { roleId: role.id, resources: [{ id: 'ios', type: 'SOURCE', labels: [] }] }
  const [ada, bob] = [await place.member([held]), await place.member()]
  await groupOf(place, [held], bob)

  const params = { roleId: role.id }
  const body = { may: { source: ['source:read', 'source:edit'] } }
  const shown = await preview(place, { route: 'PATCH /roles/:roleId', params, body })

  const gain = ['+ SOURCE source:edit ios']
  assert.deepEqual(inShort(shown), { [ada.id]: gain, [bob.id]: gain })
})
