import type { Visitor } from '../caller/caller.ts'
import type { Reader, Writer } from '../db/open.ts'
import { hashSecret } from '../platform/ids.ts'
import * as queries from './queries.ts'

const DAY_MS = 86_400_000

/** What a session had been proved by through single sign-on, as it is kept while its person signs in anew. */
export interface Carried {
  workspaceId: string
  connectionId: string
  /** ISO 8601. */
  at: string
}

/**
 * What the session in this browser was proved by, where it is this person's: signing in to the account itself must not shut them out of
 * where single sign-on is required. A proof lives no longer than a session may.
 */
export async function carriedBy(db: Reader, visitor: Visitor, userId: string): Promise<Carried[]> {
  const { app, credential, now } = visitor
  if (credential?.from !== 'cookie') return []
  const since = new Date(now.getTime() - app.config.sessionDays * DAY_MS)
  const proofs = await queries.listProofs(db, userId, hashSecret(credential.secret), since)
  return proofs.map((proof) => ({ ...proof, at: proof.at.toISOString() }))
}

/** Step: gives a session what its person had been proved by. */
export async function carryOn(tx: Writer, sessionId: string, carried: Carried[]) {
  for (const { at, ...proof } of carried)
    await queries.saveProof(tx, sessionId, { ...proof, at: new Date(at) })
}
