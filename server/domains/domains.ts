import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, unchanged } from '../caller/change.ts'
import { requireFeature } from '../caller/plan.ts'
import { requireFreshPerson } from '../caller/session.ts'
import type { Reader, Writer } from '../db/open.ts'
import { mustOwnOtherwise } from '../grants/grants.ts'
import { newId } from '../platform/ids.ts'
import { domainFrom, domainOfAddress, isPublic } from './names.ts'
import * as queries from './queries.ts'
import { findDomain, happenedTo, type Shown, show } from './shown.ts'

export { checkAgain, checkDomain } from './checking.ts'

const DAY_MS = 86_400_000
/** How long a token can be put into place (rules, section 9). What it has verified stays verified. */
const TOKEN_DAYS = 14
const DOMAINS_MAX = 200

/** The workspace that has proved the domain of an address, and by which of its connections the people of that domain sign in: null for its default. */
export interface VerifiedDomain {
  workspaceId: string
  domain: string
  connectionId: string | null
}

/** Which workspace has proved the domain of this address: just this domain, none above it. Undefined where none has, or the text is no address. */
export async function verifiedDomain(db: Reader, email: string): Promise<VerifiedDomain | undefined> {
  const domain = domainOfAddress(email)
  return domain === null ? undefined : queries.findVerified(db, domain)
}

/** Whether a connection may speak for an address: its workspace has verified the domain, for this connection or for all of its own (standards/sso L-2). */
export async function isProvedBy(
  db: Reader,
  connection: { id: string; workspace: { id: string } },
  email: string,
): Promise<boolean> {
  const found = await verifiedDomain(db, email)
  return (
    found?.workspaceId === connection.workspace.id &&
    (found.connectionId === null || found.connectionId === connection.id)
  )
}

/** The domains of a workspace by name, for the connections that their people sign in by. */
export async function domainsOf(db: Reader, workspaceId: string) {
  const rows = await queries.listDomains(db, workspaceId)
  return rows.map(({ id, domain, verifiedAt, connectionId }) => ({
    id,
    domain,
    verified: verifiedAt !== null,
    connectionId,
  }))
}

/** All domains of the workspace, by name. */
export async function listDomains({ db, workspaceId, now }: Caller): Promise<Shown[]> {
  const rows = await queries.listDomains(db, workspaceId)
  return rows.map((row) => show(row, now))
}

/**
 * Adds a domain, to be verified within 14 days. Raises `invalid-input`, `domain-public`, `domain-added`, `domain-claimed` where another
 * workspace has verified it (an unverified claim is in nobody's way), `plan-limit`.
 */
export async function addDomain(caller: Caller, wanted: { domain: string; connectionId?: string }) {
  const domain = domainFrom(wanted.domain)
  if (domain === null) {
    const message = 'Write the domain of your e-mail addresses and nothing else, such as example.com.'
    throw new Problem('invalid-input', { field: 'domain', message })
  }
  if (await isPublic(domain)) throw new Problem('domain-public')

  return change(caller, async (tx) => {
    const { workspaceId, now } = caller
    requireFeature(caller, 'sso')
    const connectionId = wanted.connectionId ?? null
    await nameOf(tx, caller, connectionId)
    if ((await queries.countDomains(tx, workspaceId)) >= DOMAINS_MAX)
      throw new Problem('invalid-input', { message: `A workspace has at most ${DOMAINS_MAX} domains.` })
    const holder = await queries.findVerified(tx, domain)
    if (holder && holder.workspaceId !== workspaceId) throw new Problem('domain-claimed')

    const id = newId()
    const about = { id, domain, connection_id: connectionId, created_at: now }
    await queries.insertDomain(tx, { ...about, workspace_id: workspaceId, ...newToken(now) })
    return changed(show(await findDomain(tx, caller, id), now), happenedTo('Domain Added', { id, domain }))
  })
}

/**
 * Says by which connection the people of a domain sign in; null for the default. Of a verified one, where a connection is active, only a
 * person does, with a fresh proof. Raises `not-found`, `invalid-input`, `plan-limit`, `not-allowed`, `step-up-required`.
 */
export function leadTo(caller: Caller, domainId: string, connectionId: string | null) {
  return change(caller, async (tx) => {
    const { workspaceId, now } = caller
    requireFeature(caller, 'sso')
    const row = await findDomain(tx, caller, domainId)
    const to = await nameOf(tx, caller, connectionId)
    if (row.connectionId === connectionId) return unchanged(show(row, now))

    // Who is believed for the people of a domain is decided by it as soon as there is somebody to believe (docs/decisions/0024).
    if (row.verifiedAt && (await queries.hasActiveConnection(tx, workspaceId)))
      await mayDecideTrust(tx, caller)
    const from = await nameOf(tx, caller, row.connectionId)
    await queries.updateDomain(tx, workspaceId, domainId, { connection_id: connectionId })
    const value = show({ ...row, connectionId }, now)
    return changed(value, happenedTo('Domain Modified', row, { from, to }))
  })
}

/** Makes a new token for a domain that is not verified; one that is stays as it is. Raises `not-found`, `plan-limit`. */
export function renewDomain(caller: Caller, domainId: string) {
  return change(caller, async (tx) => {
    const { workspaceId, now } = caller
    requireFeature(caller, 'sso')
    const row = await findDomain(tx, caller, domainId)
    if (row.verifiedAt !== null) return unchanged(show(row, now))

    await queries.updateDomain(tx, workspaceId, domainId, {
      ...newToken(now),
      checked_at: null,
      check_failed: null,
    })
    const renewed = await findDomain(tx, caller, domainId)
    return changed(show(renewed, now), happenedTo('Domain Token Renewed', row))
  })
}

/** Takes a domain away, with its proof. Members that came by it stay. Raises `not-found`. */
export function removeDomain(caller: Caller, domainId: string) {
  return change(caller, async (tx) => {
    const row = await findDomain(tx, caller, domainId)
    await queries.deleteDomain(tx, caller.workspaceId, domainId)
    const detail = { wasVerified: row.verifiedAt !== null }
    return changed(undefined, happenedTo('Domain Removed', row, detail))
  })
}

async function mayDecideTrust(tx: Writer, caller: Caller) {
  requireFreshPerson(caller)
  await mustOwnOtherwise(tx, caller)
}

function newToken(now: Date) {
  return { token: newId(), token_expires_at: new Date(now.getTime() + TOKEN_DAYS * DAY_MS) }
}

/** The name of a connection of this workspace; null for none. Raises `invalid-input` where it has none with this id. */
async function nameOf(db: Reader, { workspaceId }: Caller, connectionId: string | null) {
  if (connectionId === null) return null
  const name = await queries.nameOfConnection(db, workspaceId, connectionId)
  if (name !== undefined) return name
  throw new Problem('invalid-input', {
    field: 'connectionId',
    message: 'The workspace has no such connection.',
  })
}
