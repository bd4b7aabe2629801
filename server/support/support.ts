import type { Static } from 'typebox'
import { Problem } from '../../contract/problems.ts'
import type { support as endpoints } from '../../contract/support.ts'
import type { App } from '../caller/app.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, type Happened, outcome, unchanged } from '../caller/change.ts'
import { workspaceOf } from '../caller/identities.ts'
import { actFor, theSystem } from '../caller/system.ts'
import type { Writer } from '../db/open.ts'
import { mailOwners, mustOwnUntil } from '../grants/grants.ts'
import { newId } from '../platform/ids.ts'
import { standingIn, standingNow } from './lasting.ts'
import * as queries from './queries.ts'

export { forgetOld as forgetOldVisits } from './queries.ts'
export { type Invited, inviteStaff } from './visits.ts'

type Shown = Static<typeof endpoints.get.reply>
type Access = NonNullable<Shown['supportAccess']>

const DAY_MS = 86_400_000
/** The last times that are shown, and how many visits of them all. */
const BEFORE_MAX = 20
const VISITS_MAX = 500

/** Whether the support staff is let in, until when, and who came; and the last times before. */
export async function getSupportAccess(caller: Caller): Promise<Shown> {
  const { db, workspaceId } = caller
  const { open, ssoRequired, isOwned } = await standingIn(db, caller, caller.world)
  const rows = await queries.listAccess(db, workspaceId, BEFORE_MAX + 1)
  const lasting = isOwned && !ssoRequired ? open?.id : undefined
  const shown = await show(caller, rows, { lasting, ssoRequired })
  return {
    supportAccess: shown.find(({ id }) => id === lasting) ?? null,
    unavailable: ssoRequired ? 'sso-required' : null,
    before: shown.filter(({ id }) => id !== lasting).slice(0, BEFORE_MAX),
  }
}

/**
 * Lets the support staff in, with the rights of the owner who says so, for so many days; every owner gets a letter. Nobody lets them in for
 * longer than they own the workspace themselves. Raises `support-access-unavailable` while single sign-on is required, `support-access-on`,
 * `not-allowed`.
 */
export function grantSupportAccess(caller: Caller, days: number): Promise<{ supportAccess: Access }> {
  return change(caller, async (tx) => {
    const { workspaceId, workspace, now, who } = caller
    const { open, ssoRequired, isOwned } = await standingNow(tx, caller)
    if (ssoRequired) throw new Problem('support-access-unavailable')
    if (isOwned) throw new Problem('support-access-on')
    const endsAt = new Date(now.getTime() + days * DAY_MS)
    await mustOwnUntil(tx, caller, endsAt)

    const left = open ? [await end(tx, caller, open, 'owner-gone')] : []
    const id = newId()
    const by = { granted_by: who.id, granted_by_name: who.name, granted_at: now }
    await queries.insertAccess(tx, { workspace_id: workspaceId, id, ...by, ends_at: endsAt })
    const granted: Happened = {
      type: 'Support Access Granted',
      ...{ resourceId: id, resourceName: workspace.name },
      detail: { days, endsAt: endsAt.toISOString() },
      mail: await mailOwners(tx, caller, 'support-granted', [`for ${days === 1 ? 'a day' : `${days} days`}`]),
    }
    const row = { id, ownerId: who.id, ownerName: who.name, grantedAt: now, endsAt }
    const [supportAccess] = await show(
      { ...caller, db: tx },
      [{ ...row, endedAt: null, endedBecause: null }],
      { lasting: id, ssoRequired },
    )
    if (!supportAccess) throw new Error('support access was granted, and is not shown')
    return outcome({ supportAccess }, [...left, granted])
  })
}

/** Ends support access: the very next request of the support staff is refused, and so is what waits behind this. Nothing happens where nobody is let in. */
export function revokeSupportAccess(caller: Caller): Promise<void> {
  return change(caller, async (tx) => outcome(undefined, await endSupportAccess(tx, caller, 'revoked')))
}

/** Step: ends support access where somebody is let in. */
export async function endSupportAccess(
  tx: Writer,
  caller: Caller,
  because: 'revoked' | 'sso-required',
): Promise<Happened[]> {
  const open = await queries.findOpen(tx, caller.workspaceId, caller.now)
  return open ? [await end(tx, caller, open, because)] : []
}

/**
 * Notes of support access that whoever granted it owns the workspace no more. Nobody could come in by it from that instant on; this keeps it
 * from counting again if they become an owner once more.
 */
export async function endForsakenAccess(app: App): Promise<void> {
  const now = app.clock.now()
  const { db } = app.database
  for (const id of await queries.listOpen(db, now)) {
    const workspace = await queries.findWorkspace(db, { id })
    if (!workspace) continue
    const acting = { app, now, requestId: newId(), ip: null, idempotency: null }
    const server = await actFor(acting, theSystem, workspaceOf(workspace))
    await change(server, async (tx) => {
      const { open, isOwned } = await standingNow(tx, server)
      if (!open || isOwned) return unchanged(undefined)
      return changed(undefined, await end(tx, server, open, 'owner-gone'))
    })
  }
}

async function end(
  tx: Writer,
  { workspaceId, workspace, now }: Caller,
  { id }: queries.AccessRow,
  because: 'revoked' | 'sso-required' | 'owner-gone',
): Promise<Happened> {
  await queries.endAccess(tx, workspaceId, id, { ended_at: now, ended_because: because })
  const about = { resourceId: id, resourceName: workspace.name, detail: { because } }
  return { type: 'Support Access Revoked', ...about }
}

async function show(
  { db, workspaceId, now }: Pick<Caller, 'db' | 'workspaceId' | 'now'>,
  rows: queries.AccessRow[],
  { lasting, ssoRequired }: { lasting: string | undefined; ssoRequired: boolean },
): Promise<Access[]> {
  const ids = rows.map(({ id }) => id)
  const visits = ids.length > 0 ? await queries.listVisits(db, workspaceId, ids, VISITS_MAX) : []
  const endOf = (row: queries.AccessRow): Pick<Access, 'endedAt' | 'endedBecause'> => {
    if (row.id === lasting) return { endedAt: null, endedBecause: null }
    if (row.endedAt) return { endedAt: row.endedAt.toISOString(), endedBecause: row.endedBecause }
    if (row.endsAt <= now) return { endedAt: row.endsAt.toISOString(), endedBecause: 'expired' }
    return { endedAt: null, endedBecause: ssoRequired ? 'sso-required' : 'owner-gone' }
  }
  return rows.map((row) => ({
    id: row.id,
    grantedBy: { id: row.ownerId, name: row.ownerName },
    grantedAt: row.grantedAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    ...endOf(row),
    visits: visits.filter((visit) => visit.accessId === row.id).map(showVisit),
  }))
}

type VisitRow = Awaited<ReturnType<typeof queries.listVisits>>[number]

function showVisit({ id, staffName, staffEmail, reason, ...times }: VisitRow): Access['visits'][number] {
  const { signedInAt, lastUsedAt, endedAt, endsAt } = times
  if (!signedInAt) throw new Error(`the visit ${id} is shown, and nobody came`)
  return {
    ...{ id, staffName, staffEmail, reason },
    at: signedInAt.toISOString(),
    lastUsedAt: (lastUsedAt ?? signedInAt).toISOString(),
    endsAt: (endedAt ?? endsAt).toISOString(),
  }
}
