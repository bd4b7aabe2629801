import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { groups } from '../../contract/groups.ts'
import { openWorkspace } from '../../test/house.ts'

test('a group starts empty, is listed, renamed and deleted', async () => {
  const { owner } = await openWorkspace()

  const { userGroup } = await owner(groups.create, {
    body: { name: '  Analysts ' },
  })
  assert.deepEqual(userGroup, {
    id: userGroup.id,
    name: 'Analysts',
    memberCount: 0,
    permissions: [],
    managed: false,
  })

  const params = { userGroupId: userGroup.id }
  await owner(groups.rename, { params, body: { name: 'Data' } })
  const { userGroups, pagination } = await owner(groups.list, { query: {} })
  assert.deepEqual(
    userGroups.map((group) => group.name),
    ['Data'],
  )
  assert.deepEqual(pagination, { current: 'MA==' })

  assert.deepEqual(await owner(groups.delete, { params }), {
    status: 'SUCCESS',
  })
  await assert.rejects(owner(groups.get, { params }), {
    status: 404,
    code: 'not-found',
  })
})

test('a rename cannot take a name that is in use, whatever its case', async () => {
  const { owner } = await openWorkspace()
  await owner(groups.create, { body: { name: 'Analysts' } })
  const { userGroup } = await owner(groups.create, { body: { name: 'Data' } })

  const rename = owner(groups.rename, {
    params: { userGroupId: userGroup.id },
    body: { name: 'ANALYSTS' },
  })

  await assert.rejects(rename, { status: 409, code: 'group-name-taken' })
})

test('twenty creations of one name at once make one group', async () => {
  const { owner } = await openWorkspace()

  const tries = Array.from({ length: 20 }, () => owner(groups.create, { body: { name: 'Analysts' } }))
  const results = await Promise.allSettled(tries)

  assert.equal(results.filter((one) => one.status === 'fulfilled').length, 1)
  const { userGroups } = await owner(groups.list, { query: {} })
  assert.equal(userGroups.length, 1)
})

test('members are put into a group by address, in any case, and taken out again', async () => {
  const { owner, member } = await openWorkspace()
  const ada = await member()
  const grace = await member()
  const { userGroup } = await owner(groups.create, {
    body: { name: 'Analysts' },
  })
  const params = { userGroupId: userGroup.id }

  const added = await owner(groups.addUsers, {
    params,
    body: { emails: [ada.email.toUpperCase()] },
  })
  assert.equal(added.userGroup.memberCount, 1)
  const replaced = await owner(groups.replaceUsers, {
    params,
    body: { emails: [grace.email] },
  })
  assert.equal(replaced.userGroup.memberCount, 1)
  const { users } = await owner(groups.listUsers, { params, query: {} })
  assert.deepEqual(users, [{ id: grace.id, name: users[0]?.name, email: grace.email }])
  await owner(groups.removeUsers, { params, query: { emails: [grace.email] } })

  const after = await owner(groups.listUsers, { params, query: {} })
  assert.deepEqual(after.users, [])
})

test('an address that is neither a member nor invited is named, and nobody is added', async () => {
  const { owner, member } = await openWorkspace()
  const ada = await member()
  const { userGroup } = await owner(groups.create, {
    body: { name: 'Analysts' },
  })
  const params = { userGroupId: userGroup.id }

  const added = owner(groups.addUsers, {
    params,
    body: { emails: [ada.email, 'nobody@example.test'] },
  })

  await assert.rejects(
    added,
    (refused: Refused) => refused.status === 422 && refused.errors[0]?.field === 'emails[1]',
  )
  const { users } = await owner(groups.listUsers, { params, query: {} })
  assert.deepEqual(users, [])
})

test('groups are part of the business plan', async () => {
  const { owner } = await openWorkspace({ plan: 'team' })

  await assert.rejects(owner(groups.create, { body: { name: 'Analysts' } }), {
    status: 422,
    code: 'plan-limit',
  })
})
