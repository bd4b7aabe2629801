import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeCatalog, ownerRole, roleByName } from '../contract/complete.ts'
import { segment } from '../contract/segment.ts'
import type { GrantFact, LabelFact } from './index.ts'
import { compileRules, explain, openWorld } from './index.ts'

const catalog = completeCatalog(segment)
const rules = compileRules(catalog)
const idOf = (name: string) => roleByName(catalog, name)?.id ?? 'missing'
const admin = idOf('Source Admin')
const reader = idOf('Source Read-only')
const prod: LabelFact = { key: 'environment', value: 'prod' }
const ios = { kind: 'list' as const, type: 'source', id: 'ios' }

interface Asked {
  action?: string
  plan?: string
  groups?: GrantFact[]
  /** When the membership ends, and the place in the group. */
  until?: number
  groupEnds?: Record<string, number>
}

function why(
  grants: GrantFact[],
  { action = 'source:read', plan = 'business', groups = [] as GrantFact[], ...ends }: Asked = {},
) {
  const world = openWorld(
    rules,
    { workspaceId: 'w', plan },
    {
      principals: [{ id: 'ada', kind: 'user', names: [], groups: ['team'], grants, ...ends }],
      groups: [{ id: 'team', grants: groups }],
      resources: [{ type: 'source', id: 'ios', labels: [prod] }],
      roles: [],
    },
  )
  return explain(world, { who: 'ada', action, resource: { type: 'source', id: 'ios' }, at: 50 })
}

test('every way to an access is told: role, scope, group and end', () => {
  const label = { kind: 'label' as const, labels: [prod] }

  const { allowed, paths } = why([{ id: 'g1', roleId: admin, scopes: [ios] }], {
    groups: [{ id: 'g2', roleId: reader, scopes: [label], until: 60 }],
  })

  const resource = { type: 'source', id: 'ios' }
  assert.equal(allowed, true)
  assert.deepEqual(paths, [
    { grantId: 'g1', roleId: admin, via: { kind: 'own' }, scope: ios, resource, forAction: 'source:read' },
    {
      grantId: 'g2',
      roleId: reader,
      via: { kind: 'group', groupId: 'team' },
      scope: label,
      resource,
      forAction: 'source:read',
      until: 60,
    },
  ])
})

test('who has nothing is told the smallest role that would do', () => {
  const { allowed, nearest, smallestRoles } = why([])

  assert.deepEqual(
    { allowed, nearest, smallestRoles },
    { allowed: false, nearest: [], smallestRoles: [reader] },
  )
  assert.deepEqual(why([], { plan: 'free' }).smallestRoles, [admin])
})

const other = { kind: 'list' as const, type: 'source', id: 'web' }
const dev = { kind: 'label' as const, labels: [prod, { key: 'team', value: 'red' }] }
const misses: [
  says: string,
  grant: Omit<GrantFact, 'id'>,
  ask: { action?: string; plan?: string },
  kind: string,
][] = [
  [
    'a role that reaches the source but is too weak',
    { roleId: reader, scopes: [ios] },
    { action: 'source:edit' },
    'role-too-weak',
  ],
  ['the role on another source', { roleId: admin, scopes: [other] }, {}, 'scope-elsewhere'],
  ['a label that the source lacks', { roleId: admin, scopes: [dev] }, {}, 'label-missing'],
  ['a grant that has ended', { roleId: admin, scopes: [ios], until: 50 }, {}, 'ended'],
  ['a grant that has not begun', { roleId: admin, scopes: [ios], from: 51 }, {}, 'not-yet'],
  ['a role that the plan does not include', { roleId: reader, scopes: [ios] }, { plan: 'free' }, 'plan'],
  [
    'leave to see personal data without the source',
    { roleId: idOf('PII Access'), scopes: [{ kind: 'all' }] },
    { action: 'source:pii' },
    'needs-other-action',
  ],
]

for (const [says, grant, ask, kind] of misses) {
  test(`a refusal points at ${says}`, () => {
    const { allowed, nearest } = why([{ id: 'g', ...grant }], ask)

    assert.equal(allowed, false)
    assert.equal(nearest[0]?.kind, kind)
    if (kind === 'label-missing') assert.deepEqual(nearest[0]?.missing, [{ key: 'team', value: 'red' }])
    if (kind === 'needs-other-action') assert.equal(nearest[0]?.needs, 'source:read')
  })
}

test('where the membership has ended, that is why, and no role would help', () => {
  const grants = [{ id: 'g', roleId: admin, scopes: [ios] }]

  const { allowed, nearest, smallestRoles } = why(grants, { until: 50 })

  assert.deepEqual([allowed, nearest, smallestRoles], [false, [{ kind: 'membership-ended', until: 50 }], []])
  assert.deepEqual(why(grants, { until: 51 }).paths[0]?.until, 51)
})

test('where the place in a group has ended, the role that it gave is named, with that end', () => {
  const groups = [{ id: 'g', roleId: admin, scopes: [ios], until: 90 }]

  const { allowed, nearest, smallestRoles } = why([], { groups, groupEnds: { team: 50 } })

  const via = { kind: 'group', groupId: 'team' }
  const miss = { kind: 'group-membership-ended', grantId: 'g', roleId: admin, via, until: 50 }
  assert.deepEqual([allowed, nearest, smallestRoles], [false, [miss], [reader]])
  assert.deepEqual(why([], { groups, groupEnds: { team: 51 } }).paths[0]?.until, 51)
})

test('of many misses the five nearest are told, the nearest first', () => {
  const far = Array.from({ length: 6 }, (_, number) => ({
    id: `far-${number}`,
    roleId: admin,
    scopes: [other],
  }))

  const { nearest } = why([...far, { id: 'late', roleId: admin, scopes: [ios], until: 10 }])

  assert.deepEqual(
    nearest.map(({ kind }) => kind),
    ['ended', ...Array(4).fill('scope-elsewhere')],
  )
})

test('what is not known is named', () => {
  const world = openWorld(
    rules,
    { workspaceId: 'w', plan: 'business' },
    {
      principals: [
        {
          id: 'ada',
          kind: 'user',
          names: [],
          groups: [],
          grants: [{ id: 'g', roleId: ownerRole(catalog).id, scopes: [] }],
        },
      ],
      groups: [],
      resources: [],
      roles: [],
    },
  )
  const ask = (who: string, action: string, type: string, id: string) =>
    explain(world, { who, action, resource: { type, id }, at: 0 })

  assert.equal(ask('nobody', 'source:read', 'source', 'x').unknown, 'subject')
  assert.equal(ask('ada', 'source:read', 'boat', 'x').unknown, 'resource-type')
  assert.equal(ask('ada', 'source:sail', 'source', 'x').unknown, 'action')
  assert.equal(ask('ada', 'member:read', 'workspace', 'w').allowed, true)
  assert.equal(ask('ada', 'member:read', 'workspace', 'other').allowed, false)
})
