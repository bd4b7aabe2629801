import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import { momentOf } from '../http/page.ts'

export interface MemberRow {
  id: string
  name: string
  email: string
  externalId: string | null
  createdAt: Date
  /** Marked as managed by the identity provider. */
  managed: boolean
  /** When the membership ends, or ended. */
  endsAt: Date | null
}

/** Which members: those whose name or address contains a text (as `keyOf` writes it), those in a group, or all. */
export interface Which {
  search?: string | undefined
  groupId?: string | undefined
}

/** Where a page begins, and how long it is: `after` is the moment and the id of the last member of the page before. */
interface Cut {
  count: number
  after: string[] | null
}

/**
 * Members in the order they joined: one more than `count`, if there are as many. The page is cut before the people are
 * looked up, so that even a database without statistics reads no more of them.
 */
export function listMembers(
  db: Reader,
  workspaceId: string,
  { search, groupId }: Which,
  { count, after }: Cut,
) {
  const later = after ? sql`and (created_at, user_id) > (${momentOf(after[0])}, ${after[1]})` : sql``
  const found = search
    ? sql`and exists (select 1 from users where id = memberships.user_id
        and (strpos(name_key, ${search}) > 0 or strpos(email_key, ${search}) > 0))`
    : sql``
  const inGroup =
    groupId === undefined
      ? sql``
      : sql`and exists (select 1 from group_members gm where gm.workspace_id = memberships.workspace_id
          and gm.group_id = ${groupId} and gm.principal_id = memberships.user_id)`
  return readSql(
    db,
    sql<MemberRow>`${memberColumns} from (
        select * from memberships where workspace_id = ${workspaceId} ${found} ${inGroup} ${later}
        order by created_at, user_id limit ${count + 1}
      ) m join users u on u.id = m.user_id order by m.created_at, m.user_id`,
  )
}

/** Some of these people, those who are members. */
export function findMembers(db: Reader, workspaceId: string, userIds: string[]) {
  return readSql(
    db,
    sql<MemberRow>`${memberColumns} from memberships m join users u on u.id = m.user_id
      where m.workspace_id = ${workspaceId} and m.user_id = any(${userIds}::text[])`,
  )
}

const memberColumns = sql`select u.id, u.name, u.email, m.external_id as "externalId",
  m.created_at as "createdAt", m.managed, m.ends_at as "endsAt"`

/** How many members there are. */
export async function countMembers(db: Reader, workspaceId: string): Promise<number> {
  const [row] = await readSql(
    db,
    sql<{ count: number }>`select count(*) as count from memberships where workspace_id = ${workspaceId}`,
  )
  return row?.count ?? 0
}

export interface NewMember {
  userId: string
  source: 'hand' | 'invite' | 'sso' | 'scim'
  managed: boolean
  createdAt: Date
  endsAt: Date | null
}

/** Makes a person a member, without any role. */
export async function insertMember(tx: Writer, workspaceId: string, member: NewMember) {
  const { userId, source, managed, createdAt, endsAt } = member
  await sql`
    with principal as (insert into principals (workspace_id, id, kind) values (${workspaceId}, ${userId}, 'user')),
      former as (delete from former_members where workspace_id = ${workspaceId} and user_id = ${userId})
    insert into memberships (workspace_id, user_id, source, managed, created_at, ends_at, end_set_at)
    values (${workspaceId}, ${userId}, ${source}, ${managed}, ${createdAt},
      ${endsAt}::timestamptz, ${endsAt && createdAt}::timestamptz)`.execute(tx)
}

/** Remembers that these people are members no more. */
export async function insertFormer(tx: Writer, workspaceId: string, userIds: string[], leftAt: Date) {
  const rows = userIds.map((userId) => ({ workspace_id: workspaceId, user_id: userId, left_at: leftAt }))
  await tx
    .insertInto('former_members')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Whether this person was a member, and is none any more. */
export async function isFormer(db: Reader, workspaceId: string, userId: string): Promise<boolean> {
  const former = db.selectFrom('former_members').where('workspace_id', '=', workspaceId)
  return (await former.where('user_id', '=', userId).select('user_id').executeTakeFirst()) !== undefined
}

/** Sets or clears what applications call a member; the constraint `external_id_taken` has the last word. */
export function setExternalId(tx: Writer, workspaceId: string, userId: string, name: ExternalName) {
  return tx
    .updateTable('memberships')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .set({ external_id: name.id, external_key: name.key })
    .execute()
}

/** An external id, and as it is compared with addresses. */
export interface ExternalName {
  id: string | null
  key: string | null
}

/** Whether somebody else than this member has it as external id, or anybody in the workspace as id or as address. */
export async function isTaken(db: Reader, workspaceId: string, userId: string, { id, key }: ExternalName) {
  const rows = await readSql(
    db,
    sql`select 1 from memberships where workspace_id = ${workspaceId} and external_id = ${id} and user_id <> ${userId}
      union all select 1 from principals where workspace_id = ${workspaceId} and id = ${id}
      union all select 1 from invites where workspace_id = ${workspaceId} and email_key = ${key}
      union all select 1 from users u join memberships m on m.user_id = u.id and m.workspace_id = ${workspaceId}
        where u.email_key = ${key}`,
  )
  return rows.length > 0
}

/** Lets only sessions that began after `since` into the workspace, for this member. */
export function setSessionsSince(tx: Writer, workspaceId: string, userId: string, since: Date) {
  return tx
    .updateTable('memberships')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .set({ sessions_since: since })
    .execute()
}

/** Which of these addresses, as they are compared, are a member's or an external id; a member's come last. */
export function listClaimed(db: Reader, workspaceId: string, emailKeys: string[]) {
  return readSql(
    db,
    sql<{ key: string; isMember: boolean }>`
    select external_key as key, false as "isMember" from memberships
      where workspace_id = ${workspaceId} and external_key = any(${emailKeys}::text[])
    union all select u.email_key, true from users u
      join memberships m on m.user_id = u.id and m.workspace_id = ${workspaceId}
      where u.email_key = any(${emailKeys}::text[])
    order by "isMember"`,
  )
}

export interface WaitingInvite {
  id: string
  expiresAt: Date
  /** When the membership ends that it makes. */
  endsAt: Date | null
  /** The identity provider made it, or took it as its own. */
  isProviders: boolean
}

/** What there is of somebody who joins, or whose address changes. */
export interface Arrival {
  isMember: boolean
  /** Applications call somebody else by their id or their address. */
  isExternalId: boolean
  /** The invite that waits for their address. */
  invite: WaitingInvite | undefined
}

/** Looks that up by the id of their account and by their address, as it is compared. */
export async function findArrival(
  db: Reader,
  workspaceId: string,
  { id, emailKey }: { id: string; emailKey: string },
): Promise<Arrival> {
  type Row = Omit<Arrival, 'invite'> & Omit<WaitingInvite, 'id'> & { inviteId: string | null }
  const [row] = await readSql(
    db,
    sql<Row>`
    select exists (select 1 from memberships where workspace_id = ${workspaceId} and user_id = ${id}) as "isMember",
      exists (select 1 from memberships where workspace_id = ${workspaceId} and external_key is not null
        and user_id <> ${id} and (external_id = ${id} or external_key = ${emailKey})) as "isExternalId",
      i.id as "inviteId", i.expires_at as "expiresAt", i.ends_at as "endsAt", exists (select 1 from scim_users s
        where s.workspace_id = i.workspace_id and s.principal_id = i.id) as "isProviders"
    from (select 1) as one left join invites i on i.workspace_id = ${workspaceId} and i.email_key = ${emailKey}`,
  )
  if (!row) throw new Error('a select without conditions found no row')
  const { inviteId, expiresAt, endsAt, isProviders, ...found } = row
  return {
    ...found,
    invite: inviteId === null ? undefined : { id: inviteId, expiresAt, endsAt, isProviders },
  }
}

/**
 * Whom the identity provider knows by the invite that is answered, as this account, or by this address, is this member from now on,
 * unless it knows the member already. Of several, in this order; the others stay inactive.
 */
export async function recognize(
  tx: Writer,
  workspaceId: string,
  userId: string,
  { emailKey, inviteId = '' }: { emailKey: string; inviteId: string | undefined },
) {
  await sql`
    update scim_users set principal_id = ${userId}, user_id = ${userId}, deactivated = false
    where workspace_id = ${workspaceId}
      and not exists (select 1 from scim_users where workspace_id = ${workspaceId} and principal_id = ${userId})
      and id = (
      select id from scim_users where workspace_id = ${workspaceId} and (principal_id = ${inviteId}
        or (principal_id is null and (user_id = ${userId} or user_name_key = ${emailKey})))
      order by (principal_id = ${inviteId}) is true desc, (user_id = ${userId}) is true desc limit 1)`.execute(
    tx,
  )
}

/** Deletes members or an invite, with their grants and group memberships. */
export function deletePrincipals(tx: Writer, workspaceId: string, ids: string[]) {
  return tx.deleteFrom('principals').where('workspace_id', '=', workspaceId).where('id', 'in', ids).execute()
}

/** How some people can get in, and when they were last here. */
export function listWaysIn(db: Reader, workspaceId: string, userIds: string[]) {
  return readSql(
    db,
    sql<{
      id: string
      hasPassword: boolean
      hasPasskey: boolean
      hasTotp: boolean
      hasSso: boolean
      issuers: string[]
      lastActiveAt: Date | null
    }>`
    select u.id, u.password_hash is not null as "hasPassword",
      exists (select 1 from passkeys where user_id = u.id) as "hasPasskey",
      exists (select 1 from totp_factors where user_id = u.id and confirmed_at is not null) as "hasTotp",
      exists (select 1 from sso_identities i join connections c on c.workspace_id = i.workspace_id and c.id = i.connection_id
        where i.user_id = u.id and i.workspace_id = ${workspaceId} and c.is_active) as "hasSso",
      array(select issuer from identities where user_id = u.id order by linked_at, issuer) as issuers,
      (select max(last_used_at) from sessions where user_id = u.id) as "lastActiveAt"
    from users u where u.id = any(${userIds}::text[])`,
  )
}

/** Says until when somebody is a member; null: for good. */
export function setEnd(
  tx: Writer,
  workspaceId: string,
  userId: string,
  { endsAt, setAt }: { endsAt: Date | null; setAt: Date },
) {
  return tx
    .updateTable('memberships')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .set({ ends_at: endsAt, end_set_at: setAt, reminded_at: null, end_told_at: null })
    .execute()
}

/** Whether the identity provider manages that somebody is in the workspace; then their membership has no end. */
export function setManaged(tx: Writer, workspaceId: string, userId: string, managed: boolean) {
  return tx
    .updateTable('memberships')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .set(managed ? { managed, ends_at: null } : { managed })
    .execute()
}
