import { type Insertable, sql, type Updateable } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'
import { momentOf, type Page } from '../http/page.ts'

export type ConnectionRow = NonNullable<Awaited<ReturnType<typeof findConnection>>>

const columns = [
  'connections.id',
  'connections.workspace_id as workspaceId',
  'connections.name',
  'connections.kind',
  'connections.provider',
  'connections.settings',
  'connections.secret_sealed as sealed',
  'connections.is_active as isActive',
  'connections.is_default as isDefault',
  'connections.tested_at as testedAt',
  'connections.last_used_at as lastUsedAt',
  'connections.created_at as createdAt',
] as const

/** A page of the connections of a workspace, in the order they were made. */
export function listConnections(db: Reader, workspaceId: string, { count, after }: Page) {
  return db
    .selectFrom('connections')
    .where('workspace_id', '=', workspaceId)
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'id'), '>', tuple(momentOf(after?.[0]), after?.[1] ?? '')),
      ),
    )
    .orderBy('created_at')
    .orderBy('id')
    .limit(count + 1)
    .select(columns)
    .execute()
}

/** One connection. */
export function findConnection(db: Reader, workspaceId: string, id: string) {
  return db
    .selectFrom('connections')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .select(columns)
    .executeTakeFirst()
}

/** The connection with this id, with its workspace. */
export function findAnyConnection(db: Reader, id: string) {
  return db
    .selectFrom('connections')
    .innerJoin('workspaces', 'workspaces.id', 'connections.workspace_id')
    .where('connections.id', '=', id)
    .select(columns)
    .select(['workspaces.slug', 'workspaces.name as workspaceName', 'workspaces.plan'])
    .executeTakeFirst()
}

/** Adds a connection; the constraint `connection_name_taken` decides whether the name is free. */
export function insertConnection(
  tx: Writer,
  workspaceId: string,
  row: Pick<ConnectionRow, 'id' | 'name' | 'kind' | 'provider' | 'createdAt'> & {
    nameKey: string
    settings: string
  },
) {
  const { id, name, nameKey, kind, provider, settings, createdAt } = row
  const values = { workspace_id: workspaceId, id, name, name_key: nameKey, kind, provider, settings }
  return tx
    .insertInto('connections')
    .values({ ...values, created_at: createdAt })
    .execute()
}

/** Changes a connection. */
export function updateConnection(
  tx: Writer,
  workspaceId: string,
  id: string,
  values: Updateable<Tables['connections']>,
) {
  return tx
    .updateTable('connections')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .set(values)
    .execute()
}

/** Deletes a connection with the links of accounts to it. */
export function deleteConnection(tx: Writer, workspaceId: string, id: string) {
  return tx.deleteFrom('connections').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}

/** The active connections of a workspace, the oldest first. */
export function listActive(db: Reader, workspaceId: string) {
  return db
    .selectFrom('connections')
    .where('workspace_id', '=', workspaceId)
    .where('is_active', '=', true)
    .orderBy('created_at')
    .orderBy('id')
    .select(['id', 'name', 'is_default as isDefault'])
    .execute()
}

/** The settings of a workspace, as JSON. */
export async function settingsOfWorkspace(db: Reader, workspaceId: string) {
  const row = await db
    .selectFrom('workspaces')
    .where('id', '=', workspaceId)
    .select('settings')
    .executeTakeFirst()
  return row?.settings ?? {}
}

export interface MappedGroupRow {
  connectionId: string
  claim: string
  groupId: string
  groupName: string
}

/** The group mappings of some connections, by claim and name of the group. */
export function listMappings(db: Reader, workspaceId: string, connectionIds: string[]) {
  return readSql<MappedGroupRow>(
    db,
    sql`select c.connection_id as "connectionId", c.claim, c.group_id as "groupId", g.name as "groupName"
      from connection_groups c join groups g on g.workspace_id = c.workspace_id and g.id = c.group_id
      where c.workspace_id = ${workspaceId} and c.connection_id = any(${connectionIds}::text[])
      order by c.claim collate "C", g.name_key collate "C"`,
  )
}

/** Makes exactly these the group mappings of a connection. */
export async function replaceMappings(
  tx: Writer,
  workspaceId: string,
  connectionId: string,
  mappings: { claim: string; groupId: string }[],
) {
  const about = { workspace_id: workspaceId, connection_id: connectionId }
  await tx
    .deleteFrom('connection_groups')
    .where('workspace_id', '=', workspaceId)
    .where('connection_id', '=', connectionId)
    .execute()
  const rows = mappings.map(({ claim, groupId }) => ({ ...about, claim, group_id: groupId }))
  if (rows.length > 0) await tx.insertInto('connection_groups').values(rows).execute()
}

/** The groups that some values of the group claim lead to. */
export function listMappedGroups(db: Reader, workspaceId: string, connectionId: string, values: string[]) {
  return readSql<{ id: string }>(
    db,
    sql`select distinct group_id as id from connection_groups where workspace_id = ${workspaceId}
      and connection_id = ${connectionId} and claim = any(${values}::text[]) order by group_id`,
  )
}

/** What the last genuine answer by a connection said. */
export async function lastClaims(db: Reader, workspaceId: string, id: string) {
  const row = await db
    .selectFrom('connections')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .select('last_claims as claims')
    .executeTakeFirst()
  return row?.claims ?? null
}

export type TraceRow = Awaited<ReturnType<typeof listTraces>>[number]

/** The last sign-ins of a connection since a moment, the newest first. */
export function listTraces(
  db: Reader,
  workspaceId: string,
  connectionId: string,
  { since, count }: { since: Date; count: number },
) {
  return db
    .selectFrom('sso_traces')
    .where('workspace_id', '=', workspaceId)
    .where('connection_id', '=', connectionId)
    .where('at', '>', since)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
    .select(['id', 'at', 'outcome', 'reason', 'detail', 'subject', 'email', 'request_id as requestId'])
    .execute()
}

/** Notes a sign-in. */
export function insertTrace(tx: Writer, row: Insertable<Tables['sso_traces']>) {
  return tx.insertInto('sso_traces').values(row).execute()
}

/** Throws away all but the newest sign-ins of a connection. */
export function trimTraces(tx: Writer, workspaceId: string, connectionId: string, kept: number) {
  return sql`
    delete from sso_traces where workspace_id = ${workspaceId} and connection_id = ${connectionId} and id in (
      select id from sso_traces where workspace_id = ${workspaceId} and connection_id = ${connectionId}
      order by at desc, id desc offset ${kept})`.execute(tx)
}

/** Throws away the sign-ins before a moment, of all workspaces. */
export function deleteTraces(tx: Writer, before: Date) {
  return tx.deleteFrom('sso_traces').where('at', '<=', before).execute()
}

/** Every active SAML connection of every workspace, with what its owners were told of its certificates. */
export function listWithCertificates(db: Reader) {
  return db
    .selectFrom('connections')
    .innerJoin('workspaces', 'workspaces.id', 'connections.workspace_id')
    .where('connections.kind', '=', 'saml')
    .where('connections.is_active', '=', true)
    .orderBy('connections.id')
    .select(columns)
    .select(['workspaces.slug', 'workspaces.name as workspaceName', 'workspaces.plan'])
    .execute()
}

/** Of which certificates of a connection its owners were told that they expire. */
export async function toldOf(db: Reader, workspaceId: string, id: string) {
  const row = await db
    .selectFrom('connections')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .select('told')
    .executeTakeFirst()
  return row?.told ?? {}
}
