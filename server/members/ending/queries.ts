import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../../db/open.ts'
import { isNews, isSoon } from '../../grants/grants.ts'

/** A workspace in which somebody is to be told something. */
export interface WorkspaceRow {
  id: string
  slug: string
  name: string
  plan: string
}

/** A membership that ends, or ended: of the workspace, or, with a group, of that. */
export interface EndingRow {
  userId: string
  name: string
  groupId: string | null
  groupName: string | null
  endsAt: Date
}

const isSpokenOf = (now: Date) =>
  sql`(e.reminded_at is null and ${isSoon(sql`e.ends_at`, sql`e.end_set_at`, now)})`
const isOver = (now: Date) => sql`(e.end_told_at is null and ${isNews(sql`e.ends_at`, now)})`

/** The ends of members, and of their places in groups, where nobody else gives them the place for good. */
const ends = sql`(
  select workspace_id, user_id, null as group_id, ends_at, end_set_at, reminded_at, end_told_at from memberships
    where ends_at is not null
  union all select gm.workspace_id, gm.principal_id, gm.group_id, gm.ends_at, gm.end_set_at, gm.reminded_at, gm.end_told_at
    from group_members gm join memberships m on m.workspace_id = gm.workspace_id and m.user_id = gm.principal_id
    where gm.ends_at is not null and not gm.by_sso and not gm.by_scim)`

/** The workspaces in which a membership ends soon of which nobody was reminded, or ended and nobody looked at whose it was. */
export function listWorkspaces(db: Reader, now: Date): Promise<WorkspaceRow[]> {
  return readSql(
    db,
    sql<WorkspaceRow>`select w.id, w.slug, w.name, w.plan from workspaces w where w.id in (
      select e.workspace_id from ${ends} e where ${isSpokenOf(now)} or ${isOver(now)}) order by w.id`,
  )
}

/** The memberships of which their members are to be reminded. */
export function listEndingSoon(db: Reader, workspaceId: string, now: Date): Promise<EndingRow[]> {
  return readSql(
    db,
    sql<EndingRow>`${described} where e.workspace_id = ${workspaceId} and ${isSpokenOf(now)} ${inOrder}`,
  )
}

/** The memberships that ended since it was looked last. */
export function listEnded(db: Reader, workspaceId: string, now: Date): Promise<EndingRow[]> {
  return readSql(
    db,
    sql<EndingRow>`${described} where e.workspace_id = ${workspaceId} and ${isOver(now)} ${inOrder}`,
  )
}

/** Of one person, what they were reminded of, if it ends in the future still. A new end is to be spoken of anew. */
export function listRemindedOf(
  db: Reader,
  workspaceId: string,
  { userId, now }: { userId: string; now: Date },
): Promise<EndingRow[]> {
  return readSql(
    db,
    sql<EndingRow>`${described} where e.workspace_id = ${workspaceId} and e.user_id = ${userId}
      and e.reminded_at is not null and e.ends_at > ${now} ${inOrder}`,
  )
}

const described = sql`select e.user_id as "userId", u.name, e.group_id as "groupId", gr.name as "groupName", e.ends_at as "endsAt"
  from ${ends} e join users u on u.id = e.user_id
  left join groups gr on gr.workspace_id = e.workspace_id and gr.id = e.group_id`
const inOrder = sql`order by e.ends_at, e.user_id, e.group_id nulls first`

/** Remembers that these were spoken of, or looked at when they had ended. */
export async function markTold(
  tx: Writer,
  workspaceId: string,
  rows: EndingRow[],
  values: { reminded_at: Date } | { end_told_at: Date },
) {
  const places = rows.filter(({ groupId }) => groupId !== null)
  const members = rows.filter(({ groupId }) => groupId === null).map(({ userId }) => userId)
  if (members.length > 0)
    await tx
      .updateTable('memberships')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', 'in', members)
      .set(values)
      .execute()
  for (const [groupId, some] of Map.groupBy(places, (place) => place.groupId ?? ''))
    await tx
      .updateTable('group_members')
      .where('workspace_id', '=', workspaceId)
      .where('group_id', '=', groupId)
      .where(
        'principal_id',
        'in',
        some.map(({ userId }) => userId),
      )
      .set(values)
      .execute()
}
