import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { audit } from '../../contract/audit.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { dev, named, onAll, onSome, prod, registerSources, seenBy } from '../../test/registry.ts'

test('labels are put on many resources at once by owners alone, all or none', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  await registerSources(workspace, ['ios', 'web'], [dev])
  const admin = await member([onAll(workspace, 'Source Admin')])
  const assign = (id: string, on: (typeof prod)[]) => ({ resource: { type: 'source', id }, labels: on })

  const { assignments } = await owner(resources.assignLabels, {
    body: { assignments: [assign('ios', [prod]), assign('web', [])] },
  })

  assert.deepEqual(
    assignments.map((one) => one.labels.map((label) => label.value)),
    [['prod'], []],
  )
  const unknown = owner(resources.assignLabels, {
    body: { assignments: [assign('ios', [dev]), assign('none', [dev])] },
  })
  await assert.rejects(
    unknown,
    (refused: Refused) => refused.errors[0]?.field === 'assignments.1.resource.id',
  )
  assert.deepEqual(await seenBy(owner, { labels: ['environment:prod'] }), ['SOURCE ios'])
  const byAdmin = admin.call(resources.assignLabels, { body: { assignments: [assign('ios', [dev])] } })
  await assert.rejects(byAdmin, { status: 401, code: 'not-allowed' })
})

test('deleting a resource takes what hangs on it, and the grants that named nothing else', async () => {
  const workspace = await openWorkspace()
  const { owner, member, tokenWith } = workspace
  await registerSources(workspace, ['ios', 'web'])
  await owner(resources.put, {
    ...named('destination', 'd'),
    body: { name: 'D', parent: { type: 'source', id: 'ios' } },
  })
  const ada = await member([onSome('Source Read-only', 'SOURCE', 'ios')])
  const grace = await member([onSome('Source Read-only', 'SOURCE', 'ios', 'web')])
  const token = await tokenWith([onSome('Source Read-only', 'SOURCE', 'ios')])
  const inGroup = await member()
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  const group = { userGroupId: userGroup.id }
  await owner(groups.addUsers, { params: group, body: { emails: [inGroup.email] } })
  await owner(grants.replaceForGroup, {
    params: group,
    body: { permissions: [onSome('Source Read-only', 'SOURCE', 'ios')] },
  })
  assert.deepEqual(await seenBy(inGroup.call), ['DESTINATION d', 'SOURCE ios'])
  const invited = { email: 'eve@example.test', permissions: [onSome('Source Read-only', 'SOURCE', 'ios')] }
  await owner(invites.create, { body: { invites: [invited] } })

  await owner(resources.delete, named('source', 'ios'))
  await registerSources(workspace, ['ios'])

  assert.deepEqual(await seenBy(owner), ['SOURCE ios', 'SOURCE web'])
  assert.deepEqual(await seenBy(ada.call), [])
  assert.deepEqual(await seenBy(token.call), [])
  assert.deepEqual(await seenBy(inGroup.call), [])
  assert.deepEqual(await seenBy(grace.call), ['SOURCE web'])
  const left = await owner(groups.get, { params: group })
  assert.deepEqual(left.userGroup.permissions, [])
  const pending = await owner(invites.listDetails, { query: {} })
  assert.deepEqual(pending.invites[0]?.permissions, [])
  const { events } = await owner(audit.list, { query: { resourceId: ada.id, type: 'Policy Deleted' } })
  assert.equal(events.length, 1)
  const again = await owner(grants.addToUser, { params: { userId: ada.id }, body: { permissions: [] } })
  assert.deepEqual(again.permissions, [])
})

test('who registers resources cannot move labels that grants depend on', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  await registerSources(workspace, ['ios'])
  const clerk = await registrar(workspace)
  const put = (body: { name: string; labels: (typeof prod)[] }) =>
    clerk.call(resources.put, { ...named('source', 'ios'), body })

  await put({ name: 'iOS', labels: [prod] })
  await member([onAll(workspace, 'Source Read-only', prod)])

  await put({ name: 'iOS 2', labels: [prod] })
  await assert.rejects(put({ name: 'iOS 2', labels: [] }), { status: 401, code: 'not-allowed' })
  await assert.rejects(put({ name: 'iOS 2', labels: [dev] }), { status: 401, code: 'not-allowed' })
  const fresh = clerk.call(resources.put, {
    ...named('source', 'web'),
    body: { name: 'Web', labels: [prod] },
  })
  await assert.rejects(fresh, { status: 401, code: 'not-allowed' })
  const { resource } = await owner(resources.get, named('source', 'ios'))
  assert.deepEqual([resource.name, resource.labels.length], ['iOS 2', 1])
})

/** A member who may register resources and nothing else. */
async function registrar(workspace: TestWorkspace) {
  const { role } = await workspace.owner(roles.create, {
    body: { name: 'Registrar', description: '', may: { workspace: ['resource:edit'] } },
  })
  return workspace.member([{ roleId: role.id, resources: [workspace.everything] }])
}
