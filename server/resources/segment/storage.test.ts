import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audit } from '../../../contract/audit.ts'
import { functions } from '../../../contract/functions.ts'
import { integrations } from '../../../contract/integrations.ts'
import { resources } from '../../../contract/resources.ts'
import { sources } from '../../../contract/sources.ts'
import { spaces } from '../../../contract/spaces.ts'
import { trackingPlans } from '../../../contract/tracking-plans.ts'
import { warehouses } from '../../../contract/warehouses.ts'
import { openWorkspace, type TestWorkspace } from '../../../test/house.ts'
import { onAll, onSome, prod } from '../../../test/registry.ts'

async function source({ owner }: TestWorkspace, slug: string) {
  const { source } = await owner(sources.create, { body: { slug, enabled: true, metadataId: 'IqDTy1TpoU' } })
  return source.id
}

async function warehouse({ owner }: TestWorkspace, name = 'Lake') {
  const body = { metadataId: 'aea3c55dsz', name, settings: { port: '5439', password: 'secret-word' } }
  const { warehouse } = await owner(warehouses.create, { body })
  return warehouse
}

async function plan({ owner }: TestWorkspace, name: string) {
  const { trackingPlan } = await owner(trackingPlans.create, { body: { name, type: 'LIVE' } })
  return trackingPlan.id
}

test('a warehouse has its name in its settings, and never a password', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  const made = await warehouse(workspace)
  const params = { warehouseId: made.id }

  assert.deepEqual(made.settings, { port: '5439', name: 'Lake' })
  assert.equal(made.metadata.name, 'Redshift')
  const renamed = await owner(warehouses.update, {
    params,
    body: { name: 'Sea', settings: { port: null, password: 'secret-word', database: 'qa' } },
  })
  assert.deepEqual(renamed.warehouse.settings, { database: 'qa', name: 'Sea' })
  const reset = await owner(warehouses.update, { params, body: { name: null, settings: {}, enabled: false } })
  assert.deepEqual([reset.warehouse.settings.name, reset.warehouse.enabled], ['Redshift', false])
  assert.deepEqual((await owner(warehouses.get, { params })).warehouse, reset.warehouse)
  const { resource } = await owner(resources.get, { params: { type: 'warehouse', id: made.id } })
  assert.equal(JSON.stringify(resource).includes('secret-word'), false)
  assert.equal((await owner(warehouses.list, { query: {} })).warehouses.length, 1)
  await owner(warehouses.delete, { params })
  await assert.rejects(owner(warehouses.get, { params }), { status: 404 })
})

test('connecting a source to a warehouse takes rights on both', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const sourceId = await source(workspace, 'site')
  const { id: warehouseId } = await warehouse(workspace)
  const params = { warehouseId, sourceId }
  const toWarehouse = onAll(workspace, 'Warehouse Admin')
  const toSource = onSome('Source Admin', 'SOURCE', sourceId)
  const half = await member([toWarehouse])
  const otherHalf = await member([toSource])
  const both = await member([toWarehouse, toSource])

  await assert.rejects(half.call(warehouses.connect, { params }), { status: 401, code: 'not-allowed' })
  await assert.rejects(otherHalf.call(warehouses.connect, { params }), { status: 401, code: 'not-allowed' })
  assert.deepEqual(await both.call(warehouses.connect, { params }), { status: 'CONNECTED' })
  await both.call(warehouses.connect, { params })

  const listed = await both.call(sources.listWarehouses, { params: { sourceId }, query: {} })
  assert.deepEqual(
    listed.warehouses.map((one) => one.id),
    [warehouseId],
  )
  const unseen = await otherHalf.call(sources.listWarehouses, { params: { sourceId }, query: {} })
  assert.deepEqual(unseen.warehouses, [])
  await assert.rejects(half.call(warehouses.disconnect, { params }), { status: 401 })
  assert.deepEqual(await both.call(warehouses.disconnect, { params }), { status: 'SUCCESS' })
  const after = await both.call(sources.listWarehouses, { params: { sourceId }, query: {} })
  assert.deepEqual(after.warehouses, [])
  const none = owner(warehouses.connect, { params: { warehouseId: 'none', sourceId } })
  await assert.rejects(none, { status: 404 })
})

test('tracking plans are listed by type, renamed and deleted', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const id = await plan(workspace, 'Plan')
  const params = { trackingPlanId: id }
  await owner(trackingPlans.create, { body: { name: 'Rules', type: 'RULE_LIBRARY', description: 'd' } })
  const reader = await member([onAll(workspace, 'Tracking Plan Read-only')])
  const nobody = await member()
  const names = async (call: TestWorkspace['owner'], type?: 'LIVE') =>
    (await call(trackingPlans.list, { query: type ? { type } : {} })).trackingPlans
      .map((one) => one.name)
      .sort()

  assert.match(id, /^tp_/)
  assert.deepEqual(await owner(trackingPlans.update, { params, body: { name: 'Main' } }), {
    status: 'SUCCESS',
  })
  assert.deepEqual(await names(reader.call), ['Main', 'Rules'])
  assert.deepEqual(await names(reader.call, 'LIVE'), ['Main'])
  assert.deepEqual(await names(nobody.call), [])
  await assert.rejects(reader.call(trackingPlans.delete, { params }), { status: 401 })
  assert.deepEqual(await owner(trackingPlans.delete, { params }), { status: 'SUCCESS' })
  await assert.rejects(reader.call(trackingPlans.get, { params }), { status: 404 })
})

test('a source is on one tracking plan, and says which while that is there', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const sourceId = await source(workspace, 'site')
  const [one, two] = [await plan(workspace, 'One'), await plan(workspace, 'Two')]
  const editor = await member([onAll(workspace, 'Tracking Plan Admin')])
  const planOf = async () => (await owner(sources.get, { params: { sourceId } })).trackingPlanId
  const add = (call: TestWorkspace['owner'], trackingPlanId: string) =>
    call(trackingPlans.addSource, { params: { trackingPlanId }, body: { sourceId } })
  const remove = (trackingPlanId: string, id: string) =>
    editor.call(trackingPlans.removeSource, { params: { trackingPlanId }, query: { sourceId: id } })

  await assert.rejects(add(editor.call, one), { status: 401, code: 'not-allowed' })
  assert.deepEqual(await add(owner, one), { status: 'SUCCESS' })
  assert.equal(await planOf(), one)
  await add(owner, two)
  assert.equal(await planOf(), two)
  await remove(one, sourceId)
  assert.equal(await planOf(), two)
  assert.deepEqual(await remove(two, 'none'), { status: 'SUCCESS' })
  const there = { params: { trackingPlanId: two }, query: {} }
  assert.equal((await owner(trackingPlans.listSources, there)).sources[0]?.id, sourceId)
  assert.deepEqual((await editor.call(trackingPlans.listSources, there)).sources, [])
  await owner(trackingPlans.delete, { params: { trackingPlanId: two } })
  assert.equal(await planOf(), null)
})

test('functions are listed by the kind that must be said', async () => {
  const workspace = await openWorkspace()
  const { owner, member, url, token } = workspace
  const setting = {
    name: 'apiKey',
    label: 'Key',
    description: '',
    type: 'STRING',
    required: true,
    sensitive: true,
  } as const
  const body = { code: '// x', displayName: 'Fn', resourceType: 'DESTINATION' as const, settings: [setting] }
  const { function: made } = await owner(functions.create, { body })
  const params = { functionId: made.id }
  const admin = await member([onSome('Function Admin', 'FUNCTION', made.id)])

  assert.match(made.id, /^dfn_/)
  assert.deepEqual(made.settings, [setting])
  assert.equal(made.description, undefined)
  const changed = await admin.call(functions.update, { params, body: { displayName: 'F', code: '// y' } })
  assert.deepEqual([changed.function.displayName, changed.function.code], ['F', '// y'])
  const list = await admin.call(functions.list, { query: { resourceType: 'DESTINATION' } })
  assert.deepEqual(list.functions, [changed.function])
  assert.deepEqual((await admin.call(functions.list, { query: { resourceType: 'SOURCE' } })).functions, [])
  const unsaid = await fetch(`${url}/api/functions`, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(unsaid.status, 422)
  await admin.call(functions.delete, { params })
  await assert.rejects(owner(functions.get, { params }), { status: 404 })
})

test('spaces come from the registry; one that is not there is null to who may read all', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const body = { name: 'Europe', slug: 'eu' }
  await owner(resources.put, { params: { type: 'space', id: 'spa_1' }, body })
  await owner(resources.put, { params: { type: 'space', id: 'spa_2' }, body: { name: 'Asia' } })
  const admin = await member([onSome('Unify and Engage Admin', 'SPACE', 'spa_1')])

  const { spaces: found } = await admin.call(spaces.list, { query: {} })
  const { labels } = await admin.call(spaces.replaceLabels, {
    params: { spaceId: 'spa_1' },
    body: { labels: [prod] },
  })

  assert.deepEqual(found, [{ id: 'spa_1', slug: 'eu', name: 'Europe' }])
  assert.deepEqual(labels, [{ ...prod, description: '' }])
  assert.deepEqual(await owner(spaces.get, { params: { spaceId: 'none' } }), { space: null })
  await assert.rejects(admin.call(spaces.get, { params: { spaceId: 'spa_2' } }), { status: 401 })
  assert.equal((await owner(spaces.list, { query: {} })).spaces.length, 2)
})

test('what can be connected is listed in pages and shown one by one', async () => {
  const { owner } = await openWorkspace()

  const first = await owner(integrations.listSources, { query: { pagination: { count: 3 } } })
  const cursor = first.pagination.next ?? ''
  const rest = await owner(integrations.listSources, { query: { pagination: { count: 1000, cursor } } })
  const { sourceMetadata } = await owner(integrations.getSource, {
    params: { sourceMetadataId: 'IqDTy1TpoU' },
  })
  const { destinationsCatalog } = await owner(integrations.listDestinations, { query: {} })
  const { warehousesCatalog } = await owner(integrations.listWarehouses, { query: {} })

  assert.equal(first.sourcesCatalog.length, 3)
  assert.equal(rest.pagination.next, undefined)
  const all = [...first.sourcesCatalog, ...rest.sourcesCatalog]
  assert.deepEqual(
    all.find((one) => one.id === 'IqDTy1TpoU'),
    sourceMetadata,
  )
  assert.ok(destinationsCatalog.every((one) => Array.isArray(one.presets)))
  assert.ok(warehousesCatalog.some((one) => one.name === 'Snowflake'))
  await assert.rejects(owner(integrations.getWarehouse, { params: { warehouseMetadataId: 'none' } }), {
    status: 404,
  })
})

test('the sources on a plan and behind a warehouse are told only as far as one may read them', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  const [one, two] = [await source(workspace, 'one'), await source(workspace, 'two')]
  const trackingPlanId = await plan(workspace, 'Plan')
  for (const sourceId of [one, two]) {
    await owner(trackingPlans.addSource, { params: { trackingPlanId }, body: { sourceId } })
  }
  const ada = await member([
    onAll(workspace, 'Tracking Plan Read-only'),
    onSome('Source Read-only', 'SOURCE', one),
  ])

  const { sources: found } = await ada.call(trackingPlans.listSources, {
    params: { trackingPlanId },
    query: {},
  })

  assert.deepEqual(
    found.map((each) => each.id),
    [one],
  )
})

test('warehouses have names of their own in the audit trail, what Segment has none for is a resource', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  const { id: warehouseId } = await warehouse(workspace)
  const trackingPlanId = await plan(workspace, 'Plan')
  await owner(warehouses.update, { params: { warehouseId }, body: { enabled: false, settings: {} } })
  await owner(warehouses.update, { params: { warehouseId }, body: { settings: { port: '1' } } })
  await owner(warehouses.update, { params: { warehouseId }, body: { settings: { port: '1' } } })
  await owner(trackingPlans.update, { params: { trackingPlanId }, body: { name: 'P' } })

  const told = async (resourceId: string) => {
    const { events } = await owner(audit.list, { query: { resourceId } })
    return events.map((event) => `${event.type}, ${event.resourceType}`).reverse()
  }

  assert.deepEqual(await told(warehouseId), [
    'Storage Destination Created, WAREHOUSE',
    'Storage Destination Disabled, WAREHOUSE',
    'Storage Destination Modified, WAREHOUSE',
  ])
  assert.deepEqual(await told(trackingPlanId), [
    'Resource Created, TRACKING_PLAN',
    'Resource Modified, TRACKING_PLAN',
  ])
})
