import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CreateFunctionV1Input, CreateTrackingPlanV1Input, unwrap } from '@segment/public-api-sdk-typescript'
import { resources } from '../contract/resources.ts'
import { openWorkspace } from './house.ts'
import { dev, named, onSome, prod } from './registry.ts'
import { segmentClient } from './sdk.ts'

const first = { count: 200 }

async function open() {
  const place = await openWorkspace()
  const apis = segmentClient(place.url, place.token)
  const createSource = async (slug: string) => {
    const { source } = await unwrap(
      apis.sources.createSource({ slug, enabled: true, metadataId: 'IqDTy1TpoU' }),
    )
    return source
  }
  return { place, apis, createSource }
}

test('a source is made, renamed, labelled and deleted', async () => {
  const { place, apis } = await open()
  const { sources } = apis

  const made = await sources.createSource({ slug: 'ios', enabled: true, metadataId: 'IqDTy1TpoU' })
  assert.equal(made.response.statusCode, 201)
  const source = made.body.data?.source ?? assert.fail('no source came back')
  assert.deepEqual([source.slug, source.workspaceId, source.labels], ['ios', place.id, []])
  assert.equal(source.writeKeys.length, 1)
  assert.equal(source.metadata.id, 'IqDTy1TpoU')

  const renamed = await unwrap(sources.updateSource(source.id, { name: 'iOS', enabled: false }))
  assert.deepEqual([renamed.source.name, renamed.source.enabled], ['iOS', false])
  const added = await unwrap(sources.addLabelsToSource(source.id, { labels: [prod] }))
  assert.deepEqual(
    added.labels.map(({ key, value }) => ({ key, value })),
    [prod],
  )
  const replaced = await unwrap(sources.replaceLabelsInSource(source.id, { labels: [dev] }))
  assert.deepEqual(
    replaced.labels.map(({ key, value }) => ({ key, value })),
    [dev],
  )
  const { source: read, trackingPlanId } = await unwrap(sources.getSource(source.id))
  assert.equal(read.name, 'iOS')
  assert.equal(trackingPlanId, null)

  const settings = await unwrap(
    sources.updateSchemaSettingsInSource(source.id, { track: { allowUnplannedEvents: false } }),
  )
  assert.equal(settings.settings.track?.allowUnplannedEvents, false)
  const same = await unwrap(sources.listSchemaSettingsInSource(source.id))
  assert.equal(same.sourceId, source.id)
  const deleted = await sources.deleteSource(source.id)
  assert.deepEqual([deleted.response.statusCode, deleted.body.data?.status], [200, 'SUCCESS'])
})

test('sources are listed page by page, and a reader sees no write key', async () => {
  const { place, apis, createSource } = await open()
  const made = []
  for (const slug of ['a', 'b', 'c']) made.push(await createSource(slug))
  const [one] = made
  const { secret } = await place.tokenWith([onSome('Source Read-only', 'SOURCE', one?.id ?? '')])
  const reader = segmentClient(place.url, secret)

  const page = await unwrap(apis.sources.listSources({ count: 2, cursor: 'MA==' }))
  const rest = await unwrap(apis.sources.listSources({ count: 2, cursor: page.pagination.next ?? '' }))
  const seen = await unwrap(reader.sources.listSources(first))

  assert.deepEqual([...page.sources, ...rest.sources].map((source) => source.slug).sort(), ['a', 'b', 'c'])
  assert.equal(rest.pagination.next, undefined)
  assert.deepEqual(
    seen.sources.map(({ id, writeKeys }) => ({ id, writeKeys })),
    [{ id: one?.id, writeKeys: [] }],
  )
})

test('a warehouse is made, connected, renamed and deleted', async () => {
  const { apis, createSource } = await open()
  const { warehouses, sources } = apis
  const source = await createSource('ios')

  const made = await warehouses.createWarehouse({
    metadataId: 'aea3c55dsz',
    name: 'Lake',
    settings: { port: '5439' },
  })
  assert.equal(made.response.statusCode, 201)
  const id = made.body.data?.warehouse.id ?? ''
  const connected = await warehouses.addConnectionFromSourceToWarehouse(id, source.id)
  assert.deepEqual([connected.response.statusCode, connected.body.data?.status], [201, 'CONNECTED'])
  const { warehouses: of } = await unwrap(sources.listConnectedWarehousesFromSource(source.id, first))
  assert.deepEqual(
    of.map((warehouse) => warehouse.id),
    [id],
  )
  const off = await unwrap(warehouses.removeSourceConnectionFromWarehouse(id, source.id))
  assert.equal(String(off.status), 'SUCCESS')
  await unwrap(warehouses.updateWarehouse(id, { name: 'Sea', settings: {} }))
  const { warehouse } = await unwrap(warehouses.getWarehouse(id))
  assert.equal(warehouse.settings.name, 'Sea')
  const listed = await unwrap(warehouses.listWarehouses(first))
  assert.equal(listed.warehouses.length, 1)
  assert.equal((await unwrap(warehouses.deleteWarehouse(id))).status, 'SUCCESS')
})

test('a destination is added to a source, changed and removed', async () => {
  const { apis, createSource } = await open()
  const { destinations, sources } = apis
  const source = await createSource('ios')

  const made = await destinations.createDestination({
    sourceId: source.id,
    metadataId: 'braze',
    settings: { key: 'k' },
  })
  assert.equal(made.response.statusCode, 200)
  const id = made.body.data?.destination.id ?? ''
  await unwrap(destinations.updateDestination(id, { name: 'Braze', enabled: false }))
  const { destination } = await unwrap(destinations.getDestination(id))
  assert.deepEqual([destination.name, destination.enabled, destination.sourceId], ['Braze', false, source.id])
  assert.ok(Array.isArray(destination.metadata.actions))
  const { destinations: of } = await unwrap(sources.listConnectedDestinationsFromSource(source.id, first))
  assert.equal(of.length, 1)
  assert.equal((await unwrap(destinations.listDestinations(first))).destinations.length, 1)
  assert.equal((await unwrap(destinations.deleteDestination(id))).status, 'SUCCESS')
})

test('a tracking plan is made, put on a source, renamed and deleted', async () => {
  const { apis, createSource } = await open()
  const { trackingPlans, sources } = apis
  const source = await createSource('ios')

  const made = await trackingPlans.createTrackingPlan({
    name: 'Plan',
    type: CreateTrackingPlanV1Input.TypeEnum.LIVE,
  })
  assert.equal(made.response.statusCode, 200)
  const id = made.body.data?.trackingPlan.id ?? ''
  await unwrap(trackingPlans.addSourceToTrackingPlan(id, { sourceId: source.id }))
  assert.equal((await unwrap(sources.getSource(source.id))).trackingPlanId, id)
  const { sources: on } = await unwrap(trackingPlans.listSourcesFromTrackingPlan(id, first))
  assert.equal(on.length, 1)
  await unwrap(trackingPlans.removeSourceFromTrackingPlan(id, source.id))
  await unwrap(trackingPlans.updateTrackingPlan(id, { name: 'Main' }))
  const { trackingPlan } = await unwrap(trackingPlans.getTrackingPlan(id))
  assert.equal(trackingPlan.name, 'Main')
  const { trackingPlans: live } = await unwrap(trackingPlans.listTrackingPlans(first, 'LIVE'))
  assert.equal(live.length, 1)
  assert.equal((await unwrap(trackingPlans.deleteTrackingPlan(id))).status, 'SUCCESS')
})

test('a function is made, changed and deleted', async () => {
  const { apis } = await open()
  const { functions } = apis
  const { DESTINATION } = CreateFunctionV1Input.ResourceTypeEnum

  const made = await functions.createFunction({
    code: '// code',
    displayName: 'Fn',
    resourceType: DESTINATION,
  })
  assert.equal(made.response.statusCode, 200)
  const id = made.body.data?.function.id ?? ''
  assert.notEqual(id, '')
  await unwrap(functions.updateFunction(id, { description: 'Better.' }))
  const { function: read } = await unwrap(functions.getFunction(id))
  assert.equal(read?.description, 'Better.')
  const { functions: listed } = await unwrap(functions.listFunctions(first, 'DESTINATION'))
  assert.equal(listed.length, 1)
  assert.equal((await unwrap(functions.deleteFunction(id))).status, 'SUCCESS')
})

test('spaces that the application registered are listed and shown', async () => {
  const { place, apis } = await open()
  await place.owner(resources.put, { ...named('space', 'spa_1'), body: { name: 'Engage', slug: 'engage' } })

  const { spaces } = await unwrap(apis.spaces.listSpaces(first))
  const { space } = await unwrap(apis.spaces.getSpace('spa_1'))

  const expected = { id: 'spa_1', slug: 'engage', name: 'Engage' }
  assert.deepEqual(
    [...spaces, space].map((one) => ({ ...one })),
    [expected, expected],
  )
})

test('the catalog of integrations is there to choose from', async () => {
  const { apis } = await open()
  const { catalog } = apis

  const { sourcesCatalog } = await unwrap(catalog.getSourcesCatalog(first))
  const { destinationsCatalog } = await unwrap(catalog.getDestinationsCatalog(first))
  const { warehousesCatalog } = await unwrap(catalog.getWarehousesCatalog(first))

  const [source, destination, warehouse] = [sourcesCatalog[0], destinationsCatalog[0], warehousesCatalog[0]]
  const shown = [
    (await unwrap(catalog.getSourceMetadata(source?.id ?? ''))).sourceMetadata.name,
    (await unwrap(catalog.getDestinationMetadata(destination?.id ?? ''))).destinationMetadata.name,
    (await unwrap(catalog.getWarehouseMetadata(warehouse?.id ?? ''))).warehouseMetadata.name,
  ]
  assert.deepEqual(shown, [source?.name, destination?.name, warehouse?.name])
})
