import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agree, agreeOnLists, answersOf } from './agree.ts'
import { openCaslConditions, openCaslLambda } from './peers/casl.ts'
import { compileWorld, openNaive } from './peers/engine.ts'
import { openSqlite } from './peers/sqlite.ts'
import { sampleQuestions } from './questions.ts'
import { countFacts, type Shape, shapes } from './shapes.ts'
import { generate } from './worlds.ts'

/** The table of design/speed.md. */
const table: [shape: Shape, counts: Partial<ReturnType<typeof countFacts>>][] = [
  [
    shapes.S,
    {
      principals: 52,
      groups: 5,
      resources: 100,
      labels: 6,
      memberships: 155,
      grants: 72,
      all: 37,
      list: 21,
      label: 14,
      entries: 46,
      biggestGroup: 50,
    },
  ],
  [
    shapes.M,
    {
      principals: 2_040,
      groups: 100,
      resources: 10_000,
      labels: 50,
      memberships: 9_267,
      grants: 2_491,
      all: 1_027,
      list: 992,
      label: 472,
      entries: 16_155,
      biggestGroup: 2_000,
    },
  ],
]

for (const [shape, expected] of table) {
  const world = generate(shape)

  test(`world ${shape.name} is as large as the design says, and every time the same`, () => {
    const again = generate(shape)

    const counts = countFacts(again.facts)

    assert.deepEqual({ ...counts, ...expected }, counts)
    assert.equal(counts.onlyInEverybody, Math.ceil(shape.members / 20))
    assert.deepEqual(again.facts, world.facts)
  })

  test(`about half of the questions about world ${shape.name} are answered with yes`, () => {
    const answers = answersOf(compileWorld(world), sampleQuestions(world, 2_000))

    const allowed = answers.filter(Boolean).length / answers.length
    assert.ok(allowed > 0.4 && allowed < 0.6, `${allowed} are allowed`)
  })
}

test('the engine, the naive reading, CASL and SQLite decide alike', async () => {
  const world = generate(shapes.S)
  const compiled = compileWorld(world)
  const questions = sampleQuestions(world, 500)

  const answers = answersOf(compiled, questions)

  for (const contestant of [
    openNaive(world),
    openCaslLambda(world),
    openCaslConditions(world),
    openSqlite(world),
  ]) {
    await agree(contestant, questions, answers)
  }
  agreeOnLists(compiled, questions.slice(0, 20), world.facts.resources)
})

test('somebody who decides otherwise is found out', async () => {
  const world = generate(shapes.S)
  const questions = sampleQuestions(world, 10)
  const answers = answersOf(compileWorld(world), questions)
  const contrary = { name: 'contrary', warm: () => {}, check: () => !answers[0] }

  const agreeing = agree(contrary, questions, answers)

  await assert.rejects(agreeing, /contrary says/)
})
