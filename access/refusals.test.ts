import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyChange, compileRules, hasPrincipal, noFacts, openWorld } from './index.ts'
import { smallCatalog } from './small-catalog.ts'

const rules = compileRules(smallCatalog)

test('a grant of an unknown role is refused by name, and nothing has changed then', () => {
  const ada = { id: 'ada', kind: 'user' as const, names: [], groups: [], grants: [] }
  const stray = { id: 'g', roleId: 'no-such-role', scopes: [] }
  const world = openWorld(rules, { workspaceId: 'w', plan: 'free' }, { ...noFacts, principals: [ada] })

  const change = () =>
    applyChange(world, {
      removed: { principals: ['ada'] },
      principals: [{ ...ada, id: 'zoe', grants: [stray] }],
    })

  assert.throws(change, /unknown role: no-such-role/)
  assert.equal(hasPrincipal(world, 'ada'), true)
  assert.throws(() => applyChange(world, { plan: 'platinum' }), /unknown plan: platinum/)
  assert.throws(
    () => applyChange(world, { roles: [{ id: 'owner', name: '', may: {}, scopes: ['all'] }] }),
    /built-in one: owner/,
  )
  assert.throws(() => openWorld(rules, { workspaceId: 'w', plan: 'gold' }, noFacts), /unknown plan: gold/)
})

test('a catalog that contradicts itself is refused by name', () => {
  const [owner] = smallCatalog.roles
  assert.ok(owner)
  const withRole = (may: Record<string, string[]>) => ({ ...smallCatalog, roles: [{ ...owner, may }] })
  const withAction = (needs: string) => ({
    ...smallCatalog,
    roles: [],
    resourceTypes: {
      x: {
        name: 'x',
        labelable: false,
        actions: { 'x:a': { says: '', needs }, 'x:b': { says: '', needs: 'x:a' } },
      },
    },
  })

  assert.throws(() => compileRules(withRole({ boat: ['*'] })), /unknown resource type boat/)
  assert.throws(
    () => compileRules(withRole({ source: ['source:sail'] })),
    /unknown action source:sail of source/,
  )
  assert.throws(() => compileRules(withAction('x:c')), /needs an unknown action: x:c/)
  assert.throws(() => compileRules(withAction('x:b')), /needs itself/)
  assert.throws(() => compileRules({ ...smallCatalog, roles: [owner, owner] }), /Two roles have the id owner/)
})
