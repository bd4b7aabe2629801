import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../../db/open.ts'

/** Who puts somebody into a group, and takes away only what it gave. */
export type Giver = 'hand' | 'sso' | 'scim'

/**
 * Puts members and pending invites into a group; of those who are in it, it notes that this one gives it to them too, and answers who they
 * are.
 */
export async function insertSubjects(
  tx: Writer,
  workspaceId: string,
  groupId: string,
  { ids, by, createdAt }: { ids: string[]; by: Giver; createdAt: Date },
) {
  const given = sql.ref(`by_${by}`)
  const { rows } = await sql<{ id: string }>`
    with given as (
      insert into group_members (workspace_id, group_id, principal_id, created_at, by_hand, by_sso, by_scim)
      select ${workspaceId}, ${groupId}, id, ${createdAt}::timestamptz, ${by === 'hand'}, ${by === 'sso'}, ${by === 'scim'}
        from unnest(${ids}::text[]) as come (id)
      on conflict (workspace_id, group_id, principal_id) do update set ${given} = true
        where not group_members.${given})
    ${present(workspaceId, groupId, ids)}`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

/** Which of these are in a group. */
export async function listPresent(db: Reader, workspaceId: string, groupId: string, ids: string[]) {
  const rows = await readSql(db, present(workspaceId, groupId, ids))
  return new Set(rows.map((row) => row.id))
}

/** As it was before the statement that this is a part of. */
function present(workspaceId: string, groupId: string, ids: string[]) {
  return sql<{ id: string }>`select principal_id as id from group_members
    where workspace_id = ${workspaceId} and group_id = ${groupId} and principal_id = any(${ids}::text[])`
}

/** Takes members and pending invites out of a group, whoever put them in. The identity provider has not put them in any more either. */
export async function deleteSubjects(tx: Writer, workspaceId: string, groupId: string, ids: string[]) {
  await sql`delete from group_members where workspace_id = ${workspaceId} and group_id = ${groupId}
    and principal_id = any(${ids}::text[])`.execute(tx)
  await sql`delete from scim_group_members said using scim_users s
    where said.workspace_id = ${workspaceId} and said.group_id = ${groupId}
      and s.workspace_id = said.workspace_id and s.id = said.scim_user_id
      and s.principal_id = any(${ids}::text[])`.execute(tx)
}

/** Takes back from these members and invites what the identity provider gave, and answers who is out of the group by that. */
export async function takeBack(tx: Writer, workspaceId: string, groupId: string, ids: string[]) {
  const given = sql`workspace_id = ${workspaceId} and group_id = ${groupId} and principal_id = any(${ids}::text[])`
  const { rows } = await sql<{ id: string }>`
    with kept as (update group_members set by_scim = false where ${given} and by_scim and (by_hand or by_sso))
    delete from group_members where ${given} and by_scim and not (by_hand or by_sso)
    returning principal_id as id`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

/** Moves every group membership of an invite to the member it became, with who gave it. */
export async function moveMemberships(tx: Writer, workspaceId: string, from: string, to: string) {
  await sql`
    insert into group_members (workspace_id, group_id, principal_id, created_at, by_hand, by_sso, by_scim)
    select workspace_id, group_id, ${to}, created_at, by_hand, by_sso, by_scim from group_members
      where workspace_id = ${workspaceId} and principal_id = ${from}
    on conflict (workspace_id, group_id, principal_id) do update set by_hand = group_members.by_hand or excluded.by_hand,
      by_sso = group_members.by_sso or excluded.by_sso, by_scim = group_members.by_scim or excluded.by_scim`.execute(
    tx,
  )
  await tx
    .deleteFrom('group_members')
    .where('workspace_id', '=', workspaceId)
    .where('principal_id', '=', from)
    .execute()
}
