import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groups } from '../contract/groups.ts'
import { newSecret } from '../server/platform/ids.ts'
import { add, ENTERPRISE, GROUP, type Method, openProvisioned, providerOf, USER } from './scim-client.ts'

test('SC-1 SC-2: every answer, also a refusal, is application/scim+json, and an error is in the form of SCIM', async () => {
  // The client of these tests holds every answer to it; here are those that come from nowhere.
  const place = await openProvisioned()
  const plain = providerOf(place, { secret: place.secret, contentType: 'application/json;charset=utf-8' })
  const asked: [method: Method, path: string, status: number][] = [
    ['GET', '/nothing', 404],
    ['GET', '/Users/unknown', 404],
    ['GET', '/Users/unknown/more', 404],
    ['PATCH', '/Users', 405],
    ['POST', '/Users/unknown', 405],
    ['DELETE', '/Groups', 405],
    ['PUT', '/ServiceProviderConfig', 405],
    ['GET', '/Users?filter=0', 400],
  ]

  for (const [method, path, status] of asked) {
    assert.equal((await place.send(method, path)).status, status, `${method} ${path}`)
  }
  const made = await plain.post('/Users', { schemas: [USER], userName: `ada@${place.domain}` })
  assert.equal(made.status, 201)
})

test('SC-3 SC-16: what the client may not say is ignored; without its schema a resource is refused', async () => {
  const place = await openProvisioned()
  const meta = { created: '2001-01-01T00:00:00Z', location: 'https://elsewhere.example', resourceType: 'X' }

  const made = await place.post('/Users', {
    schemas: [USER, 'urn:example:of:nobody', ENTERPRISE],
    id: 'mine',
    meta,
    userName: `ada@${place.domain}`,
    'urn:example:of:nobody': { colour: 'red' },
    groups: [{ value: 'x' }],
  })

  assert.equal(made.status, 201)
  assert.notEqual(made.body.id, 'mine')
  assert.notEqual(made.body.meta.created, meta.created)
  assert.ok(!made.text.includes('elsewhere.example'))
  for (const schemas of [undefined, [], [GROUP], 'x', [7]]) {
    const refused = await place.post('/Users', { schemas, userName: `bob@${place.domain}` })
    assert.equal(refused.status, 400, JSON.stringify(schemas))
  }
  assert.deepEqual((await place.look()).members, ['ada'])
})

test('SC-9: operations are done in their order, all of them or none', async () => {
  const place = await openProvisioned()
  const { id } = await add(place, 'ada', { displayName: 'Ada', title: 'Countess' })
  const path = `/Users/${id}`

  const inOrder = await place.patch(path, [
    { op: 'replace', path: 'displayName', value: 'One' },
    { op: 'remove', path: 'title' },
    { op: 'add', path: 'displayName', value: 'Two' },
  ])
  assert.deepEqual([inOrder.body.displayName, 'title' in inOrder.body], ['Two', false])

  for (const last of [
    { op: 'remove' },
    { op: 'replace', path: 'nothing', value: 'x' },
    { op: 'replace', path: 'active', value: 'perhaps' },
    { op: 'delete', path: 'title' },
    { path: 'title', value: 'x' },
    { op: 'replace', path: 'emails[type eq', value: 'x' },
    { op: 'add', path: 'displayName', value: { x: 1 } },
    'replace',
    null,
  ]) {
    const { status } = await place.patch(path, [{ op: 'replace', path: 'displayName', value: 'Three' }, last])
    assert.equal(status, 400, JSON.stringify(last))
  }
  assert.equal((await place.get(path)).text, inOrder.text)
  for (const body of [[], {}, { schemas: [], Operations: [] }, { Operations: {} }]) {
    const { status } = await place.patch(path, body)
    assert.ok([200, 400].includes(status), JSON.stringify(body))
  }
  assert.equal((await place.get(path)).text, inOrder.text)
})

test('SC-9: a PUT that says another id, or nothing of what is there, does what the standard says', async () => {
  const place = await openProvisioned()
  const { id, userName } = await add(place, 'ada', { displayName: 'Ada', externalId: 'E', title: 'Countess' })

  const { status, body } = await place.put(`/Users/${id}`, { schemas: [USER], id: 'another', userName })

  assert.deepEqual([status, body.id, body.userName, body.active], [200, id, userName, true])
  assert.deepEqual([body.title, body.externalId], [undefined, undefined])
  assert.equal((await place.put('/Users/another', { schemas: [USER], userName })).status, 404)
})

test('SC-10 SC-11: noTarget where a removal has none; the absent is removed without complaint', async () => {
  const place = await openProvisioned()
  const ada = await add(place, 'ada')
  const bob = await add(place, 'bob')
  const members = [{ value: ada.id }]
  const { body } = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members })
  const group = `/Groups/${body.id}`

  for (const path of [`/Users/${ada.id}`, group]) {
    const refused = await place.patch(path, [{ op: 'remove' }])
    assert.deepEqual([refused.status, refused.body.scimType], [400, 'noTarget'])
  }
  for (const value of [bob.id, 'nobody']) {
    const absent = await place.patch(group, [{ op: 'remove', path: `members[value eq "${value}"]` }])
    assert.equal(absent.status, 204)
  }
  const unknown = await place.patch(group, [{ op: 'add', path: 'members', value: [{ value: 'nobody' }] }])
  assert.deepEqual([unknown.status, unknown.body.scimType], [400, 'invalidValue'])
  const nested = await place.patch(group, [{ op: 'add', path: 'members', value: [{ value: body.id }] }])
  assert.deepEqual([nested.status, nested.body.scimType], [400, 'invalidValue'])
  assert.deepEqual((await place.look()).groups, { Analysts: ['ada'] })
})

test('SC-13 SC-14 SC-20: the discovery pages tell the truth, may only be read, and are not filtered', async () => {
  const place = await openProvisioned()

  const { body: config } = await place.get('/ServiceProviderConfig')
  const on = (name: string) => (config[name] as { supported: boolean }).supported
  assert.deepEqual(['patch', 'filter', 'bulk', 'sort', 'etag', 'changePassword'].map(on), [
    ...[true, true],
    ...[false, false, false, false],
  ])
  assert.equal((config.filter as { maxResults?: number }).maxResults, 200)
  assert.equal((config.authenticationSchemes as object[]).length, 1)

  const types = await place.get('/ResourceTypes')
  assert.deepEqual(
    types.body.Resources.map(({ name, endpoint, schema }) => [name, endpoint, schema]),
    [
      ['User', '/Users', USER],
      ['Group', '/Groups', GROUP],
    ],
  )
  assert.equal((await place.get('/ResourceTypes/User')).body.schema, USER)
  assert.equal((await place.get('/ResourceTypes/Device')).status, 404)
  const schemas = await place.get('/Schemas')
  for (const { id } of schemas.body.Resources) assert.equal((await place.get(`/Schemas/${id}`)).body.id, id)
  assert.ok(schemas.body.Resources.some(({ id }) => id === ENTERPRISE))
  assert.equal((await place.get('/Schemas/urn:example:nobody')).status, 404)

  for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas']) {
    assert.equal((await place.get(path, { filter: 'name eq "User"' })).status, 403, path)
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const)
      assert.equal((await place.send(method, path)).status, 405, `${method} ${path}`)
  }
  for (const path of ['/Bulk', '/Me', '/.search', '/Users/.search']) {
    assert.ok([404, 405, 501].includes((await place.send('POST', path, { body: {} })).status), path)
  }
})

test('SC-15 SC-17: booleans come back as such, and one address at most is the primary one', async () => {
  const place = await openProvisioned()
  const emails = [
    { type: 'work', value: 'a@x.example', primary: 'True' },
    { type: 'home', value: 'b@x.example', primary: 'false' },
  ]

  const made = await add(place, 'ada', { emails, active: 'True' })

  assert.deepEqual([made.active, ...made.emails.map(({ primary }) => primary)], [true, true, false])
  const { body } = await place.patch(`/Users/${made.id}`, [
    { op: 'Replace', path: 'emails[type eq "home"].primary', value: 'True' },
  ])
  assert.deepEqual(
    body.emails.map(({ type, primary }) => [type, primary ?? false]),
    [
      ['work', false],
      ['home', true],
    ],
  )
})

test('SC-18: the groups of a person are those that they are in, and are not written from there', async () => {
  const place = await openProvisioned()
  const ada = await add(place, 'ada')
  const members = [{ value: ada.id }]
  const { body: group } = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members })
  const { userGroup } = await place.owner(groups.create, { body: { name: 'By hand' } })
  const path = `/Users/${ada.id}`
  const groupsOf = async () => (await place.get(path)).body.groups?.map(({ value }) => value).sort()

  await place.patch(path, [{ op: 'replace', path: 'groups', value: [{ value: userGroup.id }] }])
  await place.put(path, { schemas: [USER], userName: ada.userName, groups: [{ value: userGroup.id }] })

  assert.deepEqual(await groupsOf(), [group.id])
  assert.deepEqual((await place.look()).groups, { Analysts: ['ada'], 'By hand': [] })
})

test('SC-19: without a token of this workspace that works, every address is answered 401', async () => {
  const place = await openProvisioned()
  const other = await openProvisioned()
  const ada = await add(place, 'ada')
  const { db } = place.app.database
  await db
    .updateTable('scim_tokens')
    .set({ expires_at: new Date(0) })
    .where('workspace_id', '=', other.id)
    .execute()
  const wrong = [null, '', newSecret('cvd_'), other.secret, place.token, 'cvd_x']

  for (const secret of wrong) {
    const stranger = providerOf(place, { secret })
    const refused = [
      await stranger.get('/Users'),
      await stranger.get(`/Users/${ada.id}`),
      await stranger.post('/Groups', { schemas: [GROUP], displayName: 'Theirs' }),
      await stranger.delete(`/Users/${ada.id}`),
      await stranger.get('/ServiceProviderConfig'),
    ]
    for (const { status, headers } of refused) {
      assert.equal(status, 401, String(secret))
      assert.match(headers.get('www-authenticate') ?? '', /^Bearer/)
    }
  }
  assert.deepEqual(await place.look(), { members: ['ada'], invited: [], groups: {} })
})
