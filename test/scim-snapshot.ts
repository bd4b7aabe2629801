import { type RawBuilder, sql } from 'kysely'
import type { App } from '../server/caller/app.ts'

/** Written behind the back of requests: letters that are sent, and what requests leave in the log. */
const behind = ['outbox', 'scim_requests', 'sessions', 'tries']

/** Rows by table, each row as a text. */
export type Snapshot = Map<string, string[]>

/**
 * All rows of workspaces: of one, or of all but one. With all accounts, in so far as they are not a workspace's: address, password, names
 * and every way in. Two of them are equal exactly if nothing was written between them.
 */
export async function takeSnapshot(app: App, which: { of: string } | { but: string }): Promise<Snapshot> {
  const { db } = app.database
  const snapshot: Snapshot = new Map()
  for (const { name, columns } of await db.introspection.getTables()) {
    if (behind.includes(name)) continue
    const owner = name === 'workspaces' ? 'id' : 'workspace_id'
    const isOwned = columns.some((column) => column.name === owner)
    const where = isOwned ? belongs(owner, which) : sql`true`
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(t) - 'last_used_at')::text as row from ${sql.table(name)} t where ${where}
      order by 1`.execute(db)
    snapshot.set(
      name,
      rows.map(({ row }) => row),
    )
  }
  return snapshot
}

function belongs(owner: string, which: { of: string } | { but: string }): RawBuilder<unknown> {
  return 'of' in which
    ? sql`${sql.ref(owner)} = ${which.of}`
    : sql`${sql.ref(owner)} is distinct from ${which.but}`
}

/** What is in `before` and not in `after`, and the other way round; `made` are tables to which rows may have come. */
export function differences(before: Snapshot, after: Snapshot, made: string[] = []): string[] {
  return [...before.keys()].flatMap((table) => {
    const [had, has] = [new Set(before.get(table)), new Set(after.get(table))]
    const gone = [...had].filter((row) => !has.has(row)).map((row) => `- ${table} ${row}`)
    const come = made.includes(table) ? [] : [...has].filter((row) => !had.has(row))
    return [...gone, ...come.map((row) => `+ ${table} ${row}`)]
  })
}
