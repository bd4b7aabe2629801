import { type RawBuilder, sql } from 'kysely'
import { type Reader, readSql } from '../../db/open.ts'

/** Which roles own the workspace, whether groups count, and when it is asked. */
interface Owning {
  roleIds: string[]
  throughGroups: boolean
  now: Date
}

/** What one was put into a group for, as long as they were: whoever else gives it gives it without an end (docs/decisions/0034). */
const placeForGood = sql`(gm.ends_at is null or gm.by_sso or gm.by_scim)`
/** Of a place `gm` in a group, and of a membership `m`: that it has not ended. */
export const placeAt = (now: Date) => sql`(${placeForGood} or gm.ends_at > ${now})`
export const memberAt = (now: Date) => sql`(m.ends_at is null or m.ends_at > ${now})`

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
      and (exists (select 1 from memberships m where m.workspace_id = g.workspace_id and m.user_id = g.principal_id and m.ends_at is null)
        or (${throughGroups} and exists (select 1 from group_members gm
          join memberships m on m.workspace_id = gm.workspace_id and m.user_id = gm.principal_id and m.ends_at is null
          where gm.workspace_id = g.workspace_id and gm.group_id = g.principal_id and ${placeForGood}))) limit 1`,
  )
  return rows.length > 0
}

/** The first owners by when they joined: people who hold one of these roles at present, themselves or through a group. */
export function listOwners(
  db: Reader,
  workspaceId: string,
  { count, ...owning }: Owning & { count: number },
): Promise<{ id: string }[]> {
  const { now } = owning
  const lasts = { grant: sql`(g.ends_at is null or g.ends_at > ${now})`, place: placeAt(now) }
  return readSql(
    db,
    sql<{ id: string }>`select m.user_id as id from memberships m
      where m.workspace_id = ${workspaceId} and ${memberAt(now)} and ${isHolding(owning, lasts)}
      order by m.created_at, m.user_id limit ${count}`,
  )
}

/** How many of these people own the workspace at present and for good. */
export async function countOwners(
  db: Reader,
  workspaceId: string,
  userIds: string[],
  owning: Owning,
): Promise<number> {
  const rows = await readSql(
    db,
    sql`select 1 from memberships m where m.workspace_id = ${workspaceId} and m.user_id = any(${userIds}::text[])
      and m.ends_at is null and ${isHolding(owning, { grant: sql`g.ends_at is null`, place: placeForGood })}`,
  )
  return rows.length
}

/** Whether a member `m` holds one of these roles by a grant, and by a place in a group, that last. */
const isHolding = (
  { roleIds, throughGroups, now }: Owning,
  lasts: { grant: RawBuilder<unknown>; place: RawBuilder<unknown> },
) =>
  sql`exists (select 1 from grants g where g.workspace_id = m.workspace_id
    and g.role_id = any(${roleIds}::text[]) and (g.starts_at is null or g.starts_at <= ${now}) and ${lasts.grant}
    and (g.principal_id = m.user_id or (${throughGroups} and exists (
      select 1 from group_members gm where gm.workspace_id = m.workspace_id
        and gm.group_id = g.principal_id and gm.principal_id = m.user_id and ${lasts.place}))))`

/**
 * Whether somebody, or a group, has one of these roles, from `now` on if that is said, and while their membership lasts; a person also
 * through a group.
 */
export async function holdsRole(
  db: Reader,
  workspaceId: string,
  holderId: string,
  { roleIds, throughGroups, now }: Omit<Owning, 'now'> & { now?: Date },
) {
  const notOver = now ? sql`and (g.ends_at is null or g.ends_at > ${now})` : sql``
  const isMember = now
    ? sql`and not exists (select 1 from memberships m where m.workspace_id = g.workspace_id and m.user_id = ${holderId}
        and m.ends_at <= ${now})`
    : sql``
  const isInPlace = now ? sql`and ${placeAt(now)}` : sql``
  const rows = await readSql(
    db,
    sql`select 1 from grants g where g.workspace_id = ${workspaceId} and g.role_id = any(${roleIds}::text[])
      ${notOver} ${isMember} and (g.principal_id = ${holderId} or (${throughGroups} and exists (
        select 1 from group_members gm where gm.workspace_id = g.workspace_id
          and gm.group_id = g.principal_id and gm.principal_id = ${holderId} ${isInPlace}))) limit 1`,
  )
  return rows.length > 0
}
