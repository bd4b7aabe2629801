import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInvalid } from '../../../test/scim-invalid.ts'
import { readUser, type UserState } from './user.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const post = (body: object) => readUser({ schemas: [CORE], userName: 'ada@acme.test', ...body })

const read: [says: string, body: object, is: Partial<UserState & { saysActive: boolean }>][] = [
  [
    'nothing but a userName is active',
    {},
    { active: true, saysActive: false, externalId: null, profile: {} },
  ],
  ['active may be a text', { active: 'False' }, { active: false, saysActive: true }],
  ['active may be null', { active: null }, { active: true, saysActive: false }],
  ['an empty externalId names nobody', { externalId: '' }, { externalId: null }],
  [
    'names have any case',
    { DISPLAYNAME: 'A', Name: { GIVENname: 'B' } },
    { profile: { displayName: 'A', name: { givenName: 'B' } } },
  ],
  [
    'what is read only or secret is passed over',
    { id: null, meta: { x: 1 }, groups: [{ value: 'g' }], password: 'secret', displayName: 'A' },
    { profile: { displayName: 'A' } },
  ],
  [
    'what no schema knows is passed over',
    { shoeSize: 5, 'urn:example:x': { a: 1 }, name: { shoe: 1 } },
    { profile: {} },
  ],
  [
    'an address that stands alone is a list',
    { emails: { value: 'a@b' } },
    { profile: { emails: [{ value: 'a@b' }] } },
  ],
  [
    'booleans may be texts',
    { emails: [{ value: 'a', primary: 'True' }] },
    { profile: { emails: [{ value: 'a', primary: true }] } },
  ],
  [
    'nulls and empty lists say nothing',
    { title: null, emails: [], name: { givenName: null }, roles: [null] },
    { profile: {} },
  ],
  [
    'a manager may be a text',
    { [ENTERPRISE]: { manager: 'm1' } },
    { profile: { [ENTERPRISE]: { manager: { value: 'm1' } } } },
  ],
  [
    'an empty manager is none',
    { [ENTERPRISE.toUpperCase()]: { manager: '', costCenter: '7' } },
    { profile: { [ENTERPRISE]: { costCenter: '7' } } },
  ],
  [
    'a $ref may be null',
    { [ENTERPRISE]: { manager: { value: 'm1', $ref: null } } },
    { profile: { [ENTERPRISE]: { manager: { value: 'm1' } } } },
  ],
  [
    'SC-17: of two preferred addresses one stays so',
    {
      emails: [
        { value: 'a', primary: true },
        { value: 'b', primary: true },
      ],
    },
    {
      profile: {
        emails: [
          { value: 'a', primary: false },
          { value: 'b', primary: true },
        ],
      },
    },
  ],
  ['SC-16: the old core schema counts', { schemas: ['urn:scim:schemas:core:1.0'] }, { profile: {} }],
  ['SC-16: unknown schemas are passed over', { schemas: ['urn:x', CORE.toLowerCase()] }, { profile: {} }],
]

for (const [says, body, is] of read)
  test(`a person as a provider writes one: ${says}`, () => {
    const state = post(body)

    assert.deepEqual({ ...state, ...is }, state)
  })

test('every attribute of RFC 7643 that a provider may write is kept as it came', () => {
  const entry = [{ value: 'v', display: 'd', type: 'work', primary: true }]
  const text = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `the ${name}`]))
  const list = (...names: string[]) => Object.fromEntries(names.map((name) => [name, entry]))
  const address = text('formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'type')
  const profile = {
    name: text('formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'),
    ...text(
      'displayName',
      'nickName',
      'profileUrl',
      'title',
      'userType',
      'preferredLanguage',
      'locale',
      'timezone',
    ),
    ...list('emails', 'phoneNumbers', 'ims', 'photos', 'entitlements', 'roles', 'x509Certificates'),
    addresses: [{ ...address, primary: true }],
    [ENTERPRISE]: {
      ...text('employeeNumber', 'costCenter', 'organization', 'division', 'department'),
      manager: { value: 'm', $ref: 'https://x/m', displayName: 'M' },
    },
  }

  const state = post(profile)

  assert.deepEqual(state.profile, profile)
})

const wrong: [body: object, scimType: string][] = [
  [{ schemas: undefined }, 'invalidSyntax'],
  [{ schemas: [] }, 'invalidSyntax'],
  [{ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'] }, 'invalidSyntax'],
  [{ userName: undefined }, 'invalidValue'],
  [{ userName: ' ' }, 'invalidValue'],
  [{ userName: 'a'.repeat(321) }, 'invalidValue'],
  [{ externalId: 5 }, 'invalidValue'],
  [{ externalId: 'a'.repeat(501) }, 'invalidValue'],
  [{ active: 'yes' }, 'invalidValue'],
  [{ displayName: 5 }, 'invalidValue'],
  [{ displayName: { a: 1 } }, 'invalidValue'],
  [{ displayName: 'a\0' }, 'invalidValue'],
  [{ name: 'Ada' }, 'invalidValue'],
  [{ emails: 'a@b' }, 'invalidValue'],
  [{ emails: ['a@b'] }, 'invalidValue'],
  [{ emails: [{ value: 5 }] }, 'invalidValue'],
  [{ emails: [{ value: 'a', primary: 'yes' }] }, 'invalidValue'],
  [{ emails: Array.from({ length: 201 }, (_, n) => ({ value: `${n}` })) }, 'invalidValue'],
  [{ [ENTERPRISE]: 'x' }, 'invalidValue'],
  [{ displayName: 'a'.repeat(33_000) }, 'invalidValue'],
]

for (const [body, scimType] of wrong)
  test(`SC-2: a person with ${JSON.stringify(body).slice(0, 60)} is refused as ${scimType}`, () => {
    assert.throws(() => post(body), isInvalid(scimType))
  })
