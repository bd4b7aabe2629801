import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { frozen } from '../../../test/scim-invalid.ts'
import * as reference from '../../../test/scim-reference.ts'
import { type GroupStep, readGroup, readGroupPatch } from './group.ts'
import { patchUser, readUser, type UserState } from './user.ts'

const urn = (kind: string) => `urn:ietf:params:scim:schemas:core:2.0:${kind}`
const RUNS = 300

const word = fc.constantFrom('a', 'B', 'c d', 'é', '"quoted"', '0')
const type = fc.constantFrom('work', 'home', 'other')
const list = fc.constantFrom(...reference.listNames)
const maybe = fc.option(word, { nil: null })
const entry = fc.record({ value: word, type, primary: fc.boolean() }, { requiredKeys: ['value'] })
const entries = fc.array(entry, { maxLength: 4 })
const intent: fc.Arbitrary<reference.Intent> = fc.oneof(
  fc.record({ does: fc.constant('active' as const), value: fc.boolean() }),
  fc.record({ does: fc.constant('externalId' as const), value: maybe }),
  fc.record({
    does: fc.constant('text' as const),
    path: fc.constantFrom(...reference.textPaths),
    value: maybe,
  }),
  fc.record({ does: fc.constant('typed' as const), list, type, value: word }),
  fc.record({ does: fc.constant('prefer' as const), list, type }),
  fc.record({ does: fc.constant('dropTyped' as const), list, type }),
  fc.record({ does: fc.constant('more' as const), list, entry }),
  fc.record({ does: fc.constant('all' as const), list, entries }),
)
/** A PATCH: intents, and which of its ways each is written in. Or a PUT, which says all of it. */
const patch = fc.array(fc.tuple(intent, fc.nat(1_000)), { maxLength: 4 })
const requests = fc.array(fc.record({ isPut: fc.boolean(), said: patch }), { minLength: 1, maxLength: 8 })

const nobody: reference.Person = { active: true, externalId: null, texts: {}, lists: {} }
const begun: UserState = frozen({ userName: 'a@b', externalId: null, active: true, profile: {} })

function wayOf(ways: object[][], choice: number): object[] {
  return ways[choice % ways.length] ?? []
}

function bodyOf(person: reference.Person) {
  const noise = { id: null, meta: { version: 1 }, groups: [], password: 'secret', 'urn:example:x': { a: 1 } }
  const { active, externalId } = person
  const said = { ...reference.profileOf(person), ...noise, externalId, active: active ? 'true' : 'False' }
  return frozen({ schemas: [urn('User')], userName: 'other@b', ...structuredClone(said) })
}

function assertIs(state: UserState, person: reference.Person) {
  const { active, externalId } = person
  assert.deepEqual(state, { userName: 'a@b', active, externalId, profile: reference.profileOf(person) })
}

test('SC-9: SC-10: SC-11: SC-17: after any PUT and PATCH a person is what the RFC says, in whatever words it was said', () => {
  const holds = (all: { isPut: boolean; said: [reference.Intent, number][] }[]) => {
    let state = begun
    let person = nobody
    for (const { isPut, said } of all) {
      person = said.reduce((before, [one]) => reference.afterIntent(before, one), isPut ? nobody : person)
      const Operations = said.flatMap(([one, choice]) => wayOf(reference.waysToSay(one), choice))
      const { saysActive: _, ...written } = readUser(bodyOf(person))
      const put = { ...written, userName: state.userName }
      state = frozen(isPut ? put : patchUser(state, frozen({ Operations })))
      assertIs(state, person)
    }
  }

  fc.assert(fc.property(requests, holds), { numRuns: RUNS })
})

test('every way to say one thing leads to the same person', () => {
  const holds = (before: [reference.Intent, number][], one: reference.Intent) => {
    const person = before.reduce((so, [said]) => reference.afterIntent(so, said), nobody)
    const state = frozen(
      patchUser(begun, {
        Operations: before.flatMap(([said, way]) => wayOf(reference.waysToSay(said), way)),
      }),
    )

    for (const Operations of reference.waysToSay(one))
      assertIs(patchUser(state, { Operations }), reference.afterIntent(person, one))
  }

  fc.assert(fc.property(patch, intent, holds), { numRuns: RUNS })
})

const faulty = [
  { op: 'replace', path: 'shoeSize', value: 5 },
  { op: 'remove' },
  { op: 'replace', path: 'active', value: 'off' },
  { op: 'add', path: 'emails[type eq', value: 'x' },
  { op: 'add', path: 'emails', value: 'x' },
  { op: 'replace', path: 'id', value: 'x' },
  { op: 'add', value: { displayName: 'x', name: 'y' } },
  { op: 'add', path: 'title', value: 'a'.repeat(40_000) },
]

test('SC-9: a PATCH that fails anywhere leaves the person as they were', () => {
  const holds = (before: [reference.Intent, number][], said: [reference.Intent, number][], fault: object) => {
    const operationsOf = (all: [reference.Intent, number][]) =>
      all.flatMap(([one, way]) => wayOf(reference.waysToSay(one), way))
    const state = frozen(patchUser(begun, { Operations: operationsOf(before) }))
    const was = JSON.stringify(state)

    assert.throws(() => patchUser(state, frozen({ Operations: [...operationsOf(said), fault] })), {
      code: 'scim-invalid',
    })

    assert.equal(JSON.stringify(state), was)
  }

  fc.assert(fc.property(patch, patch, fc.constantFrom(...faulty), holds), { numRuns: RUNS })
})

const ids = fc.array(fc.constantFrom('u1', 'u2', 'u3', 'u4'), { maxLength: 4 })
const groupIntent: fc.Arbitrary<reference.GroupIntent> = fc.oneof(
  fc.record({ does: fc.constantFrom('add' as const, 'remove' as const, 'replace' as const), ids }),
  fc.record({ does: fc.constant('rename' as const), name: word }),
)

/** The steps, on a list of ids in memory. */
function stepped({ name, ids: before }: reference.Team, step: GroupStep): reference.Team {
  if (step.kind === 'rename') return { name: step.displayName, ids: before }
  if (step.kind === 'externalId') return { name, ids: before }
  const after = new Set(step.kind === 'replace' ? [] : before)
  for (const id of step.ids) step.kind === 'remove' ? after.delete(id) : after.add(id)
  return { name, ids: [...after] }
}

test('SC-9: SC-11: after any PUT and PATCH a group has the members that the RFC says, in whatever words it was said', () => {
  const said = fc.array(fc.tuple(groupIntent, fc.nat(100)), { maxLength: 5 })
  const holds = (all: { isPut: boolean; said: [reference.GroupIntent, number][] }[]) => {
    let team: reference.Team = { name: 'Data', ids: [] }
    let expected = team
    for (const { isPut, said: intents } of all) {
      expected = intents.reduce((before, [one]) => reference.teamAfter(before, one), expected)
      const members = expected.ids.map((value) => ({ value, display: 'x', $ref: null }))
      const put = readGroup(frozen({ schemas: [urn('Group')], displayName: expected.name, members, id: 'x' }))
      const Operations = intents.flatMap(([one, way]) => wayOf(reference.waysToSayOfTeam(one), way))
      team = isPut
        ? { name: put.displayName, ids: put.members ?? [] }
        : readGroupPatch(frozen({ Operations })).reduce(stepped, team)
      assert.deepEqual(
        { name: team.name, ids: team.ids.toSorted() },
        { name: expected.name, ids: expected.ids.toSorted() },
      )
    }
  }

  fc.assert(fc.property(fc.array(fc.record({ isPut: fc.boolean(), said }), { maxLength: 8 }), holds), {
    numRuns: RUNS,
  })
})
