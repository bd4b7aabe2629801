import assert from 'node:assert/strict'
import { test } from 'node:test'
import { add, ENTERPRISE, GROUP, openProvisioned, type Provisioned, patchOf, USER } from './scim-client.ts'

const found = async (place: Provisioned, filter: string, path = '/Users') => {
  const { status, body } = await place.get(path, { filter })
  assert.equal(status, 200, filter)
  return body.Resources.map(({ userName, displayName }) => (userName ?? displayName).split('@')[0]).sort()
}

test('SC-4 SC-5: userName is compared in any case, externalId and id in exactly theirs', async () => {
  const place = await openProvisioned()
  const ada = await add(place, 'Ada', { externalId: 'Ext-1' })

  const again = await place.post('/Users', { schemas: [USER], userName: `aDA@${place.domain}` })

  assert.deepEqual([again.status, again.body.scimType], [409, 'uniqueness'])
  assert.deepEqual(await found(place, `USERNAME EQ "ADA@${place.domain}"`), ['Ada'])
  assert.deepEqual(await found(place, 'externalId eq "Ext-1"'), ['Ada'])
  assert.deepEqual(await found(place, 'externalId eq "ext-1"'), [])
  assert.deepEqual(await found(place, `id eq "${ada.id}"`), ['Ada'])
  assert.deepEqual(await found(place, `id eq "${ada.id.toLowerCase()}"`), [])
})

test('SC-6: filters say all that the grammar has', async () => {
  const place = await openProvisioned()
  await add(place, 'ada', { displayName: 'Ada L', title: 'Countess', name: { familyName: 'Lovelace' } })
  const emails = [{ type: 'work', value: `bob@work.example` }]
  await add(place, 'bob', { displayName: 'Bob', emails, [ENTERPRISE]: { department: 'Sales' } })
  const cyd = await add(place, 'cyd', { displayName: 'Cyd', active: true })
  await place.patch(`/Users/${cyd.id}`, [{ op: 'replace', path: 'active', value: false }])
  const ours = `userName ew "@${place.domain}"`
  const cases: [filter: string, names: string[]][] = [
    [ours, ['ada', 'bob', 'cyd']],
    [`${ours} and displayName ne "Bob"`, ['ada', 'cyd']],
    [`${ours} and displayName co "d"`, ['ada', 'cyd']],
    [`displayName sw "ada"`, ['ada']],
    [`${ours} and displayName gt "Bob"`, ['cyd']],
    [`${ours} and displayName ge "Bob"`, ['bob', 'cyd']],
    [`${ours} and displayName lt "Bob"`, ['ada']],
    [`${ours} and displayName le "Bob"`, ['ada', 'bob']],
    [`${ours} and title pr`, ['ada']],
    [`${ours} and not (title pr)`, ['bob', 'cyd']],
    [`title eq "Countess" or displayName eq "Cyd"`, ['ada', 'cyd']],
    [`${ours} and (title pr or active eq false)`, ['ada', 'cyd']],
    [`name.familyName eq "lovelace"`, ['ada']],
    [`${USER}:displayName eq "Bob"`, ['bob']],
    [`${ENTERPRISE}:department eq "Sales"`, ['bob']],
    [`emails[type eq "work" and value co "@work.example"]`, ['bob']],
    [`emails[type eq "work"].value eq "bob@work.example"`, ['bob']],
    [`emails.value eq "bob@work.example"`, ['bob']],
    [`emails eq "bob@work.example"`, ['bob']],
    [`${ours} and active eq true`, ['ada', 'bob']],
    [`${ours} and meta.created gt "2001-01-01T00:00:00Z"`, ['ada', 'bob', 'cyd']],
    [`userName eq "nobody"`, []],
    [`displayName eq "Ada\\u0020L"`, ['ada']],
  ]

  for (const [filter, names] of cases) assert.deepEqual(await found(place, filter), names, filter)
})

test('SC-6: a filter that is not understood is invalidFilter, never an empty list', async () => {
  const place = await openProvisioned()
  const wrong = [
    '0',
    'userName',
    'userName eq',
    'userName eq x',
    'userName is "x"',
    'userName eq "x" and',
    '(userName eq "x"',
    'userName eq "x")',
    'emails[type eq "work"',
    'nothing eq "x"',
    'password eq "x"',
    'name.nothing eq "x"',
    'userName eq "x" xor active eq true',
    'not userName pr',
    'urn:example:nobody:thing eq "x"',
    "userName eq 'x'",
    'userName eq "x" userName eq "y"',
    'active gt true',
    'userName[value eq "x"]',
  ]

  for (const filter of wrong) {
    const { status, body } = await place.get('/Users', { filter })
    assert.deepEqual([status, body.scimType], [400, 'invalidFilter'], filter)
  }
})

test('SC-6: groups are found by name, by what the provider calls them, and by who is in them', async () => {
  const place = await openProvisioned()
  const ada = await add(place, 'ada')
  const members = [{ value: ada.id }]
  await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', externalId: 'E', members })
  await place.post('/Groups', { schemas: [GROUP], displayName: 'Others' })

  for (const filter of [
    'displayName eq "analysts"',
    'externalId eq "E"',
    `members[value eq "${ada.id}"]`,
    `members.value eq "${ada.id}"`,
    `members[value eq "${ada.id}"] and displayName sw "a"`,
  ])
    assert.deepEqual(await found(place, filter, '/Groups'), ['Analysts'], filter)
})

test('SC-7: lists are counted from 1, in an order that stays, and count what the filter leaves', async () => {
  const place = await openProvisioned()
  const names = ['a', 'b', 'c', 'd', 'e']
  for (const name of names) await add(place, name)
  const filter = `userName ew "@${place.domain}"`
  const page = async (query: Record<string, string>) => (await place.get('/Users', { filter, ...query })).body

  const pages = [await page({ startIndex: '1', count: '2' }), await page({ startIndex: '3', count: '2' })]
  const last = await page({ startIndex: '5', count: '2' })

  const seen = [...pages, last].flatMap(({ Resources }) => Resources.map(({ userName }) => userName[0]))
  assert.deepEqual(seen.toSorted(), names)
  for (const { totalResults } of [...pages, last]) assert.equal(totalResults, 5)
  assert.deepEqual([last.startIndex, last.itemsPerPage], [5, 1])
  const windows: [query: Record<string, string>, startIndex: number, itemsPerPage: number][] = [
    [{ startIndex: '0' }, 1, 5],
    [{ startIndex: '-3', count: '2' }, 1, 2],
    [{ count: '0' }, 1, 0],
    [{ count: '-1' }, 1, 0],
    [{ startIndex: '6' }, 6, 0],
    [{ startIndex: '900000', count: '1' }, 900_000, 0],
    [{ count: '100000' }, 1, 5],
  ]
  for (const [query, startIndex, itemsPerPage] of windows) {
    const body = await page(query)
    const expected = { totalResults: 5, startIndex, itemsPerPage }
    assert.deepEqual(
      { ...body, ...expected, Resources: [] },
      { ...body, Resources: [] },
      JSON.stringify(query),
    )
  }
})

test('SC-8: only the attributes that are wanted come, in every answer, and always id and schemas', async () => {
  const place = await openProvisioned()
  const more = { displayName: 'Ada', name: { givenName: 'Ada', familyName: 'King' }, title: 'Countess' }
  const userName = `ada@${place.domain}`
  const keys = (body: object) => Object.keys(body).sort().join()
  const query = { attributes: 'displayname,NAME.familyName' }
  const wanted = 'displayName,id,name,schemas'
  const body = { schemas: [USER], userName, ...more }

  const made = await place.send('POST', '/Users', { body, query })
  assert.equal(keys(made.body), wanted)
  assert.deepEqual(made.body.name, { familyName: 'King' })
  const path = `/Users/${made.body.id}`
  const operations = patchOf([{ op: 'replace', path: 'title', value: 'Queen' }])
  for (const answer of [
    await place.get(path, query),
    await place.send('PUT', path, { body, query }),
    await place.send('PATCH', path, { body: operations, query }),
    await place.get(path, { attributes: `${USER}:displayName,name.familyName` }),
  ])
    assert.equal(keys(answer.body), wanted)
  const listed = await place.get('/Users', { ...query, filter: `userName eq "${userName}"` })
  assert.deepEqual(listed.body.Resources.map(keys), [wanted])

  const without = await place.get(path, { excludedAttributes: 'name.givenName,meta,id,schemas,emails' })
  assert.deepEqual(without.body.name, { familyName: 'King' })
  assert.ok(!('meta' in without.body) && 'id' in without.body && 'schemas' in without.body)
})

test('an empty filter is refused, and does not find everybody', async () => {
  const place = await openProvisioned()
  await add(place, 'ada')

  for (const path of ['/Users', '/Groups']) {
    for (const filter of ['', ' ']) {
      const { status, body } = await place.get(path, { filter })

      assert.deepEqual([status, body.scimType], [400, 'invalidFilter'], `${path} "${filter}"`)
    }
  }
})
