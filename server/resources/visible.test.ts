import assert from 'node:assert/strict'
import { test } from 'node:test'
import { labels } from '../../contract/labels.ts'
import { resources } from '../../contract/resources.ts'
import { openWorkspace } from '../../test/house.ts'
import { dev, named, onAll, onSome, prod, registerSources, seenBy } from '../../test/registry.ts'

test('people see what they may do something with, and of the rest not even that it is there', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  await registerSources(workspace, ['android', 'ios', 'web'])
  await owner(resources.put, { ...named('space', 'eu'), body: { name: 'EU' } })
  await owner(resources.put, {
    ...named('destination', 'd'),
    body: { name: 'D', parent: { type: 'source', id: 'ios' } },
  })
  const ada = await member([onSome('Source Read-only', 'SOURCE', 'ios')])
  const nobody = await member()

  assert.deepEqual(await seenBy(ada.call), ['DESTINATION d', 'SOURCE ios'])
  assert.deepEqual(await seenBy(nobody.call), [])
  assert.equal((await seenBy(owner)).length, 5)
  const { resource } = await ada.call(resources.get, named('source', 'ios'))
  assert.equal(resource.attributes, undefined)
  await assert.rejects(ada.call(resources.get, named('source', 'web')), { status: 404, code: 'not-found' })
  await assert.rejects(ada.call(resources.get, named('source', 'none')), { status: 404, code: 'not-found' })
  const renamed = ada.call(resources.update, { ...named('source', 'ios'), body: { name: 'X' } })
  await assert.rejects(renamed, { status: 401, code: 'not-allowed' })
})

test('what a resource hangs on has a name for those who may know of it', async () => {
  const workspace = await openWorkspace()
  await registerSources(workspace, ['ios'])
  const parent = { type: 'SOURCE', id: 'ios' }
  await workspace.owner(resources.put, { ...named('destination', 'd'), body: { name: 'D', parent } })
  const ada = await workspace.member([onSome('Source Read-only', 'SOURCE', 'ios')])
  const grace = await workspace.member([onSome('Source Read-only', 'DESTINATION', 'd')])

  const one = await ada.call(resources.get, named('destination', 'd'))
  const list = await ada.call(resources.list, { query: { type: 'destination' } })
  const nameless = await grace.call(resources.get, named('destination', 'd'))

  assert.deepEqual(one.resource.parent, { ...parent, name: 'ios' })
  assert.deepEqual(list.resources[0]?.parent, { ...parent, name: 'ios' })
  assert.deepEqual(nameless.resource.parent, parent)
})

test('pages put together are the whole list, over several types', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  await registerSources(workspace, ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  await owner(resources.bulk, {
    body: { upserts: ['x', 'y', 'z'].map((id) => ({ type: 'space', id, name: id })) },
  })
  const ada = await member([
    onAll(workspace, 'Source Read-only'),
    onSome('Unify and Engage Admin', 'SPACE', 'y'),
  ])
  const found: string[] = []

  for (let cursor: string | undefined, pages = 0; pages < 10; pages++) {
    const pagination = cursor === undefined ? { count: 3 } : { count: 3, cursor }
    const page = await ada.call(resources.list, { query: { pagination } })
    found.push(...page.resources.map((one) => one.id))
    cursor = page.pagination.next
    if (cursor === undefined) break
  }

  assert.deepEqual(found, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'y'])
})

test('a list is narrowed by type and by labels, all of which must be there', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  await owner(labels.create, { body: { label: { key: 'product', value: 'truck' } } })
  await registerSources(workspace, ['a'], [prod])
  await registerSources(workspace, ['b'], [prod, { key: 'product', value: 'truck' }])
  await registerSources(workspace, ['c'], [{ key: 'product', value: 'truck' }])

  assert.deepEqual(await seenBy(owner, { labels: ['environment:prod'] }), ['SOURCE a', 'SOURCE b'])
  assert.deepEqual(await seenBy(owner, { type: 'source', labels: ['Environment:PROD', 'product:truck'] }), [
    'SOURCE b',
  ])
  assert.deepEqual(await seenBy(owner, { labels: ['no:such'] }), [])
  await assert.rejects(owner(resources.list, { query: { labels: ['prod'] } }), { status: 422 })
})

test('a label decides at once who sees a resource', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  await registerSources(workspace, ['ios', 'web'])
  const ada = await member([onAll(workspace, 'Source Read-only', prod)])
  assert.deepEqual(await seenBy(ada.call), [])

  await owner(resources.assignLabels, {
    body: { assignments: [{ resource: { type: 'SOURCE', id: 'ios' }, labels: [prod] }] },
  })
  assert.deepEqual(await seenBy(ada.call), ['SOURCE ios'])
  await owner(resources.update, { ...named('source', 'ios'), body: { labels: [dev] } })
  assert.deepEqual(await seenBy(ada.call), [])
})
