import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differing, planPush } from './provider.ts'

test('what is pushed is as large as it was asked for, and every time the same', () => {
  const plan = planPush(2_000, 50)

  assert.deepEqual(planPush(2_000, 50), plan)
  assert.equal(new Set(plan.people).size, 2_000)
  assert.deepEqual(
    plan.groups.slice(0, 4).map(({ members }) => members.length),
    [1_000, 10, 40, 40],
  )
  assert.equal(new Set(plan.groups.map(({ name }) => name)).size, 50)
  for (const { members } of plan.groups) {
    assert.equal(new Set(members).size, members.length)
    assert.ok(members.every((place) => plan.people[place] !== undefined))
  }
  assert.ok(!plan.groups.some(({ members }) => members.includes(1_999)))
})

test('what is lost, doubled or was never pushed is found out', () => {
  const wanted = ['a', 'b', 'c']

  assert.deepEqual(differing(wanted, ['c', 'b', 'a']), [])
  assert.deepEqual(differing(wanted, ['a', 'b', 'b', 'd']), [
    'c is lost',
    'd was never pushed',
    'b is doubled',
  ])
})
