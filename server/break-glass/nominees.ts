import { isOwner } from '../../access/index.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, unchanged } from '../caller/change.ts'
import type { Reader } from '../db/open.ts'
import { mailEveryOwner, mustOwnOtherwise, takeBack } from '../grants/grants.ts'
import { findMember } from '../members/members.ts'
import * as queries from './queries.ts'

const NOMINEES_MAX = 20

/** Who is nominated, in the order in which they were. */
export async function nomineesOf(db: Reader, { workspaceId }: Caller) {
  const rows = await queries.listNominees(db, workspaceId)
  return rows.map(({ id, name, email, nominatedAt, byId, byName, hasStrongFactor }) => ({
    ...{ id, name, email, hasStrongFactor },
    nominatedAt: nominatedAt.toISOString(),
    nominatedBy: { id: byId, name: byName },
  }))
}

/**
 * Nominates a member who may break the glass from now on; the owners get a letter, and so does the member. Nobody nominates themselves,
 * and nobody whose own ownership ends: a nomination is ownership in reserve, without an end. Whoever is nominated already stays so. Raises
 * `not-found` for who is no member, `not-allowed`, and `invalid-input` where there are too many.
 */
export function nominate(caller: Caller, userId: string) {
  return change(caller, async (tx) => {
    const { workspaceId, now, who } = caller
    mayNominate(caller, userId)
    const member = await findMember(tx, caller, userId)
    const present = await nomineesOf(tx, caller)
    if (present.some(({ id }) => id === userId)) return unchanged(present)
    if (present.length >= NOMINEES_MAX) {
      const message = `${NOMINEES_MAX} people at most can be nominated. Take another nomination back first.`
      throw new Problem('invalid-input', { field: 'userId', message })
    }

    await queries.insertNominee(tx, {
      ...{ workspace_id: workspaceId, user_id: userId, nominated_at: now },
      ...{ nominated_by: who.id, nominated_by_name: who.name },
    })
    const told = { what: 'break-glass-nominated', about: member.name, by: who.email ?? who.name }
    const payload = { ...told, at: now.toISOString(), ip: caller.ip }
    const mail = await mailEveryOwner(tx, caller, { kind: 'workspace-notice', payload }, [userId])
    const about = { resourceId: userId, resourceName: member.name, detail: { email: member.email } }
    return changed(await nomineesOf(tx, caller), { type: 'Break-Glass Nominated', ...about, mail })
  })
}

/**
 * Takes a nomination back, and with it the ownership that they took by it, if it lasts still. Raises `not-found` for who is not nominated,
 * and `not-allowed` for support staff, and for who owns the workspace by breaking the glass and by nothing else.
 */
export function withdraw(caller: Caller, userId: string) {
  return change(caller, async (tx) => {
    const { workspaceId, now, who } = caller
    if (who.kind === 'support') throw new Problem('not-allowed')
    await mustOwnOtherwise(tx, caller)
    const member = await findMember(tx, caller, userId)
    if (!(await queries.deleteNominee(tx, workspaceId, userId))) throw new Problem('not-found')

    const use = await queries.findOpenUse(tx, workspaceId, userId, now)
    const ended = use?.grantId ? await takeBack(tx, caller, { ...use, grantId: use.grantId }) : []
    const about = { resourceId: userId, resourceName: member.name, detail: { email: member.email } }
    return changed(undefined, { type: 'Break-Glass Nomination Removed', ...about }, ...ended)
  })
}

function mayNominate({ world, principalId, who }: Caller, userId: string) {
  if (!isOwner(world, principalId, Number.MAX_SAFE_INTEGER)) {
    const message =
      'Your own ownership ends: a nomination would outlast it. Ask an owner without an end to nominate.'
    throw new Problem('not-allowed', { message })
  }
  if (userId !== who.id) return
  throw new Problem('not-allowed', {
    message: 'Nobody nominates themselves. Another owner can nominate you.',
  })
}
