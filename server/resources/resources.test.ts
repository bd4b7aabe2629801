import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { audit } from '../../contract/audit.ts'
import { labels } from '../../contract/labels.ts'
import { resources } from '../../contract/resources.ts'
import { openWorkspace } from '../../test/house.ts'
import { dev, named, prod, registerSources, seenBy } from '../../test/registry.ts'

test('a resource is registered, found, renamed and deleted', async () => {
  const { owner } = await openWorkspace()
  const there = named('source', 'ios/app é')

  const { resource } = await owner(resources.put, {
    ...there,
    body: { name: ' iOS ', slug: 'ios', labels: [prod] },
  })
  const again = await owner(resources.put, { ...there, body: { name: 'iOS' } })
  const renamed = await owner(resources.update, { ...there, body: { name: 'iPhone', slug: null } })

  assert.equal(resource.type, 'SOURCE')
  assert.equal(resource.name, 'iOS')
  assert.deepEqual(resource.labels, [{ ...prod, description: '' }])
  assert.deepEqual(again.resource, resource)
  assert.deepEqual([renamed.resource.name, renamed.resource.slug], ['iPhone', null])
  assert.deepEqual((await owner(resources.get, there)).resource, renamed.resource)
  assert.deepEqual(await owner(resources.delete, there), { status: 'SUCCESS' })
  await assert.rejects(owner(resources.get, there), { status: 404, code: 'not-found' })
  await assert.rejects(owner(resources.delete, there), { status: 404, code: 'not-found' })
  await assert.rejects(owner(resources.update, { ...there, body: {} }), { status: 404, code: 'not-found' })
})

test('types are read in either case; there is no other type, and the workspace is not one', async () => {
  const { owner } = await openWorkspace()
  await owner(resources.put, { ...named('TRACKING_PLAN', 'p'), body: { name: 'Plan' } })

  assert.deepEqual(await seenBy(owner, { type: 'tracking_plan' }), ['TRACKING_PLAN p'])

  for (const type of ['nothing', 'workspace', 'constructor', '__proto__']) {
    const put = owner(resources.put, { ...named(type, 'x'), body: { name: 'X' } })
    await assert.rejects(put, { status: 404 }, type)
    await assert.rejects(owner(resources.get, named(type, 'x')), { status: 404 }, type)
    const bulk = owner(resources.bulk, { body: { deletes: [{ type, id: 'x' }] } })
    await assert.rejects(bulk, { status: 422, code: 'invalid-input' }, type)
    await assert.rejects(owner(resources.list, { query: { type } }), { status: 422 }, type)
  }
})

test('an id is 1 to 255 printable characters', async () => {
  const { owner } = await openWorkspace()

  await owner(resources.put, { ...named('source', 'ü'.repeat(255)), body: { name: 'X' } })

  const long = owner(resources.put, { ...named('source', 'a'.repeat(256)), body: { name: 'X' } })
  await assert.rejects(long, { status: 422, code: 'invalid-input' })
  const control = owner(resources.put, { ...named('source', 'a\nb'), body: { name: 'X' } })
  await assert.rejects(control, { status: 422, code: 'invalid-input' })
})

test('what is left out of a new registration stays as it was', async () => {
  const { owner } = await openWorkspace()
  const body = { name: 'iOS', slug: 'ios', labels: [prod], attributes: { team: 'mobile', tier: 1 } }
  await owner(resources.put, { ...named('source', 'ios'), body })

  const { resource } = await owner(resources.put, {
    ...named('source', 'ios'),
    body: { name: 'iOS app', attributes: { tier: null, url: 'x' } },
  })

  assert.equal(resource.slug, 'ios')
  assert.equal(resource.labels.length, 1)
  assert.deepEqual(resource.attributes, { team: 'mobile', url: 'x' })
})

test('a label must exist, is found whatever its case, and one value of a key is enough', async () => {
  const { owner } = await openWorkspace()
  const there = named('space', 'eu')

  const { resource } = await owner(resources.put, {
    ...there,
    body: { name: 'EU', labels: [prod, { key: 'Environment', value: 'DEV' }] },
  })

  assert.deepEqual(resource.labels, [{ ...dev, description: '' }])
  const unknown = owner(resources.update, {
    ...there,
    body: { labels: [prod, { key: 'brand', value: 'x' }] },
  })
  await assert.rejects(
    unknown,
    (refused: Refused) => refused.errors[0]?.field === 'labels.1' && refused.status === 422,
  )
  const plan = owner(resources.put, { ...named('tracking_plan', 'p'), body: { name: 'P', labels: [prod] } })
  await assert.rejects(
    plan,
    (refused: Refused) => refused.errors[0]?.field === 'labels' && refused.status === 422,
  )
})

test('registering the same again, labels in any order, is no change', async () => {
  const { owner } = await openWorkspace()
  const keys = ['team', 'team-b', 'Team_C']
  for (const key of keys) await owner(labels.create, { body: { label: { key, value: 'x' } } })
  const body = { name: 'iOS', labels: keys.map((key) => ({ key, value: 'x' })) }
  const { resource } = await owner(resources.put, { ...named('source', 'ios'), body })

  const again = await owner(resources.put, {
    ...named('source', 'ios'),
    body: { name: 'iOS', labels: body.labels.toReversed() },
  })

  assert.deepEqual(again.resource, resource)
  const { events } = await owner(audit.list, { query: { resourceId: 'ios' } })
  assert.deepEqual(
    events.map((event) => event.type),
    ['Source Created'],
  )
})

test('a slug is there once for each type', async () => {
  const { owner } = await openWorkspace()
  await owner(resources.put, { ...named('source', 'a'), body: { name: 'A', slug: 'web' } })

  await owner(resources.put, { ...named('space', 'a'), body: { name: 'A', slug: 'web' } })

  const taken = owner(resources.put, { ...named('source', 'b'), body: { name: 'B', slug: 'web' } })
  await assert.rejects(taken, { status: 409, code: 'resource-slug-taken' })
})

test('a parent is of the right type, and registered', async () => {
  const { owner } = await openWorkspace()
  await owner(resources.put, { ...named('source', 'ios'), body: { name: 'iOS' } })
  await owner(resources.put, { ...named('space', 'eu'), body: { name: 'EU' } })
  const put = (type: string, parent: { type: string; id: string }) =>
    owner(resources.put, { ...named(type, 'd'), body: { name: 'D', parent } })

  const { resource } = await put('destination', { type: 'SOURCE', id: 'ios' })

  assert.deepEqual(resource.parent, { type: 'SOURCE', id: 'ios' })
  await assert.rejects(put('destination', { type: 'space', id: 'eu' }), {
    status: 422,
    code: 'invalid-input',
  })
  await assert.rejects(put('destination', { type: 'source', id: 'web' }), {
    status: 422,
    code: 'invalid-input',
  })
  await assert.rejects(put('source', { type: 'source', id: 'ios' }), { status: 422, code: 'invalid-input' })
})

test('a thousand resources are registered at once, children before parents too, and deleted at once', async () => {
  const { owner } = await openWorkspace()
  const children = Array.from({ length: 500 }, (_, n) => ({
    type: 'destination',
    id: `d${n}`,
    name: `D${n}`,
    parent: { type: 'source', id: `s${n}` },
  }))
  const parents = Array.from({ length: 500 }, (_, n) => ({
    type: 'source',
    id: `s${n}`,
    name: `S${n}`,
    labels: [prod],
  }))
  const upserts = [...children, ...parents]

  const first = await owner(resources.bulk, { body: { upserts } })
  const second = await owner(resources.bulk, { body: { upserts } })
  const deletes = parents.map(({ type, id }) => ({ type, id }))
  const third = await owner(resources.bulk, {
    body: { deletes: [...deletes, { type: 'source', id: 'gone' }] },
  })

  assert.deepEqual(first, { created: 1000, updated: 0, unchanged: 0, deleted: 0 })
  assert.deepEqual(second, { created: 0, updated: 0, unchanged: 1000, deleted: 0 })
  assert.deepEqual(third, { created: 0, updated: 0, unchanged: 0, deleted: 500 })
  assert.deepEqual(await seenBy(owner), [])
})

test('of many at once all are written or none, and every fault is named', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  await registerSources(workspace, ['old'])
  const upserts = [
    { type: 'source', id: 'ok', name: 'OK' },
    { type: 'source', id: 'bad-label', name: 'X', labels: [{ key: 'no', value: 'such' }] },
    { type: 'destination', id: 'orphan', name: 'X', parent: { type: 'source', id: 'gone' } },
    { type: 'source', id: 'ok', name: 'twice' },
  ]

  const bulk = owner(resources.bulk, { body: { upserts, deletes: [{ type: 'source', id: 'old' }] } })

  await assert.rejects(bulk, (refused: Refused) => {
    const fields = refused.errors.map((one) => one.field)
    assert.deepEqual(fields, ['upserts.1.labels.0', 'upserts.2.parent.id', 'upserts.3.id'])
    return refused.status === 422
  })
  assert.deepEqual(await seenBy(owner), ['SOURCE old'])
  const many = Array.from({ length: 1001 }, (_, n) => ({ type: 'source', id: `s${n}`, name: 'X' }))
  await assert.rejects(owner(resources.bulk, { body: { upserts: many } }), { status: 422 })
  const mixed = {
    upserts: many.slice(0, 600),
    deletes: many.slice(0, 600).map(({ type, id }) => ({ type, id })),
  }
  await assert.rejects(owner(resources.bulk, { body: mixed }), { status: 422 })
})

test('what the same call deletes cannot be written, nor anything that hangs on it', async () => {
  const workspace = await openWorkspace()
  const { owner } = workspace
  await registerSources(workspace, ['ios'])
  const child = { type: 'destination', id: 'd', name: 'D', parent: { type: 'source', id: 'ios' } }

  const hanging = owner(resources.bulk, {
    body: { upserts: [child], deletes: [{ type: 'SOURCE', id: 'ios' }] },
  })
  await assert.rejects(hanging, { status: 422, code: 'invalid-input' })
  const same = owner(resources.bulk, {
    body: { upserts: [{ type: 'source', id: 'ios', name: 'X' }], deletes: [{ type: 'source', id: 'ios' }] },
  })
  await assert.rejects(same, { status: 422, code: 'invalid-input' })

  assert.deepEqual(await seenBy(owner), ['SOURCE ios'])
})

test('twenty registrations of one id at once make one resource', async () => {
  const { owner } = await openWorkspace()

  const tries = Array.from({ length: 20 }, (_, n) =>
    owner(resources.put, { ...named('source', 'ios'), body: { name: `n${n}`, slug: 'ios' } }),
  )
  const results = await Promise.allSettled(tries)

  assert.ok(results.every((one) => one.status === 'fulfilled'))
  assert.deepEqual(await seenBy(owner), ['SOURCE ios'])
})

test('a neighbour with the same ids is another world', async () => {
  const [one, other] = [await openWorkspace(), await openWorkspace()]
  await registerSources(one, ['ios'])
  await registerSources(other, ['ios', 'web'])
  await one.owner(labels.create, { body: { label: { key: 'brand', value: 'x' } } })

  await one.owner(resources.delete, named('source', 'ios'))

  assert.deepEqual(await seenBy(other.owner), ['SOURCE ios', 'SOURCE web'])
  await assert.rejects(one.owner(resources.get, named('source', 'web')), { status: 404 })
  const foreign = other.owner(resources.update, {
    ...named('source', 'ios'),
    body: { labels: [{ key: 'brand', value: 'x' }] },
  })
  await assert.rejects(foreign, { status: 422 })
})
