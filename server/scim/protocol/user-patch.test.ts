import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frozen } from '../../../test/scim-invalid.ts'
import { patchUser, type UserState } from './user.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const ada: UserState = frozen({
  userName: 'ada@acme.test',
  externalId: '00u1',
  active: true,
  profile: {
    displayName: 'Ada',
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [
      { value: 'ada@acme.test', type: 'work', primary: true },
      { value: 'ada@home.test', type: 'home' },
    ],
    [ENTERPRISE]: { department: 'Research', manager: { value: 'm1', displayName: 'Mo' } },
  },
})
const patch = (...Operations: unknown[]) => patchUser(ada, { Operations })
const { emails: EMAILS_OF_ADA = [], ...withoutEmails } = ada.profile
// As they are written above.
const emails = EMAILS_OF_ADA as { value: string; type: string }[]
const [work, home] = emails

const patched: [says: string, operations: object[], profile: object][] = [
  ['SC-9: Entra capitalises', [{ op: 'Replace', path: 'displayName', value: 'B' }], { displayName: 'B' }],
  [
    'SC-9: in their order',
    [
      { op: 'add', path: 'title', value: 'a' },
      { op: 'replace', path: 'TITLE', value: 'b' },
    ],
    { title: 'b' },
  ],
  ['no operations change nothing', [], {}],
  [
    'a part is replaced, the others stay',
    [{ op: 'replace', path: 'name', value: { givenName: 'B' } }],
    { name: { givenName: 'B', familyName: 'Lovelace' } },
  ],
  [
    'a part by its path',
    [{ op: 'replace', path: 'name.givenName', value: 'B' }],
    { name: { givenName: 'B', familyName: 'Lovelace' } },
  ],
  ['a part is removed', [{ op: 'remove', path: 'name.givenName' }], { name: { familyName: 'Lovelace' } }],
  [
    'SC-10: without a path',
    [{ op: 'replace', value: { displayName: 'B', title: 't' } }],
    { displayName: 'B', title: 't' },
  ],
  [
    'SC-10: dotted keys',
    [{ op: 'replace', value: { 'name.givenName': 'B', 'NAME.familyname': 'C' } }],
    { name: { givenName: 'B', familyName: 'C' } },
  ],
  [
    'SC-10: URN keys',
    [{ op: 'add', value: { [`${ENTERPRISE}:department`]: 'D', [`${CORE}:title`]: 't' } }],
    { title: 't', [ENTERPRISE]: { department: 'D', manager: { value: 'm1', displayName: 'Mo' } } },
  ],
  [
    'SC-10: an extension as an object',
    [{ op: 'replace', value: { [ENTERPRISE]: { division: 'V' } } }],
    { [ENTERPRISE]: { department: 'Research', manager: { value: 'm1', displayName: 'Mo' }, division: 'V' } },
  ],
  [
    'SC-10: what may not be written is passed over in a value',
    [
      {
        op: 'replace',
        value: {
          id: 'x',
          meta: {},
          groups: [],
          schemas: [],
          password: 's',
          userName: 'x',
          shoe: 1,
          'urn:x:y': 2,
          title: 't',
        },
      },
    ],
    { title: 't' },
  ],
  [
    'userName, password and schemas by a path too',
    [
      { op: 'replace', path: 'userName', value: 'x' },
      { op: 'add', path: 'password', value: 's' },
      { op: 'add', path: 'schemas', value: ['urn:x'] },
    ],
    {},
  ],
  [
    'the manager as a text',
    [{ op: 'Replace', path: `${ENTERPRISE}:manager`, value: 'm2' }],
    { [ENTERPRISE]: { department: 'Research', manager: { value: 'm2' } } },
  ],
  [
    'the manager as an empty text',
    [{ op: 'Replace', path: `${ENTERPRISE}:manager`, value: '' }],
    { [ENTERPRISE]: { department: 'Research' } },
  ],
  [
    'the manager by its value',
    [{ op: 'add', path: `${ENTERPRISE}:manager.value`, value: 'm2' }],
    { [ENTERPRISE]: { department: 'Research', manager: { value: 'm2', displayName: 'Mo' } } },
  ],
  ['an extension is removed', [{ op: 'remove', path: ENTERPRISE }], { [ENTERPRISE]: undefined }],
  [
    'the last part of an extension',
    [
      { op: 'remove', path: `${ENTERPRISE}:manager` },
      { op: 'remove', path: `${ENTERPRISE}:department` },
    ],
    { [ENTERPRISE]: undefined },
  ],
  [
    'SC-11: the value of a type',
    [{ op: 'replace', path: 'emails[type eq "WORK"].value', value: 'b' }],
    { emails: [{ ...work, value: 'b' }, home] },
  ],
  [
    'SC-11: a type that is not there is made',
    [{ op: 'Add', path: 'emails[type eq "other"].value', value: 'b' }],
    { emails: [work, home, { type: 'other', value: 'b' }] },
  ],
  [
    'SC-11: and by replace',
    [{ op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '1' }],
    { phoneNumbers: [{ type: 'mobile', value: '1' }] },
  ],
  [
    'SC-11: as Entra sends roles',
    [{ op: 'Add', path: 'roles[primary eq "True"].value', value: 'r' }],
    { roles: [{ primary: true, value: 'r' }] },
  ],
  [
    'SC-11: a whole address',
    [{ op: 'add', path: 'addresses[type eq "work" and primary eq true]', value: { locality: 'London' } }],
    { addresses: [{ type: 'work', primary: true, locality: 'London' }] },
  ],
  [
    'SC-11: with a URN',
    [{ op: 'add', path: `${CORE}:ims[type eq "x"].value`, value: '1' }],
    { ims: [{ type: 'x', value: '1' }] },
  ],
  [
    'SC-11: as a key',
    [{ op: 'replace', value: { 'emails[type eq "work"].value': 'b' } }],
    { emails: [{ ...work, value: 'b' }, home] },
  ],
  [
    'an element is replaced whole',
    [{ op: 'replace', path: 'emails[type eq "work"]', value: { value: 'b', type: 'work' } }],
    { emails: [{ value: 'b', type: 'work' }, home] },
  ],
  [
    'an element is added to',
    [{ op: 'add', path: 'emails[type eq "work"]', value: { display: 'W' } }],
    { emails: [{ ...work, display: 'W' }, home] },
  ],
  ['SC-11: an element is removed', [{ op: 'remove', path: 'emails[type eq "work"]' }], { emails: [home] }],
  [
    'SC-11: an absent element is removed',
    [
      { op: 'remove', path: 'emails[type eq "fax"]' },
      { op: 'remove', path: 'title' },
      { op: 'remove', path: 'ims[type eq "x"].value' },
    ],
    {},
  ],
  [
    'a part of an element is removed',
    [{ op: 'remove', path: 'emails[type eq "work"].primary' }],
    { emails: [{ value: work?.value, type: 'work' }, home] },
  ],
  [
    'elements are removed by value, and no others',
    [{ op: 'Remove', path: 'emails', value: [{ value: 'ada@home.test' }] }],
    { emails: [work] },
  ],
  ['a list is removed', [{ op: 'remove', path: 'emails' }], { emails: undefined }],
  [
    'a list is replaced',
    [{ op: 'replace', path: 'emails', value: [{ value: 'b' }] }],
    { emails: [{ value: 'b' }] },
  ],
  ['a list is emptied', [{ op: 'replace', path: 'emails', value: [] }], { emails: undefined }],
  [
    'a list is added to',
    [{ op: 'add', path: 'emails', value: [{ value: 'b' }] }],
    { emails: [...emails, { value: 'b' }] },
  ],
  ['what is there is not added again', [{ op: 'add', path: 'emails', value: work }], {}],
  [
    'SC-17: a new preferred value',
    [{ op: 'add', path: 'emails', value: [{ value: 'b', primary: true }] }],
    { emails: [{ ...work, primary: false }, home, { value: 'b', primary: true }] },
  ],
  [
    'SC-17: by its path',
    [{ op: 'replace', path: 'emails[type eq "home"].primary', value: 'true' }],
    {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
  ],
  [
    'the value of every element',
    [{ op: 'replace', path: 'emails.display', value: 'd' }],
    {
      emails: [
        { ...work, display: 'd' },
        { ...home, display: 'd' },
      ],
    },
  ],
  [
    'null removes',
    [
      { op: 'replace', path: 'displayName', value: null },
      { op: 'replace', value: { name: null, 'emails[type eq "home"]': null } },
    ],
    { displayName: undefined, name: undefined, emails: [work] },
  ],
]

for (const [says, operations, profile] of patched)
  test(`a PATCH of a person: ${says}`, () => {
    const state = patchUser(ada, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: operations,
    })

    // JSON has no undefined: what is expected to be gone.
    assert.deepEqual(state, { ...ada, profile: JSON.parse(JSON.stringify({ ...ada.profile, ...profile })) })
  })

test('SC-15: a PATCH says active as a boolean or as a text, by a path or without', () => {
  for (const value of [false, 'False', 'false']) {
    assert.deepEqual(patch({ op: 'Replace', path: 'active', value }), { ...ada, active: false })
    assert.deepEqual(patch({ op: 'replace', value: { active: value } }), { ...ada, active: false })
  }
})

test('a PATCH sets and removes the externalId', () => {
  assert.equal(patch({ op: 'add', path: 'externalId', value: 'x' }).externalId, 'x')
  assert.equal(patch({ op: 'remove', path: 'externalid' }).externalId, null)
})

test('nothing that was not named is changed by any of this', () => {
  const { profile } = patch({ op: 'remove', path: 'emails' })

  assert.deepEqual(profile, withoutEmails)
})
