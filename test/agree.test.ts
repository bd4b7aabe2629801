import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { check, effectiveRoles, openWorld, type Question, sizeOf, type World } from '../access/index.ts'
import { type NaiveWorld, naiveCheck } from '../access/naive.ts'
import { authzen } from '../contract/authzen.ts'
import type { Catalog } from '../contract/catalog.ts'
import { readFacts } from '../server/caller/facts.ts'
import { openWorlds } from '../server/caller/worlds.ts'
import { openWorkspace, type TestWorkspace } from './house.ts'
import { apply, change, prepare } from './random-changes.ts'
import { resourceNames } from './random-names.ts'
import { readRows } from './rows.ts'

const DAY_MS = 86_400_000
const options = { numRuns: Number(process.env.CLAVIGER_TEST_WORLDS ?? 12), endOnFailure: true }

test('after any changes through the API, memory, a world loaded anew, one that caught up, and the rows say the same', async () => {
  const sequences = fc.array(change, { minLength: 15, maxLength: 30 })
  const property = fc.asyncProperty(sequences, async (changes) => {
    const house = await openWorkspace()
    const { app, id } = house
    const elsewhere = openWorlds(() => app)
    await house.owner(authzen.searchAction, aboutOwner(house))
    const before = app.worlds.current(id)
    await elsewhere.at(id, 0)
    await prepare(house)

    for (const one of changes) await apply(house, one)

    const world = app.worlds.current(id)
    assert.ok(world)
    assert.equal(world, before, 'the world in memory was thrown away, not brought up to date')
    const caughtUp = await elsewhere.at(id, app.worlds.revisionOf(world))
    assert.equal(elsewhere.revisionOf(caughtUp), app.worlds.revisionOf(world))
    const rows = await readRows(app, id)
    const facts = await app.database.db.transaction().execute((tx) => readFacts(tx, id))
    const anew = openWorld(app.rules, { workspaceId: id, plan: rows.plan }, facts)
    const now = app.clock.now().getTime()
    for (const at of [now, now + 2 * DAY_MS]) {
      assertSameWorlds([world, caughtUp, anew], rows, at)
      assertSameDecisions([world, caughtUp, anew], rows, at)
    }
    await assertSearchesAgree(house, rows, world)
  })

  await fc.assert(property, options)
})

function aboutOwner({ ownerPerson, id }: TestWorkspace) {
  const subject = { type: 'user', id: ownerPerson.id }
  return { body: { subject, resource: { type: 'workspace', id } } }
}

function assertSameWorlds([world, ...others]: World[], rows: NaiveWorld, at: number) {
  assert.ok(world)
  for (const other of others) {
    assert.equal(sizeOf(other), sizeOf(world))
    for (const { id } of rows.facts.principals) {
      assert.equal(rolesIn(other, id, at), rolesIn(world, id, at))
    }
  }
}

/** In any order; labels are shown as they were first spelt, which depends on history. */
function rolesIn(world: World, id: string, at: number): string {
  const roles = effectiveRoles(world, id, at).map((role) => JSON.stringify(role).toLowerCase())
  return roles.sort().join('\n')
}

function assertSameDecisions(worlds: World[], rows: NaiveWorld, at: number) {
  for (const question of everyQuestion(rows, at)) {
    const expected = naiveCheck(rows, question)
    for (const world of worlds) assert.equal(check(world, question), expected, JSON.stringify(question))
  }
}

function* everyQuestion({ catalog, facts, workspaceId }: NaiveWorld, at: number): Generator<Question> {
  const who = [...facts.principals.map(({ id }) => id), 'nobody']
  for (const { type, action } of actionsToAsk(catalog)) {
    const named = resourceNames.filter((one) => one.type === type).map((one) => one.id)
    const ids = type === 'workspace' ? [workspaceId, 'another'] : [...named, 'unregistered']
    for (const id of [...ids, null]) {
      for (const one of who) yield { who: one, action, resource: { type, id }, at }
    }
  }
}

/** All actions of the types that are changed, and one of each other type. */
function actionsToAsk({ resourceTypes }: Catalog): { type: string; action: string }[] {
  return Object.entries(resourceTypes).flatMap(([type, { actions }]) => {
    const isChanged = type === 'workspace' || resourceNames.some((one) => one.type === type)
    const names = Object.keys(actions)
    return (isChanged ? names : names.slice(0, 1)).map((action) => ({ type, action }))
  })
}

/** Every search of AuthZEN against a batch of single questions, both over HTTP. */
async function assertSearchesAgree(house: TestWorkspace, rows: NaiveWorld, world: World) {
  const { owner } = house
  const named = (id: string) => {
    const kind = rows.facts.principals.find((one) => one.id === id)?.kind
    return { type: kind === 'token' ? 'token' : 'user', id }
  }
  const subjects = rows.facts.principals.map(({ id }) => named(id))
  const sources = resourceNames.filter((one) => one.type === 'source')
  for (const name of ['source:read', 'source:create', 'source:pii']) {
    const action = { name }
    const pairs = subjects.flatMap((subject) => sources.map((resource) => ({ subject, resource })))
    const { evaluations = [] } = await owner(authzen.evaluateAll, { body: { action, evaluations: pairs } })
    const permitted = pairs.flatMap((pair, index) => {
      const { decision = false, context } = evaluations[index] ?? {}
      const ends_at = context?.ends_at
      const found = ends_at === undefined ? pair.resource : { ...pair.resource, properties: { ends_at } }
      return decision ? [{ ...pair, found }] : []
    })

    const isRegistered = (id: string) =>
      rows.facts.resources.some((one) => one.type === 'source' && one.id === id)
    for (const subject of subjects) {
      const { results } = await owner(authzen.searchResource, {
        body: { subject, action, resource: { type: 'source' } },
      })
      const own = permitted.filter((one) => one.subject.id === subject.id && isRegistered(one.resource.id))
      assert.deepEqual(
        results,
        own.map((one) => one.found),
      )
    }
    const [resource] = sources
    if (!resource) continue
    const found: string[] = []
    for (const type of ['user', 'token']) {
      const { results } = await owner(authzen.searchSubject, {
        body: { subject: { type }, action, resource },
      })
      found.push(...results.map((one) => idOf(rows, world, one.id)))
    }
    const expected = permitted.filter((one) => one.resource.id === resource.id).map((one) => one.subject.id)
    assert.deepEqual(found.sort(), expected.sort())
  }
}

/** The answer calls members as applications do. */
function idOf(rows: NaiveWorld, world: World, name: string): string {
  const found = rows.facts.principals.find(
    ({ id }) => id === name || world.principals.get(id)?.names.includes(name, 1),
  )
  return found?.id ?? name
}
