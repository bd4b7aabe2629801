import { Problem } from '../../contract/problems.ts'
import type { Visitor } from '../caller/caller.ts'
import { change, unchanged } from '../caller/change.ts'
import { actFor, theSystem } from '../caller/system.ts'
import {
  addressesOf,
  type Claims,
  type Connection,
  claimsOf,
  oidcParty,
  samlParty,
} from '../connections/connections.ts'
import { openFlow, pathOfOurs, sealFlow, signInPage } from '../flows/flows.ts'
import { addressOf, exchange } from '../oidc/oidc.ts'
import { hashSecret, newSecret, sameBytes } from '../platform/ids.ts'
import { readResponse, type SamlClaim } from '../saml/saml.ts'
import * as queries from './queries.ts'
import { Refusal } from './refusal.ts'
import { orRefuse, type WayOn } from './refusing.ts'
import { settle } from './settling.ts'
import { columnsOf, connectionOrNot, type Flow, flowIn, idOfState, isOpen, whereOf } from './ways.ts'

/** How long a browser has to fetch its session. */
const FINISH_MS = 2 * 60_000
/** A subject that changes with every sign-in links nobody (SA-16). */
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
const SUBJECT_MAX = 1_000

/** Who came back, in the words of either protocol, all of it checked. */
export interface Came {
  connection: Connection
  flow: Flow
  /** What the person is known by at this connection: in OpenID Connect with the issuer (OI-7). */
  subject: string
  claims: Claims
  /** False where the provider itself says that the address is not confirmed (OI-8). */
  mayBeTheirs: boolean
  authenticatedAt: Date | null
}

interface Kept extends Pick<Came, 'flow' | 'subject' | 'claims'> {
  authenticatedAt: string | null
  /** With which settings the message was read: a test is about these. */
  read: Pick<Connection, 'attributes' | 'saml' | 'oidc' | 'secret'>
}

/**
 * A SAML identity provider posts its answer. It comes from another site, so without the browser's cookies: what is genuine is kept, and the
 * browser that asked fetches its session by a code. What nobody asked for opens nothing, and begins a way of our own instead (SA-14).
 * Raises `not-found`.
 */
export async function takeAnswer(visitor: Visitor, connectionId: string, form: Form): Promise<WayOn> {
  const connection = await connectionOrNot(visitor, connectionId)
  if (!connection.saml) throw new Problem('not-found')
  return orRefuse(visitor, connection, async (isOn) => {
    const { db } = visitor.app.database
    const begun = form.RelayState && (await queries.findFlow(db, whereOf(connection), ascii(form.RelayState)))
    if (begun) isOn(flowIn(visitor, begun))
    const verdict = await readResponse(samlParty(visitor.app, connection), form.SAMLResponse, visitor.now)
    if (!verdict.ok) throw new Refusal(verdict.reason, verdict.detail, { subject: verdict.subject })
    const { claim } = verdict
    const about = { subject: claim.subject }
    if (claim.nameIdFormat === TRANSIENT)
      throw new Refusal('no-name-id', 'The NameID is transient: it is another at every sign-in.', about)
    if (claim.inResponseTo === null) return bounce(visitor, connection, claim, form.RelayState)
    return keep(visitor, connection, claim, isOn)
  })
}

interface Form {
  SAMLResponse: string
  RelayState?: string | undefined
}

/** What could be an id of ours: nothing else is looked for, and no database takes every text. */
function ascii(text: string): string {
  return /^[\x21-\x7e]{1,100}$/.test(text) ? text : ''
}

async function bounce(visitor: Visitor, connection: Connection, claim: SamlClaim, relayState?: string) {
  const about = { subject: claim.subject }
  if (!connection.saml?.idpInitiated)
    throw new Refusal('unsolicited', 'The message answers no request (it has no InResponseTo).', about)
  mustBeOpen(visitor, connection, about)
  const caller = await actFor(visitor, theSystem, connection.workspace)
  await change(caller, async (tx) => {
    const { assertionId, usableUntil } = claim
    const isFirst = await queries.insertAssertion(tx, whereOf(connection), assertionId, usableUntil)
    if (!isFirst) throw new Refusal('replay', `Assertion ${assertionId} was used before.`, about)
    return unchanged(undefined)
  })
  const returnTo = pathOfOurs(relayState)
  const { startUrl } = addressesOf(visitor.app.config, connection.id)
  const query = returnTo === '/' ? '' : `?${new URLSearchParams({ returnTo })}`
  return { to: startUrl + query, secrets: {} }
}

async function keep(
  visitor: Visitor,
  connection: Connection,
  claim: SamlClaim,
  isOn: (flow: Flow) => void,
): Promise<WayOn> {
  const { app, now } = visitor
  const about = { subject: claim.subject }
  const code = newSecret('cvo_')
  const caller = await actFor(visitor, theSystem, connection.workspace)
  await change(caller, async (tx) => {
    const { assertionId, usableUntil, inResponseTo } = claim
    const isFirst = await queries.insertAssertion(tx, whereOf(connection), assertionId, usableUntil)
    if (!isFirst) throw new Refusal('replay', `Assertion ${assertionId} was used before.`, about)
    const row = await queries.takeFlow(tx, whereOf(connection), ascii(inResponseTo ?? ''))
    if (!row || row.expires_at <= now)
      throw new Refusal('no-request', `No sign-in waits for an answer to ${inResponseTo}.`, about)
    const flow = flowIn(visitor, row)
    isOn(flow)
    if (flow.purpose !== 'test') mustBeOpen(visitor, connection, about)
    await queries.insertFlow(tx, {
      id: idOfState(code),
      ...columnsOf(connection),
      browser_hash: row.browser_hash,
      purpose: 'finish',
      user_id: null,
      sealed: sealFlow(app, 'sso flows', keptOf(connection, claim, flow)),
      expires_at: new Date(now.getTime() + FINISH_MS),
    })
    return unchanged(undefined)
  })
  return { to: `${app.config.publicUrl}/sso/${connection.id}/finish?code=${code}`, secrets: {} }
}

function keptOf(connection: Connection, claim: SamlClaim, flow: Flow): Kept {
  const { attributes, saml, oidc, secret } = connection
  return {
    flow,
    subject: claim.subject,
    claims: { ...claim.attributes, NameID: [claim.subject] },
    authenticatedAt: claim.authenticatedAt?.toISOString() ?? null,
    read: { attributes, saml, oidc, secret },
  }
}

/** The browser fetches what its answer opened: once, and only the browser that asked. Raises `not-found` for a connection that is none. */
export async function finish(
  visitor: Visitor,
  connectionId: string,
  code: string | undefined,
): Promise<WayOn> {
  const connection = await connectionOrNot(visitor, connectionId)
  const { app, browser, now } = visitor
  const { db } = app.database
  const row = await db
    .transaction()
    .execute((tx) => queries.takeFinish(tx, whereOf(connection), idOfState(code ?? '')))
  // Nobody's message: somebody opened an address again.
  if (!row) return { to: signInPage(app, { problem: 'sso-refused', sso: connection.id }, '/'), secrets: {} }

  return orRefuse(visitor, connection, async (isOn) => {
    const { read, authenticatedAt, ...kept } = openFlow<Kept>(app, 'sso flows', row.sealed)
    isOn(kept.flow)
    const about = { subject: kept.subject }
    const isSame = browser.flow !== null && sameBytes(hashSecret(browser.flow), Buffer.from(row.browser_hash))
    if (!isSame)
      throw new Refusal('other-browser', 'The browser that came back is not the one that asked.', about)
    if (row.expires_at <= now) throw new Refusal('sign-in-expired', 'The browser came back too late.', about)
    const at = authenticatedAt === null ? null : new Date(authenticatedAt)
    const came = { ...kept, connection: { ...connection, ...read }, mayBeTheirs: true, authenticatedAt: at }
    return settle(visitor, came)
  })
}

/** The browser comes back from an OpenID provider. Raises `not-found` for a connection that is none. */
export async function comeBack(
  visitor: Visitor,
  connectionId: string,
  answer: Record<string, string | undefined>,
): Promise<WayOn> {
  const connection = await connectionOrNot(visitor, connectionId)
  if (!connection.oidc) throw new Problem('not-found')
  return orRefuse(visitor, connection, async (isOn) => {
    const flow = await takeBack(visitor, connection, answer.state)
    isOn(flow)
    if (flow.purpose !== 'test') mustBeOpen(visitor, connection, {})
    if (!flow.secrets) throw new Error('a way of OpenID Connect has no secrets')
    const how = { ...flow.secrets, afresh: flow.purpose === 'step-up', now: visitor.now }
    const claim = await exchange(oidcParty(visitor.app, connection), answer, how)
    const subject = `${claim.issuer} ${claim.subject}`
    if (subject.length > SUBJECT_MAX) throw new Refusal('token-claims', 'The subject is too long.')
    return settle(visitor, {
      ...{ connection, flow, subject },
      claims: claimsOf(claim.claims),
      mayBeTheirs: addressOf(claim.claims)?.isVerified !== false,
      authenticatedAt: claim.authenticatedAt,
    })
  })
}

async function takeBack(visitor: Visitor, connection: Connection, state: string | undefined): Promise<Flow> {
  const { app, browser, now } = visitor
  const nobodys = new Refusal(
    'state',
    'The state is unknown, was used, is over, or belongs to another browser.',
  )
  if (state === undefined || browser.flow === null) throw nobodys
  const hash = hashSecret(browser.flow)
  const { db } = app.database
  const row = await db
    .transaction()
    .execute((tx) => queries.takeFlow(tx, whereOf(connection), idOfState(state), hash))
  if (!row || row.expires_at <= now) throw nobodys
  return flowIn(visitor, row)
}

function mustBeOpen(visitor: Visitor, connection: Connection, about: { subject?: string }) {
  if (isOpen(visitor, connection)) return
  const what = connection.isActive
    ? 'The plan of the workspace has no single sign-on.'
    : 'The connection is switched off.'
  throw new Refusal('inactive', what, about)
}
