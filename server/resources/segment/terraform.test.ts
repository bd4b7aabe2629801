import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorkspace } from '../../../test/house.ts'

/** Requests as Segment's Terraform provider sends them: JSON with a newline, its own paging, no typed client of ours. */
async function provider() {
  const { url, token } = await openWorkspace()
  return async (method: string, path: string, body?: unknown) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json',
    }
    const sent = body === undefined ? {} : { body: `${JSON.stringify(body)}\n` }
    const response = await fetch(`${url}/api${path}`, { method, headers, ...sent })
    const { data, errors } = await response.json()
    return { status: response.status, type: response.headers.get('content-type'), data, errors }
  }
}

test('terraform makes, reads and deletes a label, and meets one in use', async () => {
  const send = await provider()
  const label = { key: 'BRAND', value: 'ACME_CORP', description: 'As written.' }

  const made = await send('POST', '/labels', { label })
  const read = await send('GET', '/labels')
  const source = { slug: 's', enabled: true, metadataId: 'IqDTy1TpoU', disconnectAllWarehouses: true }
  const { data: created } = await send('POST', '/sources', source)
  await send('PUT', `/sources/${created.source.id}/labels`, {
    labels: [{ key: 'BRAND', value: 'ACME_CORP' }],
  })
  const refused = await send('DELETE', '/labels/BRAND/ACME_CORP')
  await send('DELETE', `/sources/${created.source.id}`)
  const deleted = await send('DELETE', '/labels/BRAND/ACME_CORP')
  const gone = await send('DELETE', '/labels/BRAND/ACME_CORP')

  assert.deepEqual([made.status, made.data], [201, { label }])
  assert.deepEqual(Object.keys(read.data), ['labels'])
  assert.deepEqual(read.data.labels[0], label)
  assert.equal(refused.status, 409)
  assert.match(refused.errors[0].message, /BRAND:ACME_CORP is in use: SOURCE s/)
  assert.deepEqual([deleted.status, deleted.data], [200, { status: 'SUCCESS' }])
  assert.equal(gone.status, 404)
  assert.match(gone.type ?? '', /^application\/json/)
})

test('terraform makes a source with a name and labels, reads it, changes it and deletes it', async () => {
  const send = await provider()
  const settings = { website_url: 'x', list: [1, { deep: null }] }
  const body = {
    slug: 'web',
    enabled: true,
    metadataId: 'IqDTy1TpoU',
    settings,
    disconnectAllWarehouses: true,
  }

  const made = await send('POST', '/sources', body)
  const path = `/sources/${made.data.source.id}`
  const bare = await send('GET', path)
  const named = await send('PATCH', path, { name: 'Web' })
  const labels = [{ key: 'environment', value: 'prod' }]
  const labelled = await send('PUT', `${path}/labels`, { labels })
  await send('PATCH', path, {
    enabled: true,
    name: 'Web',
    slug: 'web',
    settings: { website_url: null, other: true },
  })
  const read = await send('GET', path)
  const deleted = await send('DELETE', path)
  const gone = await send('GET', path)

  assert.equal(made.status, 201)
  assert.deepEqual(bare.data.source.labels, [])
  assert.ok('trackingPlanId' in bare.data && bare.data.trackingPlanId === null)
  assert.equal(named.data.source.name, 'Web')
  assert.deepEqual(labelled.data, { labels: [{ ...labels[0], description: '' }] })
  assert.deepEqual(read.data.source.settings, { list: settings.list, other: true })
  assert.deepEqual(read.data.source.labels, labelled.data.labels)
  assert.deepEqual([deleted.status, deleted.data], [200, { status: 'SUCCESS' }])
  assert.equal(gone.status, 404)
})

test('terraform connects a source to a warehouse and reads the connection from the first page', async () => {
  const send = await provider()
  const { data: one } = await send('POST', '/sources', { slug: 'web', enabled: true, metadataId: 'x' })
  const body = { metadataId: 'aea3c55dsz', name: 'W', settings: { password: 'p' }, enabled: true }
  const made = await send('POST', '/warehouses', body)
  const path = `/warehouses/${made.data.warehouse.id}/connected-sources/${one.source.id}`

  const connected = await send('POST', path)
  const first = `/sources/${one.source.id}/connected-warehouses?pagination[count]=200&pagination[cursor]=MA%3D%3D`
  const read = await send('GET', first)
  const removed = await send('DELETE', path)

  assert.equal(made.status, 201)
  assert.deepEqual([connected.status, connected.data], [201, { status: 'CONNECTED' }])
  assert.equal(read.data.warehouses[0].settings.name, 'W')
  assert.equal('password' in read.data.warehouses[0].settings, false)
  assert.deepEqual(read.data.pagination, { current: 'MA==' })
  assert.deepEqual(removed.data, { status: 'SUCCESS' })
})

test('every spelling of paging and every vendor type is understood, and an empty body with a JSON type', async () => {
  const { url, token } = await openWorkspace()
  const authorization = `Bearer ${token}`
  const get = (query: string, type: string) =>
    fetch(`${url}/api/sources?${query}`, { headers: { authorization, 'content-type': type } })
  const spellings = [
    'pagination%5Bcursor%5D=MA%3D%3D&pagination%5Bcount%5D=2',
    'pagination[count]=2&pagination[cursor]=MA%3D%3D',
    'pagination.count=2',
  ]
  const types = [
    'application/json',
    'application/vnd.segment.v1+json',
    'application/vnd.segment.v1alpha+json',
  ]

  for (const query of spellings) {
    for (const type of types) {
      const response = await get(query, type)
      assert.equal(response.status, 200, `${query} ${type}`)
      assert.deepEqual(await response.json(), { data: { sources: [], pagination: { current: 'MA==' } } })
    }
  }
  const wrong = await get('pagination[count]=1001', 'application/json')
  assert.equal(wrong.status, 422)
  const deleted = await fetch(`${url}/api/sources/none`, {
    method: 'DELETE',
    headers: { authorization, 'content-type': 'application/vnd.segment.v1+json' },
  })
  assert.equal(deleted.status, 404)
  const { errors } = (await deleted.json()) as { errors: unknown[] }
  assert.equal(errors.length, 1)
})

test('statuses are those that Segment declares', async () => {
  const send = await provider()

  const plan = await send('POST', '/tracking-plans', { name: 'P', type: 'LIVE' })
  const fn = await send('POST', '/functions', { code: '', displayName: 'F', resourceType: 'SOURCE' })
  const { data: one } = await send('POST', '/sources', { slug: 'web', enabled: true, metadataId: 'x' })
  const body = { sourceId: one.source.id, metadataId: 'y', settings: {} }
  const destination = await send('POST', '/destinations', body)
  const refused = await send('POST', '/sources', { slug: 'x', nonsense: 1 })

  assert.deepEqual([plan.status, fn.status, destination.status], [200, 200, 200])
  assert.deepEqual(Object.keys(plan.data), ['trackingPlan'])
  assert.equal(refused.status, 422)
  const fields = refused.errors.map((each: { field: string }) => each.field).sort()
  assert.deepEqual(fields, ['enabled', 'metadataId', 'nonsense'])
})
