import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { segment } from '../../contract/segment.ts'
import { tokens } from '../../contract/tokens.ts'
import { acting, openWorkspace } from '../../test/house.ts'
import { setPlan } from '../workspaces/workspaces.ts'

const roleId = (name: string) => segment.roles.find((role) => role.name === name)?.id ?? name
const OWNER = roleId('Workspace Owner')
const SOURCE_ADMIN = roleId('Source Admin')
const TRACKING_PLAN_ADMIN = roleId('Tracking Plan Admin')
const FUNCTION_ADMIN = roleId('Function Admin')
const MINIMAL = roleId('Minimal Workspace Access')

test('permissions read back exactly as they were written, in order, at once', async () => {
  const { owner, member, everything } = await openWorkspace()
  const ada = await member()
  const prod = {
    ...everything,
    labels: [{ key: 'environment', value: 'prod' }],
  }
  const permissions = [
    { roleId: SOURCE_ADMIN, resources: [prod, everything] },
    { roleId: MINIMAL, resources: [] },
    { roleId: SOURCE_ADMIN, resources: [everything] },
  ]

  const replaced = await owner(grants.replaceForUser, {
    params: { userId: ada.id },
    body: { permissions },
  })

  const plain = replaced.permissions.map((one) => ({
    roleId: one.roleId,
    resources: one.resources,
  }))
  assert.deepEqual(plain, permissions)
  assert.ok(replaced.permissions.every((one) => one.active))
})

test('adding keeps what is there, replacing with nothing takes everything', async () => {
  const { owner, member, everything } = await openWorkspace()
  const ada = await member([{ roleId: MINIMAL, resources: [] }])
  const params = { userId: ada.id }

  const added = await owner(grants.addToUser, {
    params,
    body: { permissions: [{ roleId: SOURCE_ADMIN, resources: [everything] }] },
  })
  const emptied = await owner(grants.replaceForUser, {
    params,
    body: { permissions: [] },
  })

  assert.deepEqual(
    added.permissions.map((one) => one.roleName),
    ['Minimal Workspace Access', 'Source Admin'],
  )
  assert.deepEqual(emptied.permissions, [])
})

test('every fault of a permission is named, and nothing is written', async () => {
  const { owner, member, everything } = await openWorkspace()
  const ada = await member()
  const params = { userId: ada.id }
  const permissions = [
    { roleId: 'no-such-role', resources: [] },
    {
      roleId: SOURCE_ADMIN,
      resources: [{ id: 'not-registered', type: 'SOURCE' }],
    },
    {
      roleId: SOURCE_ADMIN,
      resources: [{ id: 'another-workspace', type: 'WORKSPACE' }],
    },
    {
      roleId: SOURCE_ADMIN,
      resources: [{ ...everything, labels: [{ key: 'brand', value: 'none' }] }],
    },
    {
      roleId: TRACKING_PLAN_ADMIN,
      resources: [{ ...everything, labels: [{ key: 'environment', value: 'prod' }] }],
    },
    { roleId: FUNCTION_ADMIN, resources: [{ id: 'x', type: 'WAREHOUSE' }] },
    { roleId: SOURCE_ADMIN, resources: [{ id: 'x', type: 'SPACESHIP' }] },
  ]

  const written = owner(grants.addToUser, { params, body: { permissions } })

  await assert.rejects(written, (refused: Refused) => {
    assert.equal(refused.status, 422)
    assert.deepEqual(
      refused.errors.map((one) => one.field),
      [
        'permissions.0.roleId',
        'permissions.1.resources.0.id',
        'permissions.2.resources.0.id',
        'permissions.3.resources.0.labels.0',
        'permissions.4.resources.0.labels',
        'permissions.5.resources.0.type',
        'permissions.6.resources.0.type',
      ],
    )
    return true
  })
  const after = await owner(grants.addToUser, {
    params,
    body: { permissions: [] },
  })
  assert.deepEqual(after.permissions, [])
})

test('the last owner cannot be demoted, and of two owners who demote each other one stays', async () => {
  const { owner, member, ownerPerson } = await openWorkspace()
  const demote = (userId: string) =>
    owner(grants.replaceForUser, {
      params: { userId },
      body: { permissions: [] },
    })
  await assert.rejects(demote(ownerPerson.id), {
    status: 409,
    code: 'last-owner',
  })
  const ada = await member([{ roleId: OWNER, resources: [] }])

  const results = await Promise.allSettled([demote(ownerPerson.id), demote(ada.id)])

  assert.deepEqual(results.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
})

test('somebody may own the workspace through a group, and the group then cannot be emptied or deleted', async () => {
  const { owner, member, ownerPerson } = await openWorkspace()
  const ada = await member()
  const { userGroup } = await owner(groups.create, {
    body: { name: 'Owners' },
  })
  const params = { userGroupId: userGroup.id }
  await owner(grants.addToGroup, {
    params,
    body: { permissions: [{ roleId: OWNER, resources: [] }] },
  })
  await owner(groups.addUsers, { params, body: { emails: [ada.email] } })
  await owner(grants.replaceForUser, {
    params: { userId: ownerPerson.id },
    body: { permissions: [] },
  })

  await assert.rejects(owner(groups.delete, { params }), {
    code: 'last-owner',
  })
  await assert.rejects(owner(groups.replaceUsers, { params, body: { emails: [] } }), { code: 'last-owner' })
  await assert.rejects(owner(grants.replaceForGroup, { params, body: { permissions: [] } }), {
    code: 'last-owner',
  })
  const { userGroups } = await ada.call(groups.list, { query: {} })
  assert.equal(userGroups.length, 1)
})

test('a role beyond the plan is refused with what to do, and a label scope too', async () => {
  const { owner, member, everything } = await openWorkspace({ plan: 'team' })
  const ada = await member()
  const grant = (role: string, resource: object) =>
    owner(grants.addToUser, {
      params: { userId: ada.id },
      body: {
        permissions: [{ roleId: role, resources: [{ ...everything, ...resource }] }],
      },
    })

  await assert.rejects(grant(TRACKING_PLAN_ADMIN, {}), {
    status: 422,
    code: 'plan-limit',
  })
  const labels = [{ key: 'environment', value: 'prod' }]
  await assert.rejects(grant(SOURCE_ADMIN, { labels }), {
    status: 422,
    code: 'plan-limit',
  })
  const { permissions } = await grant(SOURCE_ADMIN, {})
  assert.equal(permissions.length, 1)
})

test('what somebody holds beyond the plan they keep, or keep a part of, while other roles of theirs change', async () => {
  const { app, slug, owner, member, everything } = await openWorkspace()
  const on = (role: string, ...entries: object[]) => ({
    roleId: role,
    resources: entries.map((entry) => ({ ...everything, ...entry })),
  })
  const [prod, dev] = ['prod', 'dev'].map((value) => ({ labels: [{ key: 'environment', value }] }))
  const plans = on(TRACKING_PLAN_ADMIN, {})
  const bare = { roleId: TRACKING_PLAN_ADMIN, resources: [] }
  const ada = await member([plans, on(SOURCE_ADMIN, { ...prod }, { ...dev })])
  await setPlan(acting(app), slug, 'team')
  const replace = async (...permissions: (typeof plans)[]) => {
    const reply = await owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })
    return reply.permissions.map(({ roleId: role, resources: held, active }) => [role, held.length, active])
  }

  const kept = await replace(on(FUNCTION_ADMIN, {}), plans, on(SOURCE_ADMIN, { ...dev }))

  assert.deepEqual(kept, [
    [FUNCTION_ADMIN, 1, true],
    [TRACKING_PLAN_ADMIN, 1, false],
    [SOURCE_ADMIN, 1, false],
  ])
  for (const more of [bare, on(SOURCE_ADMIN, { ...prod }), on(FUNCTION_ADMIN, { ...dev })]) {
    await assert.rejects(replace(more), { status: 422 }, JSON.stringify(more))
  }
  const added = { params: { userId: ada.id }, body: { permissions: [plans] } }
  await assert.rejects(owner(grants.addToUser, added), { code: 'plan-limit' })
  assert.deepEqual(await replace(), [])
  await assert.rejects(replace(plans), { status: 422, code: 'plan-limit' })
})

test('an invite and a token keep what they hold beyond the plan, and get nothing more of it', async () => {
  const { app, slug, owner, everything } = await openWorkspace()
  const plans = { roleId: TRACKING_PLAN_ADMIN, resources: [everything] }
  const functions = { roleId: FUNCTION_ADMIN, resources: [everything] }
  const admin = { roleId: SOURCE_ADMIN, resources: [everything] }
  const custom = await owner(roles.create, { body: { name: 'Helper', may: {} } })
  const helper = { roleId: custom.role.id, resources: [everything] }
  const { token } = await owner(tokens.create, {
    body: { description: 'CI', access: 'member', permissions: [plans, helper] },
  })
  const body = { invites: [{ email: `new@${slug}.test`, permissions: [plans] }] }
  await owner(invites.create, { body })
  const [invite] = (await owner(invites.listDetails, { query: {} })).invites
  const params = { inviteId: invite?.id ?? '' }
  await setPlan(acting(app), slug, 'team')

  const ofToken = await owner(grants.replaceForToken, {
    params: { tokenId: token.id },
    body: { permissions: [helper, functions, plans] },
  })
  const ofInvite = await owner(invites.modify, { params, body: { permissions: [plans, admin] } })

  const active = (held: { active: boolean }[]) => held.map((one) => one.active)
  assert.deepEqual(active(ofToken.permissions), [false, true, false])
  assert.deepEqual(active(ofInvite.invite.permissions), [false, true])
  const more = owner(invites.modify, { params, body: { permissions: [plans, helper] } })
  await assert.rejects(more, { status: 422, code: 'plan-limit' })
})

test("a neighbour's member and a neighbour's group are not found", async () => {
  const { owner } = await openWorkspace()
  const neighbour = await openWorkspace()
  const stranger = await neighbour.member()
  const body = { permissions: [] }

  await assert.rejects(owner(grants.replaceForUser, { params: { userId: stranger.id }, body }), {
    status: 404,
  })
  await assert.rejects(
    owner(grants.replaceForGroup, {
      params: { userGroupId: stranger.id },
      body,
    }),
    { status: 404 },
  )
})

test('a grant that is added after another was lost with its resource comes last', async () => {
  const { owner, member } = await openWorkspace()
  const { id: userId } = await member()
  const on = (id: string) => ({ roleId: roleId('Source Read-only'), resources: [{ id, type: 'SOURCE' }] })
  for (const id of ['a', 'b', 'c', 'd'])
    await owner(resources.put, { params: { type: 'source', id }, body: { name: id } })
  await owner(grants.replaceForUser, { params: { userId }, body: { permissions: ['a', 'b', 'c'].map(on) } })
  await owner(resources.delete, { params: { type: 'source', id: 'a' } })

  const { permissions } = await owner(grants.addToUser, {
    params: { userId },
    body: { permissions: [on('d')] },
  })

  // It had the place of the last one, so that their order was a matter of luck.
  assert.deepEqual(
    permissions.map((one) => one.resources[0]?.id),
    ['b', 'c', 'd'],
  )
})
