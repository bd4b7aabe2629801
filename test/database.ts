import { join } from 'node:path'
import { after } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { makeTemplate } from '../server/db/make-template.ts'
import { migrate } from '../server/db/migrate.ts'
import { type Database, type DatabasePlace, openDatabase } from '../server/db/open.ts'
import { copyCluster } from '../server/db/template.ts'
import { type Log, openLog } from '../server/platform/log.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { onLeaving, testDirectory } from './rooms.ts'

/** Which database the tests of this process run on: CLAVIGER_TEST_DATABASE, else the embedded one. */
export const testedDatabase: 'embedded' | 'postgres' = readKind()

/** The log of tests: silent but for what would fail a server. */
export const testLog: Log = openLog(process.env.CLAVIGER_TEST_LOG ?? 'fatal')

const POOL_SIZE = 5

const opened: Database[] = []
const closing: (() => Promise<unknown>)[] = []
let places = 0
let server: Promise<Server> | undefined
let postgres: Postgres | undefined

interface Server {
  template: string
  url(database: string): string
  run(sql: string): Promise<unknown>
  close(): Promise<void>
}

/** A migrated database of one's own, empty but for its tables. It is closed and thrown away at the end of the run. */
export async function testDatabase(): Promise<Database> {
  const place = await testPlace()
  const database = await openDatabase({ ...place, poolSize: POOL_SIZE }, testLog)
  opened.push(database)
  return database
}

/** Where such a database is, for a test that opens it by itself, closes it, or does so in another process. */
export async function testPlace(): Promise<DatabasePlace> {
  const place = ++places
  if (testedDatabase === 'embedded') {
    const dataDir = testDirectory('data')
    copyCluster(await makeTemplate(testLog), join(dataDir, 'pg'))
    return { dataDir }
  }
  server ??= openServer()
  const { template, run, url } = await server
  const name = `${template}_${place}`
  await run(`create database ${name} template ${template}`)
  return { databaseUrl: url(name) }
}

/** A place for one database that is still empty, without a table: for tests of how databases come to be. */
export async function emptyPlace(): Promise<DatabasePlace> {
  const place = await testPlace()
  const database = await openDatabase(place, testLog)
  await sql`drop schema public cascade`.execute(database.db)
  await sql`create schema public`.execute(database.db)
  await database.close()
  return place
}

/** Something to end before the databases are closed, such as a server that uses one. Last come, first closed. */
export function closeAfterTests(close: () => Promise<unknown>) {
  closing.unshift(close)
}

async function openServer(): Promise<Server> {
  const given = process.env.CLAVIGER_TEST_DATABASE_URL
  if (!given) postgres = await startPostgres(testDirectory('pg'))
  const url = (database: string) => {
    if (postgres) return postgres.url(database)
    const address = new URL(given as string)
    address.pathname = `/${database}`
    return address.href
  }
  const admin = new pg.Pool({ connectionString: given ?? postgres?.url(), max: 1 })
  admin.on('error', () => {})
  const template = `claviger_test_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
  await admin.query(`create database ${template}`)
  const database = await openDatabase({ databaseUrl: url(template) }, testLog)
  await migrate(database, testLog)
  await database.close()
  return { template, url, run: (sql) => admin.query(sql), close: () => leave(admin, template) }
}

async function leave(admin: pg.Pool, template: string) {
  // One that we started is thrown away as a whole.
  for (let number = postgres ? -1 : places; number >= 0; number--) {
    const name = number === 0 ? template : `${template}_${number}`
    await admin.query(`drop database if exists ${name} with (force)`)
  }
  await admin.end()
}

async function finish() {
  for (const close of closing) await close()
  await Promise.all(opened.map((database) => database.close()))
  if (server) await server.then((one) => one.close())
  await postgres?.stop('fast')
}

function readKind() {
  const kind = process.env.CLAVIGER_TEST_DATABASE ?? 'embedded'
  if (kind === 'embedded' || kind === 'postgres') return kind
  throw new Error(`CLAVIGER_TEST_DATABASE is ${kind}; it must be embedded or postgres`)
}

after(finish)
onLeaving(() => postgres?.kill())
