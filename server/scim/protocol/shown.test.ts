import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.ts'
import { listOf, readWindow } from './lists.ts'
import { readShown } from './shown.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const ada = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: '1',
  userName: 'ada',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: 'a@b', type: 'work' }, { value: 'c' }],
  [ENTERPRISE]: { department: 'Research', costCenter: '7' },
}
const { schemas: urns, id, userName, name, emails } = ada
const always = { schemas: urns, id }

const shown: [query: { attributes?: string; excludedAttributes?: string }, is: object][] = [
  [{}, ada],
  [{ attributes: '' }, ada],
  [{ attributes: 'shoeSize' }, always],
  [{ attributes: 'USERNAME, name' }, { ...always, userName, name }],
  [
    { attributes: 'name.givenname,emails.value' },
    { ...always, name: { givenName: 'Ada' }, emails: [{ value: 'a@b' }, { value: 'c' }] },
  ],
  [{ attributes: 'name.givenName,name' }, { ...always, name }],
  [{ attributes: `${ENTERPRISE}:department` }, { ...always, [ENTERPRISE]: { department: 'Research' } }],
  [{ attributes: ENTERPRISE }, { ...always, [ENTERPRISE]: ada[ENTERPRISE] }],
  [{ attributes: 'urn:ietf:params:scim:schemas:core:2.0:User:userName' }, { ...always, userName }],
  [
    { excludedAttributes: `id,schemas,emails,name.familyName,${ENTERPRISE}` },
    { ...always, userName, name: { givenName: 'Ada' } },
  ],
  [
    { attributes: 'userName,emails', excludedAttributes: 'emails.type,userName' },
    { ...always, emails: [{ value: 'a@b' }, { value: 'c' }] },
  ],
  [{ attributes: '__proto__,constructor', excludedAttributes: '__proto__.x' }, always],
]

for (const [query, is] of shown)
  test(`SC-8: with ${JSON.stringify(query)} so much of a person is shown`, () => {
    assert.deepEqual(readShown(query, 'User').only(ada), is)
    assert.deepEqual(Object.keys(readShown(query, 'User').only(ada)).sort(), Object.keys(is).sort())
    assert.deepEqual(emails.length, 2)
  })

test('SC-8: members that are not wanted need not be read', () => {
  const wants = (query: object) => readShown(query, 'Group').wants('members')

  assert.equal(wants({}), true)
  assert.equal(wants({ attributes: 'members.value' }), true)
  assert.equal(wants({ excludedAttributes: 'members.display' }), true)
  assert.equal(wants({ excludedAttributes: 'Members' }), false)
  assert.equal(wants({ attributes: 'displayName' }), false)
})

test('SC-7: a list begins at 1 and has pages of at most 200', () => {
  assert.deepEqual(readWindow({}), { startIndex: 1, count: 200 })
  assert.deepEqual(readWindow({ startIndex: 0, count: -1 }), { startIndex: 1, count: 0 })
  assert.deepEqual(readWindow({ startIndex: -5, count: 0 }), { startIndex: 1, count: 0 })
  assert.deepEqual(readWindow({ startIndex: 7, count: 201 }), { startIndex: 7, count: 200 })
  assert.deepEqual(readWindow({ startIndex: 1e300 }), { startIndex: 1_000_000_000, count: 200 })
})

test('SC-7: a page says how many there are, where it begins, and how many it has', () => {
  assert.deepEqual(listOf([{ id: '1' }], { total: 5, startIndex: 3 }), {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: 5,
    startIndex: 3,
    itemsPerPage: 1,
    Resources: [{ id: '1' }],
  })
  assert.deepEqual(listOf([], { total: 0, startIndex: 1 }).Resources, [])
})

test('SC-13: what the server does of SCIM is said truthfully', () => {
  const { patch, bulk, filter, sort, etag, changePassword, meta } = serviceProviderConfig(
    'https://x/scim/v2',
  ) as Record<string, Record<string, unknown>>

  assert.deepEqual([patch?.supported, filter], [true, { supported: true, maxResults: 200 }])
  assert.deepEqual(
    [bulk, sort, etag, changePassword].map((one) => one?.supported),
    [false, false, false, false],
  )
  assert.equal(meta?.location, 'https://x/scim/v2/ServiceProviderConfig')
})

test('SC-13: the resource types are User and Group, and name schemas that are there', () => {
  const types = resourceTypes('https://x/scim/v2') as {
    id: string
    name: string
    endpoint: string
    schema: string
    schemaExtensions: { schema: string }[]
  }[]
  const there = schemas('https://x/scim/v2').map((schema) => schema.id)

  assert.deepEqual(
    types.map((type) => [type.id, type.name, type.endpoint]),
    [
      ['User', 'User', '/Users'],
      ['Group', 'Group', '/Groups'],
    ],
  )
  const named = types.flatMap((type) => [type.schema, ...type.schemaExtensions.map((one) => one.schema)])
  assert.deepEqual(named.sort(), there.sort())
})

test('SC-13: SC-5: SC-15: the schemas say what is compared without case, and know no password', () => {
  const [user, ...others] = schemas('https://x/scim/v2') as {
    id: string
    attributes: Record<string, unknown>[]
    meta: { location: string }
  }[]
  const attribute = (called: string) => user?.attributes.find((one) => one.name === called)

  assert.equal(attribute('userName')?.caseExact, false)
  assert.equal(attribute('userName')?.uniqueness, 'server')
  assert.equal(attribute('password'), undefined)
  assert.equal(attribute('groups')?.mutability, 'readOnly')
  assert.equal(others.length, 2)
  assert.equal(user?.meta.location, `https://x/scim/v2/Schemas/${user?.id}`)
})
