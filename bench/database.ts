import { sql } from 'kysely'
import { migrate } from '../server/db/migrate.ts'
import { type Database, type DatabasePlace, openDatabase } from '../server/db/open.ts'
import { openLog } from '../server/platform/log.ts'
import { type Row, rowsOf } from './rows.ts'
import type { Generated } from './worlds.ts'

/** Rows that travel in one statement. */
const CHUNK = 20_000

/**
 * Writes a generated world into an empty place as the server would have it: in bulk and past `change()`, so that the audit
 * trail stays empty, but into the same tables. `secret` is that of an owner's token.
 */
export async function writeWorld(place: DatabasePlace, world: Generated, secret: string): Promise<void> {
  const log = openLog('error')
  const database = await openDatabase(place, log)
  try {
    await migrate(database, log)
    await database.patiently((db) =>
      db.connection().execute((one) => fill(one, database.exclusive, rowsOf(world, secret))),
    )
  } finally {
    await database.close()
  }
}

async function fill(db: Database['db'], isEmbedded: boolean, tables: [table: string, rows: Row[]][]) {
  // The rows are right by how they are made, and checking each reference takes longer than writing it.
  if (!isEmbedded) await sql`set session_replication_role = replica`.execute(db)
  for (const [table, rows] of tables) await insert(db, table, rows)
  await sql`analyze`.execute(db)
}

async function insert(db: Database['db'], table: string, rows: Row[]) {
  const columns = Object.keys(rows[0] ?? {}).map((column) => sql.ref(column))
  for (let start = 0; start < rows.length; start += CHUNK) {
    const text = JSON.stringify(rows.slice(start, start + CHUNK))
    const names = sql.join(columns)
    const from = sql`json_populate_recordset(null::${sql.table(table)}, ${text}::json)`
    await sql`insert into ${sql.table(table)} (${names}) select ${names} from ${from}`.execute(db)
  }
}
