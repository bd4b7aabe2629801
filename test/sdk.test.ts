import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type HttpError,
  type ListUsersV1Output,
  PermissionResourceV1,
  type RequestError,
  ResourceV1,
  unwrap,
} from '@segment/public-api-sdk-typescript'
import { ownerRole } from '../contract/complete.ts'
import { openWorkspace, type TestWorkspace } from './house.ts'
import { roleNamed } from './registry.ts'
import { segmentClient } from './sdk.ts'

const first = { count: 200 }
const { WORKSPACE } = PermissionResourceV1.TypeEnum

async function open() {
  const place = await openWorkspace()
  return { place, apis: segmentClient(place.url, place.token) }
}

function many(place: TestWorkspace, count: number): string[] {
  return Array.from({ length: count }, (_, number) => `m${number}+x@${place.slug}.test`)
}

/** What `unwrap` throws: the first of the errors in the answer. */
async function refusalOf(call: Promise<{ body: { data?: unknown } }>): Promise<RequestError> {
  return unwrap(call).then(
    () => assert.fail('it was not refused'),
    (error) => error,
  )
}

test('the workspace, its roles and its labels', async () => {
  const { place, apis } = await open()

  const { workspace } = await unwrap(apis.workspaces.getWorkspace())
  assert.deepEqual({ ...workspace }, { id: place.id, slug: place.slug, name: 'Test' })

  const { roles, pagination } = await unwrap(apis.iamRoles.listRoles(first))
  const owner = roles.find((role) => role.id === '1WDUuRLxv84rrfCNUwvkrRtkxnS')
  assert.equal(owner?.name, 'Workspace Owner')
  assert.ok(
    roles.some(
      (role) => role.name === 'Minimal Workspace Access' && role.id === '1aEWAcU0fArxScocwH9xxLgW7r3',
    ),
  )
  assert.equal(pagination.next, undefined)

  const label = { key: 'Region', value: 'eu-west_1', description: 'Where it is.' }
  const { response, body } = await apis.labels.createLabel({ label })
  assert.equal(response.statusCode, 201)
  assert.deepEqual({ ...body.data?.label }, label)
  const { labels } = await unwrap(apis.labels.listLabels())
  assert.deepEqual(labels.map(({ key, value }) => `${key}:${value}`).sort(), [
    'Region:eu-west_1',
    'environment:dev',
    'environment:prod',
  ])
  const deleted = await apis.labels.deleteLabel('Region', 'eu-west_1')
  assert.deepEqual([deleted.response.statusCode, deleted.body.data?.status], [200, 'SUCCESS'])
})

test('people are invited, listed and taken back, more than twenty at once', async () => {
  const { place, apis } = await open()
  const emails = many(place, 25)
  const permissions = [
    { roleId: roleNamed('Source Admin'), labels: [{ key: 'environment', value: 'prod' }] },
    {
      roleId: roleNamed('Minimal Workspace Access'),
      resources: [{ id: place.id, type: ResourceV1.TypeEnum.WORKSPACE }],
    },
  ]

  const { response, body } = await apis.iamUsers.createInvites({
    invites: emails.map((email) => ({ email, permissions })),
  })

  assert.equal(response.statusCode, 201)
  assert.deepEqual(body.data?.emails, emails)
  const { invites } = await unwrap(apis.iamUsers.listInvites(first))
  assert.deepEqual([...invites].sort(), [...emails].sort())
  const { status } = await unwrap(apis.iamUsers.deleteInvites(emails.slice(1)))
  assert.equal(status, 'SUCCESS')
  const left = await unwrap(apis.iamUsers.listInvites(first))
  assert.deepEqual(left.invites, emails.slice(0, 1))
  assert.equal((await unwrap(apis.iamUsers.deleteInvites(['nobody@example.test']))).status, 'SUCCESS')
})

test('members are listed page by page, changed, and removed more than twenty at once', async () => {
  const { place, apis } = await open()
  for (const email of many(place, 24)) await place.member([], email)

  const users = []
  let cursor: string | null | undefined = 'MA=='
  while (typeof cursor === 'string') {
    const page: ListUsersV1Output = await unwrap(apis.iamUsers.listUsers({ count: 7, cursor }))
    users.push(...page.users)
    cursor = page.pagination.next
  }

  assert.equal(cursor, undefined)
  assert.equal(new Set(users.map((user) => user.id)).size, 25)
  assert.ok(users.every((user) => Array.isArray(user.permissions)))
  const ada = users.find((user) => user.email.startsWith('m0+x@')) ?? assert.fail('she is not listed')
  const all = { id: place.id, type: WORKSPACE, labels: [] }
  const prod = { id: place.id, type: WORKSPACE, labels: [{ key: 'environment', value: 'prod' }] }
  const reading = { roleId: roleNamed('Source Read-only'), resources: [all] }
  const editing = { roleId: roleNamed('Source Admin'), resources: [prod] }
  const added = await unwrap(apis.iamUsers.addPermissionsToUser(ada.id, { permissions: [reading] }))
  assert.deepEqual(
    added.permissions.map((one) => one.roleName),
    ['Source Read-only'],
  )
  const replaced = await unwrap(
    apis.iamUsers.replacePermissionsForUser(ada.id, { permissions: [editing, reading] }),
  )
  assert.deepEqual(
    replaced.permissions.map((one) => one.roleName),
    ['Source Admin', 'Source Read-only'],
  )
  const { user } = await unwrap(apis.iamUsers.getUser(ada.id))
  const [resource] = user.permissions?.[0]?.resources ?? []
  assert.deepEqual(
    resource?.labels?.map(({ key, value }) => `${key}:${value}`),
    ['environment:prod'],
  )
  assert.deepEqual(user.permissions?.[1]?.resources[0]?.labels, [])

  const others = users.map((one) => one.id).filter((id) => id !== place.ownerPerson.id && id !== ada.id)
  assert.equal((await unwrap(apis.iamUsers.deleteUsers(others))).status, 'SUCCESS')
  assert.equal((await unwrap(apis.iamUsers.deleteUsers(['']))).status, 'SUCCESS')
  const left = await unwrap(apis.iamUsers.listUsers(first))
  assert.deepEqual(left.users.map((one) => one.id).sort(), [place.ownerPerson.id, ada.id].sort())
})

test('a group is made, filled with members and invited people, given roles, emptied and deleted', async () => {
  const { place, apis } = await open()
  const emails = many(place, 25)
  for (const email of emails.slice(0, 3)) await place.member([], email)
  await unwrap(apis.iamUsers.createInvites({ invites: emails.slice(3).map((email) => ({ email })) }))
  const groups = apis.iamGroups

  const created = await groups.createUserGroup({ name: 'Analysts' })
  const id = created.body.data?.userGroup.id ?? ''
  assert.equal(created.response.statusCode, 200)
  await unwrap(groups.updateUserGroup(id, { name: 'Data' }))
  const added = await unwrap(groups.addUsersToUserGroup(id, { emails: emails.slice(0, 2) }))
  assert.equal(added.userGroup.memberCount, 2)
  await unwrap(groups.replaceUsersInUserGroup(id, { emails }))
  const users = await unwrap(groups.listUsersFromUserGroup(id, first))
  assert.deepEqual(users.users.map((user) => user.email).sort(), emails.slice(0, 3).sort())
  const invites = await unwrap(groups.listInvitesFromUserGroup(id, first))
  assert.deepEqual([...invites.emails].sort(), emails.slice(3).sort())
  const [member] = users.users
  const groupsOf = await unwrap(apis.iamUsers.listUserGroupsFromUser(member?.id ?? '', first))
  assert.deepEqual(
    groupsOf.groups.map((group) => ({ ...group })),
    [{ id, name: 'Data' }],
  )

  const all = { id: place.id, type: WORKSPACE, labels: [] }
  const reading = { roleId: roleNamed('Source Read-only'), resources: [all] }
  const admin = { roleId: roleNamed('Tracking Plan Admin'), resources: [all] }
  await unwrap(groups.addPermissionsToUserGroup(id, { permissions: [reading] }))
  const { permissions } = await unwrap(
    groups.replacePermissionsForUserGroup(id, { permissions: [admin, reading] }),
  )
  assert.deepEqual(
    permissions.map((one) => one.roleId),
    [admin.roleId, reading.roleId],
  )
  const { userGroup } = await unwrap(groups.getUserGroup(id))
  assert.deepEqual(
    userGroup.permissions?.map((one) => one.roleId),
    [admin.roleId, reading.roleId],
  )

  assert.equal((await unwrap(groups.removeUsersFromUserGroup(id, emails))).status, 'SUCCESS')
  const listed = await unwrap(groups.listUserGroups(first))
  assert.deepEqual(
    listed.userGroups.map(({ name, memberCount }) => [name, memberCount]),
    [['Data', 0]],
  )
  const deleted = await groups.deleteUserGroup(id)
  assert.deepEqual([deleted.response.statusCode, deleted.body.data?.status], [200, 'SUCCESS'])
})

test('the audit trail, and what the argument order of another release makes of it', async () => {
  const { apis } = await open()
  const { userGroup } = await unwrap(apis.iamGroups.createUserGroup({ name: 'Analysts' }))
  const since = '2020-01-01T00:00:00Z'

  const { events } = await unwrap(
    apis.auditTrail.listAuditEvents(first, since, undefined, userGroup.id, 'GROUP'),
  )

  assert.deepEqual(
    events.map((event) => event.type),
    ['User Group Created'],
  )
  const page = await unwrap(apis.auditTrail.listAuditEvents({ count: 1 }))
  assert.ok(page.pagination?.next)
  // Release 73 takes the pagination last; calling 47 like that puts it in the place of the resource type.
  const order = ['2020-01-01', '2100-01-01', undefined, undefined, { count: 2 }] as never as Parameters<
    typeof apis.auditTrail.listAuditEvents
  >
  const refused = await refusalOf(apis.auditTrail.listAuditEvents(...order))
  assert.equal(refused.type, 'input-validation')
  assert.ok(['pagination', 'resourceType'].includes(refused.field ?? ''), refused.field)
})

test('the echo, and every kind of error as unwrap throws it', async () => {
  const { place, apis } = await open()
  const echo = await unwrap(apis.testing.echo('hello'))
  assert.equal(echo.message, 'hello')
  assert.equal(echo.headers['user-agent'], 'Public API SDK 47.0.0 (TypeScript)')
  assert.notEqual(echo.headers.authorization, `Bearer ${place.token}`)

  const errors = {
    asked: await refusalOf(apis.testing.echo('no', undefined, true)),
    unexpected: await refusalOf(apis.testing.echo('no', undefined, undefined, undefined, true)),
    stranger: await refusalOf(segmentClient(place.url, '').workspaces.getWorkspace()),
    wrongToken: await refusalOf(segmentClient(place.url, 'sgp_nonsense').workspaces.getWorkspace()),
    missing: await refusalOf(apis.iamUsers.getUser('u/1 é')),
    invalid: await refusalOf(apis.iamUsers.listUsers({ count: 1001 })),
    lastOwner: await refusalOf(apis.iamUsers.deleteUsers([place.ownerPerson.id])),
  }

  const said = Object.fromEntries(
    Object.entries(errors).map(([name, { type, status }]) => [name, [status, type]]),
  )
  assert.deepEqual(said, {
    asked: [400, 'input-validation'],
    unexpected: [500, 'server-error'],
    stranger: [401, 'unauthorized'],
    wrongToken: [401, 'unauthorized'],
    missing: [404, 'not-found'],
    invalid: [422, 'input-validation'],
    lastOwner: [409, 'conflict'],
  })
  assert.equal(errors.invalid.field, 'pagination.count')
})

test('a token without the permission is refused as Segment refuses, with the whole answer at hand', async () => {
  const place = await openWorkspace()
  const { secret } = await place.tokenWith([])
  const apis = segmentClient(place.url, secret)

  const refused: HttpError = await apis.iamGroups.createUserGroup({ name: 'x' }).then(
    () => assert.fail('it was not refused'),
    (error) => error,
  )

  assert.equal(refused.statusCode, 401)
  assert.equal(refused.body.errors[0].type, 'unauthorized')
  assert.match(String(refused.response.headers['content-type']), /^application\/json/)
  assert.equal((await unwrap(apis.workspaces.getWorkspace())).workspace.id, place.id)
  assert.ok(
    (await unwrap(apis.iamRoles.listRoles(first))).roles.some(
      ({ id }) => id === ownerRole(place.app.catalog).id,
    ),
  )
})
