import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { clock, openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { onAll, onSome, prod, registerSources, roleNamed, seenBy } from '../../test/registry.ts'

const TEN_MINUTES_MS = 10 * 60_000

async function namesIn(
  { owner }: TestWorkspace,
  query: Parameters<typeof owner<typeof groups.list>>[1]['query'],
) {
  const { userGroups, pagination } = await owner(groups.list, { query })
  return [userGroups.map((group) => group.name), pagination.totalEntries] as const
}

test('a group is made with its roles, members and invited people in one change', async () => {
  const workspace = await openWorkspace()
  const { app, id, owner, member } = workspace
  await registerSources(workspace, ['ios'])
  const ada = await member()
  await owner(invites.create, { body: { invites: [{ email: 'new@x.test' }] } })

  const { userGroup } = await owner(groups.create, {
    body: {
      name: 'Analysts',
      permissions: [onSome('Source Read-only', 'SOURCE', 'ios')],
      emails: [ada.email.toUpperCase(), 'new@x.test'],
    },
  })

  assert.deepEqual([userGroup.memberCount, userGroup.permissions[0]?.roleName], [1, 'Source Read-only'])
  assert.deepEqual(await seenBy(ada.call), ['SOURCE ios'])
  const params = { userGroupId: userGroup.id }
  assert.deepEqual((await owner(groups.listInvites, { params, query: {} })).emails, ['new@x.test'])
  const { db } = app.database
  const audit = db.selectFrom('audit_events').where('workspace_id', '=', id).orderBy('seq')
  const events = await audit.select(['type', 'request_id']).execute()
  const last = events.filter((event) => event.request_id === events.at(-1)?.request_id)
  assert.deepEqual(
    last.map((event) => event.type),
    [
      'User Group Created',
      'Subjects Added to Group',
      'User Added To User Group',
      'Policy Created',
      'User Group Policy Updated',
    ],
  )
})

test('where an address or a role is wrong, there is no group', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const ada = await member()
  const there = await openWorkspace()
  const stranger = await there.member()
  const name = 'Analysts'

  const made = (body: object) => owner(groups.create, { body: { name, ...body } })
  const at = (field: string) => (refused: Refused) => refused.errors[0]?.field === field

  await assert.rejects(made({ emails: [ada.email, stranger.email] }), at('emails[1]'))
  const noRole = { permissions: [{ roleId: 'no', resources: [] }] }
  await assert.rejects(made({ emails: [ada.email], ...noRole }), at('permissions.0.roleId'))
  await assert.rejects(made({ permissions: [onAll(there, 'Source Admin')] }), { status: 422 })
  assert.deepEqual((await owner(groups.list, { query: {} })).userGroups, [])
})

test('to make a group that owns the workspace takes a fresh proof, and then its members own it', async (t) => {
  const workspace = await openWorkspace()
  const { owner, member, ownerInPerson } = workspace
  const ada = await member()
  const olivia = await ownerInPerson()
  const body = { name: 'Admins', permissions: [onAll(workspace, 'Workspace Owner')], emails: [ada.email] }
  t.after(clock.reset)

  clock.move(TEN_MINUTES_MS + 1)
  const stale = olivia.call(groups.create, { body })
  await assert.rejects(stale, { code: 'step-up-required' })
  clock.reset()
  await olivia.call(groups.create, { body })

  const { user } = await owner(members.get, { params: { userId: ada.id } })
  assert.equal(user.isOwner, true)
})

test('what the plan does not include is not in a new group either', async () => {
  const team = await openWorkspace({ plan: 'team' })
  const ada = await team.member()

  const made = team.owner(groups.create, { body: { name: 'Analysts', emails: [ada.email] } })

  await assert.rejects(made, { status: 422, code: 'plan-limit' })
})

test('nobody but owners makes groups, so nobody gives more than they hold', async () => {
  const workspace = await openWorkspace()
  const admin = await workspace.member([onAll(workspace, 'Source Admin')])
  const body = { name: 'Mine', permissions: [onAll(workspace, 'Workspace Owner')], emails: [admin.email] }

  await assert.rejects(admin.call(groups.create, { body }), { code: 'not-allowed' })
})

test('groups are searched and sorted by name, with the number of all that match', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  for (const name of ['Zebras', 'Äpfel', 'analysts', 'Data analysts'])
    await owner(groups.create, { body: { name } })
  const there = await openWorkspace()
  await there.owner(groups.create, { body: { name: 'Other analysts' } })

  assert.deepEqual(await namesIn(workspace, { search: 'ANALYSTS' }), [['analysts', 'Data analysts'], 2])
  assert.deepEqual(await namesIn(workspace, { search: 'äPF' }), [['Äpfel'], 1])
  assert.deepEqual(await namesIn(workspace, { search: '%' }), [[], 0])
  assert.deepEqual(await namesIn(workspace, { sort: 'name' }), [
    ['analysts', 'Data analysts', 'Zebras', 'Äpfel'],
    4,
  ])
  assert.deepEqual(await namesIn(workspace, { sort: 'name', order: 'down' }), [
    ['Äpfel', 'Zebras', 'Data analysts', 'analysts'],
    4,
  ])
  assert.deepEqual(await namesIn(workspace, {}), [
    ['Zebras', 'Äpfel', 'analysts', 'Data analysts'],
    undefined,
  ])
})

test('pages of groups by name put together are all of them, and a cursor of another order is refused', async () => {
  const { owner } = await openWorkspace()
  for (const name of ['e', 'd', 'c', 'b', 'a']) await owner(groups.create, { body: { name } })

  const first = await owner(groups.list, { query: { sort: 'name', pagination: { count: 3 } } })
  const cursor = first.pagination.next ?? ''
  const second = await owner(groups.list, { query: { sort: 'name', pagination: { count: 3, cursor } } })
  const astray = owner(groups.list, { query: { sort: 'name', order: 'down', pagination: { cursor } } })

  const names = [...first.userGroups, ...second.userGroups].map((group) => group.name)
  assert.deepEqual(names, ['a', 'b', 'c', 'd', 'e'])
  assert.equal(second.pagination.next, undefined)
  await assert.rejects(astray, { status: 422 })
})

test('who is invited into a group is not counted among its members', async () => {
  const { owner, member } = await openWorkspace()
  const ada = await member()
  await owner(invites.create, { body: { invites: [{ email: 'new@x.test' }] } })
  await owner(groups.create, { body: { name: 'Both', emails: [ada.email, 'new@x.test'] } })

  const { userGroups } = await owner(groups.list, { query: {} })

  assert.equal(userGroups[0]?.memberCount, 1)
})

test('a role on labels goes with a new group', async () => {
  const workspace = await openWorkspace()
  await registerSources(workspace, ['ios'], [prod])
  const ada = await workspace.member()
  const permissions = [onAll(workspace, 'Source Admin', prod)]

  const { userGroup } = await workspace.owner(groups.create, {
    body: { name: 'Production', permissions, emails: [ada.email] },
  })

  assert.equal(userGroup.permissions[0]?.roleId, roleNamed('Source Admin'))
  assert.deepEqual(await seenBy(ada.call), ['SOURCE ios'])
})
