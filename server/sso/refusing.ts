import { ssoReasons } from '../../contract/sso-reasons.ts'
import type { Visitor } from '../caller/caller.ts'
import { change, changed, unchanged } from '../caller/change.ts'
import { type Acting, actFor, theSystem } from '../caller/system.ts'
import { type Connection, findConnection, writeTrace } from '../connections/connections.ts'
import { signInPage } from '../flows/flows.ts'
import type { CookieSecrets } from '../http/cookies.ts'
import { problemOf, type Refusal, refusalOf } from './refusal.ts'
import type { Flow } from './ways.ts'

const DETAIL_MAX = 300

/** Where the browser goes next, and with which cookies. */
export interface WayOn {
  to: string
  secrets: CookieSecrets
}

/**
 * Goes on with what came from an identity provider. What is refused opens nothing: the trace and the audit trail say why, once, and the
 * browser comes to the sign-in page with no more than a problem's code; a test goes back to where it began. `work` says on which way it
 * is, as soon as it knows.
 */
export async function orRefuse(
  visitor: Visitor,
  connection: Connection,
  work: (isOn: (flow: Flow) => void) => Promise<WayOn>,
): Promise<WayOn> {
  let flow: Flow | null = null
  try {
    return await work((known) => {
      flow = known
    })
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    await tell(visitor, connection, refusal)
    return { to: placeOf(visitor, connection, { refusal, flow }), secrets: {} }
  }
}

/** Notes that a sign-in could not begin, for whoever has to find out why. Nobody's message was refused, so nobody is told. */
export async function noteFailure(visitor: Acting, connection: Connection, { reason, detail }: Refusal) {
  const { now: at, requestId, ip } = visitor
  const caller = await actFor(visitor, theSystem, connection.workspace)
  await change(caller, async (tx) => {
    await writeTrace(tx, connection, { at, requestId, ip, outcome: 'refused', reason, detail })
    return unchanged(undefined)
  })
}

async function tell(visitor: Visitor, connection: Connection, { reason, detail, about }: Refusal) {
  const { app, now: at, requestId, ip } = visitor
  const caller = await actFor(visitor, theSystem, connection.workspace)
  await change(caller, async (tx) => {
    // Deleted since the message was read: then nobody is left to be told.
    if (!(await findConnection(app, tx, connection.id))) return unchanged(undefined)
    await writeTrace(tx, connection, { at, requestId, ip, outcome: 'refused', reason, detail, ...about })
    const { rule } = ssoReasons[reason]
    const found = detail.slice(0, DETAIL_MAX).toWellFormed().replaceAll('\0', '')
    const resource = { resourceId: connection.id, resourceName: connection.name }
    return changed(undefined, { type: 'sso.rejected', ...resource, detail: { reason, rule, found } })
  })
}

function placeOf(
  { app }: Visitor,
  connection: Connection,
  { refusal, flow }: { refusal: Refusal; flow: Flow | null },
): string {
  if (flow?.purpose === 'test') return testPlace(app.config.publicUrl, flow, 'refused')
  const query = { problem: problemOf(refusal.reason), sso: connection.id }
  return signInPage(app, query, flow?.returnTo ?? '/')
}

/** Where a test sign-in comes back to. */
export function testPlace(publicUrl: string, { returnTo }: Flow, outcome: 'passed' | 'refused'): string {
  const url = new URL(returnTo, publicUrl)
  url.searchParams.set('test', outcome)
  return `${publicUrl}${url.pathname}${url.search}${url.hash}`
}
