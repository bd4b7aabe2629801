import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { testDatabase, testedDatabase, testLog } from '../../test/database.ts'
import { startPostgres } from '../../test/postgres.ts'
import { testDirectory } from '../../test/rooms.ts'
import { openDatabase, readSql } from './open.ts'

const skip = testedDatabase === 'postgres' ? false : 'PostgreSQL only'

test('a database that nobody answers at is told at the start, without its password', { skip }, async () => {
  const databaseUrl = 'postgres://me:hunter2@127.0.0.1:1/none'

  const opening = openDatabase({ databaseUrl }, testLog)

  await assert.rejects(opening, (error: Error) => {
    assert.match(error.message, /Cannot reach the database of DATABASE_URL: ECONNREFUSED/)
    assert.doesNotMatch(error.message, /hunter2/)
    return true
  })
})

test('a database that accepts and then says nothing is given up', { skip }, async () => {
  const sockets: { destroy(): void }[] = []
  const hung = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(hung, 'listening')
  const { port } = hung.address() as { port: number }

  const opening = openDatabase({ databaseUrl: `postgres://me@127.0.0.1:${port}/none` }, testLog)

  await assert.rejects(opening, /Cannot reach the database/)
  for (const socket of sockets) socket.destroy()
  hung.close()
})

test('statements, locks and idle transactions have a limit; migrations have none', { skip }, async () => {
  const database = await testDatabase()
  const limits = sql<{ statement: string; lock: string; idle: string; isolation: string; zone: string }>`
    select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle,
      current_setting('default_transaction_isolation') as isolation, current_setting('TimeZone') as zone`

  const [usual] = await readSql(database.db, limits)
  const [patient] = await database.patiently((db) => readSql(db, limits))

  const same = { isolation: 'read committed', zone: 'UTC' }
  assert.deepEqual(usual, { statement: '10s', lock: '5s', idle: '10s', ...same })
  assert.deepEqual(patient, { statement: '0', lock: '0', idle: '0', ...same })
})

// A connection that broke while a query held it once ended the whole process: nobody listened to its error event.
test('after a crash of the server the pool serves again', { skip }, async () => {
  const dir = testDirectory()
  const first = await startPostgres(dir)
  const database = await openDatabase({ databaseUrl: first.url(), poolSize: 3 }, testLog)
  const ask = () => readSql<{ one: number }>(database.db, sql`select 1 as one`)
  await Promise.all([ask(), ask(), ask()])

  const during = readSql(database.db, sql`select pg_sleep(5)`).catch((error: Error) => error)
  await sleep(50)
  await first.stop('immediate')
  const meanwhile = await ask().catch((error: Error) => error)
  const second = await startPostgres(dir)
  await sleep(50)
  const afterwards = await Promise.all([ask(), ask(), ask(), ask()])

  assert.ok((await during) instanceof Error)
  assert.ok(meanwhile instanceof Error)
  assert.deepEqual(afterwards.flat(), [{ one: 1 }, { one: 1 }, { one: 1 }, { one: 1 }])
  await database.close()
  await second.stop('fast')
})
