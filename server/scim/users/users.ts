import { isDeepStrictEqual } from 'node:util'
import { Problem } from '../../../contract/problems.ts'
import { accountById, renameAccount } from '../../account/account.ts'
import type { Caller } from '../../caller/caller.ts'
import { type Changed, change, type Happened } from '../../caller/change.ts'
import { listWorkspacesOf } from '../../caller/queries.ts'
import type { Reader, Writer } from '../../db/open.ts'
import type { Json, JsonObject } from '../../db/tables.ts'
import { isAddress } from '../../invites/invites.ts'
import { manageMember } from '../../members/members.ts'
import { newId } from '../../platform/ids.ts'
import { keyOf } from '../../platform/names.ts'
import { folded } from '../filtering.ts'
import { invalid } from '../protocol/invalid.ts'
import { patchUser as patched, readUser, type UserState } from '../protocol/user.ts'
import { type Done, done } from '../writing.ts'
import { bringIn, comeIn, displayNameOf, restoreGroups, takeOut } from './coming.ts'
import * as queries from './queries.ts'

/**
 * Adds a person (rules, section 10), or the same one again who is inactive. Raises `scim-invalid`, `scim-user-name-taken`,
 * `plan-limit`, and what inviting and joining raise.
 */
export async function createUser(caller: Caller, body: Record<string, unknown>): Promise<Done> {
  const { saysActive: _, ...said } = readUser(body)
  if (!isAddress(said.userName)) {
    const help = 'Map it to the e-mail address at the identity provider.'
    throw invalid('invalidValue', `userName is the e-mail address of the person. ${help}`)
  }
  return onceMore(caller, () =>
    change(caller, async (tx) => {
      const known = await queries.findByUserName(tx, caller.workspaceId, keyOf(said.userName))
      if (!known) return addNew(tx, caller, said)
      if (known.principalId !== null) throw new Problem('scim-user-name-taken')

      const told = await rewrite(tx, caller, known, said)
      return done(known.id, said.active ? [...told, ...(await bringIn(tx, caller, known, said))] : told)
    }),
  )
}

/** Of whom the provider has said nothing before. */
async function addNew(tx: Writer, caller: Caller, said: UserState): Promise<Changed<Done>> {
  const { workspaceId, now } = caller
  const userName = said.userName.trim()
  const account = (await queries.findAccount(tx, workspaceId, keyOf(userName))) ?? null
  if (account?.isMember) throw new Problem('scim-user-name-taken')

  const row = { id: newId(), userId: null, userName, profile: said.profile }
  const came = said.active ? await comeIn(tx, caller, { ...row, account }, said) : null
  await queries.insertUser(tx, {
    ...{ workspace_id: workspaceId, id: row.id, user_name: userName, user_name_key: keyOf(userName) },
    ...valuesOf(said),
    ...(came ? came.values : { deactivated: true }),
    ...{ created_at: now, updated_at: now },
  })
  return done(row.id, came?.happened ?? [tellSaid(row, { attributes: ['userName', 'active'] })])
}

/** Replaces what the provider says of a person; what it leaves out is unassigned. Raises `not-found`, and as `createUser`. */
export function replaceUser(caller: Caller, id: string, body: Record<string, unknown>): Promise<Done> {
  const { saysActive: _, ...said } = readUser(body)
  return rewriteUser(caller, id, () => said)
}

/** Does the operations of a PATCH, all of them or none. Raises `not-found`, `scim-invalid`, and as `createUser`. */
export function patchUser(caller: Caller, id: string, body: Record<string, unknown>): Promise<Done> {
  return rewriteUser(caller, id, (present) => patched(present, body))
}

/** Removes a person from the workspace, and what SCIM keeps of them. The account stays. Raises `not-found`, `last-owner`. */
export function deleteUser(caller: Caller, id: string): Promise<Done> {
  return change(caller, async (tx) => {
    const row = await find(tx, caller, id)
    const removed = await takeOut(tx, caller, row)
    if (row.known) await queries.deleteUser(tx, caller.workspaceId, id)
    return done(id, removed.length > 0 ? removed : [tellSaid(row, { deleted: true })])
  })
}

/** Raises `not-found`. */
async function find(db: Reader, { workspaceId }: Caller, id: string): Promise<queries.UserRow> {
  const [row] = await queries.findUsers(db, workspaceId, [id])
  if (!row) throw new Problem('not-found')
  return row
}

function rewriteUser(caller: Caller, id: string, next: (present: UserState) => UserState): Promise<Done> {
  return onceMore(caller, () =>
    change(caller, async (tx) => {
      const row = await find(tx, caller, id)
      const said = next(stateOf(row))
      if (!row.known) await queries.adopt(tx, caller.workspaceId, [id], caller.now)
      const told = await rewrite(tx, caller, row, said)
      return done(id, [...told, ...(await settle(tx, caller, row, said))])
    }),
  )
}

/** Makes somebody what the provider says that they are: in the workspace, and managed by it, or out of it. */
async function settle(
  tx: Writer,
  caller: Caller,
  row: queries.UserRow,
  said: UserState,
): Promise<Happened[]> {
  const { principalId, kind } = row
  if (principalId === null) return said.active ? bringIn(tx, caller, row, said) : []
  if (!said.active) {
    const removed = await takeOut(tx, caller, row)
    await queries.updateUser(tx, caller.workspaceId, row.id, { deactivated: true, updated_at: caller.now })
    return removed
  }
  if (kind !== 'user' || row.managed) return []
  const managed = await manageMember(tx, caller, principalId)
  const subject = { id: principalId, kind, email: row.userName, name: managed[0].resourceName }
  return [...managed, ...(await restoreGroups(tx, caller, row.id, subject))]
}

function stateOf({ userName, externalId, principalId, profile }: queries.UserRow): UserState {
  return { userName, externalId, active: principalId !== null, profile }
}

/** Writes down what the provider says of somebody, if it is something new. */
async function rewrite(
  tx: Writer,
  caller: Caller,
  row: queries.UserRow,
  said: UserState,
): Promise<Happened[]> {
  const names = new Set([...Object.keys(row.profile), ...Object.keys(said.profile)])
  const attributes = [...names].filter((name) => !isDeepStrictEqual(row.profile[name], said.profile[name]))
  if (row.externalId !== said.externalId) attributes.push('externalId')
  if (attributes.length === 0) return []

  await queries.updateUser(tx, caller.workspaceId, row.id, { ...valuesOf(said), updated_at: caller.now })
  const [from, to] = [displayNameOf(row.profile), displayNameOf(said.profile)]
  if (from === to) return [tellSaid(row, { attributes })]
  if (to !== null) await renameTheirs(tx, caller, row, to)
  return [tellSaid({ ...row, profile: said.profile }, { attributes, displayName: { from, to } })]
}

/** Only an account that was made by this, and that is nowhere else, is called what the provider says. */
async function renameTheirs(
  tx: Writer,
  caller: Caller,
  { madeAccount, userId }: queries.UserRow,
  name: string,
) {
  if (!madeAccount || userId === null) return
  const among = await listWorkspacesOf(tx, userId)
  const account = await accountById(tx, userId)
  if (account && among.every(({ id }) => id === caller.workspaceId))
    await renameAccount(tx, { ...caller, userAgent: null }, account, name)
}

function valuesOf({ externalId, profile }: UserState) {
  const key = JSON.stringify(foldedIn(profile))
  return { external_id: externalId, profile: JSON.stringify(profile), profile_key: key }
}

function foldedIn(value: Json): Json {
  if (typeof value === 'string') return folded(value)
  if (Array.isArray(value)) return value.map(foldedIn)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, foldedIn(one)]))
}

/** What the provider said of somebody: which attributes, never what is in them but for the name. */
function tellSaid(
  row: Pick<queries.UserRow, 'id' | 'userId' | 'userName'> & { profile: JsonObject },
  detail: JsonObject,
): Happened {
  const resourceName = displayNameOf(row.profile) ?? row.userName
  return { type: 'SCIM Profile Changed', resourceId: row.userId ?? row.id, resourceName, detail }
}

/** Another workspace may make an account for the same address at the same moment: then it is there, and the work is done again with it. */
async function onceMore(caller: Caller, work: () => Promise<Done>): Promise<Done> {
  return work().catch((error: unknown) => {
    const isOthers = error instanceof Problem && error.code === 'user-email-taken'
    if (!isOthers || caller.rehearsal) throw error
    return work()
  })
}
