import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { test } from 'node:test'
import { isInvalid } from '../../../test/scim-invalid.ts'
import { parseFilter } from './filter.ts'
import { readGroupPatch } from './group.ts'
import { readShown } from './shown.ts'
import { patchUser, readUser, type UserState } from './user.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User'
const bare: UserState = { userName: 'ada@acme.test', externalId: null, active: true, profile: {} }
const operations = (count: number, operation: object) => ({
  Operations: Array.from({ length: count }, () => operation),
})

/** Something hostile of a size, and how it is refused. */
const hostile: [says: string, at: number, scimType: string, attempt: (size: number) => () => unknown][] = [
  ['a filter of 100 kB', 100_000, 'invalidFilter', (size) => filter(`id eq "${'a'.repeat(size)}"`)],
  [
    'a filter of many terms',
    10_000,
    'invalidFilter',
    (size) => filter(Array.from({ length: size }, () => 'id pr').join(' or ')),
  ],
  ['10,000 parentheses', 10_000, 'invalidFilter', (size) => filter('('.repeat(size))],
  ['10,000 nots', 10_000, 'invalidFilter', (size) => filter('not ('.repeat(size))],
  ['10,000 quotes', 10_000, 'invalidFilter', (size) => filter(`id eq "${'\\"'.repeat(size)}`)],
  ['10,000 brackets', 10_000, 'invalidFilter', (size) => filter('emails['.repeat(size))],
  [
    '100,000 operations on a person',
    100_000,
    'invalidValue',
    (size) => user(operations(size, { op: 'remove', path: 'title' })),
  ],
  [
    '100,000 operations on a group',
    100_000,
    'invalidValue',
    (size) => group(operations(size, { op: 'remove', path: 'externalId' })),
  ],
  [
    'a path of 100 kB',
    100_000,
    'invalidPath',
    (size) => user(operations(1, { op: 'remove', path: 'a.'.repeat(size) })),
  ],
  [
    'a path with 10,000 parentheses',
    10_000,
    'invalidPath',
    (size) => user(operations(1, { op: 'remove', path: `emails[${'('.repeat(size)}` })),
  ],
  [
    'a list of 100,000',
    100_000,
    'invalidValue',
    (size) =>
      user(operations(1, { op: 'add', path: 'emails', value: Array.from({ length: size }, () => ({})) })),
  ],
]

const filter = (text: string) => () => parseFilter(text, 'User')
const user = (body: Record<string, unknown>) => () => patchUser(bare, body)
const group = (body: Record<string, unknown>) => () => readGroupPatch(body)

for (const [says, at, scimType, attempt] of hostile)
  test(`${says} are refused, and ten times as much in no more time`, () => {
    const small = attempt(at)
    const large = attempt(10 * at)

    const [fewMs, manyMs] = [fastestMs(small, scimType), fastestMs(large, scimType)]

    // A path is put into small letters before it is looked for: that alone grows, and by little.
    assert.ok(manyMs < 5 * fewMs + 5, `${fewMs} ms became ${manyMs} ms`)
  })

function fastestMs(attempt: () => unknown, scimType: string): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now()
    assert.throws(attempt, isInvalid(scimType))
    return performance.now() - start
  })
  return Math.min(...times)
}

test('what one PATCH may say is done at once, whatever it says', () => {
  const longest = Array.from({ length: 199 }, (_, n) => ({
    type: `type number ${n} of many, and so on`,
    value: `${'v'.repeat(60)}${n}`,
  }))
  const full = readUser({ schemas: [CORE], userName: 'a@b', emails: longest })
  const bodies = [
    operations(1_000, { op: 'add', path: 'emails', value: { value: 'x', type: 'y' } }),
    operations(1_000, { op: 'replace', path: 'emails[type eq "zz" or value co "zz"].display', value: null }),
    operations(1_000, { op: 'replace', path: 'emails.display', value: 'd' }),
    operations(1_000, { op: 'remove', path: 'emails', value: longest.slice(0, 5) }),
    operations(1_000, {
      op: 'replace',
      value: { title: 'x', nickName: 'y', 'name.givenName': 'z', locale: 'a', timezone: 'b' },
    }),
  ]

  const times = bodies.map((body) => {
    const start = performance.now()
    try {
      patchUser(full, body)
    } catch (error) {
      assert.ok(isInvalid('invalidValue')(error))
    }
    return performance.now() - start
  })

  // Each takes a few milliseconds, or is refused after as long; so much is for a machine that does other things too.
  assert.ok(Math.max(...times) < 1_000, times.join(' ms, '))
})

test('a PATCH that says too much in few operations is refused', () => {
  const terms = Array.from({ length: 90 }, () => 'type eq "x"').join(' or ')
  const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`ims[type eq "${n}"].value`, 'x']))

  assert.throws(user(operations(100, { op: 'remove', path: `emails[${terms}]` })), isInvalid('invalidValue'))
  assert.throws(user(operations(5, { op: 'add', value: many })), isInvalid('invalidValue'))
})

test('what is said of a person is at most 32 KB, also in the middle of a PATCH', () => {
  const large = { op: 'add', path: 'title', value: 'a'.repeat(33_000) }
  const sums = (many: number) =>
    Array.from({ length: many }, (_, n) => ({
      op: 'add',
      path: 'ims',
      value: { value: `${n}${'a'.repeat(1_000)}` },
    }))

  assert.throws(user({ Operations: [large, { op: 'remove', path: 'title' }] }), isInvalid('invalidValue'))
  assert.throws(user({ Operations: sums(40) }), isInvalid('invalidValue'))
  assert.ok(Array.isArray(patchUser(bare, { Operations: sums(30) }).profile.ims))
})

test('a group takes 50,000 members at once, in one operation or in many, and no more', () => {
  const ids = (count: number, from = 0) =>
    Array.from({ length: count }, (_, n) => ({ value: `u${from + n}` }))
  const adding = (...lists: object[][]) => ({
    Operations: lists.map((value) => ({ op: 'add', path: 'members', value })),
  })
  const parts = Array.from({ length: 1_000 }, (_, n) => ids(50, n * 50))

  const [step] = readGroupPatch(adding(...parts))

  assert.ok(step?.kind === 'add' && step.ids.length === 50_000)
  assert.throws(group(adding(ids(50_001))), isInvalid('invalidValue'))
  assert.throws(group(adding(...parts, [{ value: 'more' }])), isInvalid('invalidValue'))
})

test('names of what is shown are read once each', () => {
  const { wants } = readShown({ attributes: 'a.b,'.repeat(250_000), excludedAttributes: ',,,' }, 'User')

  assert.equal(wants('userName'), false)
})
