import { type Insertable, sql, type Updateable } from 'kysely'
import type { Reader, Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'

export type DomainRow = NonNullable<Awaited<ReturnType<typeof findDomain>>>

const columns = [
  'domains.id',
  'domains.domain',
  'domains.connection_id as connectionId',
  'domains.token',
  'domains.token_expires_at as tokenExpiresAt',
  'domains.verified_at as verifiedAt',
  'domains.verified_by as verifiedBy',
  'domains.checked_at as checkedAt',
  'domains.check_failed as checkFailed',
] as const

/** All domains of a workspace, by name. */
export function listDomains(db: Reader, workspaceId: string) {
  return db
    .selectFrom('domains')
    .where('workspace_id', '=', workspaceId)
    .orderBy(sql`domain collate "C"`)
    .select(columns)
    .execute()
}

/** One domain. */
export function findDomain(db: Reader, workspaceId: string, domainId: string) {
  return db
    .selectFrom('domains')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', domainId)
    .select(columns)
    .executeTakeFirst()
}

/** Which workspace has proved a domain. */
export function findVerified(db: Reader, domain: string) {
  return db
    .selectFrom('domains')
    .where('domain', '=', domain)
    .where('verified_at', 'is not', null)
    .select(['workspace_id as workspaceId', 'domain', 'connection_id as connectionId'])
    .executeTakeFirst()
}

/** How many domains a workspace has. */
export async function countDomains(db: Reader, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('domains')
    .where('workspace_id', '=', workspaceId)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Adds a domain; the constraint `domain_added` decides whether the workspace has it already. */
export function insertDomain(tx: Writer, row: Insertable<Tables['domains']>) {
  return tx.insertInto('domains').values(row).execute()
}

/** Changes a domain; the constraint `domain_claimed` decides whether another workspace has proved it. */
export function updateDomain(
  tx: Writer,
  workspaceId: string,
  domainId: string,
  values: Updateable<Tables['domains']>,
) {
  return tx
    .updateTable('domains')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', domainId)
    .set(values)
    .execute()
}

/** Takes a domain away. */
export function deleteDomain(tx: Writer, workspaceId: string, domainId: string) {
  return tx.deleteFrom('domains').where('workspace_id', '=', workspaceId).where('id', '=', domainId).execute()
}

/** The name of a connection of the workspace; undefined where it has none with this id. */
export async function nameOfConnection(db: Reader, workspaceId: string, connectionId: string) {
  const row = await db
    .selectFrom('connections')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', connectionId)
    .select('name')
    .executeTakeFirst()
  return row?.name
}

/** Verified domains of all workspaces that were last looked at before a moment, those that wait longest first. */
export function listToCheck(db: Reader, before: Date, count: number) {
  return db
    .selectFrom('domains')
    .innerJoin('workspaces', 'workspaces.id', 'domains.workspace_id')
    .where('domains.verified_at', 'is not', null)
    .where('domains.checked_at', '<', before)
    .orderBy('domains.checked_at')
    .orderBy('domains.id')
    .limit(count)
    .select(columns)
    .select([
      'workspaces.id as workspaceId',
      'workspaces.slug',
      'workspaces.name as workspaceName',
      'workspaces.plan',
    ])
    .execute()
}

/** Whether people can sign in through any connection of a workspace now. */
export async function hasActiveConnection(db: Reader, workspaceId: string): Promise<boolean> {
  const active = db
    .selectFrom('connections')
    .where('workspace_id', '=', workspaceId)
    .where('is_active', '=', true)
  return (await active.select('id').limit(1).executeTakeFirst()) !== undefined
}
