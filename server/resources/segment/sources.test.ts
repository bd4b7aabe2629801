import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../../client/call.ts'
import { audit } from '../../../contract/audit.ts'
import { destinations } from '../../../contract/destinations.ts'
import { grants } from '../../../contract/grants.ts'
import { resources } from '../../../contract/resources.ts'
import { sources } from '../../../contract/sources.ts'
import { openWorkspace, type TestWorkspace } from '../../../test/house.ts'
import { dev, onAll, onSome, prod } from '../../../test/registry.ts'

async function create({ owner }: TestWorkspace, slug: string) {
  const body = { slug, enabled: true, metadataId: 'IqDTy1TpoU', settings: { website_url: 'x' } }
  const { source } = await owner(sources.create, { body })
  return source
}

const on = (sourceId: string) => ({ params: { sourceId } })
const admins = (...ids: string[]) => onSome('Source Admin', 'SOURCE', ...ids)

test('a source is made, shown with everything a client reads, changed and deleted', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace

  const source = await create(workspace, 'my-site')

  const { metadata, writeKeys, ...rest } = source
  assert.deepEqual(rest, {
    id: source.id,
    slug: 'my-site',
    name: 'my-site',
    workspaceId: workspace.id,
    enabled: true,
    settings: { website_url: 'x' },
    labels: [],
  })
  assert.match(writeKeys[0] ?? '', /^\w{22}$/)
  assert.equal(metadata.name, 'Javascript')
  for (const list of [metadata.options, metadata.categories]) assert.ok(Array.isArray(list))
  const got = await owner(sources.get, on(source.id))
  assert.deepEqual(got, { source, trackingPlanId: null })

  const changed = await owner(sources.update, {
    ...on(source.id),
    body: { name: 'My site', enabled: false, settings: { website_url: null, apiHost: 'h' } },
  })
  assert.deepEqual(changed.source, { ...source, name: 'My site', enabled: false, settings: { apiHost: 'h' } })
  assert.deepEqual(await owner(sources.delete, on(source.id)), { status: 'SUCCESS' })
  await assert.rejects(owner(sources.get, on(source.id)), { status: 404, code: 'not-found' })
})

test('a slug that is taken is a conflict, when a source is made and when it is changed', async () => {
  const workspace = await openWorkspace()
  await create(workspace, 'one')
  const two = await create(workspace, 'two')

  await assert.rejects(create(workspace, 'one'), { status: 409, code: 'resource-slug-taken' })
  const changed = workspace.owner(sources.update, { ...on(two.id), body: { slug: 'one' } })
  await assert.rejects(changed, { status: 409, code: 'resource-slug-taken' })
})

test('the write key is shown only to who may see it', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const source = await create(workspace, 'site')
  const reader = await member([onAll(workspace, 'Source Read-only')])
  const admin = await member([admins(source.id)])

  assert.deepEqual((await reader.call(sources.get, on(source.id))).source.writeKeys, [])
  assert.deepEqual((await reader.call(sources.list, { query: {} })).sources[0]?.writeKeys, [])
  assert.deepEqual((await admin.call(sources.get, on(source.id))).source.writeKeys, source.writeKeys)
  const { resource } = await owner(resources.get, { params: { type: 'source', id: source.id } })
  assert.equal(JSON.stringify(resource).includes(source.writeKeys[0] ?? ''), false)
})

test('making sources takes an admin role on all of them', async () => {
  const workspace = await openWorkspace()
  const source = await create(workspace, 'site')
  const onOne = await workspace.member([admins(source.id)])
  const onEvery = await workspace.member([onAll(workspace, 'Source Admin')])
  const body = { slug: 'new', enabled: true, metadataId: 'x' }

  await assert.rejects(onOne.call(sources.create, { body }), { status: 401, code: 'not-allowed' })
  const { source: made } = await onEvery.call(sources.create, { body })

  assert.equal(made.metadata.id, 'x')
})

test('an id that is not there is told only to who may read every source', async () => {
  const workspace = await openWorkspace()
  const source = await create(workspace, 'site')
  const onOne = await workspace.member([admins(source.id)])
  const reader = await workspace.member([onAll(workspace, 'Source Read-only')])

  await assert.rejects(onOne.call(sources.get, on('none')), { status: 401, code: 'not-allowed' })
  await assert.rejects(reader.call(sources.get, on('none')), { status: 404, code: 'not-found' })
  await assert.rejects(reader.call(sources.update, { ...on(source.id), body: {} }), { status: 401 })
})

test('somebody who sees 3 of 10,000 sources pages through just those', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  for (let start = 0; start < 10_000; start += 1_000) {
    const upserts = Array.from({ length: 1_000 }, (_, n) => ({
      type: 'source',
      id: `s${start + n}`,
      name: 'S',
    }))
    await owner(resources.bulk, { body: { upserts } })
  }
  const ada = await member([admins('s1', 's5000', 's9999')])

  const first = await ada.call(sources.list, { query: { pagination: { count: 2 } } })
  const cursor = first.pagination.next ?? ''
  const second = await ada.call(sources.list, { query: { pagination: { count: 2, cursor } } })

  assert.deepEqual(
    first.sources.map((one) => one.id),
    ['s1', 's5000'],
  )
  assert.deepEqual(
    second.sources.map((one) => one.id),
    ['s9999'],
  )
  assert.deepEqual(second.pagination, { current: cursor })
})

test('a role on a label shows exactly the sources that carry it', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const [one, two] = [await create(workspace, 'one'), await create(workspace, 'two')]
  await owner(sources.replaceLabels, { ...on(one.id), body: { labels: [prod] } })
  const ada = await member([onAll(workspace, 'Source Read-only', prod)])
  const list = async () => (await ada.call(sources.list, { query: {} })).sources.map((source) => source.id)

  assert.deepEqual(await list(), [one.id])
  await owner(sources.addLabels, { ...on(two.id), body: { labels: [prod] } })
  assert.deepEqual(await list(), [one.id, two.id].sort())
  await owner(sources.replaceLabels, { ...on(one.id), body: { labels: [] } })
  assert.deepEqual(await list(), [two.id])
})

test('labels are added to those that are there; a new value of a key takes its place', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  const source = await create(workspace, 'site')
  await owner(sources.addLabels, { ...on(source.id), body: { labels: [dev] } })

  const { labels } = await owner(sources.addLabels, { ...on(source.id), body: { labels: [prod] } })

  assert.deepEqual(labels, [{ ...prod, description: '' }])
  const unknown = owner(sources.addLabels, {
    ...on(source.id),
    body: { labels: [{ key: 'no', value: 'such' }] },
  })
  await assert.rejects(unknown, (refused: Refused) => refused.errors[0]?.field === 'labels.0')
})

test('a source admin labels an own source, but not with a label that grants depend on', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const source = await create(workspace, 'site')
  const other = await create(workspace, 'other')
  const admin = await member([admins(source.id)])
  const relabel = (labels: (typeof prod)[], sourceId = source.id) =>
    admin.call(sources.replaceLabels, { ...on(sourceId), body: { labels } })

  assert.equal((await relabel([prod])).labels.length, 1)
  await assert.rejects(relabel([prod], other.id), { status: 401, code: 'not-allowed' })
  const grace = await member([onAll(workspace, 'Source Read-only', prod)])

  await assert.rejects(relabel([]), (refused: Refused) => /environment:prod/.test(refused.message))
  await assert.rejects(relabel([dev]), { status: 401, code: 'not-allowed' })
  assert.equal((await relabel([prod])).labels.length, 1)
  await owner(grants.replaceForUser, { params: { userId: grace.id }, body: { permissions: [] } })
  assert.equal((await relabel([dev])).labels.length, 1)
})

test('destinations hang on a source: who may read it reads them, and they go with it', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const [one, two] = [await create(workspace, 'one'), await create(workspace, 'two')]
  const admin = await member([admins(one.id)])
  const body = { sourceId: one.id, metadataId: 'braze', settings: { key: 'k' } }

  const { destination } = await admin.call(destinations.create, { body })

  assert.deepEqual(
    [destination.name, destination.enabled, destination.sourceId, destination.settings],
    ['Braze', true, one.id, { key: 'k' }],
  )
  assert.deepEqual(destination.metadata.supportedFeatures, {})
  const elsewhere = admin.call(destinations.create, { body: { ...body, sourceId: two.id } })
  await assert.rejects(elsewhere, { status: 401, code: 'not-allowed' })
  const nowhere = owner(destinations.create, { body: { ...body, sourceId: 'none' } })
  await assert.rejects(nowhere, { status: 404, code: 'not-found' })
  const params = { destinationId: destination.id }
  const renamed = await admin.call(destinations.update, {
    params,
    body: { name: 'B', settings: { key: null } },
  })
  assert.deepEqual([renamed.destination.name, renamed.destination.settings], ['B', {}])
  const reset = await admin.call(destinations.update, { params, body: { name: null, enabled: false } })
  assert.deepEqual([reset.destination.name, reset.destination.enabled], ['Braze', false])
  const list = await admin.call(sources.listDestinations, { ...on(one.id), query: {} })
  assert.deepEqual(list.destinations, [reset.destination])
  assert.equal((await admin.call(destinations.list, { query: {} })).destinations.length, 1)
  await owner(sources.delete, on(one.id))
  await assert.rejects(owner(destinations.get, { params }), { status: 404 })
})

test('what a source does with unplanned events is kept', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  const source = await create(workspace, 'site')
  const there = on(source.id)

  await owner(sources.updateSettings, { ...there, body: { track: { allowUnplannedEvents: true } } })
  const changed = await owner(sources.updateSettings, {
    ...there,
    body: { track: { allowEventOnViolations: false }, forwardingBlockedEventsTo: 'x' },
  })

  const settings = {
    track: { allowUnplannedEvents: true, allowEventOnViolations: false },
    forwardingBlockedEventsTo: 'x',
  }
  assert.deepEqual(changed, { sourceId: source.id, settings })
  assert.deepEqual(await owner(sources.getSettings, there), changed)
})

test('every change of a source is in the audit trail under its own name', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  const source = await create(workspace, 'site')
  const there = on(source.id)
  await owner(sources.update, { ...there, body: { enabled: false } })
  await owner(sources.update, { ...there, body: { enabled: true, settings: { a: 1 } } })
  await owner(sources.update, { ...there, body: { name: 'Site' } })
  await owner(sources.replaceLabels, { ...there, body: { labels: [prod] } })
  await owner(sources.replaceLabels, { ...there, body: { labels: [prod] } })
  await owner(sources.delete, there)

  const { events } = await owner(audit.list, { query: { resourceId: source.id } })

  const types = events.map((event) => event.type).reverse()
  assert.deepEqual(types, [
    'Source Created',
    'Source Disabled',
    'Source Enabled',
    'Source Settings Modified',
    'Source Modified',
    'Source Modified',
    'Source Deleted',
  ])
  assert.ok(events.every((event) => event.resourceType === 'SOURCE'))
  assert.equal(JSON.stringify(events).includes(source.writeKeys[0] ?? ''), false)
})
