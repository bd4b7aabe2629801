import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { audit } from '../../contract/audit.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { acting, openWorkspace } from '../../test/house.ts'
import { setPlan } from '../workspaces/workspaces.ts'

const reading = { workspace: ['group:read'] }

test('roles are listed with what they may do, those of the catalog first', async () => {
  const { owner, app } = await openWorkspace()
  const { role } = await owner(roles.create, { body: { name: ' Auditor ', may: reading } })

  const { roles: all, pagination } = await owner(roles.list, { query: {} })

  assert.deepEqual(pagination, { current: 'MA==' })
  assert.equal(all.length, app.catalog.roles.length + 1)
  assert.deepEqual(all.at(-1), role)
  assert.deepEqual(role, {
    id: role.id,
    name: 'Auditor',
    description: '',
    area: 'Custom',
    owner: false,
    scopes: ['all', 'list', 'label'],
    offered: ['all', 'list', 'label'],
    may: reading,
    custom: true,
    plans: ['business'],
    planNames: ['Business'],
    inPlan: true,
  })
  const [first] = all
  assert.deepEqual([first?.name, first?.custom, first?.may.source], ['Workspace Owner', false, ['*']])
  assert.deepEqual([first?.area, first?.owner], ['Workspace', true])
})

test('roles come page by page, without gaps', async () => {
  const { owner } = await openWorkspace()
  for (const name of ['A', 'B', 'C']) await owner(roles.create, { body: { name, may: {} } })
  const { roles: all } = await owner(roles.list, { query: {} })

  const ids: string[] = []
  let cursor: string | undefined = 'MA=='
  while (cursor !== undefined) {
    const page: { roles: { id: string }[]; pagination: { next?: string } } = await owner(roles.list, {
      query: { pagination: { count: 4, cursor } },
    })
    ids.push(...page.roles.map((role) => role.id))
    cursor = page.pagination.next
  }

  assert.deepEqual(
    ids,
    all.map((role) => role.id),
  )
})

test('only the roles of the plan are listed', async () => {
  const { owner } = await openWorkspace({ plan: 'team' })

  const { roles: all } = await owner(roles.list, { query: {} })

  assert.ok(all.every((role) => role.plans.includes('team') && role.inPlan))
  assert.ok(!all.some((role) => role.name === 'Source Read-only'))
})

test('whoever asks for the roles of any plan is told which ones the plan leaves out, and what plan has them', async () => {
  const workspace = await openWorkspace()
  const { app, owner, slug } = workspace
  const { role } = await owner(roles.create, { body: { name: 'Helper', may: reading } })
  await setPlan(acting(app), slug, 'team')

  const { roles: all } = await owner(roles.list, { query: { plan: 'any' } })

  const shown = (name: string) => {
    const { inPlan, plans, planNames } = all.find((one) => one.name === name) ?? assert.fail(name)
    return { inPlan, plans, planNames }
  }
  assert.equal(all.length, app.catalog.roles.length + 1)
  const business = { inPlan: false, plans: ['business'], planNames: ['Business'] }
  assert.deepEqual(shown('Source Read-only'), business)
  assert.deepEqual(shown(role.name), business)
  const everyPlan = { plans: ['free', 'team', 'business'], planNames: ['Free', 'Team', 'Business'] }
  assert.deepEqual(shown('Source Admin'), { inPlan: true, ...everyPlan })
  const { pagination } = await owner(roles.list, { query: { plan: 'any', pagination: { count: 1 } } })
  const cursor = pagination.next ?? ''
  await assert.rejects(owner(roles.list, { query: { pagination: { cursor } } }), { code: 'invalid-input' })
})

test('warehouse roles are offered on all warehouses, and the API takes single ones too', async () => {
  const { owner, member } = await openWorkspace()
  const ada = await member()
  await owner(resources.bulk, { body: { upserts: [{ type: 'warehouse', id: 'lake', name: 'Lake' }] } })
  const { roles: all } = await owner(roles.list, { query: {} })
  const role = all.find(({ name }) => name === 'Warehouse Read-only') ?? assert.fail()
  assert.deepEqual([role.scopes, role.offered], [['all', 'list'], ['all']])

  const on = [{ type: 'WAREHOUSE', id: 'lake' }]
  const body = { permissions: [{ roleId: role.id, resources: on }] }
  const { permissions } = await owner(grants.addToUser, { params: { userId: ada.id }, body })

  assert.deepEqual(permissions[0]?.resources, [{ ...on[0], labels: [] }])
  const { resources: seen } = await ada.call(resources.list, { query: { type: 'WAREHOUSE' } })
  assert.deepEqual(
    seen.map(({ id }) => id),
    ['lake'],
  )
})

test('whoever has a token may see the roles; only owners make them', async () => {
  const { member } = await openWorkspace()
  const ada = await member()

  await ada.call(roles.list, { query: {} })
  const made = ada.call(roles.create, { body: { name: 'Mine', may: reading } })

  await assert.rejects(made, { status: 401, code: 'not-allowed' })
})

test('a custom role can be granted, and a change of it reaches all who hold it at once', async () => {
  const { owner, member, everything } = await openWorkspace()
  const ada = await member()
  const { role } = await owner(roles.create, { body: { name: 'Helper', may: {} } })
  const permissions = [{ roleId: role.id, resources: [everything] }]
  await owner(grants.addToUser, { params: { userId: ada.id }, body: { permissions } })
  await assert.rejects(ada.call(groups.list, { query: {} }), { code: 'not-allowed' })

  const params = { roleId: role.id }
  const changed = await owner(roles.modify, { params, body: { may: reading, description: 'Helps.' } })

  assert.deepEqual(changed.role, { ...role, may: reading, description: 'Helps.' })
  await ada.call(groups.list, { query: {} })
  await owner(roles.modify, { params, body: { may: {} } })
  await assert.rejects(ada.call(groups.list, { query: {} }), { code: 'not-allowed' })
})

test('each action that is unknown or stays with owners is named', async () => {
  const { owner } = await openWorkspace()
  const may = {
    source: ['source:read', 'source:fly', 'constructor'],
    workspace: ['group:read', 'grant:edit', '*'],
    spaceship: ['x'],
    constructor: [],
  }

  const made = owner(roles.create, { body: { name: 'Wrong', may } })

  await assert.rejects(made, (refused: Refused) => {
    assert.deepEqual(
      refused.errors.map((error) => error.field),
      [
        'may.source.1',
        'may.source.2',
        'may.workspace.1',
        'may.workspace.2',
        'may.spaceship',
        'may.constructor',
      ],
    )
    return refused.status === 422
  })
})

test('types are understood in either spelling, and an action is kept once', async () => {
  const { owner } = await openWorkspace()
  const may = { SOURCE: ['source:read', 'source:read'], source: ['*'], TRACKING_PLAN: ['tracking-plan:read'] }

  const { role } = await owner(roles.create, { body: { name: 'Mixed', may } })

  assert.deepEqual(role.may, { source: ['source:read', '*'], tracking_plan: ['tracking-plan:read'] })
})

test('a name is taken in any case, also that of a built-in role or its former name', async () => {
  const { owner } = await openWorkspace()
  const { role } = await owner(roles.create, { body: { name: 'Helper', may: {} } })
  await owner(roles.create, { body: { name: 'Other', may: {} } })
  const params = { roleId: role.id }

  for (const name of ['HELPER', 'source admin', 'Source Collaborator']) {
    const made = owner(roles.create, { body: { name, may: {} } })
    await assert.rejects(made, { status: 409, code: 'role-name-taken' })
  }
  const renamed = owner(roles.modify, { params, body: { name: 'other' } })

  await assert.rejects(renamed, { status: 409, code: 'role-name-taken' })
  const same = await owner(roles.modify, { params, body: { name: 'helper' } })
  assert.equal(same.role.name, 'helper')
})

test('a role that is held cannot be deleted, and its holders are named', async () => {
  const { owner, member, everything } = await openWorkspace()
  const ada = await member()
  const { role } = await owner(roles.create, { body: { name: 'Helper', may: reading } })
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  const permissions = [{ roleId: role.id, resources: [everything] }]
  const toUser = { params: { userId: ada.id } }
  const toGroup = { params: { userGroupId: userGroup.id } }
  await owner(grants.addToUser, { ...toUser, body: { permissions } })
  await owner(grants.addToGroup, { ...toGroup, body: { permissions } })
  const params = { roleId: role.id }

  const deleted = owner(roles.delete, { params })

  await assert.rejects(deleted, (refused: Refused) => {
    assert.deepEqual(refused.errors[0]?.data?.holders, [
      { kind: 'group', id: userGroup.id, name: 'Analysts' },
      {
        kind: 'user',
        id: ada.id,
        name: ada.email.split('@')[0]?.replace(/^./, (letter) => letter.toUpperCase()),
      },
    ])
    return refused.status === 409 && refused.code === 'role-in-use'
  })
  await owner(grants.replaceForUser, { ...toUser, body: { permissions: [] } })
  await owner(grants.replaceForGroup, { ...toGroup, body: { permissions: [] } })
  assert.deepEqual(await owner(roles.delete, { params }), { status: 'SUCCESS' })
  await assert.rejects(owner(roles.delete, { params }), { status: 404 })
})

test('of a deletion and a grant at once, one wins', async () => {
  const { owner, member, everything } = await openWorkspace()
  const ada = await member()
  for (let round = 0; round < 5; round++) {
    const { role } = await owner(roles.create, { body: { name: `Helper ${round}`, may: reading } })
    const permissions = [{ roleId: role.id, resources: [everything] }]

    const [deleted, granted] = await Promise.allSettled([
      owner(roles.delete, { params: { roleId: role.id } }),
      owner(grants.addToUser, { params: { userId: ada.id }, body: { permissions } }),
    ])

    assert.notEqual(deleted.status, granted.status)
  }
})

test('built-in roles cannot be changed, and those of another workspace are not there', async () => {
  const { owner, app } = await openWorkspace()
  const other = await openWorkspace()
  const { role } = await other.owner(roles.create, { body: { name: 'Helper', may: {} } })
  const builtIn = { roleId: app.catalog.roles[0]?.id ?? '' }

  const changed = owner(roles.modify, { params: builtIn, body: { name: 'Mine' } })

  await assert.rejects(changed, { status: 422, code: 'invalid-input' })
  await assert.rejects(owner(roles.delete, { params: builtIn }), { status: 422 })
  await assert.rejects(owner(roles.modify, { params: { roleId: role.id }, body: { name: 'Mine' } }), {
    status: 404,
  })
  await assert.rejects(owner(roles.delete, { params: { roleId: role.id } }), { status: 404 })
})

test('custom roles are part of the business plan', async () => {
  const { owner } = await openWorkspace({ plan: 'team' })

  const made = owner(roles.create, { body: { name: 'Helper', may: reading } })

  await assert.rejects(made, { status: 422, code: 'plan-limit' })
})

test('a workspace takes two hundred custom roles', async () => {
  const { owner } = await openWorkspace()
  for (let number = 1; number <= 200; number++)
    await owner(roles.create, { body: { name: `R${number}`, may: {} } })

  const one = owner(roles.create, { body: { name: 'one more', may: {} } })

  await assert.rejects(one, { status: 422, code: 'invalid-input' })
})

test('what happens to a role is in the audit trail', async () => {
  const { owner } = await openWorkspace()
  const { role } = await owner(roles.create, { body: { name: 'Helper', may: {} } })
  const params = { roleId: role.id }
  await owner(roles.modify, { params, body: { may: reading } })
  await owner(roles.modify, { params, body: { may: reading } })
  await owner(roles.delete, { params })

  const { events } = await owner(audit.list, { query: { resourceId: role.id } })

  assert.deepEqual(
    events.map((event) => event.type),
    ['Role Deleted', 'Role Modified', 'Role Created'],
  )
  const before = { name: 'Helper', description: '', may: {} }
  assert.deepEqual(events[1]?.detail, { from: before, to: { ...before, may: reading } })
})
