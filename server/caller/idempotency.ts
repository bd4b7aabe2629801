import { deserialize, serialize } from 'node:v8'
import { Problem } from '../../contract/problems.ts'
import type { Reader, Writer } from '../db/open.ts'
import { hashSecret, sameBytes } from '../platform/ids.ts'
import { seal, unseal } from '../platform/keys.ts'
import type { App } from './app.ts'
import type { Caller, Idempotency, Visitor } from './caller.ts'
import * as pen from './pen.ts'

const KEPT_MS = 86_400_000
const ROWS_AT_ONCE = 1_000

/**
 * What a change under this Idempotency-Key returned the first time, or null where the key is new
 * (standards/reliability 5.1; draft-ietf-httpapi-idempotency-key-header). The row is written in the transaction of the
 * change, under the workspace's lock: of two requests at once, the second waits and gets the first one's answer.
 * Raises `idempotency-key-reused` where the key came with another request before.
 */
export async function replayAnswer<Value>(tx: Writer, caller: Caller): Promise<{ value: Value } | null> {
  const { idempotency, workspaceId, who } = caller
  return idempotency ? openAnswer(tx, workspaceId, idempotency, who.id) : null
}

/**
 * The same before there is a caller: for a link that is used up by its first use, so that a second request under the same key
 * can still be answered. `idempotency` says whose key it is.
 */
export async function findAnswer<Value>(
  db: Reader,
  workspaceId: string,
  idempotency: Idempotency | null,
): Promise<{ value: Value } | null> {
  return idempotency ? openAnswer(db, workspaceId, idempotency, '') : null
}

/** A visitor whose own proof is a link: answers under its Idempotency-Key belong to the link, and are sealed with it. */
export function keyedByLink<V extends Visitor>(visitor: V, linkId: string, secret: string): V {
  const { idempotency } = visitor
  if (!idempotency) return visitor
  return {
    ...visitor,
    idempotency: { ...idempotency, actorId: linkId, sealedWith: `${idempotency.key}\n${secret}` },
  }
}

async function openAnswer<Value>(
  db: Reader,
  workspaceId: string,
  idempotency: Idempotency,
  actorId: string,
): Promise<{ value: Value } | null> {
  const row = await pen.findAnswer(
    db,
    workspaceId,
    idempotency.actorId ?? actorId,
    hashSecret(idempotency.key),
  )
  if (!row) return null

  if (!sameBytes(row.request_hash, idempotency.requestHash)) throw new Problem('idempotency-key-reused')
  const text = unseal(idempotency.sealedWith, row.sealed)
  if (text === null) throw new Problem('idempotency-key-reused')
  return { value: deserialize(Buffer.from(text, 'base64')) as Value }
}

/** Keeps what a change returns, exactly (moments stay moments) and sealed with the caller's own credential, because it may hold a secret shown once. */
export async function keepAnswer(tx: Writer, caller: Caller, value: unknown) {
  const { idempotency, workspaceId, who } = caller
  if (!idempotency) return
  await pen.keepAnswer(tx, {
    workspace_id: workspaceId,
    actor_id: idempotency.actorId ?? who.id,
    key_hash: hashSecret(idempotency.key),
    request_hash: idempotency.requestHash,
    sealed: seal(idempotency.sealedWith, serialize(value).toString('base64')),
    created_at: caller.now,
  })
}

/**
 * Throws away the answers of more than a day ago; before, they are always kept. For the server's jobs; says how many
 * there were.
 */
export async function forgetOldAnswers({
  database,
  clock,
}: Pick<App, 'database' | 'clock'>): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_MS)
  let forgotten = 0
  for (let deleted = ROWS_AT_ONCE; deleted === ROWS_AT_ONCE; forgotten += deleted) {
    deleted = await database.db.transaction().execute((tx) => pen.deleteAnswers(tx, before, ROWS_AT_ONCE))
  }
  return forgotten
}
