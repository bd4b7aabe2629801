import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AccessLine, Facts, TwoSides, World } from './index.ts'
import {
  affectedBy,
  applyChange,
  check,
  compareAccess,
  compileRules,
  effectiveRoles,
  isHere,
  isOwner,
  listActions,
  listPrincipals,
  listResources,
  openWorld,
  sizeOf,
} from './index.ts'
import { naiveChange } from './naive.ts'
import {
  actionsToAsk,
  change,
  facts,
  instants,
  namesOf,
  plan,
  principalIds,
  resourceIds,
  sane,
  workspaceId,
} from './random-worlds.ts'
import { smallCatalog } from './small-catalog.ts'

const rules = compileRules(smallCatalog)
const options = { numRuns: 600 }

const scene = fc
  .record({
    on: plan,
    known: facts,
    wanted: fc.array(change, { minLength: 1, maxLength: 4 }),
    at: fc.constantFrom(...instants),
  })
  .map(({ on, known, wanted, at }) => {
    const one = possible(known)
    const other = wanted.reduce((facts, next) => possible(naiveChange(facts, sane(facts, next))), one)
    return { on, at, facts: { before: one, after: other }, sides: sidesOf(one, other) }
  })

test('a comparison tells what single decisions say before and after, and leaves nobody out', () => {
  const property = fc.property(scene, ({ on, at, facts: { before, after }, sides }) => {
    const [old, fresh, world] = [open(on, before), open(on, after), open(on, before)]

    const subjects = affectedBy(world, sides.after)
    const { differences, more } = compareAccess(world, sides, { subjects, at })

    assert.equal(more, 0)
    for (const id of principalIds) {
      const told = differences.find((one) => one.id === id)
      const expected = {
        gains: lacking(fresh, old, id, at),
        losses: lacking(old, fresh, id, at),
        isOwner: { before: isOwner(old, id, at), after: isOwner(fresh, id, at) },
        isHere: { before: isHere(old, id, at), after: isHere(fresh, id, at) },
      }
      const { gains = [], losses = [], isOwner: owns = unmoved(expected.isOwner), isHere: here } = told ?? {}
      assert.deepEqual(
        {
          gains: spelt(gains),
          losses: spelt(losses),
          isOwner: owns,
          isHere: here ?? unmoved(expected.isHere),
        },
        expected,
      )
    }
  })

  fc.assert(property, options)
})

test('after a comparison the world is as it was: it answers everything as before, and follows later changes', () => {
  const property = fc.property(scene, change, fc.boolean(), (scene, later, asksBefore) => {
    const { on, at, sides } = scene
    const [world, anew] = [open(on, scene.facts.before), open(on, scene.facts.before)]
    // What was derived from the facts before must not outlive them either.
    if (asksBefore) everything(world, at)

    compareAccess(world, sides, { subjects: affectedBy(world, sides.after), at })

    assert.deepEqual(everything(world, at), everything(anew, at))
    assert.equal(sizeOf(world), sizeOf(anew))
    const next = sane(scene.facts.before, later)
    for (const one of [world, anew]) applyChange(one, next)
    assert.deepEqual(everything(world, at), everything(anew, at))
    assert.equal(sizeOf(world), sizeOf(anew))
  })

  fc.assert(property, options)
})

function unmoved({ before }: { before: boolean }) {
  return { before, after: before }
}

function open(on: string, known: Facts): World {
  return openWorld(rules, { workspaceId, plan: on }, known)
}

/** As a database has it: members are in groups that are there, and grants name resources that are. */
function possible(known: Facts): Facts {
  const isThere = (id: string) => known.groups.some((group) => group.id === id)
  const principals = known.principals.map((one) => ({ ...one, groups: one.groups.filter(isThere) }))
  return { ...known, principals }
}

/** What a change touches is what became different; a group that goes takes its members along, who are not named. */
function sidesOf(before: Facts, after: Facts): TwoSides {
  const gone = before.groups.filter((one) => !after.groups.some(({ id }) => id === one.id))
  const mute = <Fact>(fact: Fact): string =>
    JSON.stringify(fact, (key, value) =>
      key === 'groups' ? value.filter((id: string) => !gone.some((one) => one.id === id)) : value,
    )
  const key = (fact: { id: string; type?: string }) => `${fact.type} ${fact.id}`
  const moved = <Fact extends { id: string; type?: string }>(from: Fact[], to: Fact[]) =>
    from.filter((fact) => {
      const same = to.find((other) => key(other) === key(fact))
      return !same || mute(same) !== mute(fact)
    })
  const lost = <Fact extends { id: string; type?: string }>(from: Fact[], to: Fact[]) =>
    from.filter((fact) => !to.some((other) => key(other) === key(fact)))
  const side = (from: Facts, to: Facts) => ({
    principals: moved(from.principals, to.principals),
    groups: moved(from.groups, to.groups),
    resources: moved(from.resources, to.resources),
    roles: moved(from.roles, to.roles),
    removed: {
      principals: lost(to.principals, from.principals).map(({ id }) => id),
      groups: lost(to.groups, from.groups).map(({ id }) => id),
      resources: lost(to.resources, from.resources).map(({ type, id }) => ({ type, id })),
      roles: lost(to.roles, from.roles).map(({ id }) => id),
    },
  })
  return { before: side(before, after), after: side(after, before) }
}

/** What `one` gives and `other` does not: a type as a whole, or the resources where neither has it as a whole. */
function lacking(one: World, other: World, who: string, at: number): string[] {
  const may = (world: World, type: string, action: string, id: string | null) =>
    check(world, { who, action, at, resource: { type, id } })
  return allActions
    .flatMap(({ type, action }) => {
      const whole = (world: World) => type !== 'workspace' && may(world, type, action, null)
      if (whole(one)) return whole(other) ? [] : [`${type} ${action} *`]
      if (whole(other)) return []
      const ids = type === 'workspace' ? [workspaceId] : resourceIds
      const isThere = (world: World, id: string) =>
        listResources(world, { who, action, type, at }, { count: 100 }).ids.includes(id)
      return ids
        .filter((id) => isThere(one, id) && !isThere(other, id))
        .map((id) => `${type} ${action} ${id}`)
    })
    .sort()
}

const allActions = Object.entries(smallCatalog.resourceTypes).flatMap(([type, { actions }]) =>
  Object.keys(actions).map((action) => ({ type, action })),
)

function spelt(lines: AccessLine[]): string[] {
  return lines
    .flatMap(({ type, actions, everything: isWhole, count, isPartial, resources }) => {
      assert.equal(isPartial, false)
      assert.equal(count, isWhole ? 0 : resources.length)
      return actions.flatMap((action) => (isWhole ? ['*'] : resources).map((id) => `${type} ${action} ${id}`))
    })
    .sort()
}

/** Every answer of a world about everybody. */
function everything(world: World, at: number) {
  const lists = actionsToAsk.flatMap(({ type, action }) => [
    ...principalIds.map((who) => listResources(world, { who, action, type, at }, { count: 100 }).ids.join()),
    ...namesOf(type).map((resource) =>
      listPrincipals(world, { action, resource, at }, { count: 100 }).ids.join(),
    ),
  ])
  const checks = actionsToAsk.flatMap(({ type }) =>
    namesOf(type).flatMap((resource) =>
      principalIds.map((who) => listActions(world, { who, resource, at }).join()),
    ),
  )
  const roles = principalIds.map((who) => JSON.stringify(effectiveRoles(world, who, at)).toLowerCase())
  return { lists, checks, roles, owners: principalIds.map((who) => isOwner(world, who, at)) }
}
