import type { Kysely, RawBuilder, Transaction } from 'kysely'
import type { ReadonlyKysely } from 'kysely/readonly'
import type { Tables } from './tables.ts'

/** What a query that reads takes: the database, or a transaction. Writing through it does not compile. */
export type Reader = Pick<
  ReadonlyKysely<Tables>,
  'selectFrom' | 'selectNoFrom' | 'fn' | 'dynamic' | 'case' | 'isTransaction'
>

/** What a query that writes takes. Only a transaction is one, and `change()` opens it. */
export type Writer = Transaction<Tables>

export interface Database {
  db: Kysely<Tables>
  /** Embedded: this process is the only one that writes, so what it remembers can be right without asking. */
  exclusive: boolean
  /** Work of migrations: on PostgreSQL a connection of its own, without the timeouts that requests have. */
  patiently<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  /** Ends all connections; embedded, also gives the data directory back. */
  close(): Promise<void>
}

/** Reads with hand-written SQL where a Reader is what one has: a single `select` (or `with … select`). */
export async function readSql<Row>(db: Reader, query: RawBuilder<Row>): Promise<Row[]> {
  // A Reader is a Kysely underneath; it hides the executor because that could write. The check below keeps the promise.
  const compiled = query.compile(db as Kysely<Tables>)
  if (!/^\s*(select|with)\b/i.test(compiled.sql))
    throw new Error(`readSql() only reads, not: ${compiled.sql.slice(0, 80)}`)

  const { rows } = await (db as Kysely<Tables>).executeQuery<Row>(compiled)
  return rows
}
