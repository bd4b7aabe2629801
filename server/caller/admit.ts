import { check, isHere } from '../../access/index.ts'
import type { Access, Endpoint } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import { isClosedToSupport } from '../../contract/support.ts'
import type { App } from './app.ts'
import {
  type Caller,
  type Person,
  proveCaller,
  provePerson,
  type Session,
  type Visitor,
  type Who,
} from './caller.ts'
import { type Identity, linkWho, tokenWho, visitWho, workspaceOf } from './identities.ts'
import { requireFeature, requiresSso } from './plan.ts'
import { findWorkspaceOfMember, listDoors, type SetUpLinkRow, type TokenRow } from './queries.ts'
import { requestableBy } from './requestable.ts'
import { requireFresh, requireFreshPerson } from './session.ts'
import type { SupportVisitRow } from './visits/queries.ts'
import { mayVisit } from './visits/visiting.ts'

/** What admission makes of a visitor, by the kind of access the endpoint declares. */
export type Admitted<A extends Access> = A extends { kind: 'anyone' }
  ? Visitor
  : A extends { kind: 'signedIn' }
    ? Person
    : Caller

/**
 * Decides the declared access, and only then makes the proof that an operation needs. Raises `not-signed-in` for a missing,
 * unknown or expired credential, `not-found` for a workspace the credential does not belong to, or not any more (exactly as for one that does
 * not exist), `not-allowed` where the roles do not suffice: answered from memory, before any table is looked at, so that
 * a refusal tells nothing about what exists (design: house, section 4). Where the endpoint asks for a fresh proof, raises
 * `step-up-required`, and `not-allowed` for a token.
 */
export async function admit<E extends Knocked>(
  visitor: Visitor,
  endpoint: E,
  params: Record<string, string>,
): Promise<Admitted<E['access']>> {
  // The compiler cannot follow the conditional type through the branches below.
  return (await admitted(visitor, endpoint, params)) as Admitted<E['access']>
}

type Knocked = Pick<Endpoint, 'access' | 'method' | 'stepUp' | 'confined' | 'setUpLink'>

async function admitted(visitor: Visitor, endpoint: Knocked, params: Record<string, string>) {
  const { access, stepUp, ...doors } = endpoint
  if (access.kind === 'anyone') return visitor
  if (access.kind === 'scim') return callerOfScim(visitor, await identify(visitor), { access, ...doors })
  const identity = await identify(visitor)
  if (access.kind === 'signedIn') {
    const person = asPerson(visitor, identity)
    if (person.session.confined && !doors.confined) throw new Problem('own-proof-required')
    if (stepUp) requireFresh(person)
    return person
  }

  const caller = await asCaller(visitor, identity)
  const readmit = (now: Caller) => admitAgain(now, { access, ...doors }, params)
  admitAgain(caller, endpoint, params)
  return { ...caller, readmit }
}

/**
 * Decides for a caller, by its present world, what `admit` decides for a visitor: may it call this endpoint with these
 * parameters? Raises as `admit`.
 */
export function admitAgain(caller: Caller, endpoint: Knocked, params: Record<string, string>) {
  const { access, stepUp } = endpoint
  if (caller.who.kind === 'scim' || access.kind === 'scim') return mayProvision(caller, access)
  if (caller.who.kind === 'link') {
    if (endpoint.setUpLink) return
    throw new Problem('not-allowed', { message: 'This link sets single sign-on up, and does nothing else.' })
  }
  if (caller.who.kind === 'support') mayVisit(caller, endpoint)
  if (!isHere(caller.world, caller.principalId, caller.now.getTime()))
    throw new Problem(caller.who.kind === 'token' ? 'not-signed-in' : 'not-found')
  if (access.kind === 'can') mayOrRefuse(caller, access, params)
  if (stepUp) requireFreshPerson(caller)
}

/** A SCIM token opens SCIM, and nothing else does. */
function mayProvision(caller: Caller, access: Access) {
  if (access.kind === 'scim' && caller.who.kind === 'scim') return requireFeature(caller, 'scim')
  throw new Problem('not-allowed', { message: 'This token is for SCIM, and for nothing else.' })
}

/** Who the visitor's credential belongs to. Raises `not-signed-in`. */
async function identify(visitor: Visitor): Promise<Identity> {
  const { credential, app, now } = visitor
  const identity = credential ? await app.identities.find(credential, now) : null
  if (!identity) throw new Problem('not-signed-in')
  return identity
}

/**
 * The person behind a visitor's session, or null where there is none: for links that an account may have to prove. A session that
 * nothing but single sign-on proved does not speak for the account.
 */
export async function personOf(visitor: Visitor): Promise<Person | null> {
  const person = await somebodyOf(visitor)
  return person?.session.confined ? null : person
}

/** The same, with those whom nothing but single sign-on proved. For signing in once more, and nothing else. */
export async function somebodyOf(visitor: Visitor): Promise<Person | null> {
  const { credential, app, now } = visitor
  const identity = credential ? await app.identities.find(credential, now) : null
  return identity?.kind === 'session' ? asPerson(visitor, identity) : null
}

function asPerson(visitor: Visitor, identity: Identity): Person {
  if (identity.kind !== 'session') {
    const message = 'A token or a support visit speaks for a workspace, not for an account. Sign in for this.'
    throw new Problem('not-allowed', { message })
  }
  const { userId, email, name } = identity.row
  return provePerson(visitor, { id: userId, email, name }, identity.session)
}

/** Whatever else is wrong with a credential, an identity provider is told that it is none (standards/scim SC-19). */
async function callerOfScim(visitor: Visitor, identity: Identity, endpoint: Knocked): Promise<Caller> {
  if (identity.kind !== 'scim' || isOther(visitor, identity.row))
    throw new Problem('not-signed-in', { message: 'Send a SCIM token of this workspace.' })
  const caller = await asCaller(visitor, identity)
  const readmit = (now: Caller) => admitAgain(now, endpoint, {})
  readmit(caller)
  return { ...caller, readmit }
}

function asCaller(visitor: Visitor, identity: Identity): Promise<Caller> {
  if (identity.kind === 'session') return callerOfSession(visitor, identity)
  if (identity.kind === 'support') return callerOfVisit(visitor, identity.row)
  if (identity.kind === 'scim') return callerOfSync(visitor, identity.row)
  return identity.kind === 'link' ? callerOfLink(visitor, identity.row) : callerOfToken(visitor, identity.row)
}

async function callerOfLink(visitor: Visitor, row: SetUpLinkRow): Promise<Caller> {
  if (isOther(visitor, row)) throw new Problem('not-found')
  visitor.app.lastUsed.note({ workspaceId: row.workspaceId, tokenId: row.linkId, at: visitor.now })
  return prove(visitor, linkWho(row), row)
}

/** Whether the path names another workspace than the one that the credential speaks for. */
function isOther({ workspaceSlug }: Visitor, { slug, workspaceId }: { slug: string; workspaceId: string }) {
  return workspaceSlug !== null && workspaceSlug !== slug && workspaceSlug !== workspaceId
}

/** Support staff has what the owner has who let them in, and nothing while single sign-on is required (rules, section 12). */
function callerOfVisit(visitor: Visitor, row: SupportVisitRow): Promise<Caller> {
  if (visitor.workspaceSlug === null || isOther(visitor, row)) throw new Problem('not-found')
  if (requiresSso(visitor.app, row)) throw new Problem('not-signed-in')
  return prove(visitor, visitWho(row), row)
}

async function callerOfSync(visitor: Visitor, row: TokenRow): Promise<Caller> {
  if (isOther(visitor, row)) throw new Problem('not-found')
  visitor.app.lastUsed.note({ workspaceId: row.workspaceId, tokenId: row.tokenId, at: visitor.now })
  return { ...(await prove(visitor, tokenWho(row, 'scim'), row)), isDryRun: row.isDryRun }
}

async function callerOfToken(visitor: Visitor, row: TokenRow): Promise<Caller> {
  if (isOther(visitor, row)) throw new Problem('not-found')
  const caller = await prove(visitor, tokenWho(row), row)
  requireFeature(caller, 'public-api')
  visitor.app.lastUsed.note({ workspaceId: row.workspaceId, tokenId: row.tokenId, at: visitor.now })
  return caller
}

async function callerOfSession(
  visitor: Visitor,
  { row, session }: Identity & { kind: 'session' },
): Promise<Caller> {
  if (visitor.workspaceSlug === null) {
    const message = 'A session speaks for the workspace in the path: /w/{slug}/…'
    throw new Problem('invalid-input', { message, field: 'workspace' })
  }
  // No database takes this character, not even to look for it.
  const canExist = !visitor.workspaceSlug.includes('\0')
  const { db } = visitor.app.database
  const about = { userId: row.userId, sessionId: session.id, now: visitor.now }
  const found = canExist && (await findWorkspaceOfMember(db, visitor.workspaceSlug, about))
  // What one workspace's identity provider says must not tell which others its people belong to.
  const here = found && sessionHere(visitor, session, found)
  if (!here || (session.confined && !here.sso)) throw new Problem('not-found')
  await mayEnter(visitor.app, here, found)
  const who: Who = {
    kind: 'user',
    id: row.userId,
    name: row.name,
    email: row.email,
    until: null,
  }
  return prove({ ...visitor, session: here }, who, found)
}

const HOUR_MS = 3_600_000

type Found = NonNullable<Awaited<ReturnType<typeof findWorkspaceOfMember>>>

/**
 * A session as it counts in one workspace: the proof of its own single sign-on is as good as one of the account, here and nowhere else,
 * and for as long as a session may last.
 */
function sessionHere({ app, now }: Visitor, session: Session, found: Found): Session {
  const { provedBy, provedByName, provedAt, settings } = found
  if (provedBy === null || provedByName === null || provedAt === null) return session
  const hours = Math.min(Number(settings.sessionHours ?? Infinity), app.config.sessionDays * 24)
  if (provedAt.getTime() + hours * HOUR_MS <= now.getTime()) return session
  const factorAt = session.confined || provedAt > session.factorAt ? provedAt : session.factorAt
  return { ...session, factorAt, sso: { connectionId: provedBy, name: provedByName, at: provedAt } }
}

/**
 * What a workspace asks of the sessions of its members, beyond membership. Its own single sign-on stands for the second factor too
 * (rules, section 11).
 */
async function mayEnter(app: App, session: Session, found: Found) {
  const { settings, sessionsSince, ssoExempt, workspaceId } = found
  const { sso } = session
  const provedAt = sso && sso.at > session.authenticatedAt ? sso.at : session.authenticatedAt
  if (sessionsSince && provedAt <= sessionsSince) throw new Problem('sign-in-again')
  if (sso) return
  if (!ssoExempt && requiresSso(app, found)) {
    const doors = await listDoors(app.database.db, workspaceId)
    throw new Problem('sso-required', { data: { connections: doors } })
  }
  if (settings.requireMfa === true && session.mfaAt === null) throw new Problem('mfa-required')
}

interface WorkspaceRow {
  workspaceId: string
  slug: string
  workspaceName: string
  plan: string
  version: number
}

async function prove(visitor: Visitor & { session?: Session }, who: Who, row: WorkspaceRow): Promise<Caller> {
  const { app } = visitor
  // On the embedded database this process is the only writer: what is in memory is never older than the database.
  const inMemory = app.database.exclusive ? app.worlds.current(row.workspaceId) : undefined
  const world = inMemory ?? (await app.worlds.at(row.workspaceId, row.version))
  return proveCaller(visitor, who, workspaceOf(row), world)
}

function mayOrRefuse(caller: Caller, access: Access & { kind: 'can' }, params: Record<string, string>) {
  const { action, on } = access
  const id = on ? (on.param === null ? null : (params[on.param] ?? null)) : caller.workspaceId
  const resource = { type: on?.type ?? 'workspace', id }
  if (holdsRight(caller, action, resource)) return
  const asked = requestableBy(caller, action, resource)
  const hint = asked && { accessRequest: { endpoint: 'POST /access-requests', ...asked } }
  throw new Problem('not-allowed', { data: { code: 'not-allowed', action, resource, ...hint } })
}

/** Whether the caller may do `action` on `resource` (`id` null: on the type as a whole), now. Support staff may not do what is closed to them. */
export function may(caller: Caller, action: string, resource: { type: string; id: string | null }): boolean {
  const isClosed = caller.who.kind === 'support' && isClosedToSupport(action)
  return !isClosed && holdsRight(caller, action, resource)
}

/** The same of the one whose rights count: what they may give. */
export function holdsRight(
  caller: Caller,
  action: string,
  resource: { type: string; id: string | null },
): boolean {
  return check(caller.world, {
    who: caller.principalId,
    action,
    resource,
    at: caller.now.getTime(),
  })
}
