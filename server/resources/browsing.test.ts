import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resources } from '../../contract/resources.ts'
import { openWorkspace } from '../../test/house.ts'
import { dev, named, onAll, onSome, prod, registerSources } from '../../test/registry.ts'

test('the types of the catalog are listed for every member, with what can be done on each', async () => {
  const { member } = await openWorkspace()
  const nobody = await member()

  const { types } = await nobody.call(resources.listTypes, {})

  assert.deepEqual(
    types.map(({ type, plural, area, labelable, parent }) => [type, plural, area, labelable, parent]),
    [
      ['WORKSPACE', 'workspaces', 'Workspace', false, null],
      ['SOURCE', 'sources', 'Connections', true, null],
      ['DESTINATION', 'destinations', 'Connections', false, 'SOURCE'],
      ['FUNCTION', 'functions', 'Functions', false, null],
      ['WAREHOUSE', 'warehouses', 'Storage', false, null],
      ['TRACKING_PLAN', 'tracking plans', 'Protocols', false, null],
      ['SPACE', 'spaces', 'Unify and Engage', true, null],
    ],
  )
  const source = types.find(({ type }) => type === 'SOURCE')
  assert.deepEqual(source?.actions[0], {
    name: 'source:read',
    says: 'See a source: settings, schema, transformations and live data.',
    creates: false,
    needs: null,
  })
  assert.equal(source?.actions.find(({ name }) => name === 'source:create')?.creates, true)
  assert.ok(source?.actions.some(({ needs }) => needs === 'source:read'))
})

test('each resource says what the caller may do on it; making another one is nothing done to it', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  await registerSources(workspace, ['ios', 'web'], [prod])
  const ada = await member([onAll(workspace, 'Source Read-only'), onSome('Source Admin', 'SOURCE', 'ios')])

  const { resources: found } = await ada.call(resources.list, { query: {} })
  const { resource: one } = await ada.call(resources.get, named('source', 'ios'))
  const { resource: written } = await owner(resources.update, {
    ...named('source', 'ios'),
    body: { name: 'I' },
  })

  const [ios, web] = found
  assert.deepEqual(web?.may, ['source:read'])
  assert.ok(ios?.may.includes('source:edit'))
  assert.deepEqual(one.may, ios?.may)
  assert.ok(written.may.includes('source:delete'))
  assert.equal(written.may.includes('source:create'), false)
})

test('resources are found by a part of the name in any case, among those that the caller sees, and counted', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  await owner(resources.bulk, {
    body: {
      upserts: [
        { type: 'source', id: '1', name: 'Éclair iOS' },
        { type: 'source', id: '2', name: 'Website 100 %' },
        { type: 'source', id: '3', name: 'éclair Android', labels: [dev] },
        { type: 'space', id: '1', name: 'ÉCLAIR space' },
      ],
    },
  })
  const ada = await member([onSome('Source Read-only', 'SOURCE', '1', '2')])
  const found = async (call: typeof owner, query: { search?: string; type?: string; labels?: string[] }) => {
    const { resources: page, pagination } = await call(resources.list, { query })
    assert.equal(pagination.totalEntries, page.length)
    return page.map((one) => `${one.type} ${one.id}`)
  }

  assert.deepEqual(await found(owner, { search: 'éCLAIR' }), ['SOURCE 1', 'SOURCE 3', 'SPACE 1'])
  assert.deepEqual(await found(owner, { search: 'éclair', type: 'SOURCE' }), ['SOURCE 1', 'SOURCE 3'])
  assert.deepEqual(await found(owner, { search: 'éclair', labels: ['environment:dev'] }), ['SOURCE 3'])
  assert.deepEqual(await found(owner, { search: '%' }), ['SOURCE 2'])
  assert.deepEqual(await found(ada.call, { search: 'ÉCLAIR' }), ['SOURCE 1'])
  assert.deepEqual(await found(ada.call, { search: 'android' }), [])
  assert.deepEqual(await found(ada.call, {}), ['SOURCE 1', 'SOURCE 2'])
})

test('every page says how many there are in all, and pages of a search are the whole of it', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  await registerSources(workspace, ['a1', 'a2', 'b1', 'a3', 'a4', 'a5'])
  const ids: string[] = []

  for (let cursor = 'MA=='; cursor !== ''; ) {
    const query = { search: 'A', pagination: { count: 2, cursor } }
    const { resources: page, pagination } = await owner(resources.list, { query })
    assert.equal(pagination.totalEntries, 5)
    ids.push(...page.map((one) => one.id))
    cursor = pagination.next ?? ''
  }

  assert.deepEqual(ids, ['a1', 'a2', 'a3', 'a4', 'a5'])
})

test('resources of another workspace are neither found nor counted', async () => {
  const here = await openWorkspace()
  const there = await openWorkspace()
  await registerSources(there, ['ios'])

  const { resources: found, pagination } = await here.owner(resources.list, { query: { search: 'ios' } })

  assert.deepEqual([found, pagination.totalEntries], [[], 0])
})
