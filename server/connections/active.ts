import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, type Happened, unchanged } from '../caller/change.ts'
import { requireFeature } from '../caller/plan.ts'
import { requireFreshPerson } from '../caller/session.ts'
import type { Reader, Writer } from '../db/open.ts'
import { mailOwners, mustOwnOtherwise } from '../grants/grants.ts'
import { isCompleteRow } from './connection.ts'
import * as queries from './queries.ts'
import { find, showOne } from './shown.ts'
import { happenedTo } from './told.ts'

/** The id of the workspace's default connection: an active one; undefined where none is. */
export async function defaultConnection(db: Reader, workspaceId: string): Promise<string | undefined> {
  return (await queries.listActive(db, workspaceId)).find((one) => one.isDefault)?.id
}

/** Whether a connection is an active one of this workspace; without an id, whether any is. */
export async function isActive(db: Reader, workspaceId: string, connectionId?: string): Promise<boolean> {
  const all = await queries.listActive(db, workspaceId)
  return connectionId === undefined ? all.length > 0 : all.some(({ id }) => id === connectionId)
}

/**
 * Switches a connection on; the first one becomes the default. A set-up link does it only where no other one is active
 * (docs/decisions/0024). Raises `not-found`, `plan-limit`, `connection-incomplete`, `connection-untested`, `not-allowed`, `step-up-required`.
 */
export function activate(caller: Caller, id: string) {
  return change(caller, async (tx) => {
    requireFeature(caller, 'sso')
    const row = await find(tx, caller, id)
    const others = await queries.listActive(tx, caller.workspaceId)
    mayActivate(caller, row, others.length)
    await mustOwnOtherwise(tx, caller)
    if (row.isActive) return unchanged(await showOne(tx, caller, id))
    if (!isCompleteRow(row)) throw new Problem('connection-incomplete')
    if (row.testedAt === null) throw new Problem('connection-untested')

    const isDefault = others.length === 0
    const state = { is_active: true, is_default: isDefault }
    await queries.updateConnection(tx, caller.workspaceId, id, state)
    const mail = await mailOwners(tx, caller, 'connection-activated', [row.name])
    const activated = happenedTo('Connection Activated', row, { isDefault })
    return changed(await showOne(tx, caller, id), { ...activated, mail })
  })
}

function mayActivate(caller: Caller, { isActive }: queries.ConnectionRow, others: number) {
  if (caller.who.kind !== 'link') return requireFreshPerson(caller)
  if (others === 0 || isActive) return
  const message = 'Another connection is active already: an owner of the workspace has to activate this one.'
  throw new Problem('not-allowed', { message })
}

/**
 * Switches a connection off: whom it alone proved is out with their next request. Raises `not-found`, `sso-in-use` for the last active one
 * while single sign-on is required, `not-allowed`, `step-up-required`.
 */
export function deactivate(caller: Caller, id: string) {
  return change(caller, async (tx) => {
    const row = await find(tx, caller, id)
    requireFreshPerson(caller)
    if (!row.isActive) return unchanged(await showOne(tx, caller, id))

    await mustNotBeLast(tx, caller, row)
    const state = { is_active: false, is_default: false }
    await queries.updateConnection(tx, caller.workspaceId, id, state)
    const passedOn = await passDefaultOn(tx, caller, row)
    return changed(await showOne(tx, caller, id), happenedTo('Connection Deactivated', row), ...passedOn)
  })
}

/** Deletes a connection with the links of accounts to it. Raises `not-found`, `sso-in-use`. */
export function deleteConnection(caller: Caller, id: string) {
  return change(caller, async (tx) => {
    const row = await find(tx, caller, id)
    await mustNotBeLast(tx, caller, row)
    await queries.deleteConnection(tx, caller.workspaceId, id)
    const { kind, provider, isActive } = row
    const deleted = happenedTo('Connection Deleted', row, { kind, provider, isActive })
    return changed(undefined, deleted, ...(await passDefaultOn(tx, caller, row)))
  })
}

/** Makes an active connection the default. Raises `not-found`, `plan-limit`, `connection-inactive`. */
export function makeDefault(caller: Caller, id: string) {
  return change(caller, async (tx) => {
    requireFeature(caller, 'sso')
    const row = await find(tx, caller, id)
    if (!row.isActive) throw new Problem('connection-inactive')
    if (row.isDefault) return unchanged(await showOne(tx, caller, id))

    const before = (await queries.listActive(tx, caller.workspaceId)).find((one) => one.isDefault)
    if (before) await queries.updateConnection(tx, caller.workspaceId, before.id, { is_default: false })
    const told = await makeItDefault(tx, caller, row, before?.name ?? null)
    return changed(await showOne(tx, caller, id), told)
  })
}

/** Under whatever plan: with another one, what is required has its effect again. */
async function mustNotBeLast(tx: Writer, caller: Caller, row: queries.ConnectionRow) {
  if (!row.isActive) return
  const { requireSso } = await queries.settingsOfWorkspace(tx, caller.workspaceId)
  if (requireSso !== true) return
  if ((await queries.listActive(tx, caller.workspaceId)).length === 1) throw new Problem('sso-in-use')
}

/** Step: the oldest of the others that are active is the default instead of one that was. */
async function passDefaultOn(tx: Writer, caller: Caller, was: queries.ConnectionRow): Promise<Happened[]> {
  const [next] = was.isDefault ? await queries.listActive(tx, caller.workspaceId) : []
  return next ? [await makeItDefault(tx, caller, next, was.name)] : []
}

async function makeItDefault(
  tx: Writer,
  caller: Caller,
  row: { id: string; name: string },
  before: string | null,
): Promise<Happened> {
  // Its word counts from now on for everybody whose domain has no connection of its own.
  await mustOwnOtherwise(tx, caller)
  await queries.updateConnection(tx, caller.workspaceId, row.id, { is_default: true })
  return happenedTo('Default Connection Changed', row, { from: before, to: row.name })
}
