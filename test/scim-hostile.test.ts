import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { leastBlock } from './blocked.ts'
import { testedDatabase } from './database.ts'
import { add, GROUP, type Method, openProvisioned, type Provisioned, patchOf, USER } from './scim-client.ts'
import { differences, takeSnapshot } from './scim-snapshot.ts'

/** What issue 6 allows; the embedded database computes in the same thread. And how often it is tried before it counts. */
const BLOCK_MS = testedDatabase === 'embedded' ? 150 : 50
const ATTEMPTS = 8

let place: Provisioned
let user: string
let group: string
before(async () => {
  place = await openProvisioned()
  const { id } = await add(place, 'ada', {
    displayName: 'Ada',
    emails: [{ type: 'work', value: 'a@x.test' }],
  })
  user = `/Users/${id}`
  const members = [{ value: id }]
  const { body } = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members })
  group = `/Groups/${body.id}`
})

interface Hostile {
  what: string
  method: Method
  path: string
  /** A text is sent as it is. */
  body?: unknown
  headers?: Record<string, string>
}

const patch = (what: string, path: string, operations: unknown): Hostile => ({
  ...{ what, method: 'PATCH', path },
  body: JSON.stringify(patchOf(operations)),
})
const filter = (what: string, text: string, path = '/Users'): Hostile => ({
  ...{ what, method: 'GET' },
  path: `${path}?filter=${encodeURIComponent(text).replaceAll('%20', '+')}`,
})

/** What no server may obey. Made beforehand: only the server's own work is to be measured. */
function hostile(): Hostile[] {
  const userName = `eve@${place.domain}`
  const person = { schemas: [USER], userName }
  const post = (what: string, body: unknown, path = '/Users'): Hostile => ({
    ...{ what, method: 'POST', path },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const many = (count: number, one: unknown) => Array.from({ length: count }, () => one)
  const rename = { op: 'replace', path: 'displayName', value: 'Eve' }
  return [
    filter('a filter of 10,000 letters', `userName eq "${'x'.repeat(9_986)}`),
    filter('a filter that ends in backslashes', `userName eq "${'\\'.repeat(4_000)}`),
    filter('a filter of many terms', many(400, 'title pr').join(' or ')),
    filter('a filter in parentheses', `${'('.repeat(4_000)}title pr${')'.repeat(4_000)}`),
    filter('a filter of nots', `${'not ('.repeat(1_500)}title pr${')'.repeat(1_500)}`),
    filter('a filter of brackets', `${'emails['.repeat(1_200)}type pr${']'.repeat(1_200)}`),
    filter('a filter of points', `userName${'.a'.repeat(4_500)} pr`),
    filter('a filter of colons', `urn${':a'.repeat(3_000)} pr`),
    filter('a filter of digits', `title eq 1${'0'.repeat(9_000)}`),
    filter('a filter of blanks', `title${' '.repeat(9_000)}pr x`),
    filter('a filter about groups', `members[${'value pr and '.repeat(700)}value pr]`, '/Groups'),
    ...['__proto__', 'constructor', 'prototype', 'toString', 'constructor.prototype', '__proto__.x'].flatMap(
      (name) => [
        filter(`a filter by ${name}`, `${name} eq "x"`),
        filter(`a filter in ${name}`, `${name}[value eq "x"]`),
        filter(`a filter by an address's ${name}`, `emails[${name} eq "x"]`),
        patch(`a path to ${name}`, user, [{ op: 'replace', path: name, value: 'x' }]),
        patch(`a path to a name's ${name}`, user, [{ op: 'add', path: `name.${name}`, value: 'x' }]),
        patch(`a group's path to ${name}`, group, [{ op: 'add', path: name, value: 'x' }]),
      ],
    ),
    patch('100,000 operations', user, many(100_000, 0)),
    patch('10,000 whole operations', user, many(10_000, rename)),
    patch('1,001 operations', user, many(1_001, rename)),
    patch('60,000 members', group, [{ op: 'add', path: 'members', value: many(60_000, { value: 'x' }) }]),
    patch('20,000 unknown members', group, [
      { op: 'add', path: 'members', value: Array.from({ length: 20_000 }, (_, at) => ({ value: `n${at}` })) },
    ]),
    patch('a filter of 9,000 members', group, [
      { op: 'remove', path: `members[${many(200, 'value eq "x"').join(' or ')}]` },
    ]),
    patch('operations that are none', user, { schemas: [], Operations: 'x' }),
    patch('an operation without a value', user, [{ op: 'replace', path: 'displayName' }]),
    patch('a path with a NUL', user, [{ op: 'replace', path: 'display\0Name', value: 'x' }]),
    patch('a path of 100,000 letters', user, [{ op: 'replace', path: 'x'.repeat(100_000), value: 'x' }]),
    patch('a path of brackets', user, [{ op: 'replace', path: 'emails['.repeat(10_000), value: 'x' }]),
    post('10,000 objects within each other', `${'{"name":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
    post('10,000 lists within each other', `${'['.repeat(10_000)}${']'.repeat(10_000)}`),
    post('a profile of 900 kB', { ...person, title: 'x'.repeat(900_000) }),
    post('40,000 addresses', { ...person, emails: many(40_000, { value: 'a@b.test' }) }),
    post(
      '90,000 members of an object',
      `{${Array.from({ length: 90_000 }, (_, at) => `"k${at}":1`).join()}}`,
    ),
    post('a name twice', `{"schemas":["${USER}"],"userName":"a@b.test","userName":"c@d.test"}`),
    post('a name twice in a list', `{"schemas":["${USER}"],"emails":[{"value":"a","value":"b"}]}`),
    post(
      '__proto__ by name',
      `{"schemas":["${USER}"],"userName":"${userName}","__proto__":{"active":false}}`,
    ),
    post('half a surrogate pair', `{"schemas":["${USER}"],"userName":"\\ud800@x.test"}`),
    post('a NUL', `{"schemas":["${USER}"],"userName":"a\\u0000@x.test"}`),
    post('no JSON', '{"schemas":'),
    post('nothing', ''),
    ...['null', '7', '"x"', '[]', 'true'].map((text) => post(`${text} for a body`, text)),
    post('no userName', { schemas: [USER] }),
    post('no displayName', { schemas: [GROUP] }, '/Groups'),
    post('a megabyte and more', `"${'x'.repeat(1_100_000)}"`),
    ...[7, true, [], {}, null, '', ' ', 'x'.repeat(10_000)].map((value) =>
      post(`${JSON.stringify(value).slice(0, 20)} for a userName`, { ...person, userName: value }),
    ),
    ...[7, [], {}, 'perhaps', [true]].map((value) =>
      post(`${JSON.stringify(value)} for active`, { ...person, active: value }),
    ),
    ...[7, 'x', [7], [[]]].map((value) =>
      post(`${JSON.stringify(value)} for addresses`, { ...person, emails: value }),
    ),
    ...[7, [], 'x'].map((value) => post(`${JSON.stringify(value)} for a name`, { ...person, name: value })),
    ...[7, {}, 'x'.repeat(2_000), null].map((value) =>
      post('a wrong name of a group', { schemas: [GROUP], displayName: value }, '/Groups'),
    ),
    ...[7, 'x', [7], [null], [{ value: 7 }], [{}]].map((members) =>
      post(
        `${JSON.stringify(members)} for members`,
        { schemas: [GROUP], displayName: 'X', members },
        '/Groups',
      ),
    ),
    ...[
      'startIndex=x',
      'count=x',
      'count=1e9',
      'startIndex[a]=1',
      'filter[a]=b',
      'attributes[x]=y',
      '__proto__[x]=1',
    ].map((query): Hostile => ({ what: query, method: 'GET', path: `/Users?${query}` })),
    ...['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/scim+xml'].map(
      (type): Hostile => ({ ...post(type, person), what: type, headers: { 'content-type': type } }),
    ),
    ...['PATCH', 'DELETE', 'PUT'].map(
      (method): Hostile => ({ what: `${method} of all`, method: method as Method, path: '/Users' }),
    ),
    { what: 'an unknown address', method: 'GET', path: '/Devices' },
    { what: 'an id of 4,000 letters', method: 'GET', path: `/Users/${'x'.repeat(4_000)}` },
    { what: 'an id with a NUL', method: 'GET', path: '/Users/a%00b' },
    { what: 'an id that is no text', method: 'GET', path: '/Users/%ff' },
    { what: '__proto__ for an id', method: 'DELETE', path: '/Users/__proto__' },
  ]
}

const refusals = [400, 403, 404, 405, 413, 414, 415, 431]

test('hostile input is refused in the form of SCIM, changes nothing, and holds nobody up', async () => {
  const asked = hostile()
  const now = await takeSnapshot(place.app, { of: place.id })

  const wrong: string[] = []
  for (const { what, ...one } of asked) {
    let status = 0
    const block = await leastBlock(BLOCK_MS, ATTEMPTS, async () => {
      ;({ status } = await place.send(one.method, one.path, one))
    })
    if (!refusals.includes(status)) wrong.push(`${what} was answered ${status}`)
    if (block >= BLOCK_MS) wrong.push(`${what} held everybody up for ${Math.round(block)} ms`)
  }

  assert.deepEqual(wrong, [])
  assert.deepEqual(differences(now, await takeSnapshot(place.app, { of: place.id })), [])
})

test('a filter of 100 kB, and 10,000 parentheses, are refused by whoever sees them first', async () => {
  const { url } = place
  const texts = [
    `userName eq "${'x'.repeat(100_000)}"`,
    `${'('.repeat(10_000)}userName pr${')'.repeat(10_000)}`,
  ]

  for (const text of texts) {
    const answer = await fetch(
      `${url}/scim/v2/Users?filter=${text.replaceAll(' ', '%20').replaceAll('"', '%22')}`,
      {
        headers: { authorization: `Bearer ${place.secret}` },
      },
    )
    await answer.body?.cancel()
    assert.ok([400, 413, 414, 431].includes(answer.status), String(answer.status))
  }
})

/** What says much in a request that is not too large: some of it is allowed, and some is too much. */
function heavy(path: string): Hostile[] {
  const many = <One>(count: number, one: (at: number) => One) =>
    Array.from({ length: count }, (_, at) => one(at))
  const email = (at: number) => ({ type: `t${at}`, value: `a${at}@b.test`, display: 'd'.repeat(60) })
  const terms = (count: number, text: string) => many(count, (at) => `${text} "${at}"`).join(' or ')
  const set = (where: string) => ({ op: 'replace', path: `emails[${where}].display`, value: 'x' })
  const keys = (name: (at: number) => string) =>
    Object.fromEntries(many(15_000, (at): [string, string] => [name(at), 'x']))
  const value = (at: number) => ({ value: `nobody-${at}` })
  return [
    patch(
      '1,000 operations',
      path,
      many(1_000, (at) => ({ op: 'replace', path: 'title', value: `T${at}` })),
    ),
    patch('200 addresses', path, [{ op: 'replace', path: 'emails', value: many(200, email) }]),
    patch(
      '20 operations on 200 addresses',
      path,
      many(20, (at) => set(`type eq "t${at}"`)),
    ),
    patch(
      '1,000 operations on 200 addresses',
      path,
      many(1_000, (at) => set(`type eq "t${at % 200}"`)),
    ),
    patch(
      '40,000 terms',
      path,
      many(700, () => set(`${terms(58, 'type eq')} or type pr`)),
    ),
    patch(
      '30,000 parts of texts',
      path,
      many(1_000, () => set(terms(30, 'display co'))),
    ),
    patch('as many attributes', path, [
      { op: 'add', value: keys((at) => `emails[type eq "t${at}"].display`) },
    ]),
    patch('as many unknown attributes', path, [{ op: 'add', value: keys((at) => `displayName${at}`) }]),
    patch(
      '100 times 200 addresses',
      path,
      many(40, () => ({ op: 'replace', path: 'emails', value: many(200, email) })),
    ),
    patch(
      '800 times 10 addresses',
      path,
      many(800, () => ({ op: 'add', path: 'emails', value: many(10, email) })),
    ),
    patch(
      '1,000 times 20 members',
      group,
      many(1_000, (at) => ({ op: 'add', path: 'members', value: many(20, (n) => value(20 * at + n)) })),
    ),
    patch(
      '600 filters of 40 members',
      group,
      many(600, (at) => ({ op: 'remove', path: `members[${terms(40, `value eq "${at}" or value eq`)}]` })),
    ),
    patch(
      '1,000 members, one by one',
      group,
      many(1_000, (at) => ({ op: 'remove', path: `members[value eq "n${at}"]` })),
    ),
    patch('20,000 members', group, [{ op: 'replace', path: 'members', value: many(20_000, value) }]),
    filter('100 terms', terms(100, 'title eq')),
    filter('100 terms of parts', terms(100, 'emails.value co')),
    filter('20 parentheses', `${'('.repeat(19)}title pr${')'.repeat(19)}`),
  ]
}

test('requests that say as much as they can hold nobody up either', async () => {
  const { id } = await add(place, 'bob')

  const wrong: string[] = []
  for (const { what, ...one } of heavy(`/Users/${id}`)) {
    let status = 0
    const block = await leastBlock(BLOCK_MS, ATTEMPTS, async () => {
      ;({ status } = await place.send(one.method, one.path, one))
    })
    if (![200, 204, 400].includes(status)) wrong.push(`${what} was answered ${status}`)
    if (block >= BLOCK_MS) wrong.push(`${what} (${status}) held everybody up for ${Math.round(block)} ms`)
  }

  assert.deepEqual(wrong, [])
})

test('what blocks is found out', async () => {
  const block = await leastBlock(BLOCK_MS, 1, async () => {
    const until = process.cpuUsage().user + 2_000 * BLOCK_MS
    while (process.cpuUsage().user < until);
  })

  assert.ok(block >= BLOCK_MS)
})
