import { Readable } from 'node:stream'
import { Problem } from '../../contract/problems.ts'
import { somebodyOf } from '../caller/admit.ts'
import type { BrowserSecrets, Caller, Visitor } from '../caller/caller.ts'
import { requireFeature } from '../caller/plan.ts'
import { addressesOf, type Connection, defaultConnection } from '../connections/connections.ts'
import { verifiedDomain } from '../domains/domains.ts'
import { askingPage, pathOfOurs, signInPage } from '../flows/flows.ts'
import type { Download } from '../http/handlers.ts'
import { writeMetadata } from '../saml/saml.ts'
import { speaksFor } from '../sessions/sessions.ts'
import { problemOf, type Refusal, refusalOf } from './refusal.ts'
import { noteFailure, type WayOn } from './refusing.ts'
import { type Begun, begin, connectionOrNot, isOpen, type Wanted } from './ways.ts'

/**
 * Begins to sign in by the domain of an address: at the connection of the workspace that has verified it. The answer is the same for every
 * address of a domain. Raises `sso-unknown`, `sso-unavailable`.
 */
export async function beginByAddress(
  visitor: Visitor,
  { email, returnTo }: { email: string; returnTo?: string },
): Promise<Begun> {
  const { db } = visitor.app.database
  const found = await verifiedDomain(db, email)
  const id = found && (found.connectionId ?? (await defaultConnection(db, found.workspaceId)))
  const connection = id === undefined ? undefined : await connectionOrNot(visitor, id)
  if (!connection || !isOpen(visitor, connection)) throw new Problem('sso-unknown')
  return beginOr(visitor, connection, { purpose: 'sign-in', returnTo })
}

/** Begins to sign in by a connection. Raises `not-found`, `connection-inactive`, `sso-unavailable`. */
export async function beginByConnection(
  visitor: Visitor,
  connectionId: string,
  returnTo: string | undefined,
): Promise<Begun> {
  const connection = await connectionOrNot(visitor, connectionId)
  if (!isOpen(visitor, connection)) throw new Problem('connection-inactive')
  return beginOr(visitor, connection, { purpose: 'sign-in', returnTo })
}

/**
 * The same for a link, which may stand on anybody's page: whoever is signed in here is asked before another identity provider says who
 * they are. What goes wrong is said on the sign-in page. Raises `not-found`.
 */
export async function goStraight(
  visitor: Visitor,
  connectionId: string,
  returnTo: string | undefined,
): Promise<WayOn> {
  const connection = await connectionOrNot(visitor, connectionId)
  const to = pathOfOurs(returnTo)
  if (isOpen(visitor, connection) && (await isSomebodyElsewhere(visitor, connection))) {
    return { to: askingPage(visitor.app, { connection: connection.id }, to), secrets: {} }
  }
  try {
    const { url, secrets } = await beginByConnection(visitor, connectionId, returnTo)
    return { to: url, secrets }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const query = { problem: error.code, sso: connection.id }
    return { to: signInPage(visitor.app, query, to), secrets: {} }
  }
}

/** Whether this browser has a session that could be lost: one that this workspace's single sign-on alone proved is only proved again. */
async function isSomebodyElsewhere(visitor: Visitor, { workspace }: Connection): Promise<boolean> {
  const person = await somebodyOf(visitor)
  return person !== null && !(await speaksFor(visitor.app.database.db, person.session, workspace.id))
}

/** To which workspace a connection leads. Raises `not-found`, `connection-inactive`. */
export async function showDestination(visitor: Visitor, connectionId: string) {
  const connection = await connectionOrNot(visitor, connectionId)
  if (!isOpen(visitor, connection)) throw new Problem('connection-inactive')
  return { workspace: { name: connection.workspace.name } }
}

/**
 * Begins a test sign-in by a connection of the caller's workspace, active or not: the browser goes to `url` with the cookies `secrets`
 * (`wire.setSecrets`), and comes back to `returnTo` with `?test=passed` or `?test=refused`. `browser` is `wire.browser`. Opens no session
 * and changes nobody. Raises `not-found`, `connection-incomplete`, `plan-limit`, `sso-unavailable`.
 */
export async function beginTest(
  caller: Caller,
  browser: BrowserSecrets,
  connectionId: string,
  returnTo: string | undefined,
): Promise<Begun> {
  const connection = await connectionOf(caller, connectionId)
  requireFeature(caller, 'sso')
  const { kind, id, name, email } = caller.who
  const by = { kind, id, name, email, until: null }
  return beginOr(visitorOf(caller, browser), connection, { purpose: 'test', by, returnTo })
}

/**
 * Begins to prove again through the single sign-on that this workspace was entered by. Raises `sso-first` where it was entered otherwise,
 * `sso-unavailable`.
 */
export async function beginStepUp(
  caller: Caller,
  browser: BrowserSecrets,
  returnTo: string | undefined,
): Promise<Begun> {
  const { session } = caller
  if (!session?.sso) throw new Problem('sso-first')
  const connection = await connectionOf(caller, session.sso.connectionId)
  const by = { userId: session.userId, sessionId: session.id }
  return beginOr(visitorOf(caller, browser), connection, { purpose: 'step-up', by, returnTo })
}

/** The metadata of this service provider for one connection, complete or not: the identity provider is configured with it. Raises `not-found`. */
export async function showMetadata(visitor: Visitor, connectionId: string): Promise<Download> {
  const { id, saml } = await connectionOrNot(visitor, connectionId)
  if (!saml) throw new Problem('not-found')
  const { acsUrl, entityId } = addressesOf(visitor.app.config, id)
  return { stream: Readable.from([writeMetadata({ acsUrl, entityId }, saml.encryptFor)]) }
}

type Asker = Parameters<typeof begin>[0] & Pick<Visitor, 'requestId' | 'ip' | 'idempotency'>

/** What goes wrong on the way to a provider is noted for whoever set it up; the person who signs in reads none of it. */
async function beginOr(asker: Asker, connection: Connection, wanted: Wanted): Promise<Begun> {
  try {
    return await begin(asker, connection, wanted)
  } catch (error) {
    const refusal = error instanceof Problem ? null : refusalOf(error)
    if (!refusal) throw error
    await noteFailure(asker, connection, refusal)
    throw new Problem(codeOf(refusal), wanted.purpose === 'test' ? { message: refusal.detail } : {})
  }
}

/** Before anybody went anywhere, whatever is wrong with a provider means that it cannot be used now. */
function codeOf({ reason }: Refusal) {
  const code = problemOf(reason)
  return code === 'sso-refused' ? 'sso-unavailable' : code
}

async function connectionOf(caller: Caller, connectionId: string): Promise<Connection> {
  const connection = await connectionOrNot(caller, connectionId)
  if (connection.workspace.id !== caller.workspaceId) throw new Problem('not-found')
  return connection
}

function visitorOf({ app, now, requestId, ip }: Caller, browser: BrowserSecrets): Asker {
  return { app, now, requestId, ip, browser, idempotency: null }
}
