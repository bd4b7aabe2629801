import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import type { Writer } from '../db/open.ts'
import { isOpenIn } from './doors.ts'
import { findRequest, hasMade, type RequestRow, type State } from './queries.ts'

/**
 * Step: a request that waits for an answer, to be closed in this change. Raises `not-found`, and `access-request-closed` with what became
 * of it: then nothing is changed. With `by` requester it is one's own, with `by` owner somebody else's: `own-request`.
 */
export async function findOpen(
  tx: Writer,
  caller: Caller,
  { id, by }: { id: string; by: 'requester' | 'owner' },
): Promise<RequestRow> {
  const row = await findRequest(tx, caller.workspaceId, id, caller.now)
  if (!row || (by === 'requester' && row.requesterId !== caller.who.id)) throw new Problem('not-found')
  if (by === 'owner' && (await isOwn(tx, caller, row))) throw new Problem('own-request')
  const state = await stateIn(tx, caller, row)
  if (state === 'open') return row

  const { decidedBy, decidedByName, decidedAt } = row
  const decider = decidedBy === null ? null : { id: decidedBy, name: decidedByName ?? '' }
  throw new Problem('access-request-closed', {
    data: { state, decidedBy: decider, decidedAt: decidedAt?.toISOString() ?? null },
  })
}

/** As the transaction sees it, also in a rehearsal. */
async function stateIn(tx: Writer, caller: Caller, row: RequestRow): Promise<State> {
  if (row.state !== 'open') return row.state
  if (!row.isHere) return 'ended'
  return (await isOpenIn(tx, caller, row)) ? 'granted' : 'open'
}

/** Support staff acts in somebody's name, and a token with the rights that somebody gave it: neither is a way around. */
async function isOwn(tx: Writer, { who, principalId, workspaceId }: Caller, { requesterId }: RequestRow) {
  if (principalId === requesterId) return true
  return who.kind === 'token' && hasMade(tx, workspaceId, { userId: requesterId, tokenId: who.id })
}
