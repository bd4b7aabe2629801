import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENTERPRISE, nobody, openProvisioned, type Provisioned, USER } from '../scim-client.ts'

const contentType = 'application/json; charset=UTF-8'

async function provision(place: Provisioned, local: string): Promise<string> {
  const email = `${local}@${place.domain}`
  const { status, body } = await place.post('/Users', {
    schemas: [USER, ENTERPRISE],
    userName: email,
    externalId: `1${local.length}0123456789`,
    name: { givenName: 'Test', familyName: local },
    emails: [{ value: email, type: 'work', primary: true }],
    active: true,
  })
  assert.equal(status, 201)
  return body.id
}

test('Google Workspace maps its attributes to those that the schemas name', async () => {
  const place = await openProvisioned({ contentType })

  const { status, body } = await place.get('/Schemas')

  assert.equal(status, 200)
  const user = body.Resources.find(({ id }) => id === USER)
  const names = ((user?.attributes ?? []) as { name: string }[]).map(({ name }) => name)
  for (const name of ['userName', 'name', 'displayName', 'emails', 'active']) assert.ok(names.includes(name))
  assert.ok(!names.includes('password'), 'what is not kept is not offered')
})

test('Google Workspace suspends somebody, and deletes them weeks later', async () => {
  const place = await openProvisioned({ contentType })
  const id = await provision(place, 'ada')

  const suspended = await place.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }])
  assert.deepEqual([suspended.status, suspended.body.active], [200, false])
  assert.deepEqual(await place.look(), nobody)
  assert.equal((await place.get(`/Users/${id}`)).status, 200)

  assert.equal((await place.delete(`/Users/${id}`)).status, 204)
  assert.equal((await place.get(`/Users/${id}`)).status, 404)
})

test('Google Workspace deletes somebody who was not suspended before', async () => {
  const place = await openProvisioned({ contentType })
  const id = await provision(place, 'ada')

  assert.equal((await place.delete(`/Users/${id}`)).status, 204)

  assert.deepEqual(await place.look(), nobody)
  const found = await place.get('/Users', { filter: `userName eq "ada@${place.domain}"` })
  assert.equal(found.body.totalResults, 0)
  assert.notEqual(await provision(place, 'ada'), '')
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada'] })
})
