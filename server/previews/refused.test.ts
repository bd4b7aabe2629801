import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { groups } from '../../contract/groups.ts'
import { previews } from '../../contract/previews.ts'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { tokens } from '../../contract/tokens.ts'
import { roleId } from '../../test/fixture.ts'
import { clock, openWorkspace, systemIn } from '../../test/house.ts'
import { inShort, preview } from '../../test/previews.ts'
import { change, unchanged } from '../caller/change.ts'
import { rehearse } from '../caller/rehearsal.ts'

const route = 'POST /users/:userId/permissions'

test('only what says so can be previewed, and the refusal names which call is meant', async () => {
  const place = await openWorkspace()
  const fine = { route: 'POST /groups', body: { name: 'Readers' } }

  for (const wrong of ['POST /invites', 'GET /users', 'post /groups', 'toString', 'POST /previews']) {
    const asked = preview(place, fine, { route: wrong })

    await assert.rejects(asked, (refused: Refused) => refused.errors[0]?.field === 'changes.1.route')
  }
})

test('a preview is of one to twenty calls', async () => {
  const place = await openWorkspace()
  const fine = { route: 'POST /groups', body: { name: 'Readers' } }

  await assert.rejects(preview(place), { code: 'invalid-input' })
  await assert.rejects(preview(place, ...Array(21).fill(fine)), { code: 'invalid-input' })
})

test('input that the call would refuse is refused with the same words', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const params = { userId: ada.id }
  const wrong = [
    [{ route, params, body: {} }, 'permissions'],
    [{ route, params }, 'body'],
    [
      { route, params, body: { permissions: [{ roleId: 'nothing', resources: [] }] } },
      'permissions.0.roleId',
    ],
    [{ route, params, body: { permissions: [], more: 1 } }, 'more'],
    [{ route, body: { permissions: [] } }, 'userId'],
    [{ route, params: { ...params, tokenId: 'x' }, body: { permissions: [] } }, 'tokenId'],
    [{ route, params: { userId: 'x'.repeat(255), toString: 'x' }, body: { permissions: [] } }, 'toString'],
    [{ route: 'DELETE /users', query: { userIds: 7 } }, 'userIds.0'],
    [{ route: 'DELETE /users' }, 'userIds'],
  ] as const

  for (const [call, field] of wrong) {
    const asked = preview(place, call as never)

    await assert.rejects(asked, (refused: Refused) => {
      assert.deepEqual([refused.code, refused.errors[0]?.field], ['invalid-input', field])
      return true
    })
  }
})

test('what the rules refuse is refused: the last owner, a name that is taken, ids of another workspace', async () => {
  const place = await openWorkspace()
  const other = await openWorkspace()
  const stranger = await other.member()
  await place.owner(groups.create, { body: { name: 'Readers' } })
  const owner = { userIds: [place.ownerPerson.id] }
  const gift = { params: { userId: stranger.id }, body: { permissions: [] } }

  await assert.rejects(preview(place, { route: 'DELETE /users', query: owner }), { code: 'last-owner' })
  await assert.rejects(preview(place, { route: 'POST /groups', body: { name: 'readers' } }), {
    code: 'group-name-taken',
  })
  await assert.rejects(preview(place, { route, ...gift }), { code: 'not-found' })
  const passedOver = await preview(place, { route: 'DELETE /users', query: { userIds: [stranger.id] } })
  assert.deepEqual([passedOver.subjects, passedOver.events], [[], []])
})

test('nobody learns from a preview what they could not do', async () => {
  const place = await openWorkspace()
  const { owner, member, everything, tokenWith } = place
  for (const id of ['ios', 'web']) {
    await owner(resources.put, { params: { type: 'source', id }, body: { name: id } })
  }
  const admin = { roleId: roleId('Source Admin'), resources: [{ id: 'ios', type: 'SOURCE', labels: [] }] }
  const ada = await member([admin])
  const reader = await tokenWith([{ roleId: roleId('Source Read-only'), resources: [everything] }])
  const relabel = (sourceId: string) => {
    return { route: 'PUT /sources/:sourceId/labels', params: { sourceId }, body: { labels: [] } }
  }

  await preview(ada.call, relabel('ios'))
  await assert.rejects(preview(ada.call, relabel('web')), { code: 'not-allowed' })
  await assert.rejects(preview(ada.call, relabel('nowhere')), { code: 'not-allowed' })
  const forHerself = { params: { userId: ada.id }, body: { permissions: [] } }
  await assert.rejects(preview(ada.call, { route, ...forHerself }), { code: 'not-allowed' })
  await assert.rejects(preview(reader.call, { route: 'POST /groups', body: { name: 'x' } }), {
    code: 'not-allowed',
  })
})

test('who may not ask what others may do is told how many are affected, and nothing about them', async () => {
  const place = await openWorkspace()
  await place.owner(resources.put, { params: { type: 'source', id: 'ios' }, body: { name: 'iOS' } })
  const { role } = await place.owner(roles.create, {
    body: { name: 'Registrar', may: { workspace: ['resource:edit'] } },
  })
  const reads = { roleId: roleId('Source Read-only'), resources: [{ id: 'ios', type: 'SOURCE', labels: [] }] }
  const registrar = await place.member([{ roleId: role.id, resources: [place.everything] }, reads])
  await place.member([reads])
  const remove = { route: 'DELETE /resources/:type/:id', params: { type: 'source', id: 'ios' } }

  const shown = await preview(registrar.call, remove)
  const whole = await preview(place, remove)

  assert.deepEqual(inShort(shown), { [registrar.id]: ['- SOURCE source:read ios'] })
  assert.deepEqual([shown.more, whole.more, whole.subjects.length], [1, 0, 2])
})

test('who takes away their own right cannot preview what they would do after it, and is warned', async () => {
  const place = await openWorkspace()
  const boss = await place.member([{ roleId: roleId('Workspace Owner'), resources: [place.everything] }])
  const resign = {
    route: 'PUT /users/:userId/permissions',
    params: { userId: boss.id },
    body: { permissions: [] },
  }
  const createGroup = { route: 'POST /groups', body: { name: 'Readers' } }

  const alone = await preview(boss.call, resign)
  const before = await preview(boss.call, createGroup, resign)

  assert.deepEqual([alone.touchesSelf, before.touchesSelf], [true, true])
  assert.ok(inShort(alone)[boss.id]?.includes('- owner'))
  await assert.rejects(preview(boss.call, resign, createGroup), { code: 'not-allowed' })
  const { tokens: all } = await place.owner(tokens.list, { query: {} })
  const revoke = { route: 'DELETE /tokens/:tokenId', params: { tokenId: all[0]?.id ?? '' } }
  await assert.rejects(preview(place, revoke, createGroup), { code: 'not-signed-in' })
})

test('making an owner asks for a fresh proof in a preview too', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const boss = await place.ownerInPerson()
  const permissions = [{ roleId: roleId('Workspace Owner'), resources: [place.everything] }]
  clock.move(11 * 60_000)

  const asked = preview(boss.call, { route, params: { userId: ada.id }, body: { permissions } })

  await assert.rejects(asked, { code: 'step-up-required' })
  clock.reset()
})

test('a key does not make a preview remember anything', async () => {
  const place = await openWorkspace()
  const body = { changes: [{ route: 'POST /groups', body: { name: 'Readers' } }] }

  const first = await place.owner(previews.make, { body, idempotencyKey: 'key' })
  await place.owner(groups.create, { body: { name: 'Readers' }, idempotencyKey: 'key' })

  assert.deepEqual(
    first.events.map((one) => one.type),
    ['User Group Created'],
  )
  await assert.rejects(place.owner(previews.make, { body, idempotencyKey: 'key' }), {
    code: 'group-name-taken',
  })
})

test('a preview inside a change throws, as a change inside a change does', async () => {
  const { app, id, slug } = await openWorkspace()
  const caller = await systemIn(app, { id, slug, name: 'Test', plan: 'business' })

  const nested = change(caller, async () => {
    await rehearse(
      caller,
      async () => {},
      async () => null,
    )
    return unchanged(null)
  })

  await assert.rejects(nested, /change\(\) inside change\(\)/)
})
