import type { Socket } from 'node:net'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Log } from '../platform/log.ts'
import type { Database } from './database.ts'
import { openNames, sendByName } from './prepared.ts'
import type { Tables } from './tables.ts'

const CONNECT_MS = 5_000
const STATEMENT_MS = 10_000
const LOCK_MS = 5_000
const IDLE_IN_TRANSACTION_MS = 10_000
/** A server that says nothing for this long is taken for dead: no statement of ours may take that long. */
const SILENCE_MS = 20_000
const INT8 = 20

interface Place {
  databaseUrl: string
  poolSize: number
  /** How many statements each connection remembers. */
  preparedStatements: number
}

/** Opens a PostgreSQL server. Answers only after one connection was made, so that a wrong address is told at the start. */
export async function openPostgres(where: Place, log: Log): Promise<Database> {
  const pool = openPool(where, log)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    const client = await pool.connect()
    client.release()
  } catch (error) {
    await pool.end()
    throw new Error(`Cannot reach the database of DATABASE_URL: ${reasonOf(error)}`, { cause: error })
  }

  return {
    db,
    exclusive: false,
    patiently: (work) => patiently(where.databaseUrl, log, work),
    async close() {
      await db.destroy()
      // Kysely ends the pool only if it was used.
      if (!pool.ended) await pool.end()
    },
  }
}

function openPool({ databaseUrl, poolSize, preparedStatements }: Place, log: Log): pg.Pool {
  const limits = {
    max: poolSize,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  }
  const pool = surviving(new pg.Pool({ ...common(databaseUrl), ...limits }), log)
  const nameOf = openNames(preparedStatements)
  return pool.on('connect', (client) => {
    giveUpOnSilence(client)
    sendByName(client, nameOf)
  })
}

// An error event that nobody listens to would end this process: of the pool when a server ends an idle connection, of
// the connection when it does so in a transaction. Who waits for an answer is told anyway, and the pool drops it.
function surviving(pool: pg.Pool, log: Log): pg.Pool {
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool.on('error', (error) => log.warn({ reason: reasonOf(error) }, 'a database connection was lost'))
}

async function patiently<T>(
  databaseUrl: string,
  log: Log,
  work: (db: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  const pool = surviving(new pg.Pool({ ...common(databaseUrl), max: 1 }), log)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

// Read committed is what change() is written for (it locks the workspace); who needs more asks for it in the transaction.
function common(databaseUrl: string): pg.PoolConfig {
  return {
    connectionString: databaseUrl,
    application_name: 'claviger',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    options: '-c TimeZone=UTC -c default_transaction_isolation=read\\ committed',
    types: { getTypeParser },
  }
}

// The same values as the embedded database gives: counts and bigints are numbers (ours stay far below 2^53).
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')

function giveUpOnSilence(client: pg.PoolClient) {
  // pg has no public name for its socket, and its own query_timeout gives the stuck connection back to the pool.
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.setTimeout(SILENCE_MS, () => stream.destroy(new Error('the database did not answer')))
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return [code, message].filter(Boolean).join(': ') || String(error)
}
