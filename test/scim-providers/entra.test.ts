import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { ENTERPRISE, GROUP, nobody, openProvisioned, type Provisioned, USER } from '../scim-client.ts'

const contentType = 'application/scim+json; charset=utf-8'
const ADSCIM = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'

/** What Entra posts of a user, by its default mapping. */
function mapped({ domain }: Provisioned, local: string) {
  const email = `${local}@${domain}`
  return {
    schemas: [USER, ENTERPRISE],
    externalId: `${local}-nickname`,
    userName: email,
    active: true,
    addresses: [{ primary: false, type: 'work', country: 'US', locality: 'Redmond' }],
    displayName: `Test ${local}`,
    emails: [{ primary: true, type: 'work', value: email }],
    meta: { resourceType: 'User' },
    name: { formatted: `Test ${local}`, familyName: local, givenName: 'Test' },
    phoneNumbers: [{ primary: true, type: 'work', value: '+1 425 555 0100' }],
    preferredLanguage: 'en-US',
    title: 'Manager',
    [ENTERPRISE]: { department: 'bob', employeeNumber: '7', manager: 'boss-id' },
  }
}

async function push(place: Provisioned, local: string): Promise<string> {
  const { status, body } = await place.post('/Users', mapped(place, local))
  assert.equal(status, 201)
  return body.id
}

test('SC-6 SC-7: Entra’s test of the connection asks for somebody who is not there, and is answered 200', async () => {
  const place = await openProvisioned({ contentType })

  const user = await place.get('/Users', { filter: `userName eq "${randomUUID()}"` })
  const group = await place.get('/Groups', {
    excludedAttributes: 'members',
    filter: `displayName eq "${randomUUID()}"`,
  })

  for (const { status, body } of [user, group]) {
    assert.deepEqual([status, body.totalResults, body.Resources], [200, 0, []])
  }
})

test('SC-11 SC-15 SC-16: Entra without its flag: strings for booleans, capitals, managers as texts', async () => {
  const place = await openProvisioned({ contentType })
  const id = await push(place, 'ada')
  const made = await place.get('/Users', { filter: `userName eq "ada@${place.domain}"` })
  const { manager, ...more } = mapped(place, 'ada')[ENTERPRISE]
  assert.deepEqual(made.body.Resources[0]?.[ENTERPRISE], { ...more, manager: { value: manager } })

  const changed = await place.patch(`/Users/${id}`, [
    { op: 'Replace', path: 'displayName', value: 'Ada King' },
    { op: 'Replace', path: 'name.familyName', value: 'King' },
    { op: 'Replace', path: 'emails[type eq "work"].value', value: `king@${place.domain}` },
    { op: 'Add', path: 'emails[type eq "other"].value', value: `else@${place.domain}` },
    { op: 'Replace', path: 'addresses[type eq "work"].locality', value: 'London' },
    { op: 'Add', path: 'roles[primary eq "True"].value', value: 'Chief' },
    { op: 'Replace', path: `${ENTERPRISE}:manager`, value: 'other-boss' },
    { op: 'Remove', path: 'title' },
  ])
  assert.equal(changed.status, 200)
  const { body } = changed
  assert.deepEqual(
    [body.displayName, body.name.familyName, body.name.givenName],
    ['Ada King', 'King', 'Test'],
  )
  assert.deepEqual(
    body.emails.map(({ type, value }) => [type, value]),
    [
      ['work', `king@${place.domain}`],
      ['other', `else@${place.domain}`],
    ],
  )
  assert.deepEqual(body.addresses, [{ primary: false, type: 'work', country: 'US', locality: 'London' }])
  assert.deepEqual(body.roles, [{ primary: true, value: 'Chief' }])
  assert.deepEqual((body[ENTERPRISE] as { manager?: unknown }).manager, { value: 'other-boss' })
  assert.ok(!('title' in body))
  assert.equal(body.userName, `ada@${place.domain}`)

  const freed = await place.patch(`/Users/${id}`, [
    { op: 'Replace', path: `${ENTERPRISE}:manager`, value: '' },
  ])
  assert.equal(freed.status, 200)
  assert.ok(!(freed.body[ENTERPRISE] as { manager?: unknown } | undefined)?.manager)

  const off = await place.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: 'False' }])
  assert.deepEqual([off.status, off.body.active], [200, false])
  assert.deepEqual(await place.look(), nobody)
  const on = await place.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: 'True' }])
  assert.deepEqual([on.status, on.body.active], [200, true])
  assert.deepEqual((await place.look()).members, ['ada'])
})

test('SC-8: Entra makes a group by its own schema, reads it without members, and takes out just whom it names', async () => {
  const place = await openProvisioned({ contentType })
  const [ada, bob] = [await push(place, 'ada'), await push(place, 'bob')]

  const made = await place.post('/Groups', {
    schemas: [GROUP, ADSCIM],
    externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
    displayName: 'Analysts',
    meta: { resourceType: 'Group' },
  })
  assert.equal(made.status, 201)
  const group = `/Groups/${made.body.id}`
  const added = await place.patch(group, [
    {
      op: 'Add',
      path: 'members',
      value: [
        { $ref: null, value: ada },
        { $ref: null, value: bob },
      ],
    },
  ])
  assert.ok([200, 204].includes(added.status))
  assert.deepEqual((await place.look()).groups, { Analysts: ['ada', 'bob'] })

  const brief = await place.get(group, { excludedAttributes: 'members' })
  assert.deepEqual([brief.status, 'members' in brief.body, brief.body.displayName], [200, false, 'Analysts'])
  for (const filter of [
    'displayName eq "Analysts"',
    'externalId eq "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159"',
  ]) {
    const found = await place.get('/Groups', { excludedAttributes: 'members', filter })
    assert.equal(found.body.totalResults, 1, filter)
    assert.deepEqual(
      [found.body.Resources[0]?.id, 'members' in (found.body.Resources[0] ?? {})],
      [made.body.id, false],
    )
  }
  const whole = await place.get(group)
  assert.deepEqual(whole.body.members?.map(({ value }) => value).sort(), [ada, bob].sort())

  await place.patch(group, [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: ada }] }])
  assert.deepEqual((await place.look()).groups, { Analysts: ['bob'] })
  await place.patch(group, [{ op: 'Remove', path: 'members', value: [{ value: ada }] }])
  assert.deepEqual((await place.look()).groups, { Analysts: ['bob'] })

  await place.patch(group, [{ op: 'Replace', path: 'displayName', value: 'Scientists' }])
  assert.deepEqual((await place.look()).groups, { Scientists: ['bob'] })
  const another = await place.post('/Groups', { schemas: [GROUP, ADSCIM], displayName: 'scientists' })
  assert.deepEqual([another.status, another.body.scimType], [409, 'uniqueness'])
})

test('a removal that names nobody is an error, and empties no group', async () => {
  const place = await openProvisioned({ contentType })
  const ada = await push(place, 'ada')
  const members = [{ value: ada }]
  const { body } = await place.post('/Groups', { schemas: [GROUP, ADSCIM], displayName: 'Analysts', members })

  for (const operation of [
    { op: 'Remove', path: 'members' },
    { op: 'Remove' },
    { op: 'Remove', path: 'members', value: [{}] },
    { op: 'Remove', path: 'members', value: null },
    { op: 'Remove', path: 'members', value: [] },
    { op: 'Remove', path: 'members[]' },
    { op: 'Remove', path: 'members[value pr]' },
    { op: 'Remove', path: 'members[value ne "x"]' },
  ]) {
    const { status } = await place.patch(`/Groups/${body.id}`, [operation])
    // An empty list names nobody, and removes nobody: done, or refused.
    assert.ok(status === 400 || (status === 204 && operation.value?.length === 0), JSON.stringify(operation))
    assert.deepEqual((await place.look()).groups, { Analysts: ['ada'] }, JSON.stringify(operation))
  }
})

test('SC-10: Entra with aadOptscim062020: dotted keys, URNs with attributes, and removal by a filter', async () => {
  const place = await openProvisioned({ contentType })
  const [ada, bob] = [await push(place, 'ada'), await push(place, 'bob')]

  const changed = await place.patch(`/Users/${ada}`, [
    {
      op: 'replace',
      value: {
        displayName: 'Ada King',
        'name.givenName': 'Augusta',
        'name.familyName': 'King',
        'emails[type eq "work"].value': `king@${place.domain}`,
        [`${ENTERPRISE}:department`]: 'Engines',
        [`${ENTERPRISE}:manager`]: 'other-boss',
      },
    },
    { op: 'add', path: 'nickName', value: 'Ada' },
  ])
  assert.equal(changed.status, 200)
  const { body } = changed
  assert.deepEqual(body.name, { formatted: 'Test ada', familyName: 'King', givenName: 'Augusta' })
  assert.equal(body.emails.find(({ type }) => type === 'work')?.value, `king@${place.domain}`)
  assert.deepEqual(body[ENTERPRISE], {
    department: 'Engines',
    employeeNumber: '7',
    manager: { value: 'other-boss' },
  })
  assert.deepEqual([body.displayName, body.nickName, body.title], ['Ada King', 'Ada', 'Manager'])

  const members = [{ value: ada }, { value: bob }]
  const group = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members })
  const removed = await place.patch(`/Groups/${group.body.id}`, [
    { op: 'remove', path: `members[value eq "${ada}"]` },
  ])
  assert.equal(removed.status, 204)
  assert.deepEqual((await place.look()).groups, { Analysts: ['bob'] })

  const off = await place.patch(`/Users/${bob}`, [{ op: 'replace', path: 'active', value: false }])
  assert.deepEqual([off.status, off.body.active], [200, false])
  assert.deepEqual(await place.look(), { ...nobody, members: ['ada'], groups: { Analysts: [] } })
})

test('SC-12: the life of somebody in Entra: deleted softly, restored with the same id, and gone after thirty days', async () => {
  const place = await openProvisioned({ contentType })
  const id = await push(place, 'ada')
  const members = [{ value: id }]
  await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members })
  const find = (filter: string) => place.get('/Users', { filter })

  await place.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: 'False' }])
  assert.deepEqual(await place.look(), { ...nobody, groups: { Analysts: [] } })
  for (const filter of [
    `userName eq "ada@${place.domain}"`,
    'externalId eq "ada-nickname"',
    `id eq "${id}"`,
  ]) {
    const { body } = await find(filter)
    assert.deepEqual(
      body.Resources.map((one) => [one.id, one.active]),
      [[id, false]],
      filter,
    )
  }
  assert.deepEqual([(await place.get(`/Users/${id}`)).status], [200])

  await place.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: 'True' }])
  assert.deepEqual(await place.look(), { members: ['ada'], invited: [], groups: { Analysts: ['ada'] } })
  await place.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value: 'False' }])

  assert.equal((await place.delete(`/Users/${id}`)).status, 204)
  assert.equal((await place.get(`/Users/${id}`)).status, 404)
  assert.equal((await place.delete(`/Users/${id}`)).status, 404)
  assert.equal((await find(`userName eq "ada@${place.domain}"`)).body.totalResults, 0)
  assert.deepEqual(await place.look(), { ...nobody, groups: { Analysts: [] } })

  const later = await place.post('/Users', mapped(place, 'ada'))
  assert.equal(later.status, 201)
  assert.deepEqual(await place.look(), { members: ['ada'], invited: [], groups: { Analysts: [] } })
})
