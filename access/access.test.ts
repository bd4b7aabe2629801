import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Facts, GrantFact, ScopeFact } from './index.ts'
import {
  applyChange,
  check,
  compileRules,
  effectiveRoles,
  findPrincipal,
  hasPrincipal,
  hasResource,
  isOwner,
  listPrincipals,
  listResources,
  openWorld,
} from './index.ts'
import { smallCatalog } from './small-catalog.ts'

const rules = compileRules(smallCatalog)
const all: ScopeFact = { kind: 'all' }
const on = (type: string, id: string): ScopeFact => ({ kind: 'list', type, id })
const labelled = (...labels: [string, string][]): ScopeFact => ({
  kind: 'label',
  labels: labels.map(([key, value]) => ({ key, value })),
})
const give = (roleId: string, ...scopes: ScopeFact[]): GrantFact => ({
  id: `${roleId}-grant`,
  roleId,
  scopes,
})
const user = (id: string, grants: GrantFact[], groups: string[] = []) => ({
  id,
  kind: 'user' as const,
  names: [`${id}@example.com`, `hr-${id}`],
  groups,
  grants,
})

/** Sources `ios` and `web` (production), `crm` without labels, destination `ads` on `ios`, folders `a` in `b` in `c`. */
const facts: Facts = {
  principals: [
    user('ada', [give('source-admin', on('source', 'ios'))], ['readers']),
    user('cy', [give('pii', all), give('source-reader', labelled(['ENV', 'Prod'], ['brand', 'acme']))]),
    user('dot', [give('widget-last', on('widget', 'w1')), give('librarian', on('folder', 'c'))]),
    user('eve', [give('source-admin', all)]),
    user('grace', [], ['founders']),
    user('max', [give('member')]),
    user('nil', [give('source-admin'), give('source-reader', labelled())]),
    { id: 'robot', kind: 'token', names: [], groups: [], grants: [give('widget-admin', all)] },
  ],
  groups: [
    { id: 'readers', grants: [give('source-reader', labelled(['env', 'prod']))] },
    { id: 'founders', grants: [give('owner')] },
  ],
  resources: [
    { type: 'source', id: 'ios', labels: [{ key: 'Env', value: 'PROD' }] },
    {
      type: 'source',
      id: 'web',
      labels: [
        { key: 'env', value: 'prod' },
        { key: 'brand', value: 'Acme' },
      ],
    },
    { type: 'source', id: 'crm', labels: [] },
    {
      type: 'destination',
      id: 'ads',
      labels: [{ key: 'brand', value: 'acme' }],
      parent: { type: 'source', id: 'ios' },
    },
    { type: 'folder', id: 'a', labels: [], parent: { type: 'folder', id: 'b' } },
    { type: 'folder', id: 'b', labels: [], parent: { type: 'folder', id: 'c' } },
    { type: 'folder', id: 'c', labels: [], parent: { type: 'folder', id: 'a' } },
    { type: 'widget', id: 'w1', labels: [] },
  ],
  roles: [],
}
const open = (more: Partial<Facts> = {}, plan = 'business') =>
  openWorld(rules, { workspaceId: 'acme', plan }, { ...facts, ...more })

const cases: [who: string, action: string, type: string, id: string | null, allowed: boolean][] = [
  ['ada', 'source:edit', 'source', 'ios', true], // her own role on one source
  ['ada', 'source:edit', 'source', 'web', false], // the group only lets her read
  ['ada', 'source:read', 'source', 'web', true], // through the label and the group, whatever the case
  ['ada', 'source:read', 'source', 'crm', false], // unlabelled
  ['ada', 'destination:read', 'destination', 'ads', true], // hangs on her source
  ['ada', 'source:create', 'source', null, false], // only admins of everything create
  ['ada', 'source:create', 'source', 'ios', false],
  ['eve', 'source:create', 'source', null, true],
  ['eve', 'source:read', 'source', 'not-registered', true], // everything, registered or not
  ['cy', 'source:read', 'source', 'ios', false], // lacks one of two labels
  ['cy', 'source:read', 'source', 'web', true],
  ['cy', 'source:pii', 'source', 'web', true], // unmasks what is seen
  ['cy', 'source:pii', 'source', 'crm', false], // and never widens
  ['cy', 'source:pii', 'source', null, false],
  ['dot', 'widget:39', 'widget', 'w1', true], // the fortieth action
  ['dot', 'widget:7', 'widget', 'w1', false], // 39 and 7 share a bit of a word
  ['dot', 'folder:read', 'folder', 'a', true], // two parents up, in a circle
  ['robot', 'widget:7', 'widget', 'w1', true],
  ['grace', 'source:edit', 'source', 'crm', true], // owners may do everything
  ['grace', 'workspace:edit', 'workspace', 'acme', true],
  ['grace', 'workspace:edit', 'workspace', 'other', false], // in their own workspace
  ['max', 'workspace:read', 'workspace', 'acme', true], // a role about the workspace needs no scope
  ['max', 'workspace:edit', 'workspace', 'acme', false],
  ['nil', 'source:read', 'source', 'web', false], // no scope and no labels are not everything
  ['nobody', 'source:read', 'source', 'ios', false],
  ['grace', 'source:fly', 'source', 'ios', false],
  ['grace', 'constructor', 'constructor', 'ios', false],
]

for (const [who, action, type, id, allowed] of cases) {
  test(`${who} ${allowed ? 'may' : 'may not'} do ${action} on ${type} ${id ?? 'as such'}`, () => {
    assert.equal(check(open(), { who, action, resource: { type, id }, at: 0 }), allowed)
  })
}

test('what the plan does not include is kept, shown and does not count', () => {
  const world = open()

  applyChange(world, { plan: 'free' })

  const ask = (who: string, action: string, id: string) =>
    check(world, { who, action, resource: { type: 'source', id }, at: 0 })
  assert.equal(ask('ada', 'source:edit', 'ios'), true)
  assert.equal(ask('ada', 'source:read', 'web'), false)
  assert.equal(ask('grace', 'source:read', 'web'), false)
  const because = (who: string) =>
    effectiveRoles(world, who, 0).map((role) => role.inactiveBecause ?? 'active')
  assert.deepEqual(because('ada'), ['active', 'plan-groups'])
  assert.deepEqual(because('cy'), ['plan-role', 'plan-role'])
  applyChange(world, { plan: 'business' })
  assert.equal(ask('grace', 'source:read', 'web'), true)
})

test('a grant begins and ends at the exact instant, on every path, even when clocks go back', () => {
  const grant = { ...give('source-reader', on('source', 'crm')), from: 100, until: 200 }
  const world = open({
    principals: [user('own', [grant]), user('member', [], ['timed'])],
    groups: [{ id: 'timed', grants: [grant] }],
  })

  for (const [at, allowed] of [
    [99, false],
    [100, true],
    [199, true],
    [200, false],
    [150, true],
    [0, false],
  ] as const) {
    for (const who of ['own', 'member']) {
      const question = { who, action: 'source:read', at }
      assert.equal(check(world, { ...question, resource: { type: 'source', id: 'crm' } }), allowed)
      assert.deepEqual(
        listResources(world, { ...question, type: 'source' }, { count: 9 }).ids,
        allowed ? ['crm'] : [],
      )
    }
    const who = listPrincipals(
      world,
      { action: 'source:read', resource: { type: 'source', id: 'crm' }, at },
      { count: 1 },
    )
    assert.equal(who.total, allowed ? 2 : 0)
  }
})

test('an owner through a group is an owner, as long as the group and the grant last', () => {
  const world = open()

  assert.equal(isOwner(world, 'grace', 0), true)
  assert.equal(isOwner(world, 'eve', 0), false)
  applyChange(world, { removed: { groups: ['founders'] } })
  applyChange(world, { groups: [{ id: 'founders', grants: [give('owner')] }] })
  assert.equal(isOwner(world, 'grace', 0), false)
})

test('a resource that comes back under its old id is covered by none of the lists that named it', () => {
  const world = open()

  applyChange(world, { removed: { resources: [{ type: 'source', id: 'ios' }] } })
  applyChange(world, { resources: [{ type: 'source', id: 'ios', labels: [] }] })

  const ask = (type: string, id: string) =>
    check(world, { who: 'ada', action: `${type}:read`, resource: { type, id }, at: 0 })
  assert.equal(ask('source', 'ios'), false)
  assert.equal(ask('destination', 'ads'), false)
  assert.deepEqual(
    effectiveRoles(world, 'ada', 0).map(({ roleId }) => roleId),
    ['source-reader'],
  )
})

test('a relabelled source is reached by whom the new labels say, at once', () => {
  const world = open()
  const ids = () =>
    listResources(world, { who: 'ada', action: 'source:read', type: 'source', at: 0 }, { count: 9 }).ids
  assert.deepEqual(ids(), ['ios', 'web'])

  applyChange(world, {
    resources: [
      { type: 'source', id: 'web', labels: [] },
      {
        type: 'source',
        id: 'crm',
        labels: [
          { key: 'env', value: 'dev' },
          { key: 'ENV', value: 'prod' },
        ],
      },
    ],
  })

  assert.deepEqual(ids(), ['crm', 'ios'])
})

test('a page continues after its last entry even if that is gone, and can be narrowed by labels', () => {
  const world = open()
  const question = { who: 'eve', action: 'source:read', type: 'source', at: 0 }

  const first = listResources(world, question, { count: 2 })
  applyChange(world, { removed: { resources: [{ type: 'source', id: 'ios' }] } })
  const second = listResources(world, question, { count: 2, after: first.next ?? '' })

  assert.deepEqual([first, second], [{ ids: ['crm', 'ios'], next: 'ios' }, { ids: ['web'] }])
  const acme = listResources(world, question, { count: 2, labels: [{ key: 'BRAND', value: 'acme' }] })
  assert.deepEqual(acme, { ids: ['web'] })
})

test('who can reach a source is counted as a whole and listed in pages, members and tokens apart', () => {
  const world = open()
  const question = { action: 'source:read', resource: { type: 'source', id: 'web' }, at: 0 }

  assert.deepEqual(listPrincipals(world, question, { count: 2 }), {
    ids: ['ada', 'cy'],
    total: 4,
    next: 'cy',
  })
  assert.deepEqual(listPrincipals(world, question, { count: 2, after: 'cy' }), {
    ids: ['eve', 'grace'],
    total: 4,
  })
  const tokens = listPrincipals(
    world,
    { action: 'widget:7', resource: { type: 'widget', id: null }, at: 0, kind: 'token' },
    { count: 9 },
  )
  assert.deepEqual(tokens, { ids: ['robot'], total: 1 })
})

test('a member is found by id, by what the directory calls them, and by e-mail whatever its case', () => {
  const world = open({
    principals: [user('ada', []), { ...user('bob', []), names: ['bob@example.com', 'ada@example.com'] }],
  })

  const names = ['ada', 'hr-ada', 'HR-ADA', 'BOB@Example.com', 'ada@example.com', 'Ada@example.com', 'x']
  const found = names.map((name) => findPrincipal(world, name))

  assert.deepEqual(found, ['ada', 'ada', undefined, 'bob', 'bob', 'ada', undefined])
  assert.deepEqual([hasPrincipal(world, 'ada'), hasPrincipal(world, 'ada', 'token')], [true, false])
  assert.deepEqual(
    [hasResource(world, 'source', 'ios'), hasResource(world, 'workspace', 'acme')],
    [true, true],
  )
  assert.deepEqual([hasResource(world, 'source', 'x'), hasResource(world, 'workspace', 'x')], [false, false])
})

test('a custom role that is edited changes what all its holders may do, at once', () => {
  const role = { id: 'mine', name: 'Mine', may: { source: ['source:read'] }, scopes: ['list' as const] }
  const world = open({ roles: [role], principals: [user('ada', [give('mine', on('source', 'crm'))])] })
  const ask = (action: string) =>
    check(world, { who: 'ada', action, resource: { type: 'source', id: 'crm' }, at: 0 })
  assert.deepEqual([ask('source:read'), ask('source:edit')], [true, false])

  applyChange(world, { roles: [{ ...role, may: { source: ['source:edit'] } }] })

  assert.deepEqual([ask('source:read'), ask('source:edit')], [false, true])
})
