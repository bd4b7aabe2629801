import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../../db/open.ts'

/** Who puts somebody into a group, and takes away only what it gave. */
export type Giver = 'hand' | 'sso' | 'scim'

/** A place in a group: whether, and until when, it was given by hand; and whether single sign-on or the identity provider gives it too. */
export interface Place {
  byHand: boolean
  endsAt: Date | null
  byOthers: boolean
}

/**
 * Puts members and pending invites into a group, by hand perhaps for a time; of those who are in it, it notes that this one gives it to
 * them too.
 */
export function insertSubjects(
  tx: Writer,
  workspaceId: string,
  groupId: string,
  { ids, by, endsAt = null, createdAt }: { ids: string[]; by: Giver; endsAt?: Date | null; createdAt: Date },
) {
  const given = sql.ref(`by_${by}`)
  return sql`
    insert into group_members (workspace_id, group_id, principal_id, created_at, by_hand, by_sso, by_scim, ends_at, end_set_at)
    select ${workspaceId}, ${groupId}, id, ${createdAt}::timestamptz, ${by === 'hand'}, ${by === 'sso'}, ${by === 'scim'},
        ${endsAt}::timestamptz, ${endsAt && createdAt}::timestamptz
      from unnest(${ids}::text[]) as come (id)
    on conflict (workspace_id, group_id, principal_id) do update set ${given} = true
      where not group_members.${given}`.execute(tx)
}

/** Says until when members and invites are in a group by hand; null: for good. */
export function setEnds(
  tx: Writer,
  workspaceId: string,
  groupId: string,
  { ids, endsAt, setAt }: { ids: string[]; endsAt: Date | null; setAt: Date },
) {
  return tx
    .updateTable('group_members')
    .where('workspace_id', '=', workspaceId)
    .where('group_id', '=', groupId)
    .where('principal_id', 'in', ids)
    .set({ by_hand: true, ends_at: endsAt, end_set_at: setAt, reminded_at: null, end_told_at: null })
    .execute()
}

/** Which of these are in a group, and how. */
export async function listPlaces(db: Reader, workspaceId: string, groupId: string, ids: string[]) {
  if (ids.length === 0) return new Map<string, Place>()
  const rows = await readSql(
    db,
    sql<Place & { id: string }>`select principal_id as id, by_hand as "byHand", ends_at as "endsAt",
        by_sso or by_scim as "byOthers" from group_members
      where workspace_id = ${workspaceId} and group_id = ${groupId} and principal_id = any(${ids}::text[])`,
  )
  return new Map(rows.map(({ id, ...place }) => [id, place]))
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

/**
 * Takes back from these members and invites what the identity provider gave, and answers who is out of the group by that: also those whose
 * place by hand has ended.
 */
export async function takeBack(
  tx: Writer,
  workspaceId: string,
  groupId: string,
  { ids, now }: { ids: string[]; now: Date },
) {
  const given = sql`workspace_id = ${workspaceId} and group_id = ${groupId} and principal_id = any(${ids}::text[])`
  const isOtherwise = sql`(by_sso or (by_hand and (ends_at is null or ends_at > ${now})))`
  const { rows } = await sql<{ id: string }>`
    with kept as (update group_members set by_scim = false where ${given} and by_scim and ${isOtherwise})
    delete from group_members where ${given} and by_scim and not ${isOtherwise}
    returning principal_id as id`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

/** Moves every group membership of an invite to the member it became, with who gave it, and until when. */
export async function moveMemberships(tx: Writer, workspaceId: string, from: string, to: string) {
  const isForGood = sql`(group_members.by_hand and group_members.ends_at is null) or (excluded.by_hand and excluded.ends_at is null)`
  await sql`
    insert into group_members (workspace_id, group_id, principal_id, created_at, by_hand, by_sso, by_scim, ends_at, end_set_at)
    select workspace_id, group_id, ${to}, created_at, by_hand, by_sso, by_scim, ends_at, end_set_at from group_members
      where workspace_id = ${workspaceId} and principal_id = ${from}
    on conflict (workspace_id, group_id, principal_id) do update set by_hand = group_members.by_hand or excluded.by_hand,
      by_sso = group_members.by_sso or excluded.by_sso, by_scim = group_members.by_scim or excluded.by_scim,
      ends_at = case when ${isForGood} then null else greatest(group_members.ends_at, excluded.ends_at) end`.execute(
    tx,
  )
  await tx
    .deleteFrom('group_members')
    .where('workspace_id', '=', workspaceId)
    .where('principal_id', '=', from)
    .execute()
}
