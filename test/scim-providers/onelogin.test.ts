import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GROUP, nobody, openProvisioned, type Provisioned } from '../scim-client.ts'

const contentType = 'application/json'

/** An old template of OneLogin’s administrators: version 1 of the schema, texts for booleans, and an id that is none. */
function templated({ domain }: Provisioned, local: string, more: object = {}) {
  return {
    schemas: ['urn:scim:schemas:core:1.0'],
    id: null,
    userName: `${local}@${domain}`,
    displayName: `Test ${local}`,
    externalId: null,
    name: { givenName: 'Test', familyName: local },
    emails: [{ value: `${local}@${domain}`, type: 'work', primary: 'true' }],
    active: 'true',
    ...more,
  }
}

test('SC-1 SC-15 SC-17: OneLogin: plain JSON, an old schema, id null and texts for booleans', async () => {
  const place = await openProvisioned({ contentType })
  const filter = `userName eq "ada@${place.domain}"`
  const before = await place.get('/Users', { filter })
  assert.equal(before.body.totalResults, 0)

  const made = await place.post('/Users', templated(place, 'ada'))
  assert.equal(made.status, 201)
  const { id } = made.body
  assert.deepEqual([typeof id, made.body.active, made.body.emails[0]?.primary], ['string', true, true])
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada'] })

  const put = await place.put(`/Users/${id}`, templated(place, 'ada', { displayName: 'Ada' }))
  assert.deepEqual([put.status, put.body.id, put.body.displayName], [200, id, 'Ada'])
  const off = await place.put(`/Users/${id}`, templated(place, 'ada', { active: 'false' }))
  assert.deepEqual([off.status, off.body.active], [200, false])
  assert.deepEqual(await place.look(), nobody)
  const on = await place.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: 'true' }])
  assert.deepEqual([on.status, on.body.active], [200, true])

  const two = [
    { value: `ada@${place.domain}`, type: 'work', primary: 'true' },
    { value: `home@${place.domain}`, type: 'home', primary: true },
  ]
  const mended = await place.patch(`/Users/${id}`, [{ op: 'add', path: 'emails', value: two.slice(1) }])
  assert.deepEqual(
    mended.body.emails.map(({ type, primary }) => [type, primary ?? false]),
    [
      ['work', false],
      ['home', true],
    ],
  )

  assert.equal((await place.delete(`/Users/${id}`)).status, 204)
  assert.equal((await place.get('/Users', { filter })).body.totalResults, 0)
  assert.deepEqual(await place.look(), nobody)
})

test('OneLogin’s groups: listed, made, filled, emptied, and read with their members', async () => {
  const place = await openProvisioned({ contentType })
  const { body: ada } = await place.post('/Users', templated(place, 'ada'))
  assert.deepEqual((await place.get('/Groups')).body.Resources, [])

  const made = await place.post('/Groups', { schemas: [GROUP], id: null, displayName: 'Analysts' })
  assert.equal(made.status, 201)
  const group = `/Groups/${made.body.id}`
  await place.patch(group, [{ op: 'add', path: 'members', value: [{ value: ada.id }] }])
  assert.deepEqual((await place.look()).groups, { Analysts: ['ada'] })

  const listed = await place.get('/Groups')
  assert.deepEqual(
    listed.body.Resources.map(({ displayName, members }) => [displayName, members?.map((one) => one.value)]),
    [['Analysts', [ada.id]]],
  )
  await place.patch(group, [{ op: 'replace', path: 'members', value: [] }])
  assert.deepEqual((await place.look()).groups, { Analysts: [] })
})
