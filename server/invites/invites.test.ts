import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { segment } from '../../contract/segment.ts'
import { eventsIn } from '../../test/events.ts'
import { openWorkspace } from '../../test/house.ts'

const roleId = (name: string) => segment.roles.find((role) => role.name === name)?.id ?? name
const _OWNER = roleId('Workspace Owner')
const SOURCE_ADMIN = roleId('Source Admin')
const TRACKING_PLAN_ADMIN = roleId('Tracking Plan Admin')

const ada = { email: 'Ada.Lovelace@x.test' }

test('several people are invited at once, with roles, groups and a name, and listed as they were written', async () => {
  const workspace = await openWorkspace()
  const { owner, everything } = workspace
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  const permissions = [
    { roleId: SOURCE_ADMIN },
    { roleId: SOURCE_ADMIN, labels: [{ key: 'environment', value: 'prod' }] },
  ]
  const wanted = [{ ...ada, permissions, groupIds: [userGroup.id], name: ' Ada ' }, { email: 'grace@x.test' }]

  const { emails } = await owner(invites.create, { body: { invites: wanted } })

  assert.deepEqual(emails, [ada.email, 'grace@x.test'])
  const { invites: listed, pagination } = await owner(invites.list, { query: {} })
  assert.deepEqual([listed.toSorted(), pagination], [[ada.email, 'grace@x.test'], { current: 'MA==' }])
  const { invites: details } = await owner(invites.listDetails, { query: {} })
  const shown = details.find((invite) => invite.email === ada.email)
  assert.equal(shown?.name, 'Ada')
  assert.equal(shown?.status, 'pending')
  assert.equal(shown?.invitedBy.name, 'owner')
  assert.deepEqual(shown?.groups, [{ id: userGroup.id, name: 'Analysts' }])
  assert.deepEqual(
    shown?.permissions.map((permission) => permission.resources),
    [[everything], [{ ...everything, labels: [{ key: 'environment', value: 'prod' }] }]],
  )
  const params = { userGroupId: userGroup.id }
  assert.deepEqual((await owner(groups.listInvites, { params, query: {} })).emails, [ada.email])
  const [first, second, ...more] = (await eventsIn(workspace)).slice(-5)
  assert.deepEqual([first, second], Array(2).fill('Non-Segment User Invited to Workspace'))
  assert.deepEqual(more, ['Policy Created', 'Policy Created', 'Subjects Added to Group'])
})

test('every fault of every invite is named, and nobody is invited', async () => {
  const { owner } = await openWorkspace()
  const wanted = [
    { email: 'not an address' },
    ada,
    { email: ada.email.toUpperCase() },
    { email: 'grace@x.test', permissions: [{ roleId: 'no such role' }], groupIds: ['no such group'] },
    { email: 'a@x.test\r\nBcc: b@x.test' },
  ]

  const invited = owner(invites.create, { body: { invites: wanted } })

  await assert.rejects(invited, (refused: Refused) => {
    assert.equal(refused.status, 422)
    assert.deepEqual(refused.errors.map((error) => error.field).toSorted(), [
      'invites[0].email',
      'invites[2].email',
      'invites[3].groupIds[0]',
      'invites[3].permissions[0].roleId',
      'invites[4].email',
    ])
    return true
  })
  assert.deepEqual((await owner(invites.list, { query: {} })).invites, [])
})

test('members and people who are invited already are named, whatever the case, and nobody is invited', async () => {
  const { owner, member } = await openWorkspace()
  const grace = await member([], 'Grace@x.test')
  await owner(invites.create, { body: { invites: [ada] } })

  const again = owner(invites.create, {
    body: { invites: [{ email: 'new@x.test' }, { email: 'ADA.lovelace@x.test' }] },
  })

  await assert.rejects(again, (refused: Refused) => {
    assert.deepEqual([refused.status, refused.code], [409, 'invite-pending'])
    return refused.errors.length === 1 && refused.errors[0]?.field === 'invites[1].email'
  })
  const both = owner(invites.create, { body: { invites: [{ email: grace.email.toLowerCase() }, ada] } })
  await assert.rejects(both, (refused: Refused) => {
    assert.deepEqual([refused.status, refused.code], [409, 'member-exists'])
    return refused.errors.map((error) => error.field).join() === 'invites[0].email,invites[1].email'
  })
  assert.deepEqual((await owner(invites.list, { query: {} })).invites, [ada.email])
})

test('somebody who has an account is told apart in the audit trail', async () => {
  const elsewhere = await openWorkspace()
  const known = await elsewhere.member()
  const workspace = await openWorkspace()

  await workspace.owner(invites.create, { body: { invites: [{ email: known.email.toUpperCase() }] } })

  assert.equal((await eventsIn(workspace)).at(-1), 'New Segment User Invited to Workspace')
})

test('roles and labels beyond the plan cannot be given by an invite', async () => {
  const { owner } = await openWorkspace({ plan: 'team' })
  const labels = [{ key: 'environment', value: 'prod' }]

  for (const permission of [{ roleId: TRACKING_PLAN_ADMIN }, { roleId: SOURCE_ADMIN, labels }]) {
    const invited = owner(invites.create, { body: { invites: [{ ...ada, permissions: [permission] }] } })
    await assert.rejects(invited, (refused: Refused) => {
      assert.deepEqual([refused.status, refused.code], [422, 'plan-limit'])
      return refused.errors[0]?.field === 'invites[0].permissions'
    })
  }
  await owner(invites.create, { body: { invites: [{ ...ada, permissions: [{ roleId: SOURCE_ADMIN }] }] } })
})

test('twenty invitations of one address at once make one invite', async () => {
  const { owner } = await openWorkspace()

  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, () => owner(invites.create, { body: { invites: [ada] } })),
  )

  assert.equal(tries.filter((one) => one.status === 'fulfilled').length, 1)
  assert.deepEqual((await owner(invites.list, { query: {} })).invites, [ada.email])
})

test('500 people are invited in one request', async () => {
  const { owner } = await openWorkspace()
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  const gives = { permissions: [{ roleId: SOURCE_ADMIN }], groupIds: [userGroup.id] }
  const wanted = Array.from({ length: 500 }, (_, number) => ({ email: `p${number}@x.test`, ...gives }))

  const { emails } = await owner(invites.create, { body: { invites: wanted } })

  assert.equal(emails.length, 500)
  const { emails: inGroup } = await owner(groups.listInvites, {
    params: { userGroupId: userGroup.id },
    query: { pagination: { count: 1000 } },
  })
  assert.equal(inGroup.length, 500)
})
