import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessRequests } from '../../contract/access-requests.ts'
import { labels } from '../../contract/labels.ts'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { ask, at, look, toRead } from '../../test/access-requests.ts'
import { openWorkspace } from '../../test/house.ts'
import { onAll, onSome, registerSources, roleNamed } from '../../test/registry.ts'

test('a source that is deleted meanwhile is still named to owners, opens nothing, and can be dismissed', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const asked = await ask(ada, toRead('ios', { wished: { roleId: roleNamed('Source Admin') } }))
  const { suggestion } = await look(place, asked)
  await place.owner(resources.delete, { params: { type: 'source', id: 'ios' } })

  const found = await look(place, asked)
  const resolving = place.owner(accessRequests.resolve, { ...at(asked), body: { permissions: suggestion } })
  await assert.rejects(resolving, { code: 'invalid-input' })
  const still = await look(place, asked)
  const body = { reason: 'It is gone.' }
  const { accessRequest } = await place.owner(accessRequests.dismiss, { ...at(asked), body })

  assert.equal(suggestion.length, 1)
  assert.deepEqual(found.accessRequest.resource, { type: 'SOURCE', id: 'ios', name: 'ios', isHere: false })
  assert.deepEqual([found.suggestion, found.isAllowed], [[], false])
  assert.deepEqual([still.accessRequest.state, accessRequest.state], ['open', 'dismissed'])
})

test('a wished role that is deleted meanwhile has no name, and the smallest that is there is suggested', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  const ada = await place.member()
  const may = { source: ['source:read', 'source:edit', 'source:label'] }
  const { role } = await place.owner(roles.create, { body: { name: 'Tagger', may } })
  const asked = await ask(ada, toRead('ios', { wished: { roleId: role.id, scope: 'this' } }))
  const before = await look(place, asked)
  await place.owner(roles.delete, { params: { roleId: role.id } })

  const after = await look(place, asked)
  const resolving = place.owner(accessRequests.resolve, {
    ...at(asked),
    body: { permissions: before.suggestion },
  })
  await assert.rejects(resolving, { code: 'invalid-input' })

  assert.deepEqual(
    [before.accessRequest.wished.roleName, after.accessRequest.wished.roleName],
    ['Tagger', null],
  )
  assert.deepEqual(
    [before, after].map(({ suggestion }) => suggestion.map(({ roleName }) => roleName)),
    [['Tagger'], ['Source Read-only']],
  )
  assert.equal(after.accessRequest.state, 'open')
})

test('a label that is deleted meanwhile cannot be given with, and the request stays open', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  const label = { key: 'brand', value: 'acme' }
  await place.owner(labels.create, { body: { label } })
  await registerSources(place, ['ios'], [label])
  const asked = await ask(ada, toRead('ios'))
  const permissions = [onAll(place, 'Source Admin', label)]
  await registerSources(place, ['ios'], [])
  await place.owner(labels.delete, { params: label })

  const resolving = place.owner(accessRequests.resolve, { ...at(asked), body: { permissions } })
  await assert.rejects(resolving, { code: 'invalid-input' })
  const { accessRequest, suggestion } = await look(place, asked)

  assert.equal(accessRequest.state, 'open')
  assert.deepEqual(
    suggestion.map(({ roleName }) => roleName),
    ['Source Read-only'],
  )
})

test('what is wished is suggested where it opens the door, on everything if so wished, and until the hours are over', async () => {
  const place = await openWorkspace()
  await registerSources(place, ['ios'])
  await place.owner(resources.bulk, { body: { upserts: [{ type: 'warehouse', id: 'lake', name: 'Lake' }] } })
  const ada = await place.member([onSome('Source Read-only', 'SOURCE', 'ios')])
  const admin = roleNamed('Source Admin')
  const functions = roleNamed('Function Admin')
  const source = { type: 'SOURCE', id: 'ios' }
  const everything = { id: place.id, type: 'WORKSPACE', labels: [] }
  const message = 'Please.'
  const cases: [Parameters<typeof ask>[1], roleName: string, on: object][] = [
    [
      { message, resource: source, action: 'source:edit', wished: { scope: 'all' } },
      'Source Admin',
      everything,
    ],
    [
      { message, resource: source, action: 'source:delete', wished: { roleId: functions } },
      'Source Admin',
      { ...source, labels: [] },
    ],
    [
      { message, resource: { type: 'SOURCE' }, action: 'source:create', wished: { scope: 'this' } },
      'Source Admin',
      everything,
    ],
    [{ message, resource: { type: 'WAREHOUSE', id: 'lake' } }, 'Warehouse Read-only', everything],
    [{ message, action: 'identity:edit' }, 'Identity Admin', everything],
    [{ message, action: 'member:remove' }, 'Workspace Owner', everything],
    [{ message, wished: { roleId: admin, hours: 8 } }, 'Source Admin', everything],
  ]

  for (const [body, roleName, on] of cases) {
    const asked = await ask(ada, body)
    const { suggestion } = await look(place, asked)
    assert.deepEqual(
      suggestion.map((one) => [one.roleName, one.resources]),
      [[roleName, [on]]],
      JSON.stringify(body),
    )
    const [{ endsAt = null } = {}] = suggestion
    assert.equal(endsAt !== null, body.wished?.hours !== undefined)
    await ada.call(accessRequests.withdraw, at(asked))
  }
  const vague = await ask(ada, { message })
  assert.deepEqual((await look(place, vague)).suggestion, [])
})
