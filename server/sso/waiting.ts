import type { Visitor } from '../caller/caller.ts'
import type { Writer } from '../db/open.ts'
import { browserSecret, FLOW_MS, sealFlow } from '../flows/flows.ts'
import type { CookieSecrets } from '../http/cookies.ts'
import { hashSecret, newId } from '../platform/ids.ts'
import type { Came } from './answers.ts'
import * as queries from './queries.ts'
import { columnsOf, idOfState } from './ways.ts'

/** Who came back and waits for the proof of an account. */
export type Waiting = Pick<Came, 'flow' | 'subject' | 'claims' | 'mayBeTheirs'>

/**
 * Step: keeps who came back with the address of an account, until that account's own proof links the two: an address that nobody proved to this
 * workspace opens nothing (L-2, L-3).
 */
export async function keepWaiting(
  tx: Writer,
  visitor: Visitor,
  { connection, flow, subject, claims, mayBeTheirs }: Came,
  userId: string,
): Promise<CookieSecrets> {
  const browser = browserSecret(visitor)
  const browserHash = hashSecret(browser)
  await queries.deleteWaiting(tx, browserHash)
  const waiting: Waiting = { flow, subject, claims, mayBeTheirs }
  await queries.insertFlow(tx, {
    id: idOfState(newId()),
    ...columnsOf(connection),
    browser_hash: browserHash,
    purpose: 'waiting',
    user_id: userId,
    sealed: sealFlow(visitor.app, 'sso flows', waiting),
    expires_at: new Date(visitor.now.getTime() + FLOW_MS),
  })
  return { flow: browser }
}
