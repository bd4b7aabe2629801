import type { Static } from 'typebox'
import type { invites as endpoints } from '../../contract/invites.ts'
import { Problem } from '../../contract/problems.ts'
import { may } from '../caller/admit.ts'
import type { App } from '../caller/app.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, type Happened, outcome, unchanged } from '../caller/change.ts'
import { refuseManaged } from '../caller/managed.ts'
import type { Reader, Writer } from '../db/open.ts'
import {
  giveGrants,
  ownsByBreakGlass,
  type PermissionIn,
  permissionsOfAll,
  replaceHeld,
} from '../grants/grants.ts'
import { fill, groupsById, groupsOfAll, type Subject } from '../groups/groups.ts'
import { endShown, mustBeToCome, readEnd } from '../http/moment.ts'
import { type PageInput, paged, pageOf } from '../http/page.ts'
import { isOpen, keepWithinPlan } from '../members/members.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import { endOfTerm, mailOf, revoke, tellInvited } from './inviting.ts'
import { linkOf } from './link.ts'
import * as queries from './queries.ts'
import { groupFaults, type InviteIn, readInvites, type WantedInvite } from './wanted.ts'

export { inviteForProvider, mailOf, revokeInvite } from './inviting.ts'
export { isAddress } from './wanted.ts'

type Shown = Static<(typeof endpoints)['modify']['reply']>['invite']
/** As it is shown, with moments: the value of a change is kept under its Idempotency-Key, where a moment stays one. */
type Described = Omit<Shown, 'createdAt' | 'expiresAt' | 'endsAt'> & {
  createdAt: Date
  expiresAt: Date
  endsAt: Date | null
}

/**
 * Invites people, all or nobody, and answers their addresses as they were written. An invite that has expired is
 * replaced. Raises what `readInvites` raises, `managed-by-provider` for a group that the identity provider fills, and `plan-limit` where
 * the workspace takes no more members.
 */
export function createInvites(caller: Caller, inputs: InviteIn[]): Promise<string[]> {
  return change(caller, async (tx) => {
    await keepWithinPlan(tx, caller)
    const { invites, expired } = await readInvites(tx, caller, inputs)
    const replaced = await revoke(tx, caller, expired)
    const term = { invitedBy: caller.who.id, createdAt: caller.now, expiresAt: endOfTerm(caller) }
    await queries.insertInvites(tx, caller.workspaceId, invites, term)
    const given: Happened[] = []
    for (const { id, email, permissions } of invites) {
      given.push(
        ...(await giveGrants(tx, caller, { holder: { kind: 'invite', id }, name: email }, permissions)),
      )
    }
    given.push(...(await joinGroups(tx, caller, invites)))
    return outcome(
      invites.map((invite) => invite.email),
      [...replaced, ...invites.map(tellInvited), ...given],
    )
  })
}

/** A page of the addresses that are invited, in the order of inviting; expired ones too, as long as they are not revoked. */
export async function listInvites(caller: Caller, pagination: PageInput) {
  const { items, pagination: next } = await readPage(caller, pagination, 'invites')
  return { invites: items.map((invite) => invite.email), pagination: next }
}

/**
 * The same page with everything about each invite, and with the number of all; with `search`, of those whose address or name
 * contains it.
 */
export async function listInviteDetails(caller: Caller, pagination: PageInput, search = '') {
  const wanted = keyOf(search)
  const list = wanted === '' ? 'invites/details' : `invites/details/${wanted}`
  const which = wanted === '' ? null : { text: wanted, ids: await namedLike(caller, wanted) }
  const { items, pagination: next } = await readPage(caller, pagination, list, which)
  next.totalEntries = await queries.countInvites(caller.db, caller.workspaceId, which)
  const invites = await describe(caller.db, caller, items)
  return { invites: invites.map(shown), pagination: next }
}

/** Revokes the invites of these addresses; one without an invite is passed over (public-api 4.2). */
export function deleteInvites(caller: Caller, emails: string[]) {
  return change(caller, async (tx) => {
    const gone = await queries.listByEmails(tx, caller.workspaceId, emails.map(keyOf))
    return outcome(undefined, await revoke(tx, caller, gone))
  })
}

export interface Modification {
  permissions?: PermissionIn[]
  groupIds?: string[]
  name?: string | null
  endsAt?: string | null
}

/** Changes what an invite will give. What is left out stays. Raises `not-found`, `managed-by-provider`, and what inviting raises. */
export async function modifyInvite(caller: Caller, inviteId: string, wanted: Modification): Promise<Shown> {
  const endsAt = readEnd(wanted.endsAt, 'endsAt')
  const described = await change(caller, async (tx) => {
    const invite = await find(tx, caller, inviteId)
    const holder = { kind: 'invite' as const, id: inviteId }
    const { permissions, groupIds } = wanted
    const about = { holder, name: invite.email }
    const regranted = permissions ? await replaceHeld(tx, caller, about, permissions) : []
    const regrouped = groupIds ? await regroup(tx, caller, invite, groupIds) : []
    const rewritten = await rewrite(tx, caller, invite, { name: wanted.name, endsAt })
    const after = await describeOne(tx, caller, inviteId)
    if (regranted.length + regrouped.length === 0 && !rewritten) return unchanged(after)

    const modified: Happened = {
      type: 'Invite Modified',
      resourceId: inviteId,
      resourceName: invite.email,
      detail: rewritten ?? {},
    }
    return changed(after, modified, ...regranted, ...regrouped)
  })
  return shown(described)
}

/**
 * Sends an invite again with a new link and a new term; links sent before are dead at once. Raises `not-found`, and `invalid-input` where the
 * membership that it makes would have ended.
 */
export async function resendInvite(caller: Caller, inviteId: string): Promise<Shown> {
  const described = await change(caller, async (tx) => {
    const invite = await find(tx, caller, inviteId)
    mustBeToCome(invite.endsAt, 'endsAt', caller.now)
    const expiresAt = endOfTerm(caller)
    const term = { generation: invite.generation + 1, expiresAt }
    await queries.renewInvite(tx, caller.workspaceId, inviteId, term)
    const detail = { expiresAt: expiresAt.toISOString() }
    const about = { resourceId: inviteId, resourceName: invite.email, detail }
    const resent: Happened = { type: 'Invite Resent', ...about, mail: [mailOf({ ...invite, ...term })] }
    return changed(await describeOne(tx, caller, inviteId), resent)
  })
  return shown(described)
}

/** What the letter of an invite says, or null if it was accepted or revoked meanwhile, or has expired. Its link proves the mailbox. */
export async function findInviteForMail(
  app: Pick<App, 'database' | 'keys' | 'config' | 'clock'>,
  workspaceId: string,
  inviteId: string,
) {
  const invite = await queries.findInviteToWorkspace(app.database.db, workspaceId, inviteId)
  if (!invite || !isOpen(invite, app.clock.now())) return null

  const { email, expiresAt, endsAt, generation, workspaceName, userName: inviter } = invite
  const url = linkOf(app, workspaceId, invite, 'mailed')
  return { email, emailKey: keyOf(email), expiresAt, endsAt, generation, workspaceName, inviter, url }
}

async function readPage(
  caller: Caller,
  pagination: PageInput,
  list: string,
  which: queries.Which | null = null,
) {
  const page = pageOf(caller, pagination, list, 2)
  const rows = await queries.listInvites(caller.db, caller.workspaceId, which, page)
  return paged(page, rows, (row) => [row.createdAt.toISOString(), row.id])
}

/** Names of invites have no key to be compared by in the database; most invites have no name. */
async function namedLike({ db, workspaceId }: Caller, text: string): Promise<string[]> {
  const names = await queries.listNames(db, workspaceId)
  return names.filter(({ name }) => keyOf(name).includes(text)).map(({ id }) => id)
}

async function find(db: Reader, caller: Caller, inviteId: string) {
  const invite = await queries.findInvite(db, caller.workspaceId, inviteId)
  if (!invite) throw new Problem('not-found')
  return invite
}

async function describe(db: Reader, caller: Caller, rows: queries.InviteRow[]): Promise<Described[]> {
  const { app, workspaceId } = caller
  const ids = rows.map((row) => row.id)
  const permissions = await permissionsOfAll(db, caller, ids, 'invite')
  const groups = await groupsOfAll(db, caller, ids)
  // Without mail, a link is all it takes to become what somebody else was invited to be: an owner for good, perhaps.
  const mayInvite =
    may(caller, 'invite:edit', { type: 'workspace', id: workspaceId }) &&
    !(await ownsByBreakGlass(db, caller))
  return rows.map((row) => {
    const { id, email, name, invitedBy, createdAt, expiresAt, endsAt } = row
    const status = isOpen(row, caller.now) ? 'pending' : 'expired'
    return {
      id,
      email,
      name,
      status,
      invitedBy: { id: invitedBy, name: row.userName ?? row.tokenName ?? row.scimTokenName },
      createdAt,
      expiresAt,
      endsAt,
      permissions: permissions.get(id) ?? [],
      groups: groups.get(id) ?? [],
      ...(mayInvite && status === 'pending' ? { link: linkOf(app, workspaceId, row, 'copied') } : {}),
    }
  })
}

async function describeOne(db: Reader, caller: Caller, inviteId: string): Promise<Described> {
  const [described] = await describe(db, caller, [await find(db, caller, inviteId)])
  if (!described) throw new Error('an invite was described, and nothing came back')
  return described
}

function shown({ createdAt, expiresAt, endsAt, ...invite }: Described): Shown {
  const times = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() }
  return { ...invite, ...times, ...endShown(endsAt) }
}

function subjectOf({ id, email }: { id: string; email: string }): Subject {
  return { id, kind: 'invite', email, name: email }
}

async function joinGroups(tx: Writer, caller: Caller, invites: WantedInvite[]): Promise<Happened[]> {
  const groups = await groupsById(
    tx,
    caller,
    invites.flatMap((invite) => invite.groupIds),
  )
  await refuseManaged(tx, caller, [...groups.values()])
  const happened: Happened[] = []
  for (const group of groups.values()) {
    const come = invites.filter((invite) => invite.groupIds.includes(group.id)).map(subjectOf)
    happened.push(...(await fill(tx, caller, group, { come, gone: [] })))
  }
  return happened
}

/** Makes exactly these the groups of an invite. */
async function regroup(
  tx: Writer,
  caller: Caller,
  invite: { id: string; email: string },
  groupIds: string[],
): Promise<Happened[]> {
  const present = (await groupsOfAll(tx, caller, [invite.id])).get(invite.id) ?? []
  const [first, ...more] = await groupFaults(tx, caller, [{ groupIds, field: '' }])
  if (first) throw new Problem('invalid-input', { ...first, faults: [first, ...more] })

  const left = present.filter(({ id }) => !groupIds.includes(id)).map(({ id }) => id)
  const come = groupIds.filter((id) => !present.some((group) => group.id === id))
  const groups = [...(await groupsById(tx, caller, [...come, ...left])).values()]
  await refuseManaged(tx, caller, groups)
  const subjects = [subjectOf(invite)]
  const happened: Happened[] = []
  for (const group of groups) {
    const wanted = left.includes(group.id) ? { come: [], gone: subjects } : { come: subjects, gone: [] }
    happened.push(...(await fill(tx, caller, group, wanted)))
  }
  return happened
}

/** What of the name of an invite and of the end of the membership was changed, for the audit trail; null: nothing. */
async function rewrite(
  tx: Writer,
  caller: Caller,
  invite: queries.InviteRow,
  wanted: { name: string | null | undefined; endsAt: Date | null | undefined },
): Promise<Happened['detail'] | null> {
  const name = typeof wanted.name === 'string' ? tidyName(wanted.name) : wanted.name
  const { endsAt } = wanted
  const isRenamed = name !== undefined && name !== invite.name
  const isLimited = endsAt !== undefined && endsAt?.getTime() !== invite.endsAt?.getTime()
  if (!isRenamed && !isLimited) return null
  if (isLimited) mustBeToCome(endsAt, 'endsAt', caller.now)
  const values = { name: isRenamed ? name : invite.name, ends_at: isLimited ? endsAt : invite.endsAt }
  await queries.updateInvite(tx, caller.workspaceId, invite.id, values)
  const before = isLimited && invite.endsAt ? { endsAtBefore: invite.endsAt.toISOString() } : {}
  return {
    ...(isRenamed && { name: { from: invite.name, to: name } }),
    ...(isLimited && { ...endShown(endsAt), ...before }),
  }
}
