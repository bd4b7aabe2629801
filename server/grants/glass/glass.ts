import { effectiveRoles, isOwner, listPrincipals } from '../../../access/index.ts'
import { ownerRole } from '../../../contract/complete.ts'
import { Problem } from '../../../contract/problems.ts'
import type { Caller } from '../../caller/caller.ts'
import type { Happened } from '../../caller/change.ts'
import type { Reader, Writer } from '../../db/open.ts'
import { newId } from '../../platform/ids.ts'
import { mailEveryOwner, ownership } from '../owners.ts'
import { countOwners } from '../owning/queries.ts'
import { deleteGrants, insertGrants, listGrants } from '../queries.ts'
import { tell, tellGone } from '../told.ts'
import type { Wanted } from '../wanted.ts'
import * as queries from './queries.ts'

/** Ownership that somebody took by breaking the glass: how it comes and goes, and what it is not good for (docs/decisions/0033). */

/** Whoever has more owners than this has forgotten what an owner is. */
const OWNERS_MAX = 1_000
/** Later than the end of anything that ends. */
const FOR_GOOD = Number.MAX_SAFE_INTEGER

/**
 * Step: makes a person an owner until `endsAt` by a grant of their own. The one gift of which nobody holds anything before: whoever calls
 * this has looked that they may take it.
 */
export async function takeOwnership(
  tx: Writer,
  caller: Caller,
  { id, name }: { id: string; name: string },
  endsAt: Date,
): Promise<{ grantId: string; happened: Happened[] }> {
  const { workspaceId, now, app } = caller
  const role = ownerRole(app.catalog)
  const everything = { kind: 'all' as const, type: null, resourceId: null, labels: [] }
  const grant = { roleId: role.id, isCustom: false, scopes: [everything], startsAt: null, endsAt }
  const held = await listGrants(tx, workspaceId, [id])
  const place = { position: (held.at(-1)?.position ?? -1) + 1, createdAt: now }
  const grantId = newId()
  await insertGrants(tx, workspaceId, [{ id: grantId, principalId: id, ...place, ...grant }])
  const come: Wanted[] = [{ ...grant, roleName: role.name }]
  return { grantId, happened: tell({ holder: { kind: 'user', id }, name, gone: [], come }) }
}

/** Step: takes the ownership of a use that lasts back from whoever took it. */
export async function takeBack(
  tx: Writer,
  caller: Caller,
  { userId, userName, grantId }: { userId: string; userName: string; grantId: string },
): Promise<Happened[]> {
  const held = await listGrants(tx, caller.workspaceId, [userId])
  const gone = held.filter(({ id }) => id === grantId)
  await deleteGrants(tx, caller.workspaceId, [grantId])
  const about = { holder: { kind: 'user' as const, id: userId }, name: userName }
  const ended = await endUses(tx, caller, { grantIds: [grantId] })
  return [...ended, ...tellGone(caller, about, gone)]
}

/**
 * Step: with grants that go, or with people who go, their use of break-glass is over: that is written down, and every owner is told.
 * Nothing happens where there was none.
 */
export async function endUses(tx: Writer, caller: Caller, which: queries.Which): Promise<Happened[]> {
  const { workspaceId, now, who } = caller
  if (Object.values(which).every((ids) => ids.length === 0)) return []
  const ended = await queries.endUses(tx, workspaceId, which, { now, by: who })
  const happened: Happened[] = []
  for (const { id, userId, userName, startedAt, endsAt } of ended) {
    const detail = { userId, startedAt: startedAt.toISOString(), endsAt: endsAt.toISOString() }
    const payload = { user: userName, by: who.name, at: now.toISOString() }
    const mail = await mailEveryOwner(tx, caller, { kind: 'break-glass-ended', payload }, [userId])
    const about = { resourceId: id, resourceName: userName, detail, touches: { principals: [userId] } }
    happened.push({ type: 'Break-Glass Ended', ...about, mail })
  }
  return happened
}

/**
 * Refuses somebody who owns the workspace by breaking the glass, and by nothing else: for what would make more of these hours than
 * they are. Raises `not-allowed`.
 */
export async function mustOwnOtherwise(db: Reader, caller: Caller) {
  if (await ownsByBreakGlass(db, caller)) throw notTheirs()
}

/** Whether the caller, as they were admitted, owns the workspace by breaking the glass, and by nothing else. */
export async function ownsByBreakGlass(db: Reader, { world, principalId, workspaceId, app, now }: Caller) {
  const ownerId = ownerRole(app.catalog).id
  const owning = effectiveRoles(world, principalId, now.getTime()).filter(
    ({ active, roleId }) => active && roleId === ownerId,
  )
  // Most owners own for good: of them there is nothing to look up.
  if (owning.length === 0 || owning.some(({ until }) => until === undefined)) return false
  return queries.areTaken(
    db,
    workspaceId,
    owning.map(({ grantId }) => grantId),
  )
}

/**
 * Step, after something was taken from somebody: whoever broke the glass takes ownership from nobody who has it for good, because it is
 * theirs to end what was broken. Raises `not-allowed`.
 */
export async function keepOwnersOtherwise(tx: Writer, caller: Caller) {
  if (!(await ownsByBreakGlass(tx, caller))) return
  const { world, workspaceId, now } = caller
  const question = { action: 'break-glass:edit', resource: { type: 'workspace', id: workspaceId } }
  const { ids } = listPrincipals(world, { ...question, at: FOR_GOOD, kind: 'user' }, { count: OWNERS_MAX })
  const before = ids.filter((id) => isOwner(world, id, now.getTime()) && isOwner(world, id, FOR_GOOD))
  const left = await countOwners(tx, workspaceId, before, { ...ownership(caller), now })
  if (left < before.length) throw notTheirs()
}

function notTheirs() {
  const message =
    'You own this workspace by breaking the glass, for a few hours. Who owns it, who may break the glass, and whom it believes is decided by its other owners.'
  return new Problem('not-allowed', { message })
}
