import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../../db/open.ts'
import { memberAt, placeAt } from '../owning/queries.ts'
import { isNews, isSoon } from './soon.ts'

/** A workspace in which somebody is to be told something. */
export interface WorkspaceRow {
  id: string
  slug: string
  name: string
  plan: string
}

/** When grants are spoken of, and who is spoken to; `remindable` and `ended` say at which instants. */
export interface Moment {
  now: Date
  ownerRoleId: string
}

/** How long something was to last counts from when it was written, or from when it begins if that is later. */
const isRemindable = (
  now: Date,
) => sql`(g.reminded_at is null and (g.starts_at is null or g.starts_at <= ${now})
  and ${isSoon(sql`g.ends_at`, sql`greatest(g.created_at, g.starts_at)`, now)})`

const isOwnershipOver = ({ now, ownerRoleId }: Moment) =>
  sql`(g.end_told_at is null and g.role_id = ${ownerRoleId} and ${isNews(sql`g.ends_at`, now)})`

/** The workspaces with grants of members or groups that end soon, or with ownership that ended. */
export function listWorkspaces(db: Reader, moment: Moment): Promise<WorkspaceRow[]> {
  return readSql(
    db,
    sql<WorkspaceRow>`select w.id, w.slug, w.name, w.plan from workspaces w where exists (
      select 1 from grants g join principals p on p.workspace_id = g.workspace_id and p.id = g.principal_id
      where g.workspace_id = w.id and p.kind in ('user', 'group') and g.ends_at is not null
        and (${isRemindable(moment.now)} or ${isOwnershipOver(moment)})) order by w.id`,
  )
}

/** A grant of a member or a group of which somebody is to be told, and whom it reaches. */
export interface EndingRow {
  id: string
  holderId: string
  holderKind: 'user' | 'group'
  holderName: string
  roleId: string
  customRoleName: string | null
  endsAt: Date
}

/** The grants of which those whom they reach are to be reminded. */
export function listEnding(db: Reader, workspaceId: string, now: Date): Promise<EndingRow[]> {
  return readSql(
    db,
    sql<EndingRow>`${grantsOfPeople} where g.workspace_id = ${workspaceId} and ${isRemindable(now)} ${inOrder}`,
  )
}

/** The grants of the owner role that ended, and of which no owner was told. */
export function listEndedOwnership(db: Reader, workspaceId: string, moment: Moment): Promise<EndingRow[]> {
  return readSql(
    db,
    sql<EndingRow>`${grantsOfPeople} where g.workspace_id = ${workspaceId} and ${isOwnershipOver(moment)} ${inOrder}`,
  )
}

const grantsOfPeople = sql`select g.id, p.id as "holderId", p.kind as "holderKind", coalesce(u.name, gr.name) as "holderName",
    g.role_id as "roleId", r.name as "customRoleName", g.ends_at as "endsAt"
  from grants g join principals p on p.workspace_id = g.workspace_id and p.id = g.principal_id and p.kind in ('user', 'group')
  left join users u on p.kind = 'user' and u.id = p.id
  left join groups gr on gr.workspace_id = p.workspace_id and gr.id = p.id
  left join roles r on r.workspace_id = g.workspace_id and r.id = g.custom_role_id`
const inOrder = sql`order by g.ends_at, g.id`

/** The first members whom a group reaches now, by when they joined it. */
export function listInGroup(
  db: Reader,
  workspaceId: string,
  groupId: string,
  { count, now }: { count: number; now: Date },
) {
  return readSql(
    db,
    sql<{ id: string }>`select m.user_id as id from group_members gm
      join memberships m on m.workspace_id = gm.workspace_id and m.user_id = gm.principal_id
      where gm.workspace_id = ${workspaceId} and gm.group_id = ${groupId} and ${memberAt(now)} and ${placeAt(now)}
      order by gm.created_at, m.user_id limit ${count}`,
  )
}

/** Remembers that these grants were spoken of. */
export function markTold(
  tx: Writer,
  workspaceId: string,
  ids: string[],
  values: { reminded_at: Date } | { end_told_at: Date },
) {
  return tx
    .updateTable('grants')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .set(values)
    .execute()
}

/** Of these grants, those that are still there, end in the future and reach this person, with what they are called at present. */
export function listReaching(
  db: Reader,
  { workspaceId, userId, ids, now }: { workspaceId: string; userId: string; ids: string[]; now: Date },
): Promise<EndingRow[]> {
  return readSql(
    db,
    sql<EndingRow>`${grantsOfPeople} where g.workspace_id = ${workspaceId} and g.id = any(${ids}::text[]) and g.ends_at > ${now}
      and (g.principal_id = ${userId} or exists (select 1 from group_members gm where gm.workspace_id = g.workspace_id
        and gm.group_id = g.principal_id and gm.principal_id = ${userId})) ${inOrder}`,
  )
}
