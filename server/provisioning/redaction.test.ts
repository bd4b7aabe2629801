import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readableAddress, readableBody } from './redaction.ts'

const PASSWORD = 'correct horse battery staple'

test('a body is kept as it came, but for what is named like a password, a secret or a token', () => {
  const body = {
    userName: 'ada@acme.test',
    password: PASSWORD,
    name: { givenName: 'Ada', Client_SECRET: [PASSWORD] },
    'urn:example:2.0:User': { accessTOKENs: { first: PASSWORD }, active: true, age: 36, manager: null },
    emails: [{ value: 'ada@acme.test', primary: true }],
  }

  assert.deepEqual(JSON.parse(readableBody(body) ?? ''), {
    ...body,
    password: '…',
    name: { givenName: 'Ada', Client_SECRET: '…' },
    'urn:example:2.0:User': { accessTOKENs: '…', active: true, age: 36, manager: null },
  })
})

test('what a PATCH says about a password is hidden, however its path names it', () => {
  const Operations = [
    { op: 'replace', path: 'password', value: PASSWORD },
    {
      op: 'Replace',
      Path: 'urn:ietf:params:scim:schemas:core:2.0:User:Password',
      Value: [{ value: PASSWORD }],
    },
    { op: 'add', value: { password: PASSWORD, displayName: 'Ada' } },
    { op: 'remove', path: `emails[password eq "${PASSWORD}" and type eq "work"].value` },
    { op: 'replace', path: 'displayName', value: 'Ada' },
  ]

  const kept = readableBody({ Operations }) ?? ''

  assert.ok(!kept.includes(PASSWORD))
  assert.deepEqual(JSON.parse(kept).Operations, [
    { op: 'replace', path: 'password', value: '…' },
    { op: 'Replace', Path: 'urn:ietf:params:scim:schemas:core:2.0:User:Password', Value: '…' },
    { op: 'add', value: { password: '…', displayName: 'Ada' } },
    { op: 'remove', path: 'emails[password eq …' },
    { op: 'replace', path: 'displayName', value: 'Ada' },
  ])
})

test('bodies of any kind are text, and none is none', () => {
  const cases: [body: unknown, kept: string | null][] = [
    [undefined, null],
    [null, 'null'],
    [[], '[]'],
    [{}, '{}'],
    ['text', '"text"'],
    [{ toString: 1 }, '{"toString":1}'],
    [JSON.parse('{"__proto__":{"a":[1,{"b":false}]}}'), '{"__proto__":{"a":[1,{"b":false}]}}'],
  ]

  for (const [body, kept] of cases) assert.equal(readableBody(body), kept)
})

test('what is long, wide or deep is cut at 2,000 characters, and quickly', () => {
  const deep: unknown = JSON.parse(`${'{"a":['.repeat(50_000)}${']}'.repeat(50_000)}`)
  const bodies = [
    { text: 'x'.repeat(1_000_000) },
    { ['x'.repeat(1_000_000)]: 1 },
    Array(500_000).fill({ value: 'x' }),
    Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, index])),
    { deep, text: 'x'.repeat(3_000) },
  ]
  const start = performance.now()

  const kept = bodies.map((body) => readableBody(body) ?? '')

  for (const text of kept) assert.deepEqual([text.length, text.at(-1)], [2_000, '…'])
  assert.ok(performance.now() - start < 500)
})

test('what no database takes is replaced, also where the cut breaks a character', () => {
  const texts = ['\0', '\uD800', 'x\uDC00y', '😀'.repeat(3_000), `x${'😀'.repeat(3_000)}`]

  for (const text of texts) {
    const kept = [
      readableBody({ [text]: text, list: [text] }) ?? '',
      readableAddress(`/scim/v2/Users/${text}`),
    ]
    for (const one of kept) assert.ok(one.isWellFormed() && !one.includes('\0') && one.length <= 2_000)
  }
})

test('an address is kept from /scim/v2 on, without what names a secret', () => {
  const filter = (text: string) => `/scim/v2/Users?filter=${encodeURIComponent(text)}`
  const plain = `${filter('userName eq "ada@acme.test"')}&startIndex=1&count=100`
  const cases: [url: string, kept: string][] = [
    ['/scim/v2/Users', '/scim/v2/Users'],
    ['/w/acme/scim/v2/Groups/1?attributes=members', '/scim/v2/Groups/1?attributes=members'],
    [plain, plain],
    [`${filter(`password eq "${PASSWORD}"`)}&count=1`, '/scim/v2/Users?filter=…&count=1'],
    [`/scim/v2/Users?filter=pass%77ord+eq+"${PASSWORD}"`, '/scim/v2/Users?filter=…'],
    [`/scim/v2/Users?access_token=cvd_x&count=0`, '/scim/v2/Users?access_token=…&count=0'],
    ['/scim/v2/Users?', '/scim/v2/Users?'],
    ['/scim/v2/Users?%E0%A4=%', '/scim/v2/Users?%E0%A4=%'],
  ]

  for (const [url, kept] of cases) assert.equal(readableAddress(url), kept)
  const long = readableAddress(`/scim/v2/Users?filter=${'x'.repeat(10_000)}`)
  assert.deepEqual([long.length, long.at(-1)], [2_000, '…'])
})
