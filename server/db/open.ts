import type { Log } from '../platform/log.ts'
import type { Database } from './database.ts'
import { openEmbedded } from './embedded.ts'
import { openPostgres } from './postgres.ts'

export type { Database, Reader, Writer } from './database.ts'
export { readSql } from './database.ts'

export interface DatabasePlace {
  /** A PostgreSQL server: `postgres://user:password@host/name`. */
  databaseUrl?: string | undefined
  /** Without databaseUrl, the directory of the embedded database; left out or `:memory:`, nothing is kept. */
  dataDir?: string | undefined
  /** The most connections to PostgreSQL at once. */
  poolSize?: number | undefined
}

/** Opens the database: the PostgreSQL of `databaseUrl`, else the embedded one. It may be empty: migrate() comes next. */
export function openDatabase(where: DatabasePlace, log: Log): Promise<Database> {
  const { databaseUrl, dataDir = ':memory:', poolSize = 10 } = where
  return databaseUrl ? openPostgres({ databaseUrl, poolSize }, log) : openEmbedded(dataDir, log)
}
