import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import { momentOf, type Page } from '../http/page.ts'

/** Which groups, and in which order: `search` as `keyOf` writes it, empty for all. */
export interface Which {
  search: string
  sort: 'name' | undefined
  order: 'up' | 'down'
}

export interface GroupRow {
  id: string
  name: string
  nameKey: string
  createdAt: Date
  memberCount: number
  /** Marked as managed by the identity provider. */
  managed: boolean
}

/** A page of groups in the order they were made, or by name. It is cut before members are counted. */
export function listGroups(
  db: Reader,
  workspaceId: string,
  { search, sort, order }: Which,
  { count, after }: Page,
) {
  // Names in the order of code points: the same on every database.
  const by = sort ? sql`name_key collate "C"` : sql`created_at`
  const start = sort ? after?.[0] : after && momentOf(after[0])
  const direction = order === 'up' ? sql`asc` : sql`desc`
  const beyond = order === 'up' ? sql`>` : sql`<`
  const later = after ? sql`and (${by}, id) ${beyond} (${start}, ${after[1]})` : sql``
  const named = search === '' ? sql`` : sql`and strpos(name_key, ${search}) > 0`
  return readSql(
    db,
    sql<GroupRow>`${groupColumns} from (
        select * from groups where workspace_id = ${workspaceId} ${named} ${later}
        order by ${by} ${direction}, id ${direction} limit ${count + 1}
      ) g order by ${by} ${direction}, id ${direction}`,
  )
}

const groupColumns = sql`select g.id, g.name, g.name_key as "nameKey", g.created_at as "createdAt", g.managed,
  (select count(*) from group_members gm where gm.workspace_id = g.workspace_id and gm.group_id = g.id
    and (gm.principal_id in (select i.id from invites i where i.workspace_id = g.workspace_id)) = false) as "memberCount"`

/** How many groups there are whose name contains a text, as `keyOf` writes it. */
export async function countGroups(db: Reader, workspaceId: string, { search }: Which): Promise<number> {
  const all = db.selectFrom('groups').where('workspace_id', '=', workspaceId)
  const found = all.$if(search !== '', (query) => query.where(sql<boolean>`strpos(name_key, ${search}) > 0`))
  const { count } = await found
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** One group with its number of members. */
export async function findGroup(db: Reader, workspaceId: string, groupId: string) {
  const found = sql<GroupRow>`${groupColumns} from groups g where g.workspace_id = ${workspaceId} and g.id = ${groupId}`
  const [group] = await readSql(db, found)
  return group
}

export interface NewGroup {
  id: string
  name: string
  nameKey: string
  managed: boolean
  createdAt: Date
}

/** Makes a group; the constraint `group_name_taken` decides whether the name is free. */
export async function insertGroup(
  tx: Writer,
  workspaceId: string,
  { id, name, nameKey, managed, createdAt }: NewGroup,
) {
  await tx.insertInto('principals').values({ workspace_id: workspaceId, id, kind: 'group' }).execute()
  const row = {
    workspace_id: workspaceId,
    id,
    name,
    name_key: nameKey,
    managed,
    created_at: createdAt,
  }
  await tx.insertInto('groups').values(row).execute()
}

/** Renames a group. */
export function renameGroup(
  tx: Writer,
  workspaceId: string,
  groupId: string,
  name: { name: string; name_key: string },
) {
  return tx
    .updateTable('groups')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', groupId)
    .set(name)
    .execute()
}

/** Deletes a group with its grants and memberships. */
export function deleteGroup(tx: Writer, workspaceId: string, groupId: string) {
  return tx
    .deleteFrom('principals')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', groupId)
    .execute()
}

/** A page of the members in a group. */
export function listUsers(db: Reader, workspaceId: string, groupId: string, { count, after }: Page) {
  return db
    .selectFrom('group_members')
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.workspace_id', '=', 'group_members.workspace_id')
        .onRef('memberships.user_id', '=', 'group_members.principal_id'),
    )
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .where('group_members.workspace_id', '=', workspaceId)
    .where('group_members.group_id', '=', groupId)
    .$if(after !== null, (query) => query.where('users.id', '>', after?.[0] ?? ''))
    .orderBy('users.id')
    .limit(count + 1)
    .select(['users.id', 'users.name', 'users.email', 'memberships.ends_at as memberEndsAt', placeEnd])
    .execute()
}

/** When a place in a group ends: who is in it by others than by hand stays. */
const placeEnd =
  sql<Date | null>`case when group_members.by_sso or group_members.by_scim then null else group_members.ends_at end`.as(
    'placeEndsAt',
  )

/** A page of the pending invites in a group. */
export function listInvites(db: Reader, workspaceId: string, groupId: string, { count, after }: Page) {
  return db
    .selectFrom('group_members')
    .innerJoin('invites', (join) =>
      join
        .onRef('invites.workspace_id', '=', 'group_members.workspace_id')
        .onRef('invites.id', '=', 'group_members.principal_id'),
    )
    .where('group_members.workspace_id', '=', workspaceId)
    .where('group_members.group_id', '=', groupId)
    .$if(after !== null, (query) => query.where('invites.id', '>', after?.[0] ?? ''))
    .orderBy('invites.id')
    .limit(count + 1)
    .select(['invites.id', 'invites.email'])
    .execute()
}

/** Members and pending invites with these addresses (compared without case). */
export async function findByEmail(db: Reader, workspaceId: string, emailKeys: string[]) {
  return readSql(
    db,
    sql<{
      id: string
      kind: 'user' | 'invite'
      email: string
      emailKey: string
      name: string
    }>`
    select u.id, 'user' as kind, u.email, u.email_key as "emailKey", u.name from users u
      join memberships m on m.user_id = u.id and m.workspace_id = ${workspaceId}
      where u.email_key = any(${emailKeys}::text[])
    union all
    select i.id, 'invite', i.email, i.email_key, i.email from invites i
      where i.workspace_id = ${workspaceId} and i.email_key = any(${emailKeys}::text[])`,
  )
}

/** Who is in a group: members and pending invites. */
export async function listSubjects(db: Reader, workspaceId: string, groupId: string) {
  return readSql(
    db,
    sql<{ id: string; kind: 'user' | 'invite'; email: string; name: string }>`
    select p.id, p.kind, coalesce(u.email, i.email) as email, coalesce(u.name, i.email) as name
    from group_members gm join principals p on p.workspace_id = gm.workspace_id and p.id = gm.principal_id
    left join users u on u.id = p.id
    left join invites i on i.workspace_id = p.workspace_id and i.id = p.id
    where gm.workspace_id = ${workspaceId} and gm.group_id = ${groupId}`,
  )
}

/** The identity provider manages a group from now on. */
export function setManaged(tx: Writer, workspaceId: string, groupId: string) {
  return tx
    .updateTable('groups')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', groupId)
    .set({ managed: true })
    .execute()
}

/** The groups that somebody is in, by id. */
export function listGroupsOf(db: Reader, workspaceId: string, principalId: string, { count, after }: Page) {
  return db
    .selectFrom('group_members')
    .innerJoin('groups', (join) =>
      join
        .onRef('groups.workspace_id', '=', 'group_members.workspace_id')
        .onRef('groups.id', '=', 'group_members.group_id'),
    )
    .where('group_members.workspace_id', '=', workspaceId)
    .where('group_members.principal_id', '=', principalId)
    .$if(after !== null, (query) => query.where('groups.id', '>', after?.[0] ?? ''))
    .orderBy('groups.id')
    .limit(count + 1)
    .select(['groups.id', 'groups.name', placeEnd])
    .execute()
}

/** The groups with these ids. */
export function listByIds(db: Reader, workspaceId: string, groupIds: string[]) {
  return readSql(
    db,
    sql<{ id: string; name: string; managed: boolean }>`
    select id, name, managed from groups where workspace_id = ${workspaceId} and id = any(${groupIds}::text[])`,
  )
}

/** The groups that some members or invites are in, by name. */
export function listGroupsOfAll(db: Reader, workspaceId: string, principalIds: string[]) {
  return readSql(
    db,
    sql<{ principalId: string; id: string; name: string; endsAt: Date | null }>`
    select gm.principal_id as "principalId", g.id, g.name,
      case when gm.by_sso or gm.by_scim then null else gm.ends_at end as "endsAt" from group_members gm
    join groups g on g.workspace_id = gm.workspace_id and g.id = gm.group_id
    where gm.workspace_id = ${workspaceId} and gm.principal_id = any(${principalIds}::text[])
    order by g.name_key, g.id`,
  )
}

/** The first groups, by name, that some members are in, and how many each of them is in. */
export function listFirstGroupsOfAll(db: Reader, workspaceId: string, principalIds: string[], first: number) {
  return readSql(
    db,
    sql<{ principalId: string; id: string; name: string; count: number }>`
    select "principalId", id, name, count from (
      select gm.principal_id as "principalId", g.id, g.name, count(*) over (partition by gm.principal_id) as count,
        row_number() over (partition by gm.principal_id order by g.name_key collate "C", g.id) as place
      from group_members gm join groups g on g.workspace_id = gm.workspace_id and g.id = gm.group_id
      where gm.workspace_id = ${workspaceId} and gm.principal_id = any(${principalIds}::text[])) placed
    where place <= ${first} order by "principalId", place`,
  )
}

/** The identity provider manages a group no more: whom it put in is there by hand from now on. */
export async function releaseGroup(tx: Writer, workspaceId: string, groupId: string) {
  await tx
    .updateTable('groups')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', groupId)
    .set({ managed: false })
    .execute()
  await tx
    .updateTable('group_members')
    .where('workspace_id', '=', workspaceId)
    .where('group_id', '=', groupId)
    .where('by_scim', '=', true)
    .set({ by_hand: true, by_scim: false, ends_at: null })
    .execute()
}
