import { type Insertable, type RawBuilder, sql, type Updateable } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import type { RequestTables } from '../db/request-tables.ts'

type Table = RequestTables['access_requests']

/** What somebody would like to be given. */
export interface Wish {
  roleId?: string
  scope?: 'this' | 'all'
  hours?: number
}

/** One role that was given for a request. */
export interface Given {
  roleId: string
  roleName: string
  endsAt: string | null
}

/** A request as it is kept. An open one whose door was opened otherwise is still `open` here. */
export interface RequestRow {
  id: string
  requesterId: string
  requesterName: string
  requesterEmail: string
  /** Whether the requester belongs to the workspace, as the one who asked. */
  isHere: boolean
  type: string
  resourceId: string | null
  resourceName: string | null
  action: string | null
  message: string
  wished: Wish
  state: 'open' | 'granted' | 'dismissed' | 'withdrawn'
  decidedBy: string | null
  decidedByName: string | null
  decidedAt: Date | null
  reason: string | null
  granted: Given[]
  /** For how long it was open already when it was asked for; null where it was closed. */
  openUntil: Date | null
  createdAt: Date
}

/** What of a request that waits says which door it is about. */
export type WaitingRow = Pick<
  RequestRow,
  'id' | 'requesterId' | 'type' | 'resourceId' | 'action' | 'openUntil'
>

export type State = RequestRow['state'] | 'ended'

/** Which requests are meant; `opened` are those that are kept as open, though their doors are open by `now`. */
export interface Which {
  state?: State | undefined
  requesterId?: string | undefined
  opened: string[]
  now: Date
}

const columns = sql`r.id, r.requester_id as "requesterId", r.requester_name as "requesterName",
  r.requester_email as "requesterEmail", m.user_id is not null as "isHere", r.resource_type as type,
  r.resource_id as "resourceId", r.resource_name as "resourceName", r.action, r.message, r.wished, r.state,
  r.decided_by as "decidedBy", r.decided_by_name as "decidedByName", r.decided_at as "decidedAt", r.reason,
  r.granted, r.open_until as "openUntil", r.created_at as "createdAt"`

/** The requests, each with the membership that its requester asked by, where that lasts. */
const requestsAt = (now: Date) => sql`access_requests r left join memberships m
  on m.workspace_id = r.workspace_id and m.user_id = r.principal_id and (m.ends_at is null or m.ends_at > ${now})`

function where(workspaceId: string, { state, requesterId, opened, now }: Which): RawBuilder<unknown> {
  const isOpened = sql`r.id = any(${opened}::text[])`
  const isWaiting = sql`r.state = 'open' and m.user_id is not null`
  const isMeant = {
    open: sql`${isWaiting} and not ${isOpened}`,
    granted: sql`(r.state = 'granted' or (${isWaiting} and ${isOpened}))`,
    ended: sql`r.state = 'open' and m.user_id is null`,
    dismissed: sql`r.state = 'dismissed'`,
    withdrawn: sql`r.state = 'withdrawn'`,
  }
  const isTheirs = requesterId === undefined ? sql`` : sql`and r.requester_id = ${requesterId}`
  const isInState = state === undefined ? sql`` : sql`and ${isMeant[state]}`
  return sql`from ${requestsAt(now)} where r.workspace_id = ${workspaceId} ${isTheirs} ${isInState}`
}

/** Some requests, newest first: `count` of them at most, and only those older than what `after` says. */
export function listRequests(
  db: Reader,
  workspaceId: string,
  which: Which,
  { count, after }: { count: number; after: { createdAt: Date; id: string } | null },
): Promise<RequestRow[]> {
  const isOlder = after ? sql`and (r.created_at, r.id) < (${after.createdAt}, ${after.id})` : sql``
  return readSql(
    db,
    sql<RequestRow>`select ${columns} ${where(workspaceId, which)} ${isOlder}
      order by r.created_at desc, r.id desc limit ${count}`,
  )
}

/** How many there are. */
export async function countRequests(db: Reader, workspaceId: string, which: Which): Promise<number> {
  const [row] = await readSql(
    db,
    sql<{ count: number }>`select count(*)::int as count ${where(workspaceId, which)}`,
  )
  return row?.count ?? 0
}

/** One request. */
export async function findRequest(db: Reader, workspaceId: string, id: string, now: Date) {
  const rows = await readSql(
    db,
    sql<RequestRow>`select ${columns} from ${requestsAt(now)} where r.workspace_id = ${workspaceId} and r.id = ${id}`,
  )
  return rows[0]
}

/** All requests that are kept as open, of people who are here; of one of them, if one is named. */
export function listWaiting(
  db: Reader,
  workspaceId: string,
  { now, requesterId }: { now: Date; requesterId?: string | undefined },
): Promise<WaitingRow[]> {
  const isTheirs = requesterId === undefined ? sql`` : sql`and r.requester_id = ${requesterId}`
  return readSql(
    db,
    sql<WaitingRow>`select r.id, r.requester_id as "requesterId", r.resource_type as type,
      r.resource_id as "resourceId", r.action, r.open_until as "openUntil" from ${requestsAt(now)}
      where r.workspace_id = ${workspaceId} and r.state = 'open' and m.user_id is not null ${isTheirs} order by r.id`,
  )
}

/** Adds a request; the constraint `access_request_open` decides whether this person has asked for this thing already. */
export function insertRequest(tx: Writer, row: Insertable<Table>) {
  return tx.insertInto('access_requests').values(row).execute()
}

/** Closes an open request. */
export function closeRequest(tx: Writer, workspaceId: string, id: string, values: Updateable<Table>) {
  return tx
    .updateTable('access_requests')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .set(values)
    .execute()
}

/** Whether this person made this token. */
export async function hasMade(
  db: Reader,
  workspaceId: string,
  { userId, tokenId }: { userId: string; tokenId: string },
): Promise<boolean> {
  const made = db
    .selectFrom('tokens')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', tokenId)
    .where('created_by', '=', userId)
  return (await made.select('id').executeTakeFirst()) !== undefined
}

/** The workspaces in which requests are kept as open, with the versions of their access. */
export function listWorkspaces(db: Reader) {
  return readSql(
    db,
    sql<{ id: string; slug: string; name: string; plan: string; version: number }>`
      select w.id, w.slug, w.name, w.plan, w.access_version as version from workspaces w
      where exists (select 1 from access_requests r where r.workspace_id = w.id and r.state = 'open'
        and r.principal_id is not null) order by w.id`,
  )
}
