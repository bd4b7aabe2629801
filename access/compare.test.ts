import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Facts, GrantFact, TwoSides } from './index.ts'
import { affectedBy, check, compareAccess, compileRules, openWorld } from './index.ts'
import { smallCatalog } from './small-catalog.ts'

const rules = compileRules(smallCatalog)
const prod = { key: 'env', value: 'prod' }
const at = 15

function open(known: Partial<Facts>) {
  const facts = { principals: [], groups: [], resources: [], roles: [], ...known }
  return openWorld(rules, { workspaceId: 'w', plan: 'business' }, facts)
}

function person(id: string, grants: GrantFact[] = [], groups: string[] = []) {
  return { id, kind: 'user' as const, names: [], groups, grants }
}

function source(id: string) {
  return { type: 'source', id, labels: [prod] }
}

let grantCount = 0
function grant(roleId: string, ...scopes: GrantFact['scopes']): GrantFact {
  return { id: `grant-${grantCount++}`, roleId, scopes }
}

const reader = (id: string) => grant('source-reader', { kind: 'list', type: 'source', id })
const custom = {
  id: 'custom',
  name: 'Custom',
  may: { source: ['source:pii'] },
  scopes: ['all' as const, 'list' as const],
}

function compare(world: ReturnType<typeof open>, sides: TwoSides) {
  return compareAccess(world, sides, { subjects: affectedBy(world, sides.after), at })
}

test('a group that goes is lost by its members, who are in it as before when the look is over', () => {
  const group = { id: 'g', grants: [reader('ios')] }
  const world = open({
    groups: [group],
    principals: [person('ada', [], ['g']), person('bob')],
    resources: [source('ios')],
  })
  const sides = { before: { groups: [group] }, after: { removed: { groups: ['g'] } } }

  const { differences } = compare(world, sides)

  const line = { type: 'source', actions: ['source:read'], everything: false, count: 1, isPartial: false }
  assert.deepEqual(
    differences.map(({ id, gains, losses }) => ({ id, gains, losses })),
    [{ id: 'ada', gains: [], losses: [{ ...line, resources: ['ios'] }] }],
  )
  const question = { who: 'ada', action: 'source:read', resource: { type: 'source', id: 'ios' }, at }
  assert.ok(check(world, question))
})

test('an action that needs another goes with it, where the other was given on everything', () => {
  const pii = grant('custom', { kind: 'list', type: 'source', id: 'ios' })
  const before = person('ada', [grant('source-reader', { kind: 'all' }), pii])
  const world = open({ principals: [before], resources: [source('ios'), source('web')], roles: [custom] })
  const sides = { before: { principals: [before] }, after: { principals: [person('ada', [pii])] } }

  const { differences } = compare(world, sides)

  const losses = differences[0]?.losses.filter((one) => one.type === 'source')
  assert.deepEqual(
    losses?.map(({ actions, everything, resources }) => ({ actions, everything, resources })),
    [
      { actions: ['source:read'], everything: true, resources: [] },
      { actions: ['source:pii'], everything: false, resources: ['ios'] },
    ],
  )
})

test('an action that needs another is gained where the other was given before', () => {
  const reading = grant('source-reader', { kind: 'label', labels: [prod] })
  const before = person('ada', [reading])
  const world = open({ principals: [before], resources: [source('ios'), { ...source('web'), labels: [] }] })
  const after = person('ada', [reading, grant('pii', { kind: 'all' })])

  const { differences } = compare(world, { before: { principals: [before] }, after: { principals: [after] } })

  const gains = differences[0]?.gains.map(({ actions, everything, resources }) => ({
    actions,
    everything,
    resources,
  }))
  assert.deepEqual(gains, [{ actions: ['source:pii'], everything: false, resources: ['ios'] }])
})

test('of many who differ fifty are told, and how many more there may be', () => {
  const people = Array.from({ length: 700 }, (_, number) => person(`p${number}`, [], ['g']))
  const world = open({ groups: [{ id: 'g', grants: [] }], principals: people, resources: [source('ios')] })
  const sides = {
    before: { groups: [{ id: 'g', grants: [] }] },
    after: { groups: [{ id: 'g', grants: [reader('ios')] }] },
  }

  const { differences, more } = compare(world, sides)

  assert.deepEqual([differences.length, more], [50, 650])
})

test('of many resources five are named and five hundred counted, which is said', () => {
  const sources = Array.from({ length: 600 }, (_, number) => source(`s${1000 + number}`))
  const world = open({ principals: [person('ada')], resources: sources })
  const after = person('ada', [grant('source-reader', { kind: 'label', labels: [prod] })])
  const sides = { before: { principals: [person('ada')] }, after: { principals: [after] } }

  const [ada] = compare(world, sides).differences

  const [gain] = ada?.gains ?? []
  assert.deepEqual([gain?.count, gain?.isPartial], [500, true])
  assert.deepEqual(gain?.resources, ['s1000', 's1001', 's1002', 's1003', 's1004'])
})

test('facts that cannot be are refused, and the world is as before', () => {
  const before = person('ada', [reader('ios')])
  const world = open({ principals: [before], resources: [source('ios')] })
  const after = person('ada', [grant('unheard-of', { kind: 'all' })])
  const sides = { before: { principals: [before] }, after: { principals: [after] } }

  assert.throws(() => compare(world, sides), /unheard-of/)

  const question = { who: 'ada', action: 'source:read', resource: { type: 'source', id: 'ios' }, at }
  assert.ok(check(world, question))
})
