import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frozen, isInvalid } from '../../../test/scim-invalid.ts'
import { patchUser, readUser, type UserState } from './user.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const bare: UserState = frozen({ userName: 'ada@acme.test', externalId: null, active: true, profile: {} })
const ada: UserState = frozen({ ...bare, profile: { emails: [{ value: 'ada@acme.test', type: 'work' }] } })
const post = (body: object) => readUser({ schemas: [CORE], userName: 'ada@acme.test', ...body })

const refused: [operations: unknown, scimType: string][] = [
  [undefined, 'invalidSyntax'],
  [{}, 'invalidSyntax'],
  [[null], 'invalidSyntax'],
  [[{ op: 'move', path: 'title' }], 'invalidSyntax'],
  [[{ path: 'title', value: 'x' }], 'invalidSyntax'],
  [[{ op: 'remove' }], 'noTarget'],
  [[{ op: 'remove', value: { title: 'x' } }], 'noTarget'],
  [
    [
      { op: 'replace', path: 'emails[type sw "w"].value', value: 'x' },
      { op: 'add', path: 'emails[type ne "home" and type ne "work"].value', value: 'x' },
    ],
    'noTarget',
  ],
  [[{ op: 'replace', path: 'title' }], 'invalidValue'],
  [[{ op: 'replace', value: 'x' }], 'invalidValue'],
  [[{ op: 'replace', path: 'title', value: 5 }], 'invalidValue'],
  [[{ op: 'replace', path: 'active', value: 'off' }], 'invalidValue'],
  [[{ op: 'replace', path: 'active', value: null }], 'invalidValue'],
  [[{ op: 'replace', path: 'emails[type eq "work"].primary', value: 'off' }], 'invalidValue'],
  [[{ op: 'add', path: 'shoeSize', value: 5 }], 'invalidPath'],
  [[{ op: 'add', path: '', value: 5 }], 'invalidPath'],
  [[{ op: 'add', path: 7, value: 5 }], 'invalidPath'],
  [[{ op: 'add', path: 'title.x', value: 5 }], 'invalidPath'],
  [[{ op: 'add', path: 'title[value eq "x"]', value: 5 }], 'invalidPath'],
  [[{ op: 'add', path: 'emails[type eq "work"].shoe', value: 5 }], 'invalidPath'],
  [[{ op: 'add', path: 'urn:example:x:User:shoe', value: 5 }], 'invalidPath'],
  [[{ op: 'add', path: 'emails[type eq work].value', value: 'x' }], 'invalidFilter'],
  [[{ op: 'add', path: 'emails[shoe eq "work"].value', value: 'x' }], 'invalidFilter'],
  [[{ op: 'replace', path: 'id', value: 'x' }], 'mutability'],
  [[{ op: 'replace', path: 'meta.created', value: 'x' }], 'mutability'],
  [[{ op: 'add', path: 'groups', value: [{ value: 'g' }] }], 'mutability'],
  [[{ op: 'remove', path: 'userName' }], 'mutability'],
  [[{ op: 'remove', path: 'active' }], 'mutability'],
  [[{ op: 'add', path: '__proto__', value: { polluted: true } }], 'invalidPath'],
  [[{ op: 'add', path: '__proto__.polluted', value: true }], 'invalidPath'],
  [[{ op: 'add', path: 'constructor.prototype', value: { polluted: true } }], 'invalidPath'],
  [[{ op: 'add', path: 'name.__proto__', value: 'x' }], 'invalidPath'],
  [[{ op: 'add', path: `${ENTERPRISE}:__proto__`, value: 'x' }], 'invalidPath'],
  [[{ op: 'add', path: 'emails[__proto__ eq "x"].value', value: 'x' }], 'invalidFilter'],
]

for (const [operations, scimType] of refused)
  test(`SC-2: a PATCH of ${JSON.stringify(operations)} is refused as ${scimType}`, () => {
    const body = {
      Operations: Array.isArray(operations)
        ? [{ op: 'add', path: 'title', value: 't' }, ...operations]
        : operations,
    }

    assert.throws(() => patchUser(ada, body), isInvalid(scimType))
  })

test('no name in a body leads to what objects inherit', () => {
  const evil = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x"}'
  const parts = {
    ...JSON.parse(evil),
    name: JSON.parse(evil),
    emails: [JSON.parse(evil)],
    [ENTERPRISE]: JSON.parse(evil),
  }
  const keys = JSON.parse('{"__proto__.polluted":1,"name.__proto__":{"polluted":1},"name.constructor":"x"}')

  const made = post({ ...parts, ...JSON.parse(evil.replace('{', '{"displayName":"A",')) })
  const changed = patchUser(bare, {
    Operations: [
      { op: 'add', value: parts },
      { op: 'add', value: keys },
      { op: 'add', value: JSON.parse(evil) },
    ],
  })

  assert.deepEqual(made.profile, { displayName: 'A' })
  assert.deepEqual(changed, bare)
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false)
})
