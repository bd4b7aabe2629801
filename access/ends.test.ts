import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GrantFact } from './index.ts'
import { check, compileRules, endOf, openWorld } from './index.ts'
import { smallCatalog } from './small-catalog.ts'

const rules = compileRules(smallCatalog)
const reads = (id: string, until?: number): GrantFact => given(id, 'source-reader', until)
const given = (id: string, roleId: string, until?: number): GrantFact => ({
  id,
  roleId,
  scopes: [{ kind: 'all' }],
  ...(until !== undefined && { until }),
})

const cases: [
  what: string,
  own: GrantFact[],
  ofGroup: GrantFact[],
  action: string,
  end: number | undefined,
  membership?: { member?: number; place?: number },
][] = [
  ['what one grant gives ends with it', [reads('a', 60)], [], 'source:read', 60],
  ['what two give ends with the later', [reads('a', 60)], [reads('b', 70)], 'source:read', 70],
  ['what another gives for good does not end', [reads('a', 60)], [reads('b')], 'source:read', undefined],
  ['an action ends with what it needs', [reads('a', 60)], [given('b', 'pii', 90)], 'source:pii', 60],
  ['what gives something else is no end', [reads('a'), given('b', 'pii', 60)], [], 'source:read', undefined],
  ['what has ended does not end', [reads('a', 40)], [], 'source:read', undefined],
  ['what was never given does not end', [reads('a', 60)], [], 'source:edit', undefined],
  ['what the group gives ends with the place in it', [], [reads('b', 80)], 'source:read', 70, { place: 70 }],
  [
    'what is given beside a place that ends stays',
    [reads('a', 80)],
    [reads('b')],
    'source:read',
    80,
    { place: 70 },
  ],
  [
    'everything ends with the membership',
    [reads('a')],
    [reads('b')],
    'source:read',
    65,
    { member: 65, place: 70 },
  ],
  ['what ends before the membership ends', [reads('a', 60)], [], 'source:read', 60, { member: 65 }],
]

for (const [what, own, ofGroup, action, end, { member, place } = {}] of cases) {
  test(`${what}, and that is when the answer turns`, () => {
    const facts = {
      principals: [
        {
          ...{ id: 'ada', kind: 'user' as const, names: [], groups: ['team'], grants: own },
          ...(member !== undefined && { until: member }),
          ...(place !== undefined && { groupEnds: { team: place } }),
        },
      ],
      groups: [{ id: 'team', grants: ofGroup }],
      resources: [{ type: 'source', id: 'ios', labels: [] }],
      roles: [],
    }
    const world = openWorld(rules, { workspaceId: 'w', plan: 'business' }, facts)
    const question = { who: 'ada', action, resource: { type: 'source', id: 'ios' }, at: 50 }

    const found = endOf(world, question)

    assert.equal(found, end)
    if (end === undefined) return
    assert.equal(check(world, { ...question, at: end - 1 }), true)
    assert.equal(check(world, { ...question, at: end }), false)
  })
}
