import type { Insertable, Updateable } from 'kysely'
import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'

/** Keeps a session by the hash of its secret. */
export function insertSession(tx: Writer, row: Insertable<Tables['sessions']>) {
  return tx.insertInto('sessions').values(row).execute()
}

/** What changes of a session when a factor of it does. */
export type SessionChange = Pick<Updateable<Tables['sessions']>, 'factor_at' | 'mfa_at' | 'methods'>

/** What proved a session to workspaces, of those proofs that are not older than `since`; found by the hash of its secret. */
export function listProofs(db: Reader, userId: string, hash: Buffer, since: Date) {
  return db
    .selectFrom('session_proofs as p')
    .innerJoin('sessions as s', 's.id', 'p.session_id')
    .where('s.secret_hash', '=', hash)
    .where('s.user_id', '=', userId)
    .where('p.at', '>', since)
    .select(['p.workspace_id as workspaceId', 'p.connection_id as connectionId', 'p.at'])
    .execute()
}

/** Notes that a workspace's connection proved a session, in place of what did before. Nothing where the connection is gone. */
export async function saveProof(tx: Writer, sessionId: string, { workspaceId, connectionId, at }: Proved) {
  await sql`
    insert into session_proofs (session_id, workspace_id, connection_id, at)
    select ${sessionId}, workspace_id, id, ${at.toISOString()}::timestamptz from connections
    where workspace_id = ${workspaceId} and id = ${connectionId}
    on conflict (session_id, workspace_id) do update set connection_id = excluded.connection_id, at = excluded.at`.execute(
    tx,
  )
}

/** What proved a session to a workspace, and when. */
export interface Proved {
  workspaceId: string
  connectionId: string
  at: Date
}

/** When the oldest of a session's proofs was given. */
export async function findOldestProof(db: Reader, sessionId: string): Promise<Date | undefined> {
  const proofs = db.selectFrom('session_proofs').where('session_id', '=', sessionId)
  return (await proofs.orderBy('at').select('at').executeTakeFirst())?.at
}

/** The workspaces whose single sign-on proved a session. */
export async function listProvedTo(db: Reader, sessionId: string): Promise<string[]> {
  const proofs = db.selectFrom('session_proofs').where('session_id', '=', sessionId)
  return (await proofs.select('workspace_id as workspaceId').execute()).map(({ workspaceId }) => workspaceId)
}

/** Lets a session be as old as said, and end when said. */
export function ageSession(tx: Writer, sessionId: string, authenticatedAt: Date, expiresAt: Date) {
  return tx
    .updateTable('sessions')
    .where('id', '=', sessionId)
    .set({ authenticated_at: authenticatedAt, expires_at: expiresAt })
    .execute()
}

/** Through which single sign-on the sessions of a person were proved, by names. */
export function listThrough(db: Reader, userId: string) {
  return db
    .selectFrom('session_proofs as p')
    .innerJoin('sessions as s', 's.id', 'p.session_id')
    .innerJoin('workspaces as w', 'w.id', 'p.workspace_id')
    .innerJoin('connections as c', (join) =>
      join.onRef('c.workspace_id', '=', 'p.workspace_id').onRef('c.id', '=', 'p.connection_id'),
    )
    .where('s.user_id', '=', userId)
    .orderBy('p.at')
    .orderBy('w.id')
    .select(['p.session_id as sessionId', 'w.name as workspace', 'c.name as connection'])
    .execute()
}

/** The workspace at whose identity provider somebody came back to this browser, who waits to be linked with this account. */
export function findSsoWaiting(db: Reader, browserHash: Buffer, userId: string, now: Date) {
  return db
    .selectFrom('sso_flows as f')
    .innerJoin('workspaces as w', 'w.id', 'f.workspace_id')
    .where('f.browser_hash', '=', browserHash)
    .where('f.user_id', '=', userId)
    .where('f.purpose', '=', 'waiting')
    .where('f.expires_at', '>', now)
    .select(['w.slug', 'w.name'])
    .executeTakeFirst()
}

/** Changes a session of this person: its secret, and what proved it. Says whether it was there. */
export async function updateSession(
  tx: Writer,
  userId: string,
  sessionId: string,
  values: SessionChange & { secret_hash: Buffer },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('sessions')
    .where('user_id', '=', userId)
    .where('id', '=', sessionId)
    .set(values)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends sessions of a person: one, all but one, or all. Says how many. */
export async function deleteSessions(
  tx: Writer,
  userId: string,
  which: { only?: string; but?: string } = {},
): Promise<number> {
  let query = tx.deleteFrom('sessions').where('user_id', '=', userId)
  if (which.only !== undefined) query = query.where('id', '=', which.only)
  if (which.but !== undefined) query = query.where('id', '!=', which.but)
  const { numDeletedRows } = await query.executeTakeFirst()
  return Number(numDeletedRows)
}

/** Ends the session with this secret, given as its hash. */
export function deleteSessionOf(tx: Writer, hash: Buffer) {
  return tx.deleteFrom('sessions').where('secret_hash', '=', hash).execute()
}

/** The sessions of a person, last used first. */
export function listSessions(db: Reader, userId: string) {
  return db
    .selectFrom('sessions')
    .where('user_id', '=', userId)
    .orderBy('last_used_at', 'desc')
    .orderBy('id')
    .selectAll()
    .execute()
}

/** Whether a session of this person is there. */
export async function hasSession(db: Reader, userId: string, sessionId: string): Promise<boolean> {
  const sessions = db.selectFrom('sessions').where('user_id', '=', userId).where('id', '=', sessionId)
  return (await sessions.select('id').executeTakeFirst()) !== undefined
}

/** Removes sessions and waiting sign-ins that are over, and browsers that were not used since `unusedSince`. */
export async function deleteOver(tx: Writer, now: Date, unusedSince: Date) {
  await tx.deleteFrom('sessions').where('expires_at', '<=', now).execute()
  await tx.deleteFrom('pending_sign_ins').where('expires_at', '<=', now).execute()
  await tx.deleteFrom('devices').where('last_used_at', '<', unusedSince).execute()
}

/** Keeps a sign-in that waits for its second factor. */
export function insertPending(tx: Writer, row: Insertable<Tables['pending_sign_ins']>) {
  return tx.insertInto('pending_sign_ins').values(row).execute()
}

/** The sign-in that waits under this hash, with its person. */
export function findPending(db: Reader, hash: Buffer) {
  return db
    .selectFrom('pending_sign_ins as p')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .where('p.secret_hash', '=', hash)
    .select(['p.id', 'p.methods', 'p.tries', 'p.expires_at as expiresAt', 'p.proofs'])
    .select(['u.id as userId', 'u.name', 'u.email'])
    .executeTakeFirst()
}

/** Counts one try of a waiting sign-in, before it is checked. The number of tries with it; undefined where it is gone. */
export async function countTry(tx: Writer, id: string): Promise<number | undefined> {
  const row = await tx
    .updateTable('pending_sign_ins')
    .where('id', '=', id)
    .set((now) => ({ tries: now('tries', '+', 1) }))
    .returning('tries')
    .executeTakeFirst()
  return row?.tries
}

/** Takes a waiting sign-in out. False where somebody else did. */
export async function takePending(tx: Writer, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('pending_sign_ins').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}

/** Ends every sign-in of a person that waits for a second factor. */
export function deletePending(tx: Writer, userId: string) {
  return tx.deleteFrom('pending_sign_ins').where('user_id', '=', userId).execute()
}

/** Which second factors an account has. */
export async function findFactors(db: Reader, userId: string) {
  const [row] = await readSql<{ totp: boolean; passkeys: number; codes: number }>(
    db,
    sql`select
      exists (select 1 from totp_factors where user_id = ${userId} and confirmed_at is not null) as totp,
      (select count(*)::int from passkeys where user_id = ${userId}) as passkeys,
      (select count(*)::int from recovery_codes where user_id = ${userId} and used_at is null) as codes`,
  )
  return row ?? { totp: false, passkeys: 0, codes: 0 }
}

/** Whether this person signed in with this browser before. */
export async function isKnownDevice(db: Reader, userId: string, hash: Buffer): Promise<boolean> {
  const devices = db.selectFrom('devices').where('user_id', '=', userId)
  return (await devices.where('secret_hash', '=', hash).select('user_id').executeTakeFirst()) !== undefined
}

/** Whether this person has signed in with any browser yet. */
export async function hasDevice(db: Reader, userId: string): Promise<boolean> {
  return (
    (await db.selectFrom('devices').where('user_id', '=', userId).select('user_id').executeTakeFirst()) !==
    undefined
  )
}

/** Remembers a browser, or that it was used again. */
export function saveDevice(tx: Writer, userId: string, hash: Buffer, now: Date) {
  const row = { user_id: userId, secret_hash: hash, created_at: now, last_used_at: now }
  return tx
    .insertInto('devices')
    .values(row)
    .onConflict((conflict) => conflict.columns(['user_id', 'secret_hash']).doUpdateSet({ last_used_at: now }))
    .execute()
}
