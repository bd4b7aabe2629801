import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../../db/open.ts'
import type { Condition } from '../filtering.ts'

export interface GroupRow {
  id: string
  name: string
  externalId: string | null
  /** Marked as managed. */
  managed: boolean
  createdAt: Date
  updatedAt: Date
}

export interface MemberRow {
  groupId: string
  id: string
  name: string
}

/** Somebody who can be in a group: by the id that the provider knows, with the member or the invite that they are now. */
export interface PersonRow {
  id: string
  known: boolean
  principalId: string | null
  kind: 'user' | 'invite' | null
  email: string
  name: string
}

const columns = sql`g.id, g.name, sg.external_id as "externalId", g.managed, g.created_at as "createdAt",
  greatest(sg.updated_at, g.created_at) as "updatedAt"`
const from = sql`groups g left join scim_groups sg on sg.workspace_id = g.workspace_id and sg.group_id = g.id`

/** These groups, in no order. An id that is no group's is left out. */
export function findGroups(db: Reader, workspaceId: string, ids: string[]): Promise<GroupRow[]> {
  return readSql(
    db,
    sql<GroupRow>`select ${columns} from ${from} where g.workspace_id = ${workspaceId} and g.id = any(${ids}::text[])`,
  )
}

/** A part of the groups that match, in the order in which they were made. */
export function listGroups(
  db: Reader,
  workspaceId: string,
  which: Condition,
  { offset, count }: { offset: number; count: number },
): Promise<GroupRow[]> {
  return readSql(
    db,
    sql<GroupRow>`select ${columns} from ${from} where g.workspace_id = ${workspaceId} and ${which}
      order by g.created_at, g.id limit ${count} offset ${offset}`,
  )
}

/** How many match. */
export async function countGroups(db: Reader, workspaceId: string, which: Condition): Promise<number> {
  const [row] = await readSql(
    db,
    sql<{
      count: number
    }>`select count(*) as count from ${from} where g.workspace_id = ${workspaceId} and ${which}`,
  )
  return row?.count ?? 0
}

/** Who is in these groups: members, and those whom the provider has put in, who are not in the workspace now. */
export function listMembers(db: Reader, workspaceId: string, groupIds: string[]): Promise<MemberRow[]> {
  return readSql(
    db,
    sql<MemberRow>`
    select gm.group_id as "groupId", coalesce(s.id, m.user_id) as id, coalesce(s.profile->>'displayName', u.name) as name
    from group_members gm
    join memberships m on m.workspace_id = gm.workspace_id and m.user_id = gm.principal_id
    join users u on u.id = m.user_id
    left join scim_users s on s.workspace_id = gm.workspace_id and s.principal_id = gm.principal_id
    where gm.workspace_id = ${workspaceId} and gm.group_id = any(${groupIds}::text[])
    union all
    select said.group_id, s.id, coalesce(s.profile->>'displayName', s.user_name) from scim_group_members said
    join scim_users s on s.workspace_id = said.workspace_id and s.id = said.scim_user_id
    where said.workspace_id = ${workspaceId} and said.group_id = any(${groupIds}::text[]) and not exists (
      select 1 from group_members gm join memberships m on m.workspace_id = gm.workspace_id and m.user_id = gm.principal_id
      where gm.workspace_id = said.workspace_id and gm.group_id = said.group_id and gm.principal_id = s.principal_id)
    order by 1, 2`,
  )
}

/** The people with these ids. An id that is nobody's is left out. */
export function findPeople(db: Reader, workspaceId: string, ids: string[]): Promise<PersonRow[]> {
  return readSql(
    db,
    sql<PersonRow>`
    select s.id, true as known, s.principal_id as "principalId", p.kind, coalesce(u.email, s.user_name) as email,
      coalesce(u.name, s.user_name) as name
    from scim_users s left join principals p on p.workspace_id = s.workspace_id and p.id = s.principal_id
    left join users u on p.kind = 'user' and u.id = p.id
    where s.workspace_id = ${workspaceId} and s.id = any(${ids}::text[])
    union all
    select m.user_id, false, m.user_id, 'user', u.email, u.name
    from memberships m join users u on u.id = m.user_id
    where m.workspace_id = ${workspaceId} and m.user_id = any(${ids}::text[]) and not exists (
      select 1 from scim_users s where s.workspace_id = m.workspace_id and (s.principal_id = m.user_id or s.id = m.user_id))`,
  )
}

/** The ids of those whom the provider has put into a group. */
export async function listSaid(db: Reader, workspaceId: string, groupId: string): Promise<string[]> {
  const rows = await readSql(
    db,
    sql<{ id: string }>`select scim_user_id as id from scim_group_members
      where workspace_id = ${workspaceId} and group_id = ${groupId}`,
  )
  return rows.map((row) => row.id)
}

/** Keeps that the provider has put people into a group. */
export async function insertSaid(tx: Writer, workspaceId: string, groupId: string, ids: string[]) {
  await sql`
    insert into scim_group_members (workspace_id, group_id, scim_user_id)
    select ${workspaceId}, ${groupId}, id from unnest(${ids}::text[]) as come (id)
    on conflict do nothing`.execute(tx)
}

/** Keeps that the provider has taken people out of a group, and answers whom of them it had put in. */
export async function deleteSaid(tx: Writer, workspaceId: string, groupId: string, ids: string[]) {
  const { rows } = await sql<{ id: string }>`
    delete from scim_group_members where workspace_id = ${workspaceId} and group_id = ${groupId}
      and scim_user_id = any(${ids}::text[]) returning scim_user_id as id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Keeps what the provider calls a group; what is left out stays. */
export async function touchGroup(
  tx: Writer,
  workspaceId: string,
  groupId: string,
  { now, externalId }: { now: Date; externalId?: string | null | undefined },
) {
  const row = { workspace_id: workspaceId, group_id: groupId, updated_at: now }
  const called = externalId === undefined ? {} : { external_id: externalId }
  await tx
    .insertInto('scim_groups')
    .values({ ...row, external_id: externalId ?? null })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'group_id']).doUpdateSet({ updated_at: now, ...called }),
    )
    .execute()
}
