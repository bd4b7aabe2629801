import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInvalid } from '../../../test/scim-invalid.ts'
import { type GroupStep, readGroup, readGroupPatch } from './group.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const ADSCIM = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'

test('a group as Okta and Entra write one', () => {
  const okta = { schemas: [CORE], displayName: 'Data', members: [{ value: 'u1', display: 'Ada' }] }
  const entra = { schemas: [CORE, ADSCIM], externalId: 'x', DisplayName: 'Data', id: null, meta: {} }

  assert.deepEqual(readGroup(okta), { displayName: 'Data', externalId: null, members: ['u1'] })
  assert.deepEqual(readGroup(entra), { displayName: 'Data', externalId: 'x', members: null })
  assert.deepEqual(readGroup({ ...okta, schemas: ['urn:scim:schemas:core:1.0'], members: [] }).members, [])
  const twice = { value: 'u1', $ref: null, type: 'user' }
  assert.deepEqual(readGroup({ ...okta, members: [twice, twice] }).members, ['u1'])
})

const wrong: [body: object, scimType: string][] = [
  [{ schemas: [ADSCIM] }, 'invalidSyntax'],
  [{ displayName: undefined }, 'invalidValue'],
  [{ displayName: ' ' }, 'invalidValue'],
  [{ displayName: 'a'.repeat(256) }, 'invalidValue'],
  [{ members: 'u1' }, 'invalidValue'],
  [{ members: ['u1'] }, 'invalidValue'],
  [{ members: [{ display: 'Ada' }] }, 'invalidValue'],
  [{ members: [{ value: '' }] }, 'invalidValue'],
  [{ members: [{ value: 'g1', type: 'Group' }] }, 'invalidValue'],
]

for (const [body, scimType] of wrong)
  test(`SC-2: a group with ${JSON.stringify(body).slice(0, 60)} is refused as ${scimType}`, () => {
    assert.throws(() => readGroup({ schemas: [CORE], displayName: 'Data', ...body }), isInvalid(scimType))
  })

const one = [{ value: 'u1' }]
const steps: [says: string, operations: object[], steps: GroupStep[]][] = [
  ['nothing', [], []],
  [
    'a rename by Okta touches no members',
    [{ op: 'replace', value: { id: 'g', displayName: 'n' } }],
    [{ kind: 'rename', displayName: 'n' }],
  ],
  [
    'a rename by Entra',
    [{ op: 'Replace', path: 'DisplayName', value: 'n' }],
    [{ kind: 'rename', displayName: 'n' }],
  ],
  [
    'an externalId',
    [
      { op: 'add', path: 'externalId', value: 'x' },
      { op: 'remove', path: 'externalId' },
    ],
    [
      { kind: 'externalId', externalId: 'x' },
      { kind: 'externalId', externalId: null },
    ],
  ],
  [
    'additions',
    [
      { op: 'Add', path: 'members', value: [{ $ref: null, value: 'u1' }] },
      { op: 'add', value: { members: { value: 'u2' } } },
    ],
    [{ kind: 'add', ids: ['u1', 'u2'] }],
  ],
  [
    'one goes, another comes (Okta)',
    [
      { op: 'remove', path: 'members[value eq "u1"]' },
      { op: 'add', path: 'members', value: [{ value: 'u2', display: 'B' }] },
    ],
    [
      { kind: 'remove', ids: ['u1'] },
      { kind: 'add', ids: ['u2'] },
    ],
  ],
  [
    'SC-11: Entra removes those in the value',
    [{ op: 'Remove', path: 'members', value: one }],
    [{ kind: 'remove', ids: ['u1'] }],
  ],
  [
    'several by or',
    [
      { op: 'remove', path: 'members[value eq "u1" or VALUE EQ "u2"]' },
      { op: 'remove', path: `${CORE}:members[value eq "u3"]` },
    ],
    [{ kind: 'remove', ids: ['u1', 'u2', 'u3'] }],
  ],
  ['nobody is removed where nobody is named', [{ op: 'remove', path: 'members', value: [] }], []],
  [
    'everybody goes where it is said (Okta)',
    [{ op: 'replace', path: 'members', value: [] }],
    [{ kind: 'replace', ids: [] }],
  ],
  [
    'and without a path',
    [{ op: 'replace', value: { members: [], id: 'g', displayName: 'n', password: 1, shoe: 2, 'urn:x': 3 } }],
    [
      { kind: 'replace', ids: [] },
      { kind: 'rename', displayName: 'n' },
    ],
  ],
  [
    'the order stays',
    [
      { op: 'add', path: 'members', value: one },
      { op: 'remove', path: 'members', value: one },
      { op: 'add', path: 'members', value: one },
    ],
    [
      { kind: 'add', ids: ['u1'] },
      { kind: 'remove', ids: ['u1'] },
      { kind: 'add', ids: ['u1'] },
    ],
  ],
]

for (const [says, operations, expected] of steps)
  test(`a PATCH of a group: ${says}`, () => {
    assert.deepEqual(readGroupPatch({ Operations: operations }), expected)
  })

const refused: [operation: object, scimType: string][] = [
  [{ op: 'remove', path: 'members' }, 'noTarget'],
  [{ op: 'Remove', path: 'members', value: null }, 'noTarget'],
  [{ op: 'remove', value: { members: one } }, 'noTarget'],
  [{ op: 'remove', path: 'displayName' }, 'mutability'],
  [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
  [{ op: 'replace', path: 'meta.created', value: 'x' }, 'mutability'],
  [{ op: 'replace', path: 'members[value eq "u1"]', value: one }, 'mutability'],
  [{ op: 'replace', path: 'members[value eq "u1"].value', value: 'u2' }, 'mutability'],
  [{ op: 'remove', path: 'members.value' }, 'mutability'],
  [{ op: 'remove', path: 'members[value ne "u1"]' }, 'invalidFilter'],
  [{ op: 'remove', path: 'members[value pr]' }, 'invalidFilter'],
  [{ op: 'remove', path: 'members[not (value eq "u1")]' }, 'invalidFilter'],
  [{ op: 'remove', path: 'members[value eq null]' }, 'invalidFilter'],
  [{ op: 'remove', path: 'members[display eq "Ada"]' }, 'invalidFilter'],
  [{ op: 'remove', path: 'members[value eq "u1"' }, 'invalidFilter'],
  [{ op: 'remove', path: 'members[]' }, 'invalidFilter'],
  [{ op: 'add', path: 'userName', value: 'x' }, 'invalidPath'],
  [{ op: 'add', path: '__proto__', value: 'x' }, 'invalidPath'],
  [{ op: 'replace', path: 'displayName', value: '' }, 'invalidValue'],
  [{ op: 'replace', path: 'displayName', value: ['x'] }, 'invalidValue'],
  [{ op: 'add', path: 'members', value: 'u1' }, 'invalidValue'],
  [{ op: 'replace', path: 'members', value: null }, 'invalidValue'],
  [{ op: 'add', path: 'members', value: [{ value: 'g1', type: 'Group' }] }, 'invalidValue'],
]

for (const [operation, scimType] of refused)
  test(`SC-2: a PATCH of a group by ${JSON.stringify(operation)} is refused as ${scimType}`, () => {
    const body = { Operations: [{ op: 'add', path: 'members', value: one }, operation] }

    assert.throws(() => readGroupPatch(body), isInvalid(scimType))
  })
