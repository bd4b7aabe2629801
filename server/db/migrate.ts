import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import { systemClock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { type Database, type Reader, readSql } from './database.ts'
import { statementsOf } from './statements.ts'
import type { Tables } from './tables.ts'

/** The number of the advisory lock that lets one process migrate at a time. It must never change. */
const LOCK = 7_265_108_351
const ATTEMPTS = 10
const LOCK_NOT_AVAILABLE = '55P03'

/** One numbered file of SQL. It is never changed once it was released, only followed by another. */
export interface Migration {
  version: number
  name: string
  text: string
  checksum: string
}

interface Applied {
  version: number
  name: string
  checksum: string
}

/**
 * Brings the database to the newest schema that this version knows: each migration in a transaction of its own, one
 * process at a time, so it can be killed anywhere and run again. Refuses a schema newer than it knows, and one whose
 * applied migrations are not the ones it has.
 */
export async function migrate(database: Database, log: Log, migrations = readMigrations()): Promise<void> {
  await database.patiently(async (db) => {
    const known = await appliedIn(db)
    const missing = notYetApplied(known, migrations)
    // Every later step asks again under the lock, because another process may be migrating too.
    if (known.length > 0 && missing.length === 0) return

    for (const _ of migrations) {
      const name = await applyNext(db, migrations, log)
      if (name === null) return
      log.info({ migration: name }, 'migrated the database')
    }
  })
}

/** The number of the last migration that was applied; 0 on an empty database. */
export async function schemaVersion(db: Reader): Promise<number> {
  const applied = await appliedIn(db)
  return applied.at(-1)?.version ?? 0
}

/** The number of the newest migration that this version brings. */
export function newestVersion(): number {
  return readMigrations().length
}

/** The migrations in a directory, in order; they must be numbered 1, 2, 3 … without a gap. */
export function readMigrations(directory = new URL('./migrations/', import.meta.url)): Migration[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name, index) => {
    const version = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1])
    if (version !== index + 1)
      throw new Error(`${name} does not have the number ${index + 1} in front, as 0001_start.sql has`)

    // A checkout on Windows may have other line ends; that is not another migration.
    const text = readFileSync(new URL(name, directory), 'utf8').replaceAll('\r\n', '\n')
    return { version, name, text, checksum: hash('sha256', text) }
  })
}

async function appliedIn(db: Reader): Promise<Applied[]> {
  const [found] = await readSql<{ there: boolean }>(
    db,
    sql`select to_regclass('schema_migrations') is not null as there`,
  )
  if (!found?.there) return []
  return readSql<Applied>(db, sql`select version, name, checksum from schema_migrations order by version`)
}

function notYetApplied(applied: Applied[], migrations: Migration[]): Migration[] {
  const newest = applied.at(-1)
  if (newest && newest.version > migrations.length) {
    throw new Error(
      `The database has schema ${newest.version} (${newest.name}), and this version of Claviger knows ` +
        `${migrations.length}. Start the newer version again, or restore a backup made before it.`,
    )
  }
  for (const { version, name, checksum } of applied) {
    const mine = migrations[version - 1]
    if (mine?.checksum === checksum) continue
    throw new Error(
      `Migration ${name} was applied to this database with another content than ${mine?.name} has here. ` +
        'Applied migrations must not change: take back the change, and write a new migration.',
    )
  }
  return migrations.slice(applied.length)
}

/** Applies the first migration that is missing, and tells its name; null when none is. */
async function applyNext(db: Kysely<Tables>, migrations: Migration[], log: Log): Promise<string | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute((tx) => applyIn(tx, migrations))
    } catch (error) {
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE || attempt === ATTEMPTS) throw error
      log.warn({ attempt }, 'the database is busy; the migration tries again')
      await sleep(200 * attempt)
    }
  }
}

async function applyIn(tx: Transaction<Tables>, migrations: Migration[]): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx)
  // From here on, rather fail and try again than let all others queue behind a lock that this waits for.
  await sql`set local lock_timeout = '5s'`.execute(tx)
  await sql`create table if not exists schema_migrations (
    version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null)`.execute(
    tx,
  )
  const [next] = notYetApplied(await appliedIn(tx), migrations)
  if (!next) return null

  for (const statement of statementsOf(next.text)) await sql.raw(statement).execute(tx)
  const { version, name, checksum } = next
  await sql`insert into schema_migrations (version, name, checksum, applied_at)
    values (${version}, ${name}, ${checksum}, ${systemClock.now()})`.execute(tx)
  return name
}
