import { type RawBuilder, sql } from 'kysely'
import { type Reader, readSql } from '../../db/open.ts'

/** Which roles own the workspace, whether groups count, and when it is asked. */
interface Owning {
  roleIds: string[]
  throughGroups: boolean
  now: Date
}

/** Whether a person holds one of these roles at present and for good, themselves or through a group. Begins at the few grants, not at the many members. */
export async function hasOwner(
  db: Reader,
  workspaceId: string,
  { roleIds, throughGroups, now }: Owning,
): Promise<boolean> {
  const rows = await readSql(
    db,
    sql`select 1 from grants g where g.workspace_id = ${workspaceId} and g.role_id = any(${roleIds}::text[])
      and (g.starts_at is null or g.starts_at <= ${now}) and g.ends_at is null
      and (exists (select 1 from memberships m where m.workspace_id = g.workspace_id and m.user_id = g.principal_id)
        or (${throughGroups} and exists (select 1 from group_members gm
          join memberships m on m.workspace_id = gm.workspace_id and m.user_id = gm.principal_id
          where gm.workspace_id = g.workspace_id and gm.group_id = g.principal_id))) limit 1`,
  )
  return rows.length > 0
}

/** The first owners by when they joined: people who hold one of these roles at present, themselves or through a group. */
export function listOwners(
  db: Reader,
  workspaceId: string,
  { count, ...owning }: Owning & { count: number },
): Promise<{ id: string }[]> {
  const isOpen = sql`(g.ends_at is null or g.ends_at > ${owning.now})`
  return readSql(
    db,
    sql<{ id: string }>`select m.user_id as id from memberships m
      where m.workspace_id = ${workspaceId} and ${isHolding(owning, isOpen)}
      order by m.created_at, m.user_id limit ${count}`,
  )
}

const isHolding = ({ roleIds, throughGroups, now }: Owning, end: RawBuilder<unknown>) =>
  sql`exists (select 1 from grants g where g.workspace_id = m.workspace_id
    and g.role_id = any(${roleIds}::text[]) and (g.starts_at is null or g.starts_at <= ${now}) and ${end}
    and (g.principal_id = m.user_id or (${throughGroups} and exists (
      select 1 from group_members gm where gm.workspace_id = m.workspace_id
        and gm.group_id = g.principal_id and gm.principal_id = m.user_id))))`

/** Whether somebody, or a group, has one of these roles, from `now` on if that is said; a person also through a group. */
export async function holdsRole(
  db: Reader,
  workspaceId: string,
  holderId: string,
  { roleIds, throughGroups, now }: Omit<Owning, 'now'> & { now?: Date },
) {
  const notOver = now ? sql`and (g.ends_at is null or g.ends_at > ${now})` : sql``
  const rows = await readSql(
    db,
    sql`select 1 from grants g where g.workspace_id = ${workspaceId} and g.role_id = any(${roleIds}::text[])
      ${notOver} and (g.principal_id = ${holderId} or (${throughGroups} and exists (
        select 1 from group_members gm where gm.workspace_id = g.workspace_id
          and gm.group_id = g.principal_id and gm.principal_id = ${holderId}))) limit 1`,
  )
  return rows.length > 0
}
