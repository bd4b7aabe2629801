import { addAccount, dropUnproved, findAccount, isVerified } from '../account/account.ts'
import type { Caller, Person, Visitor } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { HappenedToAccount } from '../caller/change-account.ts'
import {
  claimsMapped,
  keepClaims,
  type Mapped,
  mappedGroups,
  writeTrace,
} from '../connections/connections.ts'
import type { Reader, Writer } from '../db/open.ts'
import { isProvedBy } from '../domains/domains.ts'
import { fill, giveToo, groupsById, groupsOfAll } from '../groups/groups.ts'
import type { CookieSecrets } from '../http/cookies.ts'
import { addMember } from '../members/members.ts'
import { newId } from '../platform/ids.ts'
import { keyOf } from '../platform/names.ts'
import { findWorkspaceById, settingsOf } from '../workspaces/workspaces.ts'
import type { Came } from './answers.ts'
import * as queries from './queries.ts'
import { NOT_CONFIRMED, Refusal } from './refusal.ts'
import { keepWaiting } from './waiting.ts'
import { whereOf } from './ways.ts'

/** Whose account it is about: linked with the subject already, known by the address that was said, or to be made. */
export interface Target {
  kind: 'linked' | 'known' | 'new'
  id: string
  name: string
  email: string
}

/** Somebody was faster: the account that was looked up is not the one any more. */
export class Moved extends Error {}

/** Who came back, and what is to be done with them. */
export interface Entering {
  visitor: Visitor
  /** The person, in the workspace of the connection. */
  caller: Caller
  came: Came
  target: Target
  /** Who is signed in in this browser. */
  present: Person | null
  /** The account's own proof said just now that the two belong together. */
  isConfirmed: boolean
}

export interface Entered {
  /** Nobody is in: the account has to prove itself first, in this browser. */
  isWaiting: boolean
  secrets: CookieSecrets
  happened: HappenedToAccount[]
  inWorkspace: Happened[]
}

/** Whose account an answer is about: by the subject alone where it is linked (L-1), otherwise by the address. Throws `Refusal`. */
export async function targetOf(db: Reader, { connection, subject, claims }: Came): Promise<Target> {
  const linked = await queries.findLinked(db, whereOf(connection), subject)
  if (linked) return { kind: 'linked', ...linked }

  const { email, name } = claimsMapped(connection.attributes, claims)
  if (email === null) {
    const detail = `There is no usable address under "${connection.attributes.email}".`
    throw new Refusal('no-address', detail, { subject })
  }
  const known = await findAccount(db, email)
  if (known) return { kind: 'known', ...known }
  const [localPart = email] = email.split('@')
  return { kind: 'new', id: newId(), name: name ?? localPart, email }
}

/**
 * Step: lets who came back into the workspace, by the rules L-1 to L-9 of standards/sso, or has them wait for the proof of their account.
 * Opens no session. Throws `Refusal`, and `Moved` where the account is another by now.
 */
export async function enter(tx: Writer, entering: Entering): Promise<Entered> {
  const { came, target } = entering
  const present = await targetOf(tx, came)
  const isSame = present.kind === target.kind && (target.kind === 'new' || present.id === target.id)
  if (!isSame) throw new Moved('the account moved')

  const facts = await factsOf(tx, entering)
  if (target.kind === 'linked') return comeIn(tx, entering, await joinAgain(tx, entering, facts))
  if (!facts.isProved && !entering.isConfirmed) return waitOrRefuse(tx, entering, facts)
  mayComeIn(entering, facts)
  if (target.kind === 'new') return comeIn(tx, entering, await make(tx, entering, facts))

  // An account that is linked here was theirs when it was: nobody could prepare it since.
  const isTheirs = facts.isVerified || facts.isLinked || entering.isConfirmed || holds(entering)
  // Whoever made the account may have it elsewhere too, and what is theirs there is not ours to end.
  if (!isTheirs && facts.isElsewhere) return wait(tx, entering)
  if (!isTheirs) await dropUnproved(tx, target.id)
  const dropped: HappenedToAccount[] = isTheirs ? [] : [{ type: 'Unproved Access Dropped' }]
  const linked = await link(tx, entering)
  const joined = facts.isMember ? [] : [await join(tx, entering, facts)]
  return comeIn(tx, entering, {
    happened: [...dropped, ...linked.happened],
    inWorkspace: [...joined, ...linked.inWorkspace],
  })
}

interface Facts extends queries.Standing {
  mapped: Mapped
  /** The workspace has verified the domain of the address that was said, for this connection (L-2). */
  isProved: boolean
  /** The account's own address is proved. */
  isVerified: boolean
  isInvited: boolean
  provisions: boolean
}

async function factsOf(tx: Writer, { caller, came, target }: Entering): Promise<Facts> {
  const { connection, claims, mayBeTheirs } = came
  const { workspaceId, now } = caller
  const mapped = claimsMapped(connection.attributes, claims)
  const { email } = mapped
  const at = connection
  const isProved = email !== null && mayBeTheirs && (await isProvedBy(tx, at, email))
  const about = { userId: target.id, emailKey: keyOf(target.email) }
  const standing = await queries.findStanding(tx, workspaceId, { ...about, now })
  // An invite is for an address, and the account must have it: a linked one may have another than the provider says (L-9).
  const isTheirs = email !== null && keyOf(email) === keyOf(target.email)
  const isInvited = isTheirs && (await queries.isInvited(tx, workspaceId, keyOf(email), now))
  const workspace = await findWorkspaceById(tx, workspaceId)
  const provisions = workspace !== undefined && settingsOf(workspace).provisionSso
  const known = { isVerified: await isVerified(tx, target.id), isInvited, provisions }
  return { mapped, isProved, ...standing, ...known }
}

/** A linked person who is no member any more comes back by an invite alone (L-8, L-9). */
async function joinAgain(tx: Writer, entering: Entering, facts: Facts): Promise<Outcome> {
  if (facts.isMember) return nothing
  if (!facts.isInvited || !facts.isProved) throw notAMember(entering)
  return { happened: [], inWorkspace: [await join(tx, entering, facts)] }
}

/** Who has no address that the workspace could vouch for must prove the account itself; who has none here learns nothing of accounts. */
function waitOrRefuse(tx: Writer, entering: Entering, facts: Facts): Promise<Entered> {
  const { came, target } = entering
  const isOurs = target.kind === 'known' && (facts.isMember || facts.isInvited)
  if (isOurs && came.mayBeTheirs) return wait(tx, entering)

  const detail = came.mayBeTheirs
    ? 'The workspace has not verified the domain of the address for this connection.'
    : NOT_CONFIRMED
  throw new Refusal('address-unproved', detail, aboutOf(entering))
}

function mayComeIn(entering: Entering, facts: Facts) {
  const { isMember, isInvited, isProved, isVerified, isFormer, provisions } = facts
  const byInvite = isInvited && (isProved || isVerified)
  const byItself = provisions && isProved && !isFormer
  if (!isMember && !byInvite && !byItself) throw notAMember(entering)
}

function notAMember(entering: Entering) {
  return new Refusal('not-a-member', 'No member, no invite, and not added automatically.', aboutOf(entering))
}

interface Outcome {
  happened: HappenedToAccount[]
  inWorkspace: Happened[]
}

const nothing: Outcome = { happened: [], inWorkspace: [] }

/** An identity provider proves an address to its own workspace, so the account's stays unproved for everybody else. */
async function make(tx: Writer, entering: Entering, facts: Facts): Promise<Outcome> {
  const { visitor, target, caller } = entering
  const { id, name, email } = target
  await addAccount(tx, visitor.now, { id, name, email, passwordHash: null })
  const joined = await join(tx, entering, facts)
  const linked = await link(tx, entering)
  const created: HappenedToAccount = { type: 'Account Created', detail: { workspace: caller.workspace.name } }
  return { happened: [created], inWorkspace: [joined, ...linked.inWorkspace] }
}

function join(tx: Writer, { caller, target }: Entering, { isInvited }: Facts): Promise<Happened> {
  return addMember(tx, caller, target, isInvited ? 'User Invite Accepted' : 'User Added via SSO')
}

async function link(tx: Writer, { caller, came, target }: Entering): Promise<Outcome> {
  const { connection, subject, claims } = came
  const { workspaceId, connectionId } = whereOf(connection)
  await queries.insertIdentity(tx, {
    ...{ workspace_id: workspaceId, connection_id: connectionId, subject, user_id: target.id },
    email: claimsMapped(connection.attributes, claims).email,
    ...{ linked_at: caller.now, last_used_at: caller.now },
  })
  const about = { connection: connection.name, subject: subject.slice(0, SHOWN_MAX).toWellFormed() }
  const workspace = caller.workspace.name
  return {
    happened: [{ type: 'SSO Linked', detail: { workspace, connection: connection.name } }],
    inWorkspace: [
      { type: 'SSO Identity Linked', resourceId: target.id, resourceName: target.name, detail: about },
    ],
  }
}

const SHOWN_MAX = 300

/** The groups that the claims are mapped to are added, and none is taken away (L-7). */
async function comeIn(tx: Writer, entering: Entering, { happened, inWorkspace }: Outcome): Promise<Entered> {
  const { visitor, caller, came, target } = entering
  const { connection, claims, subject } = came
  const { now: at, requestId, ip } = visitor
  const mapped = claimsMapped(connection.attributes, claims)
  const grouped = await fillGroups(tx, entering, mapped.groups)
  await queries.touchIdentity(tx, whereOf(connection), subject, { email: mapped.email, now: at })
  await keepClaims(tx, connection, claims)
  const { email } = mapped
  await writeTrace(tx, connection, { at, requestId, ip, outcome: 'signed-in', subject, email })
  const signedIn: Happened = {
    type: 'Signed In Through SSO',
    ...{ resourceId: target.id, resourceName: target.name },
    detail: { connection: connection.name, workspace: caller.workspace.slug },
  }
  return { isWaiting: false, secrets: {}, happened, inWorkspace: [...inWorkspace, ...grouped, signedIn] }
}

async function fillGroups(
  tx: Writer,
  { caller, came, target }: Entering,
  values: string[],
): Promise<Happened[]> {
  const wanted = await mappedGroups(caller.app, tx, came.connection, values)
  const present = (await groupsOfAll(tx, caller, [target.id])).get(target.id) ?? []
  const groups = await groupsById(tx, caller, wanted)
  const one = { id: target.id, kind: 'user' as const, email: target.email, name: target.name }
  const happened: Happened[] = []
  for (const group of groups.values()) {
    const isIn = present.some(({ id }) => id === group.id)
    if (isIn) happened.push(...(await giveToo(tx, caller, group, { stay: [one], by: 'sso' })))
    else happened.push(...(await fill(tx, caller, group, { come: [one], gone: [], by: 'sso' })))
  }
  return happened
}

async function wait(tx: Writer, { visitor, came, target }: Entering): Promise<Entered> {
  const secrets = await keepWaiting(tx, visitor, came, target.id)
  return { isWaiting: true, secrets, happened: [], inWorkspace: [] }
}

/** Whether the account itself is signed in in this browser: then nobody else prepared it for its owner (L-4). */
function holds({ present, target }: Entering): boolean {
  return present !== null && !present.session.confined && present.user.id === target.id
}

function aboutOf({ came }: Entering) {
  const { connection, claims, subject } = came
  return { subject, email: claimsMapped(connection.attributes, claims).email }
}
