import { type Insertable, sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'

type FlowRow = Insertable<Tables['sso_flows']>

/** A connection, and its workspace. */
export interface Where {
  workspaceId: string
  connectionId: string
}

const NOBODY = Buffer.alloc(0)
const ways = ['sign-in', 'test', 'step-up'] as const

/** Keeps a way to an identity provider, or what came back from one. */
export function insertFlow(tx: Writer, row: FlowRow) {
  return tx.insertInto('sso_flows').values(row).execute()
}

/** Takes a way out, where said of this browser alone: of several at once, one gets it. */
export function takeFlow(tx: Writer, where: Where, id: string, browserHash?: Buffer) {
  return takeAny(tx, where, id, ways)
    .$if(browserHash !== undefined, (query) => query.where('browser_hash', '=', browserHash ?? NOBODY))
    .executeTakeFirst()
}

/** Takes out what waits to be fetched by the browser that asked. */
export function takeFinish(tx: Writer, where: Where, id: string) {
  return takeAny(tx, where, id, ['finish']).executeTakeFirst()
}

function takeAny(
  tx: Writer,
  { workspaceId, connectionId }: Where,
  id: string,
  purposes: readonly Tables['sso_flows']['purpose'][],
) {
  return tx
    .deleteFrom('sso_flows')
    .where('workspace_id', '=', workspaceId)
    .where('connection_id', '=', connectionId)
    .where('id', '=', id)
    .where('purpose', 'in', purposes)
    .returningAll()
}

/** A way to an identity provider, without taking it. */
export function findFlow(db: Reader, { workspaceId, connectionId }: Where, id: string) {
  return db
    .selectFrom('sso_flows')
    .where('workspace_id', '=', workspaceId)
    .where('connection_id', '=', connectionId)
    .where('id', '=', id)
    .where('purpose', 'in', ways)
    .selectAll()
    .executeTakeFirst()
}

/** Who waits in this browser to be linked with this account. */
export function findWaiting(db: Reader, browserHash: Buffer, userId: string) {
  return db
    .selectFrom('sso_flows')
    .where('browser_hash', '=', browserHash)
    .where('purpose', '=', 'waiting')
    .where('user_id', '=', userId)
    .selectAll()
    .executeTakeFirst()
}

/** Forgets who waits in this browser. Whether somebody did. */
export async function deleteWaiting(tx: Writer, browserHash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('sso_flows')
    .where('browser_hash', '=', browserHash)
    .where('purpose', '=', 'waiting')
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Remembers an assertion. False where it was taken before (SA-15). */
export async function insertAssertion(
  tx: Writer,
  { workspaceId, connectionId }: Where,
  assertionId: string,
  expiresAt: Date,
): Promise<boolean> {
  const of = { workspace_id: workspaceId, connection_id: connectionId }
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('sso_assertions')
    .values({ ...of, assertion_id: assertionId, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Removes ways and assertions that are over. */
export async function deleteOver(tx: Writer, now: Date) {
  await tx.deleteFrom('sso_flows').where('expires_at', '<=', now).execute()
  await tx.deleteFrom('sso_assertions').where('expires_at', '<=', now).execute()
}

/** The account that this subject is linked with. */
export function findLinked(db: Reader, { workspaceId, connectionId }: Where, subject: string) {
  return db
    .selectFrom('sso_identities as i')
    .innerJoin('users as u', 'u.id', 'i.user_id')
    .where('i.workspace_id', '=', workspaceId)
    .where('i.connection_id', '=', connectionId)
    .where('i.subject', '=', subject)
    .select(['u.id', 'u.name', 'u.email'])
    .executeTakeFirst()
}

/** Links a subject with an account. */
export function insertIdentity(tx: Writer, row: Insertable<Tables['sso_identities']>) {
  return tx.insertInto('sso_identities').values(row).execute()
}

/** Notes that a linked person signed in, and the address that was said. */
export function touchIdentity(
  tx: Writer,
  { workspaceId, connectionId }: Where,
  subject: string,
  { email, now }: { email: string | null; now: Date },
) {
  return tx
    .updateTable('sso_identities')
    .where('workspace_id', '=', workspaceId)
    .where('connection_id', '=', connectionId)
    .where('subject', '=', subject)
    .set({ last_used_at: now, ...(email === null ? {} : { email }) })
    .execute()
}

/** What an account is to a workspace. */
export async function findStanding(
  db: Reader,
  workspaceId: string,
  { userId, emailKey, now }: { userId: string; emailKey: string; now: Date },
) {
  const mine = sql`workspace_id = ${workspaceId} and user_id = ${userId}`
  const [row] = await readSql<Standing>(
    db,
    sql`select
      exists (select 1 from memberships where ${mine} and (ends_at is null or ends_at > ${now})) as "isMember",
      exists (select 1 from memberships where workspace_id <> ${workspaceId} and user_id = ${userId}) as "isElsewhere",
      (exists (select 1 from former_members where ${mine})
        or exists (select 1 from memberships where ${mine} and ends_at <= ${now})
        or exists (select 1 from scim_users where workspace_id = ${workspaceId} and deactivated
          and (user_id = ${userId} or user_name_key = ${emailKey}))) as "isFormer",
      exists (select 1 from sso_identities where workspace_id = ${workspaceId} and user_id = ${userId}) as "isLinked"`,
  )
  return row ?? { isMember: false, isElsewhere: false, isFormer: false, isLinked: false }
}

/** What an account is to a workspace: a member of it, of any other, of this one no more (also where their membership has ended, or its provider deactivated them), linked with somebody at its identity providers. */
export interface Standing {
  isMember: boolean
  isElsewhere: boolean
  isFormer: boolean
  isLinked: boolean
}

/** Whether an invite that can still be accepted waits for this address. */
export async function isInvited(
  db: Reader,
  workspaceId: string,
  emailKey: string,
  now: Date,
): Promise<boolean> {
  const invites = db.selectFrom('invites').where('workspace_id', '=', workspaceId)
  const pending = invites.where('email_key', '=', emailKey).where('expires_at', '>', now)
  return (await pending.select('id').executeTakeFirst()) !== undefined
}

/** How many members there are, how many of them signed in by a connection that is active, and how many are exempt. */
export async function countMembers(db: Reader, workspaceId: string) {
  const [row] = await readSql<{ members: number; linked: number; exempt: number; activeConnections: number }>(
    db,
    sql`select count(*)::int as members, count(*) filter (where m.sso_exempt)::int as exempt,
      count(*) filter (where exists (select 1 from sso_identities i
        join connections c on c.workspace_id = i.workspace_id and c.id = i.connection_id and c.is_active
        where i.workspace_id = m.workspace_id and i.user_id = m.user_id))::int as linked,
      (select count(*)::int from connections where workspace_id = ${workspaceId} and is_active) as "activeConnections"
      from memberships m where m.workspace_id = ${workspaceId}`,
  )
  return row ?? { members: 0, linked: 0, exempt: 0, activeConnections: 0 }
}

/** Members who may enter without single sign-on, by name: `count` at most. */
export function listExempt(db: Reader, workspaceId: string, count: number) {
  return membersOf(db, workspaceId)
    .where('m.sso_exempt', '=', true)
    .orderBy('u.name_key')
    .orderBy('u.id')
    .limit(count)
    .execute()
}

/** A member, and whether they are exempt. */
export function findMember(db: Reader, workspaceId: string, userId: string) {
  return membersOf(db, workspaceId).where('m.user_id', '=', userId).executeTakeFirst()
}

function membersOf(db: Reader, workspaceId: string) {
  return db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .where('m.workspace_id', '=', workspaceId)
    .select(['u.id', 'u.name', 'u.email', 'm.sso_exempt as isExempt'])
}

/** Says whether a member may enter without single sign-on. */
export function setExempt(tx: Writer, workspaceId: string, userId: string, isExempt: boolean) {
  return tx
    .updateTable('memberships')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .set({ sso_exempt: isExempt })
    .execute()
}
