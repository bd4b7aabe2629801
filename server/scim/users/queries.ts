import { type Insertable, sql, type Updateable } from 'kysely'
import { type Reader, readSql, type Writer } from '../../db/open.ts'
import type { JsonObject, Tables } from '../../db/tables.ts'
import type { Condition } from '../filtering.ts'
import { accountProfile } from './searching.ts'

/** A person as the identity provider sees them. */
export interface UserRow {
  id: string
  /** SCIM has a row of them; otherwise they are a member of whom the provider has said nothing yet. */
  known: boolean
  /** The member or the invite that they are now, and which of the two. */
  principalId: string | null
  kind: 'user' | 'invite' | null
  userId: string | null
  userName: string
  externalId: string | null
  deactivated: boolean
  madeAccount: boolean
  /** Marked as managed. */
  managed: boolean
  profile: JsonObject
  createdAt: Date
  updatedAt: Date
}

/** Conditions over the rows of SCIM, and over members without one. */
export interface Which {
  known: Condition
  others: Condition
  /** Nothing is asked of them. */
  isAll: boolean
}

const knownFrom = sql`scim_users s left join principals p on p.workspace_id = s.workspace_id and p.id = s.principal_id
  left join memberships m on m.workspace_id = s.workspace_id and m.user_id = s.principal_id`
const knownColumns = sql`s.id, true as known, s.principal_id as "principalId", p.kind, s.user_id as "userId",
  s.user_name as "userName", s.external_id as "externalId", s.deactivated, s.made_account as "madeAccount",
  coalesce(m.managed, false) as managed, s.profile, s.created_at as "createdAt", s.updated_at as "updatedAt"`
const unknownOnly = sql`not exists (select 1 from scim_users row
  where row.workspace_id = m.workspace_id and row.principal_id = m.user_id)`

/** These people, in no order. An id that is nobody's is left out. */
export function findUsers(db: Reader, workspaceId: string, ids: string[]): Promise<UserRow[]> {
  return readSql(
    db,
    sql<UserRow>`
    select ${knownColumns} from ${knownFrom} where s.workspace_id = ${workspaceId} and s.id = any(${ids}::text[])
    union all
    select m.user_id, false, m.user_id, 'user', m.user_id, u.email, null, false, false, m.managed, ${accountProfile.said},
      m.created_at, m.created_at
    from memberships m join users u on u.id = m.user_id
    where m.workspace_id = ${workspaceId} and m.user_id = any(${ids}::text[]) and ${unknownOnly}
      and not exists (select 1 from scim_users row where row.workspace_id = m.workspace_id and row.id = m.user_id)`,
  )
}

/** The person whom the provider calls so, as it is compared. */
export async function findByUserName(db: Reader, workspaceId: string, userNameKey: string) {
  const [row] = await readSql(
    db,
    sql<UserRow>`select ${knownColumns} from ${knownFrom}
      where s.workspace_id = ${workspaceId} and s.user_name_key = ${userNameKey}`,
  )
  return row
}

/** The account with an address, as it is compared, and whether it is a member's. */
export async function findAccount(db: Reader, workspaceId: string, emailKey: string) {
  const [account] = await readSql(
    db,
    sql<{ id: string; email: string; name: string; isMember: boolean }>`
      select u.id, u.email, u.name, m.user_id is not null as "isMember"
      from users u left join memberships m on m.workspace_id = ${workspaceId} and m.user_id = u.id
      where u.email_key = ${emailKey}`,
  )
  return account
}

/** Members of whom the provider has said nothing; their accounts are looked up only where a filter asks for something of them. */
function unknown({ isAll }: Which) {
  return isAll ? sql`memberships m` : sql`memberships m join users u on u.id = m.user_id`
}

/** The ids of a part of those who match, in the order in which they were made. Each of the two kinds is read in that order as far as needed. */
export async function listIds(
  db: Reader,
  workspaceId: string,
  which: Which,
  { offset, count }: { offset: number; count: number },
): Promise<string[]> {
  const first = sql`order by 1, 2 limit ${offset + count}`
  const rows = await readSql(
    db,
    sql<{ id: string }>`select id from (
      (select s.created_at, s.id from scim_users s where s.workspace_id = ${workspaceId} and ${which.known} ${first})
      union all
      (select m.created_at, m.user_id from ${unknown(which)}
        where m.workspace_id = ${workspaceId} and ${unknownOnly} and ${which.others} ${first})
    ) as found (created_at, id) order by created_at, id limit ${count} offset ${offset}`,
  )
  return rows.map((row) => row.id)
}

/** How many match. */
export async function countUsers(db: Reader, workspaceId: string, which: Which): Promise<number> {
  const [row] = await readSql(
    db,
    sql<{ count: number }>`select
      (select count(*) from scim_users s where s.workspace_id = ${workspaceId} and ${which.known})
      + (select count(*) from ${unknown(which)}
        where m.workspace_id = ${workspaceId} and ${unknownOnly} and ${which.others}) as count`,
  )
  return row?.count ?? 0
}

/** Keeps a person; the constraint `scim_user_name_taken` has the last word. */
export function insertUser(tx: Writer, row: Insertable<Tables['scim_users']>) {
  return tx.insertInto('scim_users').values(row).execute()
}

/** Changes what is kept of a person. */
export function updateUser(
  tx: Writer,
  workspaceId: string,
  id: string,
  values: Updateable<Tables['scim_users']>,
) {
  return tx
    .updateTable('scim_users')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .set(values)
    .execute()
}

/** Keeps nothing of a person any more, nor in which groups they were. */
export function deleteUser(tx: Writer, workspaceId: string, id: string) {
  return tx.deleteFrom('scim_users').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}

/** Takes these members as they are shown: from now on there are rows of them. The constraint `scim_user_name_taken` has the last word. */
export function adopt(tx: Writer, workspaceId: string, userIds: string[], now: Date) {
  return sql`
    insert into scim_users (workspace_id, id, principal_id, user_id, user_name, user_name_key, profile, profile_key,
      created_at, updated_at)
    select m.workspace_id, u.id, u.id, u.id, u.email, u.email_key, ${accountProfile.said}, ${accountProfile.key},
      m.created_at, ${now}::timestamptz
    from memberships m join users u on u.id = m.user_id
    where m.workspace_id = ${workspaceId} and m.user_id = any(${userIds}::text[])`.execute(tx)
}

/** The groups that the provider has put somebody into, and who are not in them by it. */
export function listGroupsToRestore(db: Reader, workspaceId: string, id: string) {
  return readSql(
    db,
    sql<{ id: string; name: string }>`
    select g.id, g.name from scim_group_members said
    join groups g on g.workspace_id = said.workspace_id and g.id = said.group_id
    join scim_users s on s.workspace_id = said.workspace_id and s.id = said.scim_user_id
    where said.workspace_id = ${workspaceId} and said.scim_user_id = ${id} and not exists (
      select 1 from group_members gm where gm.workspace_id = said.workspace_id and gm.group_id = said.group_id
        and gm.principal_id = s.principal_id and gm.by_scim)
    order by g.id`,
  )
}
