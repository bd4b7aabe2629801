import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { SsoReason } from '../contract/sso-reasons.ts'
import type { App } from '../server/caller/app.ts'
import { type SsoWorkspace, tracesOf } from './sso-house.ts'

/**
 * Where a refusal may leave something: the trace, the audit trail with its number, the way itself, which is used up, and that a genuine
 * assertion was seen.
 */
const traces = new Set(['sso_traces', 'audit_events', 'sso_flows', 'sso_assertions'])
/** Columns that change by themselves: letters of before are on their way. */
const passing = ['audit_seq', 'last_used_at', 'state', 'attempts', 'next_at', 'done_at', 'last_error']

/** What stands in every table but those, by a sum over its rows: of one workspace or account more, or one row changed, it is another. */
export async function stateOf({ database }: Pick<App, 'database'>): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`.execute(database.db)
  const sums: Record<string, string> = {}
  for (const { name } of tables.filter((table) => !traces.has(table.name))) {
    const { rows } = await sql<{ sum: string | null }>`
      select md5(string_agg(row, '|' order by row)) as sum
      from (select (to_jsonb(t) - ${passing}::text[])::text as row from ${sql.table(name)} t) as rows`.execute(
      database.db,
    )
    sums[name] = rows[0]?.sum ?? ''
  }
  return sums
}

/** The events of one type in a workspace's audit trail, the oldest first. */
export function eventsOf({ app, id }: Pick<SsoWorkspace, 'app' | 'id'>, type: string) {
  return app.database.db
    .selectFrom('audit_events')
    .where('workspace_id', '=', id)
    .where('type', '=', type)
    .orderBy('seq')
    .selectAll()
    .execute()
}

/**
 * Does something that must be refused: the browser lands on the sign-in page with a problem's code and nothing of the message, nothing is
 * there that was not there before, and one event and one trace say why (standards/sso 3.1: "reject").
 */
export async function assertRefused(
  place: SsoWorkspace,
  reason: SsoReason,
  act: () => Promise<string>,
  problem = 'sso-refused',
) {
  const before = await stateOf(place.app)
  const eventsBefore = (await eventsOf(place, 'sso.rejected')).length
  const tracesBefore = (await tracesOf(place)).length

  const landed = await act()

  assert.equal(new URL(landed, 'http://x').pathname, '/sign-in', landed)
  assert.equal(new URL(landed, 'http://x').searchParams.get('problem'), problem, landed)
  assert.deepEqual(await stateOf(place.app), before)
  const events = (await eventsOf(place, 'sso.rejected')).slice(eventsBefore)
  assert.deepEqual(
    events.map(({ detail, actor_kind, resource_id }) => [
      (detail as { reason?: string }).reason,
      actor_kind,
      resource_id,
    ]),
    [[reason, 'system', place.connectionId]],
  )
  const traces = await tracesOf(place)
  assert.equal(traces.length, tracesBefore + 1)
  assert.deepEqual([traces[0]?.outcome, traces[0]?.reason?.code], ['refused', reason])
}
