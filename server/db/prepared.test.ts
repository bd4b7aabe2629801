import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testedDatabase, testLog, testPlace } from '../../test/database.ts'
import { openDatabase, readSql } from './open.ts'
import { openNames } from './prepared.ts'

const skip = testedDatabase === 'postgres' ? false : 'PostgreSQL only'
const times = <Value>(count: number, work: () => Value) => Array.from({ length: count }, work)

test('a statement gets its name once it has come often, and keeps it', () => {
  const nameOf = openNames(10)

  const names = times(7, () => nameOf('select 1'))

  assert.deepEqual(names, [...times(4, () => undefined), ...times(3, () => 'claviger_1')])
})

test('there are at most so many names, and none at all where there may be none', () => {
  const few = openNames(2)
  const none = openNames(0)

  const named = ['a', 'b', 'c'].map((text) => times(10, () => few(text)).at(-1))

  assert.deepEqual(named, ['claviger_1', 'claviger_2', undefined])
  assert.equal(times(10, () => none('a')).at(-1), undefined)
})

test('what is written differently every time is forgotten again, and does not keep a name from what comes often', () => {
  const nameOf = openNames(1)

  for (let turn = 0; turn < 10_000; turn++) nameOf(`select ${turn}`)

  assert.equal(times(5, () => nameOf('select x')).at(-1), 'claviger_1')
})

test('what asks for every column there is has no name: a newer server may add one', () => {
  const nameOf = openNames(10)
  const wide = ['select * from "tries"', 'select "events".* from "events"', 'delete from "x" returning *']

  for (const text of wide) assert.equal(times(10, () => nameOf(text)).at(-1), undefined, text)
  assert.ok(times(10, () => nameOf('select count(*) from "x"')).at(-1))
})

test('a page of a list has no name, and neither has what is said to be planned anew: how it is read depends on how much there is', () => {
  const nameOf = openNames(10)
  const many = [
    'select "id" from "x" order by "id" limit $2',
    'select id from x where true /* planned anew */',
  ]

  for (const text of many) assert.equal(times(10, () => nameOf(text)).at(-1), undefined, text)
  assert.ok(times(10, () => nameOf('select 1 from "x" limit 1')).at(-1))
})

test('PostgreSQL reads a statement once that comes again, and answers as before', { skip }, async () => {
  const database = await openDatabase({ ...(await testPlace()), poolSize: 1 }, testLog)
  const ask = (text: string) => readSql<{ said: string }>(database.db, sql`select ${text}::text as said`)

  const answers = []
  for (let turn = 0; turn < 8; turn++) answers.push((await ask(`turn ${turn}`))[0]?.said)
  const broken = await readSql(database.db, sql`select ${'x'}::text::int`).catch((error: Error) => error)
  const prepared = await readSql<{ name: string; calls: number }>(
    database.db,
    sql`select name, generic_plans + custom_plans as calls from pg_prepared_statements where statement like '%as said'`,
  )
  await database.close()

  assert.deepEqual(
    answers,
    Array.from({ length: 8 }, (_, turn) => `turn ${turn}`),
  )
  assert.ok(broken instanceof Error)
  assert.deepEqual(prepared, [{ name: 'claviger_1', calls: 4 }])
})

test('a statement that fails in a transaction is sent by its name in the next one', { skip }, async () => {
  const database = await openDatabase({ ...(await testPlace()), poolSize: 1 }, testLog)
  const divide = (by: number) => readSql<{ part: number }>(database.db, sql`select 8 / ${by}::int as part`)
  for (let turn = 0; turn < 4; turn++) await divide(1)

  const inside = database.db.transaction().execute(async (tx) => {
    await readSql(tx, sql`select 1 / ${0}::int`).catch(() => {})
    // The first time by its name, in a transaction in which PostgreSQL reads nothing any more.
    return readSql(tx, sql`select 8 / ${2}::int as part`)
  })
  await assert.rejects(inside)
  const after = [await divide(2), await divide(4)]
  await database.close()

  assert.deepEqual(after.flat(), [{ part: 4 }, { part: 2 }])
})

test('without prepared statements PostgreSQL remembers none', { skip }, async () => {
  const place = await testPlace()
  const database = await openDatabase({ ...place, poolSize: 1, preparedStatements: 0 }, testLog)

  for (let turn = 0; turn < 8; turn++) await readSql(database.db, sql`select ${turn}::int`)
  const prepared = await readSql(database.db, sql`select name from pg_prepared_statements`)
  await database.close()

  assert.deepEqual(prepared, [])
})
