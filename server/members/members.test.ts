import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { segment } from '../../contract/segment.ts'
import { eventsIn } from '../../test/events.ts'
import { openWorkspace, type TestWorkspace } from '../../test/house.ts'

const roleId = (name: string) => segment.roles.find((role) => role.name === name)?.id ?? name
const OWNER = roleId('Workspace Owner')
const SOURCE_ADMIN = roleId('Source Admin')

/** A call as a program makes it, without our client. */
async function raw({ url, token }: Pick<TestWorkspace, 'url' | 'token'>, request: string) {
  const [method = '', path = ''] = request.split(' ')
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${url}/api${path}`, { method, headers })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('members are listed page by page in the order they joined, each with their own roles', async () => {
  const { owner, member, ownerPerson, everything } = await openWorkspace()
  const ada = await member([{ roleId: SOURCE_ADMIN, resources: [everything] }])
  const grace = await member()

  const first = await owner(members.list, { query: { pagination: { count: 2, cursor: 'MA==' } } })
  const cursor = first.pagination.next ?? ''
  const second = await owner(members.list, { query: { pagination: { count: 2, cursor } } })

  const ids = [...first.users, ...second.users].map((user) => user.id)
  assert.deepEqual(ids, [ownerPerson.id, ada.id, grace.id])
  assert.equal('next' in second.pagination, false)
  assert.deepEqual(first.users[1], {
    id: ada.id,
    name: first.users[1]?.name,
    email: ada.email,
    permissions: [{ roleId: SOURCE_ADMIN, roleName: 'Source Admin', resources: [everything], active: true }],
    externalId: null,
    isOwner: false,
    status: 'active',
    managed: false,
  })
  assert.deepEqual(
    first.users.map((user) => user.isOwner),
    [true, false],
  )
})

test('somebody who owns the workspace through a group is shown as an owner', async () => {
  const { owner, member, everything } = await openWorkspace()
  const ada = await member()
  const { userGroup } = await owner(groups.create, { body: { name: 'Admins' } })
  const params = { userGroupId: userGroup.id }
  const permissions = [{ roleId: OWNER, resources: [everything] }]
  await owner(grants.replaceForGroup, { params, body: { permissions } })
  await owner(groups.addUsers, { params, body: { emails: [ada.email] } })

  const { user } = await owner(members.get, { params: { userId: ada.id } })

  assert.equal(user.isOwner, true)
  assert.deepEqual(user.permissions, [])
})

test('members are found by a part of the name or of the address, in any case, and % means itself', async () => {
  const { owner, member } = await openWorkspace()
  const emma = await member([], 'Émilie.Test@x.test')
  const percent = await member([], 'a%b@x.test')
  const found = async (search: string) => {
    const { users } = await owner(members.list, { query: { search } })
    return users.map((user) => user.id)
  }

  assert.deepEqual(await found('éMILIE'), [emma.id])
  assert.deepEqual(await found('@X.TEST'), [emma.id, percent.id])
  assert.deepEqual(await found('%'), [percent.id])
  assert.deepEqual(await found('a_b'), [])
  assert.deepEqual(await found("' or 1=1 --"), [])
})

test('a member of another workspace is nobody here', async () => {
  const here = await openWorkspace()
  const there = await openWorkspace()
  const stranger = await there.member()
  const params = { userId: stranger.id }

  await assert.rejects(here.owner(members.get, { params }), { status: 404, code: 'not-found' })
  await assert.rejects(here.owner(members.listGroups, { params, query: {} }), { status: 404 })
  await assert.rejects(here.owner(members.modify, { params, body: { externalId: 'x' } }), { status: 404 })
  await here.owner(members.remove, { query: { userIds: [stranger.id] } })

  const { user } = await there.owner(members.get, { params })
  assert.equal(user.id, stranger.id)
})

test('a removed member is out at once: roles, groups and the workspace itself are gone, the account stays', async () => {
  const workspace = await openWorkspace()
  const { owner, member, everything } = workspace
  const ada = await member([{ roleId: OWNER, resources: [everything] }])
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  await owner(groups.addUsers, { params: { userGroupId: userGroup.id }, body: { emails: [ada.email] } })
  await ada.call(members.list, { query: {} })

  await owner(members.remove, { query: { userIds: [ada.id] } })

  await assert.rejects(ada.call(members.list, { query: {} }), { status: 404 })
  await assert.rejects(owner(members.get, { params: { userId: ada.id } }), { status: 404 })
  const { users } = await owner(groups.listUsers, { params: { userGroupId: userGroup.id }, query: {} })
  assert.deepEqual(users, [])
  assert.deepEqual((await eventsIn(workspace)).slice(-2), ['User Removed', 'Group Memberships Deleted'])

  const again = await member([], ada.email)
  assert.equal(again.id, ada.id)
  const { user } = await owner(members.get, { params: { userId: ada.id } })
  assert.deepEqual([user.permissions, user.isOwner], [[], false])
})

test('removing somebody who is gone, or an empty id, is a success; naming nobody is not', async () => {
  const workspace = await openWorkspace()
  const ada = await workspace.member()
  await workspace.owner(members.remove, { query: { userIds: [ada.id] } })
  const before = await eventsIn(workspace)

  const success = { status: 200, body: { data: { status: 'SUCCESS' } } }
  assert.deepEqual(await raw(workspace, 'DELETE /users?userIds.0='), success)
  assert.deepEqual(await raw(workspace, `DELETE /users?userIds[0]=${ada.id}`), success)
  assert.deepEqual(await raw(workspace, `DELETE /users?userIds=["${ada.id}"]`), success)
  assert.equal((await raw(workspace, 'DELETE /users')).status, 422)
  assert.deepEqual(await eventsIn(workspace), before)
})

test('an id of a group, an invite or a token removes nothing', async () => {
  const { owner, tokenWith } = await openWorkspace()
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  await owner(invites.create, { body: { invites: [{ email: 'ada@x.test' }] } })
  const { invites: pending } = await owner(invites.listDetails, { query: {} })
  const token = await tokenWith([])

  const userIds = [userGroup.id, pending[0]?.id ?? '', token.id]
  await owner(members.remove, { query: { userIds } })

  assert.equal((await owner(groups.list, { query: {} })).userGroups.length, 1)
  assert.deepEqual((await owner(invites.list, { query: {} })).invites, ['ada@x.test'])
})

test('the last owner is not removed, and nobody beside them either', async () => {
  const { owner, member, ownerPerson } = await openWorkspace()
  const ada = await member()

  const removed = owner(members.remove, { query: { userIds: [ada.id, ownerPerson.id] } })

  await assert.rejects(removed, { status: 409, code: 'last-owner' })
  assert.equal((await owner(members.list, { query: {} })).users.length, 2)
})

test('two owners who remove each other at once: exactly one is removed', async () => {
  const { owner, member, ownerPerson, everything } = await openWorkspace()
  const permissions = [{ roleId: OWNER, resources: [everything] }]
  const one = await member(permissions)
  const other = await member(permissions)
  await owner(members.remove, { query: { userIds: [ownerPerson.id] } })

  const tries = await Promise.allSettled([
    one.call(members.remove, { query: { userIds: [other.id] } }),
    other.call(members.remove, { query: { userIds: [one.id] } }),
  ])

  assert.equal(tries.filter((one) => one.status === 'fulfilled').length, 1)
  const { users } = await owner(members.list, { query: {} })
  assert.equal(users.filter((user) => user.isOwner).length, 1)
})

test('a member leaves; the last owner cannot, and a token is no member', async () => {
  const workspace = await openWorkspace()
  const { owner, member, everything, ownerPerson } = workspace
  const ada = await member()
  const grace = await member([{ roleId: OWNER, resources: [everything] }])
  await owner(members.remove, { query: { userIds: [ownerPerson.id] } })

  await ada.call(members.leave, {})

  await assert.rejects(ada.call(members.leave, {}), { status: 404 })
  await assert.rejects(grace.call(members.leave, {}), { status: 409, code: 'last-owner' })
  await assert.rejects(owner(members.leave, {}), { code: 'not-allowed' })
})

test('only owners remove members and name them for applications', async () => {
  const { member } = await openWorkspace()
  const ada = await member()

  const params = { userId: ada.id }
  await assert.rejects(ada.call(members.list, { query: {} }), { code: 'not-allowed' })
  await assert.rejects(ada.call(members.remove, { query: { userIds: [ada.id] } }), { code: 'not-allowed' })
  await assert.rejects(ada.call(members.modify, { params, body: { externalId: 'x' } }), {
    code: 'not-allowed',
  })
})

test('an application names a member, and takes the name away again', async () => {
  const { owner, member } = await openWorkspace()
  const ada = await member()
  const params = { userId: ada.id }

  const named = await owner(members.modify, { params, body: { externalId: 'crm-17' } })
  const cleared = await owner(members.modify, { params, body: { externalId: null } })

  assert.equal(named.user.externalId, 'crm-17')
  assert.equal(cleared.user.externalId, null)
})

test('an external id that names somebody already is refused', async () => {
  const { owner, member, ownerPerson } = await openWorkspace()
  const ada = await member()
  const grace = await member()
  await owner(members.modify, { params: { userId: grace.id }, body: { externalId: 'crm-17' } })
  await owner(invites.create, { body: { invites: [{ email: 'New@x.test' }] } })

  const params = { userId: ada.id }
  for (const externalId of ['crm-17', grace.id, ownerPerson.email.toUpperCase(), 'NEW@x.test']) {
    const named = owner(members.modify, { params, body: { externalId } })
    await assert.rejects(named, { status: 409, code: 'external-id-taken' }, externalId)
  }
  const { user } = await owner(members.modify, { params, body: { externalId: 'CRM-17' } })
  assert.equal(user.externalId, 'CRM-17')
})

test('nobody joins or is invited whose address an application uses for another member', async () => {
  const { owner, member } = await openWorkspace()
  const ada = await member()
  const externalId = 'Grace@x.test'
  await owner(members.modify, { params: { userId: ada.id }, body: { externalId } })

  const invited = owner(invites.create, { body: { invites: [{ email: 'grace@X.test' }] } })

  await assert.rejects(invited, (refused: Refused) => {
    assert.deepEqual([refused.status, refused.code], [409, 'external-id-taken'])
    return refused.errors[0]?.field === 'invites[0].email'
  })
  await assert.rejects(member([], 'grace@x.test'), { code: 'external-id-taken' })
})

test('the groups of a member are listed for those who may see members', async () => {
  const { owner, member } = await openWorkspace()
  const ada = await member()
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  await owner(groups.addUsers, { params: { userGroupId: userGroup.id }, body: { emails: [ada.email] } })

  const { groups: found } = await owner(members.listGroups, { params: { userId: ada.id }, query: {} })

  assert.deepEqual(found, [{ id: userGroup.id, name: 'Analysts' }])
})
