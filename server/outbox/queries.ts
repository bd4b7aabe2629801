import type { Writer } from '../db/open.ts'

const COLUMNS = ['id', 'workspace_id as workspaceId', 'kind', 'payload', 'attempts'] as const

/**
 * Takes up to `count` rows that are due at `now`, for nobody else until `leaseUntil`. The attempt is counted before it
 * is made: a letter that ends the process cannot be tried for ever. Rows that another server is taking are passed over.
 */
export async function takeDue(
  tx: Writer,
  { now, leaseUntil, count }: { now: Date; leaseUntil: Date; count: number },
) {
  const due = await tx
    .selectFrom('outbox')
    .where('state', '=', 'waiting')
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .orderBy('id')
    .limit(count)
    .select(COLUMNS)
    .forUpdate()
    .skipLocked()
    .execute()
  if (due.length === 0) return []

  const ids = due.map((row) => row.id)
  await tx
    .updateTable('outbox')
    .where('id', 'in', ids)
    .set((now) => ({ attempts: now('attempts', '+', 1), next_at: leaseUntil }))
    .execute()
  return due.map((row) => ({ ...row, attempts: row.attempts + 1 }))
}

/** Keeps everything that waits, unsent. */
export function keepWaiting(tx: Writer, doneAt: Date) {
  return tx
    .updateTable('outbox')
    .where('state', '=', 'waiting')
    .set({ state: 'kept', done_at: doneAt })
    .execute()
}

/** Ends a row. */
export function finish(
  tx: Writer,
  id: string,
  end: { state: 'sent' | 'kept' | 'dropped' | 'dead'; done_at: Date; last_error: string | null },
) {
  return tx.updateTable('outbox').where('id', '=', id).set(end).execute()
}

/** Puts a row off, unless somebody else has taken it up since. */
export function putOff(
  tx: Writer,
  { id, attempts }: { id: string; attempts: number },
  later: { next_at: Date; attempts: number; last_error?: string },
) {
  return tx
    .updateTable('outbox')
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where('attempts', '=', attempts)
    .set(later)
    .execute()
}
