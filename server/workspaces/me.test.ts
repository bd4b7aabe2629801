import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roles } from '../../contract/roles.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { openWorkspace } from '../../test/house.ts'
import { onAll, prod } from '../../test/registry.ts'

test('somebody without a role may do nothing, and is told so', async () => {
  const { member, slug } = await openWorkspace()
  const ada = await member([], `ada@${slug}.test`)

  const { me } = await ada.call(workspaces.me, {})

  assert.deepEqual(me, {
    kind: 'user',
    id: ada.id,
    name: 'Ada',
    isOwner: false,
    may: [],
    connection: null,
    visit: null,
  })
})

test('an owner may do everything, and a token says that it is one', async () => {
  const { owner, ownerInPerson } = await openWorkspace()

  const { me: token } = await owner(workspaces.me, {})
  const { me: person } = await (await ownerInPerson()).call(workspaces.me, {})

  assert.deepEqual([token.kind, token.name, token.isOwner], ['token', 'owner', true])
  assert.deepEqual([person.kind, person.isOwner, person.may], ['user', true, token.may])
  for (const action of ['group:edit', 'source:create', 'space:create']) {
    assert.ok(person.may.includes(action), action)
  }
  assert.equal(person.may.includes('source:edit'), false)
})

test('a role on everything may make something new, the same role on a label may not', async () => {
  const workspace = await openWorkspace()
  const wide = await workspace.member([onAll(workspace, 'Source Admin')])
  const narrow = await workspace.member([onAll(workspace, 'Source Admin', prod)])

  assert.deepEqual((await wide.call(workspaces.me, {})).me.may, ['source:create'])
  assert.deepEqual((await narrow.call(workspaces.me, {})).me.may, [])
})

test('a workspace shows what its plan includes, and how far', async () => {
  const business = await openWorkspace()
  const free = await openWorkspace({ plan: 'free' })
  const ada = await free.member()

  const { workspace: rich } = await business.owner(workspaces.get, {})
  const { workspace: poor } = await ada.call(workspaces.get, {})

  assert.ok(rich.features.includes('user-groups') && rich.features.includes('sso'))
  assert.deepEqual(rich.limits, { customLabels: null, members: null })
  assert.equal(poor.features.includes('user-groups'), false)
  assert.equal(poor.limits.customLabels, 5)
})

test('every role says where it is listed and whether it owns the workspace', async () => {
  const { owner } = await openWorkspace()
  const { role } = await owner(roles.create, { body: { name: 'Mine', may: { source: ['source:read'] } } })

  const { roles: all } = await owner(roles.list, { query: {} })

  assert.deepEqual([role.area, role.owner], ['Custom', false])
  const areas = new Map(all.map((one) => [one.name, one.area]))
  assert.deepEqual([areas.get('Source Admin'), areas.get('Mine')], ['Connections', 'Custom'])
  assert.deepEqual(
    all.filter((one) => one.owner).map((one) => one.name),
    ['Workspace Owner'],
  )
})
