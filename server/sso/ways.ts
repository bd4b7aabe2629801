import { Problem } from '../../contract/problems.ts'
import type { BrowserSecrets, Visitor, Who } from '../caller/caller.ts'
import { hasFeature } from '../caller/plan.ts'
import { type Connection, findConnection, oidcParty, samlParty } from '../connections/connections.ts'
import type { Reader } from '../db/open.ts'
import { browserSecret, FLOW_MS, openFlow, pathOfOurs, sealFlow } from '../flows/flows.ts'
import type { CookieSecrets } from '../http/cookies.ts'
import { authorizationUrl, newSecrets, type Secrets } from '../oidc/oidc.ts'
import { hashSecret, newId } from '../platform/ids.ts'
import { requestUrl } from '../saml/saml.ts'
import * as queries from './queries.ts'

/** Where the browser goes, and the cookies that it must come back with. */
export interface Begun {
  url: string
  secrets: CookieSecrets
}

/** Why a browser goes to an identity provider. */
export type Wanted =
  | { purpose: 'sign-in'; returnTo?: string | undefined }
  | { purpose: 'test'; by: Who; returnTo?: string | undefined }
  | { purpose: 'step-up'; by: { userId: string; sessionId: string }; returnTo?: string | undefined }

/** A way that a browser is on, or came back from. */
export type Flow = Wanted & {
  returnTo: string
  startedAt: number
  /** Of OpenID Connect. */
  secrets: Secrets | null
}

/** Who asks, in which browser: part of a visitor, or of a caller with what its browser keeps. */
export type Asking = Pick<Visitor, 'app' | 'now'> & { browser: BrowserSecrets }

/**
 * Begins a way to a connection's identity provider: of this browser, for one use, ten minutes long (SA-13, OI-1). Throws an `OidcFailure`
 * where the provider does not answer; raises `connection-incomplete`.
 */
export async function begin(asking: Asking, connection: Connection, wanted: Wanted): Promise<Begun> {
  const { app, now } = asking
  const { id, url, secrets } = await addressAt(asking, connection, wanted.purpose === 'step-up')
  const startedAt = now.getTime()
  const flow = { ...wanted, returnTo: pathOfOurs(wanted.returnTo), startedAt, secrets }
  const browser = browserSecret(asking)
  await app.database.db.transaction().execute((tx) =>
    queries.insertFlow(tx, {
      id,
      ...columnsOf(connection),
      browser_hash: hashSecret(browser),
      purpose: wanted.purpose,
      user_id: wanted.purpose === 'step-up' ? wanted.by.userId : null,
      sealed: sealFlow(app, 'sso flows', flow),
      expires_at: new Date(startedAt + FLOW_MS),
    }),
  )
  return { url, secrets: { flow: browser } }
}

async function addressAt({ app, now }: Asking, connection: Connection, afresh: boolean) {
  if (connection.kind === 'saml') {
    const id = `_${newId()}`
    // The way's own name goes along, so that a refusal knows where to lead back to; it opens nothing.
    const request = { id, relayState: id, forceAuthn: afresh, now }
    return { id, url: await requestUrl(samlParty(app, connection), request), secrets: null }
  }
  const secrets = newSecrets()
  const url = await authorizationUrl(oidcParty(app, connection), secrets, { afresh, now })
  return { id: idOfState(secrets.state), url, secrets }
}

/** What a way of OpenID Connect is known by: nothing that a reader of the database could send. */
export function idOfState(state: string): string {
  return hashSecret(state).toString('base64url')
}

/** What a row of a way says, in the clear. Raises `sign-in-over` where the server's key is another since. */
export function flowIn({ app }: Pick<Visitor, 'app'>, { sealed }: { sealed: Buffer }): Flow {
  return openFlow<Flow>(app, 'sso flows', sealed)
}

/** Where a connection is, as rows say it. */
export function columnsOf({ id, workspace }: Connection) {
  return { workspace_id: workspace.id, connection_id: id }
}

/** The same for queries. */
export function whereOf({ id, workspace }: Connection): queries.Where {
  return { workspaceId: workspace.id, connectionId: id }
}

/** The connection with this id, active or not. Raises `not-found`. */
export async function connectionOrNot(
  { app }: Pick<Visitor, 'app'>,
  id: string,
  db?: Reader,
): Promise<Connection> {
  const connection = await findConnection(app, db ?? app.database.db, id)
  if (!connection) throw new Problem('not-found', { message: 'This server has no such connection.' })
  return connection
}

/** Whether people can sign in by a connection now: it is active, and the workspace's plan includes single sign-on. */
export function isOpen({ app }: Pick<Visitor, 'app'>, { isActive, workspace }: Connection): boolean {
  return isActive && hasFeature({ app, workspace }, 'sso')
}
