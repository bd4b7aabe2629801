import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import { momentOf, type Page } from '../http/page.ts'

function groupsWithCounts(db: Reader, workspaceId: string) {
  return db
    .selectFrom('groups')
    .where('groups.workspace_id', '=', workspaceId)
    .select(['groups.id', 'groups.name', 'groups.created_at as createdAt'])
    .select(
      sql<number>`(select count(*) from group_members gm join memberships m
        on m.workspace_id = gm.workspace_id and m.user_id = gm.principal_id
        where gm.workspace_id = groups.workspace_id and gm.group_id = groups.id)`.as('memberCount'),
    )
}

/** A page of groups in the order they were made. */
export function listGroups(db: Reader, workspaceId: string, { count, after }: Page) {
  return groupsWithCounts(db, workspaceId)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(groups.created_at, groups.id) > (${momentOf(after?.[0])}, ${after?.[1]})`),
    )
    .orderBy('groups.created_at')
    .orderBy('groups.id')
    .limit(count + 1)
    .execute()
}

/** One group with its number of members. */
export function findGroup(db: Reader, workspaceId: string, groupId: string) {
  return groupsWithCounts(db, workspaceId).where('groups.id', '=', groupId).executeTakeFirst()
}

/** Makes a group; the constraint `group_name_taken` decides whether the name is free. */
export async function insertGroup(
  tx: Writer,
  workspaceId: string,
  { id, name, nameKey, createdAt }: { id: string; name: string; nameKey: string; createdAt: Date },
) {
  await tx.insertInto('principals').values({ workspace_id: workspaceId, id, kind: 'group' }).execute()
  const row = {
    workspace_id: workspaceId,
    id,
    name,
    name_key: nameKey,
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
    .select(['users.id', 'users.name', 'users.email'])
    .execute()
}

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

/** Puts members and pending invites into a group. */
export async function insertSubjects(
  tx: Writer,
  workspaceId: string,
  groupId: string,
  { ids, createdAt }: { ids: string[]; createdAt: Date },
) {
  if (ids.length === 0) return
  const rows = ids.map((id) => ({
    workspace_id: workspaceId,
    group_id: groupId,
    principal_id: id,
    created_at: createdAt,
  }))
  await tx.insertInto('group_members').values(rows).execute()
}

/** Takes members and pending invites out of a group. */
export async function deleteSubjects(tx: Writer, workspaceId: string, groupId: string, ids: string[]) {
  if (ids.length === 0) return
  await tx
    .deleteFrom('group_members')
    .where('workspace_id', '=', workspaceId)
    .where('group_id', '=', groupId)
    .where('principal_id', 'in', ids)
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
    .select(['groups.id', 'groups.name'])
    .execute()
}

/** The groups with these ids. */
export function listByIds(db: Reader, workspaceId: string, groupIds: string[]) {
  return readSql(
    db,
    sql<{ id: string; name: string }>`
    select id, name from groups where workspace_id = ${workspaceId} and id = any(${groupIds}::text[])`,
  )
}

/** The groups that some members or invites are in, by name. */
export function listGroupsOfAll(db: Reader, workspaceId: string, principalIds: string[]) {
  return readSql(
    db,
    sql<{ principalId: string; id: string; name: string }>`
    select gm.principal_id as "principalId", g.id, g.name from group_members gm
    join groups g on g.workspace_id = gm.workspace_id and g.id = gm.group_id
    where gm.workspace_id = ${workspaceId} and gm.principal_id = any(${principalIds}::text[])
    order by g.name_key, g.id`,
  )
}

/** Moves every group membership of an invite to the member it became. */
export function moveMemberships(tx: Writer, workspaceId: string, from: string, to: string) {
  return tx
    .updateTable('group_members')
    .where('workspace_id', '=', workspaceId)
    .where('principal_id', '=', from)
    .where('group_id', 'not in', (present) =>
      present
        .selectFrom('group_members as held')
        .where('held.workspace_id', '=', workspaceId)
        .where('held.principal_id', '=', to)
        .select('held.group_id'),
    )
    .set({ principal_id: to })
    .execute()
}
