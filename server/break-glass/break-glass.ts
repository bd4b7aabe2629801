import type { Static } from 'typebox'
import { isOwner } from '../../access/index.ts'
import type { breakGlass as endpoints } from '../../contract/break-glass.ts'
import { Problem } from '../../contract/problems.ts'
import { may } from '../caller/admit.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, type Happened, outcome, unchanged } from '../caller/change.ts'
import { requireStrongFactor } from '../caller/session.ts'
import type { Writer } from '../db/open.ts'
import { mailEveryOwner, takeBack, takeOwnership } from '../grants/grants.ts'
import { newId } from '../platform/ids.ts'
import { nomineesOf } from './nominees.ts'
import * as queries from './queries.ts'

type Use = Static<(typeof endpoints)['use']['reply']>['use']

const HOUR_MS = 3_600_000
const USES_SHOWN = 100
const REASON_MIN = 10

/** Who is nominated, and the last hundred uses, newest first. */
export async function showBreakGlass(caller: Caller) {
  const { db, workspaceId } = caller
  const uses = await queries.listUses(db, workspaceId, USES_SHOWN)
  return { nominees: await nomineesOf(db, caller), uses: uses.map(shown) }
}

/** What break-glass is for whoever asks. A token or support staff is never nominated. */
export async function showMine({ db, workspaceId, who, now }: Caller) {
  const isNominated = await queries.isNominated(db, workspaceId, who.id)
  const use = await queries.findOpenUse(db, workspaceId, who.id, now)
  const hasStrongFactor = who.kind === 'user' && (await queries.hasStrongFactor(db, who.id))
  return { isNominated, use: use ? shown(use) : null, hasStrongFactor }
}

/**
 * Makes the nominated person who asks an owner, for some hours, by a grant that ends by itself; every owner gets a letter. They prove a
 * second factor or a passkey first (docs/decisions/0033). Raises `not-nominated`, `strong-factor-required`, `break-glass-active`,
 * `already-allowed` for an owner, and `invalid-input` for a reason that says nothing.
 */
export function breakGlass(caller: Caller, wanted: { reason: string; hours: number }): Promise<Use> {
  const reason = plain(wanted.reason)
  if (reason.length < REASON_MIN) {
    const message = `"reason" has ${REASON_MIN} characters at least: all owners read it.`
    throw new Problem('invalid-input', { field: 'reason', message })
  }
  return change(caller, async (tx) => {
    const { workspaceId, who, now, world } = caller
    if (!(await queries.isNominated(tx, workspaceId, who.id))) throw new Problem('not-nominated')
    requireStrongFactor(caller)
    if (await queries.findOpenUse(tx, workspaceId, who.id, now)) throw new Problem('break-glass-active')
    if (isOwner(world, who.id, now.getTime())) throw new Problem('already-allowed')

    const endsAt = new Date(now.getTime() + wanted.hours * HOUR_MS)
    const { grantId, happened } = await takeOwnership(tx, caller, who, endsAt)
    const use = {
      ...{ id: newId(), userId: who.id, userName: who.name, reason, grantId },
      ...{ startedAt: now, endsAt, endedAt: null, endedBy: null, endedByName: null },
    }
    await queries.insertUse(tx, {
      ...{ workspace_id: workspaceId, id: use.id, user_id: who.id, user_name: who.name, reason },
      ...{ grant_id: grantId, started_at: now, ends_at: endsAt },
    })
    return changed(shown(use), await tellUse(tx, caller, use), ...happened)
  })
}

/**
 * Ends a use before its time: by whoever broke the glass, or by an owner. One that is over already stays as it is. Raises `not-found`,
 * also for a use that is none of the caller's business.
 */
export function endUse(caller: Caller, useId: string): Promise<Use> {
  return change(caller, async (tx) => {
    const { workspaceId, who, now } = caller
    const use = await queries.findUse(tx, workspaceId, useId)
    const isTheirs = use?.userId === who.id
    const isOwners = may(caller, 'break-glass:edit', { type: 'workspace', id: workspaceId })
    if (!use || !(isTheirs || isOwners)) throw new Problem('not-found')
    if (use.grantId === null || use.endedAt !== null || use.endsAt <= now) return unchanged(shown(use))

    const happened = await takeBack(tx, caller, { ...use, grantId: use.grantId })
    const after = await queries.findUse(tx, workspaceId, useId)
    return outcome(shown(after ?? use), happened)
  })
}

async function tellUse(
  tx: Writer,
  caller: Caller,
  { id, reason, endsAt }: { id: string; reason: string; endsAt: Date },
): Promise<Happened> {
  const { who, now, ip } = caller
  const detail = { userId: who.id, reason, endsAt: endsAt.toISOString() }
  const facts = { user: who.name, email: who.email, at: now.toISOString(), ip }
  const payload = { ...facts, useId: id, reason, endsAt: endsAt.toISOString() }
  const mail = await mailEveryOwner(tx, caller, { kind: 'break-glass-used', payload })
  const about = { resourceId: id, resourceName: who.name, detail, touches: { principals: [who.id] } }
  return { type: 'Break-Glass Used', ...about, mail }
}

/** A text of somebody's choice on one line, without characters that hide or turn others. */
function plain(text: string): string {
  return text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
}

function shown({ id, userId, userName, reason, ...use }: Omit<queries.UseRow, 'grantId'>): Use {
  return {
    id,
    user: { id: userId, name: userName },
    reason,
    startedAt: use.startedAt.toISOString(),
    endsAt: use.endsAt.toISOString(),
    endedAt: use.endedAt?.toISOString() ?? null,
    endedBy: use.endedBy === null ? null : { id: use.endedBy, name: use.endedByName ?? use.endedBy },
  }
}
