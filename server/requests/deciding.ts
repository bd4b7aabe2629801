import type { Caller } from '../caller/caller.ts'
import { change, changed, type Happened } from '../caller/change.ts'
import type { Writer } from '../db/open.ts'
import { givenIn, type PermissionIn, setGrants } from '../grants/grants.ts'
import { findOpen } from './open.ts'
import * as queries from './queries.ts'
import { settle } from './settling.ts'
import { type Shown, showOne } from './shown.ts'
import { about, readText } from './telling.ts'

/**
 * Makes exactly these permissions the requester's own, by every rule of giving, and closes the request with it, in one change. Whether the
 * door is open afterwards is the owner's to decide. Raises `not-found`, `own-request`, `access-request-closed`, and all that
 * `replaceGrants` raises: then the request stays open.
 */
export async function resolveRequest(
  caller: Caller,
  id: string,
  { permissions, ...answer }: { permissions: PermissionIn[]; reason?: string },
): Promise<Shown> {
  const reason = answer.reason === undefined ? null : readText(answer.reason, 'reason')
  await settleFirst(caller, id)
  return change(caller, async (tx) => {
    const row = await findOpen(tx, caller, { id, by: 'owner' })
    const given = await setGrants(tx, caller, { kind: 'user', id: row.requesterId }, permissions)
    const granted = givenIn(given)
    const { shown, happened } = await close(tx, caller, row, { state: 'granted', reason, granted })
    return changed(shown, happened, ...given)
  })
}

/** Closes a request and gives nothing. Raises `not-found`, `own-request`, `access-request-closed`, `invalid-input`. */
export async function dismissRequest(caller: Caller, id: string, text: string): Promise<Shown> {
  const reason = readText(text, 'reason')
  await settleFirst(caller, id)
  return change(caller, async (tx) => {
    const row = await findOpen(tx, caller, { id, by: 'owner' })
    const { shown, happened } = await close(tx, caller, row, { state: 'dismissed', reason, granted: [] })
    return changed(shown, happened)
  })
}

/** A request whose door was opened otherwise is answered by that, and is written down so before somebody is told that it is closed. */
async function settleFirst(caller: Caller, id: string) {
  const row = await queries.findRequest(caller.db, caller.workspaceId, id, caller.now)
  if (row) await settle(caller, row.requesterId)
}

type Answer = Pick<queries.RequestRow, 'reason' | 'granted'> & { state: 'granted' | 'dismissed' }

const events = { granted: 'Access Request Resolved', dismissed: 'Access Request Dismissed' } as const

/** Step: an owner's answer, with a letter to whoever asked. */
async function close(tx: Writer, caller: Caller, row: queries.RequestRow, answer: Answer) {
  const { who, workspaceId, now } = caller
  const { state, reason, granted } = answer
  const decided = { decided_by: who.id, decided_by_name: who.name, decided_at: now }
  const values = { state, reason, ...decided, granted: JSON.stringify(granted) }
  await queries.closeRequest(tx, workspaceId, row.id, values)
  const closed = { ...row, ...answer, decidedBy: who.id, decidedByName: who.name, decidedAt: now }
  const mail = [{ kind: 'access-request-decided', payload: { userId: row.requesterId, requestId: row.id } }]
  const happened: Happened = { type: events[state], ...about(caller, row), mail }
  return { shown: await showOne({ ...caller, db: tx }, closed, 'owners'), happened }
}
