import { Problem } from '../../contract/problems.ts'
import type { Writer } from '../db/open.ts'
import { hashSecret, sameBytes } from '../platform/ids.ts'
import { seal, unseal } from '../platform/keys.ts'
import type { Caller } from './caller.ts'
import * as pen from './pen.ts'

/**
 * What a change under this Idempotency-Key returned the first time, or null where the key is new
 * (standards/reliability 5.1; draft-ietf-httpapi-idempotency-key-header). The row is written in the transaction of the
 * change, under the workspace's lock: of two requests at once, the second waits and gets the first one's answer.
 * Raises `idempotency-key-reused` where the key came with another request before.
 */
export async function replayAnswer<Value>(tx: Writer, caller: Caller): Promise<{ value: Value } | null> {
  const { idempotency, workspaceId, who } = caller
  if (!idempotency) return null
  const row = await pen.findAnswer(tx, workspaceId, who.id, hashSecret(idempotency.key))
  if (!row) return null

  if (!sameBytes(row.request_hash, idempotency.requestHash)) throw new Problem('idempotency-key-reused')
  const text = unseal(idempotency.sealedWith, row.sealed)
  if (text === null) throw new Problem('idempotency-key-reused')
  return { value: revive(text) as Value }
}

/** Keeps what a change returns, sealed with the caller's own credential, because it may hold a secret shown once. */
export async function keepAnswer(tx: Writer, caller: Caller, value: unknown) {
  const { idempotency, workspaceId, who } = caller
  if (!idempotency) return
  await pen.keepAnswer(tx, {
    workspace_id: workspaceId,
    actor_id: who.id,
    key_hash: hashSecret(idempotency.key),
    request_hash: idempotency.requestHash,
    sealed: seal(idempotency.sealedWith, JSON.stringify({ value })),
    created_at: caller.now,
  })
}

/** JSON turns moments into text; they become moments again, so that a replayed value is the same value. */
function revive(text: string): unknown {
  const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
  const parsed = JSON.parse(text, (_key, one) =>
    typeof one === 'string' && moment.test(one) ? new Date(one) : one,
  )
  return parsed.value
}
