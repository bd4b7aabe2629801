import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Change, Facts, Question } from './index.ts'
import {
  applyChange,
  check,
  compileRules,
  effectiveRoles,
  explain,
  listActions,
  listPrincipals,
  listResources,
  openWorld,
  sizeOf,
  type World,
} from './index.ts'
import type { NaiveWorld } from './naive.ts'
import { naiveChange, naiveCheck, naiveGives } from './naive.ts'
import {
  actionsToAsk,
  change,
  facts,
  instants,
  namesOf,
  plan,
  principalIds,
  sane,
  workspaceId,
} from './random-worlds.ts'
import { smallCatalog } from './small-catalog.ts'

const rules = compileRules(smallCatalog)

function naive(about: { plan: string }, known: Facts): NaiveWorld {
  return { catalog: smallCatalog, workspaceId, plan: about.plan, facts: known }
}

function open(about: { plan: string }, known: Facts): World {
  return openWorld(rules, { workspaceId, plan: about.plan }, known)
}

function* everyQuestion(at: number): Generator<Question> {
  for (const { type, action } of actionsToAsk) {
    for (const resource of namesOf(type)) {
      for (const who of [...principalIds, 'nobody']) yield { who, action, resource, at }
    }
  }
}

function allPages<Page extends { ids: string[]; next?: string }>(ask: (after?: string) => Page): string[] {
  const ids: string[] = []
  for (let page = ask(); ; page = ask(page.next)) {
    ids.push(...page.ids)
    if (page.next === undefined) return ids
    assert.equal(page.next, page.ids.at(-1))
  }
}

function assertListsAgree(world: World, { at, count }: { at: number; count: number }) {
  const may = (who: string, action: string, type: string, id: string | null) =>
    check(world, { who, action, resource: { type, id }, at })
  for (const { type, action } of actionsToAsk) {
    for (const who of principalIds) {
      const ids = allPages((after) =>
        listResources(world, { who, action, type, at }, { count, ...(after !== undefined && { after }) }),
      )
      const registered = [...(world.registry[rules.types.get(type)?.number ?? -1]?.values() ?? [])].filter(
        (it) => it.registered,
      )
      const expected = registered.map(({ id }) => id).filter((id) => may(who, action, type, id))
      assert.deepEqual(ids, expected.sort())
    }
    for (const resource of namesOf(type)) {
      for (const kind of [undefined, 'user', 'token'] as const) {
        const question = { action, resource, at, ...(kind && { kind }) }
        const expected = principalIds.filter((who) => {
          return may(who, action, type, resource.id) && (!kind || world.principals.get(who)?.kind === kind)
        })
        const ids = allPages((after) => {
          const page = listPrincipals(world, question, { count, ...(after !== undefined && { after }) })
          assert.equal(page.total, expected.length)
          return page
        })
        assert.deepEqual(ids, expected.sort())
      }
    }
  }
}

const options = { numRuns: 150 }

test('a decision is what a plain reading of the facts says, at every instant and in any order of instants', () => {
  const property = fc.property(plan, facts, fc.shuffledSubarray(instants), (on, known, times) => {
    const world = open({ plan: on }, known)
    const read = naive({ plan: on }, known)
    for (const at of times) {
      for (const question of everyQuestion(at)) {
        assert.equal(check(world, question), naiveCheck(read, question), JSON.stringify(question))
      }
    }
  })

  fc.assert(property, options)
})

test('lists of resources, of principals and of actions hold exactly what single decisions allow, on pages of any size', () => {
  const property = fc.property(
    plan,
    facts,
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom(...instants),
    (on, known, count, at) => {
      const world = open({ plan: on }, known)

      assertListsAgree(world, { at, count })
      for (const { type } of actionsToAsk.filter(({ type }, place, all) => all[place - 1]?.type !== type)) {
        for (const resource of namesOf(type)) {
          const names = Object.keys(smallCatalog.resourceTypes[type]?.actions ?? {})
          const expected = names.filter((action) => check(world, { who: 'Bob', action, resource, at }))
          assert.deepEqual(listActions(world, { who: 'Bob', resource, at }), expected)
        }
      }
    },
  )

  fc.assert(property, options)
})

test('after any changes a workspace answers as if it had been opened with the facts as they are now', () => {
  const steps = fc.array(fc.tuple(change, fc.constantFrom(...instants)), { minLength: 1, maxLength: 6 })
  const property = fc.property(plan, facts, steps, (on, start, changes) => {
    let current = { plan: on, facts: start }
    const world = open(current, start)
    for (const [wanted, at] of changes) {
      const next: Change = sane(current.facts, wanted)
      assertListsAgree(world, { at, count: 3 })
      applyChange(world, next)
      current = { plan: next.plan ?? current.plan, facts: naiveChange(current.facts, next) }

      const anew = open(current, current.facts)
      const read = naive(current, current.facts)
      for (const question of everyQuestion(at)) {
        assert.equal(check(world, question), check(anew, question), JSON.stringify(question))
        if (question.who === 'Bob') assert.equal(check(world, question), naiveCheck(read, question))
      }
      assertListsAgree(world, { at, count: 2 })
      assert.equal(sizeOf(world), sizeOf(anew))
      for (const who of principalIds) assert.equal(rolesOf(world, who, at), rolesOf(anew, who, at))
    }
  })

  fc.assert(property, options)
})

test('one more grant never takes anything away', () => {
  const property = fc.property(facts, facts, fc.constantFrom(...instants), (known, more, at) => {
    const extra = more.principals.flatMap(({ grants }) => grants)
    const before = { ...known, roles: more.roles }
    before.principals = sane(before, { principals: known.principals }).principals ?? []
    before.groups = sane(before, { groups: known.groups }).groups ?? []
    const after = {
      ...before,
      principals: before.principals.map((it) => ({ ...it, grants: [...it.grants, ...extra] })),
    }
    const [small, large] = [open({ plan: 'business' }, before), open({ plan: 'business' }, after)]

    for (const question of everyQuestion(at)) if (check(small, question)) assert.ok(check(large, question))
  })

  fc.assert(property, options)
})

test('an explanation says what the decision says, and each path of it is enough alone', () => {
  const property = fc.property(plan, facts, fc.constantFrom(...instants), (on, known, at) => {
    const world = open({ plan: on }, known)
    for (const question of everyQuestion(at)) {
      const why = explain(world, question)

      assert.equal(why.allowed, check(world, question))
      assert.equal(why.paths.length > 0, why.allowed)
      assert.ok(why.nearest.length <= (why.allowed ? 0 : 5))
      for (const path of why.paths) {
        const alone = onlyGrant(known, path.grantId)
        assert.ok(naiveGives(naive({ plan: on }, alone), { ...question, action: path.forAction }))
      }
      for (const roleId of why.smallestRoles.slice(0, 1)) {
        const given = withGrant(known, question.who, roleId)
        assert.ok(naiveCheck(naive({ plan: on }, given), question), JSON.stringify({ question, roleId }))
      }
    }
  })

  fc.assert(property, options)
})

/** Labels are shown as they were first spelt, which depends on history. */
function rolesOf(world: World, who: string, at: number): string {
  return JSON.stringify(effectiveRoles(world, who, at)).toLowerCase()
}

function onlyGrant(known: Facts, grantId: string): Facts {
  const only = <Holder extends { grants: { id: string }[] }>(holder: Holder) => ({
    ...holder,
    grants: holder.grants.filter(({ id }) => id === grantId),
  })
  return { ...known, principals: known.principals.map(only), groups: known.groups.map(only) }
}

function withGrant(known: Facts, who: string, roleId: string): Facts {
  const grant = { id: 'new', roleId, scopes: [{ kind: 'all' as const }] }
  return {
    ...known,
    principals: known.principals.map((it) => (it.id === who ? { ...it, grants: [...it.grants, grant] } : it)),
  }
}
