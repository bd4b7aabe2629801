import type { Log } from '../platform/log.ts'
import type { Database } from './database.ts'

export type { Database, Reader, Writer } from './database.ts'
export { readSql } from './database.ts'

export interface DatabasePlace {
  /** A PostgreSQL server: `postgres://user:password@host/name`. */
  databaseUrl?: string | undefined
  /** Without databaseUrl, the directory of the embedded database; left out or `:memory:`, nothing is kept. */
  dataDir?: string | undefined
  /** The most connections to PostgreSQL at once. */
  poolSize?: number | undefined
  /** How many statements each connection to PostgreSQL remembers, so that they are read and planned once. */
  preparedStatements?: number | undefined
}

/**
 * Opens the database: the PostgreSQL of `databaseUrl`, else the embedded one. It may be empty: migrate() comes next. Only the one that is
 * opened is loaded.
 */
export async function openDatabase(where: DatabasePlace, log: Log): Promise<Database> {
  const { databaseUrl, dataDir = ':memory:', poolSize = 10, preparedStatements = 300 } = where
  if (databaseUrl) {
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres({ databaseUrl, poolSize, preparedStatements }, log)
  }
  const { openEmbedded } = await import('./embedded.ts')
  return openEmbedded(dataDir, log)
}
