import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { closeAfterTests, emptyPlace, testedDatabase, testLog } from '../../test/database.ts'
import { testDirectory } from '../../test/rooms.ts'
import { type Migration, migrate, newestVersion, readMigrations, schemaVersion } from './migrate.ts'
import { type Database, type DatabasePlace, openDatabase, readSql } from './open.ts'

const one = 'create table first (id integer primary key);\ninsert into first values (1);'
const two = 'create table second (id integer primary key);\ninsert into second select id + 1 from first;'

test('an empty database gets every migration, once', async () => {
  const database = await openEmpty()

  await migrate(database, testLog)
  await migrate(database, testLog)

  assert.equal(await schemaVersion(database.db), newestVersion())
  assert.deepEqual(await database.db.selectFrom('installation').selectAll().execute(), [])
})

test('only what is missing is applied', async () => {
  const database = await openEmpty()
  await migrate(database, testLog, migrationsOf(one))

  await migrate(database, testLog, migrationsOf(one, two))

  assert.deepEqual(await readSql(database.db, sql`select id from second`), [{ id: 2 }])
  assert.equal(await schemaVersion(database.db), 2)
})

test('a migration that fails leaves nothing of itself, and what was before it stays', async () => {
  const database = await openEmpty()
  const broken = migrationsOf(one, `${two}\nselect nonsense;`)

  await assert.rejects(migrate(database, testLog, broken), /nonsense/)
  assert.equal(await schemaVersion(database.db), 1)
  await migrate(database, testLog, migrationsOf(one, two))
  assert.deepEqual(await readSql(database.db, sql`select id from second`), [{ id: 2 }])
})

test('a schema newer than this version knows is refused, and nothing is done', async () => {
  const database = await openEmpty()
  await migrate(database, testLog, migrationsOf(one, two))

  const older = migrate(database, testLog, migrationsOf(one))

  await assert.rejects(older, /has schema 2 .*knows 1.*Start the newer version/s)
})

test('an applied migration that was changed afterwards is refused by name', async () => {
  const database = await openEmpty()
  await migrate(database, testLog, migrationsOf(one))

  const changed = migrate(database, testLog, migrationsOf(`${one} `, two))

  await assert.rejects(changed, /0001_m.sql was applied .* with another content/)
  assert.equal(await schemaVersion(database.db), 1)
})

test('migrations are numbered without a gap, and line ends do not matter', () => {
  const dir = pathToFileURL(`${directoryOf({ '0001_a.sql': 'select 1;\r\nselect 2;', '0002_b.sql': '' })}/`)
  const same = pathToFileURL(`${directoryOf({ '0001_a.sql': 'select 1;\nselect 2;' })}/`)
  const gap = pathToFileURL(`${directoryOf({ '0001_a.sql': '', '0003_b.sql': '' })}/`)

  assert.equal(readMigrations(dir)[0]?.checksum, readMigrations(same)[0]?.checksum)
  assert.throws(() => readMigrations(gap), /0003_b.sql does not have the number 2/)
})

test('several processes that migrate at once do it once', { skip: notOn('postgres') }, async () => {
  const place = await emptyPlace()
  const databases = await Promise.all([1, 2, 3, 4].map(() => openAt(place)))

  await Promise.all(databases.map((database) => migrate(database, testLog, migrationsOf(one, two))))

  const [first] = databases
  assert.deepEqual(await readSql((first as Database).db, sql`select count(*) as n from second`), [{ n: 1 }])
})

test('a migration killed anywhere is completed by the next run', { skip: notOn('postgres') }, async () => {
  const place = await emptyPlace()
  const slow = (text: string) => text.replaceAll(';', '; select pg_sleep(0.02);')
  const texts = {
    '0001_m.sql': slow(one),
    '0002_m.sql': slow(two),
    '0003_m.sql': slow('create table third (id integer);'),
  }
  const dir = directoryOf(texts)

  for (const milliseconds of [0, 20, 40, 60, 80]) await migrateAndKill(place, dir, milliseconds)
  const database = await openAt(place)
  await migrate(database, testLog, readMigrations(pathToFileURL(`${dir}/`)))

  assert.equal(await schemaVersion(database.db), 3)
  assert.deepEqual(await readSql(database.db, sql`select id from second`), [{ id: 2 }])
})

function migrationsOf(...texts: string[]): Migration[] {
  const files = texts.map((text, index) => [`000${index + 1}_m.sql`, text])
  return readMigrations(pathToFileURL(`${directoryOf(Object.fromEntries(files))}/`))
}

function directoryOf(files: Record<string, string>): string {
  const dir = join(testDirectory(), 'migrations')
  mkdirSync(dir)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  return dir
}

async function openEmpty(): Promise<Database> {
  return openAt(await emptyPlace())
}

async function openAt(place: DatabasePlace): Promise<Database> {
  const database = await openDatabase({ ...place, poolSize: 2 }, testLog)
  closeAfterTests(() => database.close())
  return database
}

/** Migrates in another process, and kills that so long after it has begun. */
async function migrateAndKill(place: DatabasePlace, dir: string, milliseconds: number) {
  const program = `import { migrate, readMigrations } from '${new URL('./migrate.ts', import.meta.url).href}'
    import { openDatabase } from '${new URL('./open.ts', import.meta.url).href}'
    import { openLog } from '${new URL('../platform/log.ts', import.meta.url).href}'
    const log = openLog('silent')
    const database = await openDatabase(${JSON.stringify(place)}, log)
    process.stdout.write('begun')
    await migrate(database, log, readMigrations(new URL('${pathToFileURL(`${dir}/`).href}')))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  await sleep(milliseconds)
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

function notOn(kind: typeof testedDatabase) {
  return testedDatabase === kind ? false : `${kind} only`
}
