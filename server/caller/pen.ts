import { type Insertable, sql } from 'kysely'
import type { Reader, Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'

/** The SQL of change(): nobody else may import this file (test/tidy.test.ts). */

const ROWS_AT_ONCE = 1_000

/** Locks the workspace until the end of the transaction, so that all its changes happen one after the other. */
export function lockWorkspace(tx: Writer, workspaceId: string) {
  return tx
    .selectFrom('workspaces')
    .where('id', '=', workspaceId)
    .select(['access_version', 'audit_seq'])
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Remembers this point of a transaction, to which `goBack` takes it. */
export async function markPlace(tx: Writer) {
  await sql`savepoint place`.execute(tx)
}

/** Undoes what the transaction did since `markPlace`. Locks from before it are kept. */
export async function goBack(tx: Writer) {
  await sql`rollback to savepoint place`.execute(tx)
}

/** Locks an account until the end of the transaction, without hindering rows that refer to it. Whether it is there. */
export async function lockAccount(tx: Writer, userId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('users')
    .where('id', '=', userId)
    .select('id')
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a set-up link is still there, as the transaction sees it. */
export async function hasSetUpLink(tx: Writer, workspaceId: string, id: string): Promise<boolean> {
  const links = tx.selectFrom('set_up_links').where('workspace_id', '=', workspaceId).where('id', '=', id)
  return (await links.select('id').executeTakeFirst()) !== undefined
}

/** The same of a SCIM token. */
export async function hasScimToken(tx: Writer, workspaceId: string, id: string): Promise<boolean> {
  const tokens = tx.selectFrom('scim_tokens').where('workspace_id', '=', workspaceId).where('id', '=', id)
  return (await tokens.select('id').executeTakeFirst()) !== undefined
}

/** Whether a visit of the support staff lasts: neither it nor the access that an owner granted is over, as the transaction sees it. */
export async function hasSupportVisit(
  tx: Writer,
  workspaceId: string,
  { id, now }: { id: string; now: Date },
) {
  const row = await tx
    .selectFrom('support_visits as visit')
    .innerJoin('support_access as access', (join) =>
      join.onRef('access.workspace_id', '=', 'visit.workspace_id').onRef('access.id', '=', 'visit.access_id'),
    )
    .where('visit.workspace_id', '=', workspaceId)
    .where('visit.id', '=', id)
    .where('visit.ended_at', 'is', null)
    .where('access.ended_at', 'is', null)
    .where('visit.ends_at', '>', now)
    .select('visit.id')
    .executeTakeFirst()
  return row !== undefined
}

/** Who owns a workspace, and until when: each grant of the owner role, whoever has it, and each place in a group that has one. */
export async function listOwnership(tx: Writer, workspaceId: string, { roleId }: { roleId: string }) {
  const { rows } = await sql<{
    holder: string
    member: string | null
    from: Date | null
    until: Date | null
  }>`
    with owning as (select id, principal_id, starts_at, ends_at from grants
      where workspace_id = ${workspaceId} and role_id = ${roleId})
    select principal_id as holder, null as member, starts_at as "from", ends_at as until from owning
    union all
    select m.group_id, m.principal_id, null, m.ends_at from group_members m
      where m.workspace_id = ${workspaceId} and m.group_id in (select principal_id from owning)
    order by 1, 2, 3, 4`.execute(tx)
  return rows
}

/** Appends to what happened to an account. */
export async function writeAccountEvents(tx: Writer, rows: Insertable<Tables['account_events']>[]) {
  if (rows.length > 0) await tx.insertInto('account_events').values(rows).execute()
}

interface Recorded {
  audit: Insertable<Tables['audit_events']>[]
  access_version: number
  audit_seq: number
  /** What the access version touched; null where it stays. */
  touched: string | null
}

/** Appends to the audit trail, moves the workspace's numbers on, and records what the new access version touched. */
export async function writeChange(
  tx: Writer,
  workspaceId: string,
  { audit, access_version, audit_seq, touched }: Recorded,
) {
  const told = (rows: Recorded['audit']) => tx.insertInto('audit_events').values(rows)
  let rest = audit
  for (; rest.length > ROWS_AT_ONCE; rest = rest.slice(ROWS_AT_ONCE))
    await told(rest.slice(0, ROWS_AT_ONCE)).execute()
  const written = [sql`told as (${told(rest)})`]
  if (touched !== null) {
    const row = { workspace_id: workspaceId, version: access_version, touched }
    written.push(sql`moved as (${tx.insertInto('access_changes').values(row)})`)
  }
  // In one statement: each is a way to the database and back, while others wait for this workspace.
  await sql`
    with ${sql.join(written)}
    update workspaces set access_version = ${access_version}, audit_seq = ${audit_seq}
    where id = ${workspaceId}`.execute(tx)
}

/** Queues mail in the transaction of what it tells about. */
export async function writeMail(tx: Writer, rows: Insertable<Tables['outbox']>[]) {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await tx
      .insertInto('outbox')
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .execute()
  }
}

/** The plan as the transaction sees it. */
export async function readPlan(tx: Writer, workspaceId: string): Promise<string> {
  const row = await tx
    .selectFrom('workspaces')
    .where('id', '=', workspaceId)
    .select('plan')
    .executeTakeFirstOrThrow()
  return row.plan
}

/** The sealed answer of an earlier request with the same key. */
export function findAnswer(db: Reader, workspaceId: string, actorId: string, keyHash: Buffer) {
  return db
    .selectFrom('idempotency')
    .where('workspace_id', '=', workspaceId)
    .where('actor_id', '=', actorId)
    .where('key_hash', '=', keyHash)
    .select(['request_hash', 'sealed'])
    .executeTakeFirst()
}

/** Keeps the sealed answer of this request. */
export function keepAnswer(tx: Writer, row: Insertable<Tables['idempotency']>) {
  return tx.insertInto('idempotency').values(row).execute()
}

/** Removes up to `count` of the answers kept before this moment, of all workspaces. Says how many it removed. */
export async function deleteAnswers(tx: Writer, before: Date, count: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency where (workspace_id, actor_id, key_hash) in (
      select workspace_id, actor_id, key_hash from idempotency where created_at < ${before}
      order by created_at limit ${count} for update skip locked)`.execute(tx)
  return Number(numAffectedRows)
}

/** Deletes what access versions touched, but for the last `kept` of each workspace. */
export async function deleteVersions(tx: Writer, kept: number) {
  await tx
    .deleteFrom('access_changes')
    .where('version', '<=', (now) =>
      now
        .selectFrom('workspaces')
        .whereRef('workspaces.id', '=', 'access_changes.workspace_id')
        .select((one) => one('access_version', '-', kept).as('oldest')),
    )
    .execute()
}
