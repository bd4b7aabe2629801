import { isHere } from '../../../access/index.ts'
import { ownerRole, roleById } from '../../../contract/complete.ts'
import type { App } from '../../caller/app.ts'
import type { Caller } from '../../caller/caller.ts'
import { change, type Happened, type Mail, outcome } from '../../caller/change.ts'
import { actFor, theSystem } from '../../caller/system.ts'
import type { Reader, Writer } from '../../db/open.ts'
import { newId } from '../../platform/ids.ts'
import { mailOwners, ownership } from '../owners.ts'
import { holdsRole } from '../owning/queries.ts'
import { permissionsOf } from '../shown.ts'
import * as queries from './queries.ts'

/** Of a group, so many members are reminded; whoever manages a larger one tells them in better ways. */
const REMINDED_MAX = 50

/**
 * Reminds by mail of grants that end: whom they reach, three days before, or a day before where they were given for less than that;
 * and the owners, once somebody's ownership has ended. Once for each grant and each of them, however often it is called and by however
 * many servers; what is given for a day or less is too short for it (docs/decisions/0030). Ending needs nobody: decisions look at the time.
 */
export async function tellOfEnds(app: App): Promise<void> {
  const now = app.clock.now()
  const moment = { now, ownerRoleId: ownerRole(app.catalog).id }
  for (const workspace of await queries.listWorkspaces(app.database.db, moment)) {
    const acting = { app, now, requestId: newId(), ip: null, idempotency: null }
    const server = await actFor(acting, theSystem, workspace)
    await change(server, async (tx) => {
      const reminded = await remind(tx, server)
      const told = await tellOwners(tx, server, moment)
      return outcome(undefined, [...reminded, ...told])
    })
  }
}

/** What a letter says of grants that end: those that are there still, and reach this person. */
export async function endingFor(
  app: App,
  about: { workspaceId: string; userId: string; ids: string[] },
): Promise<{ roleName: string; group: string | null; endsAt: Date }[]> {
  const rows = await queries.listReaching(app.database.db, { ...about, now: app.clock.now() })
  return rows.map((row) => ({
    roleName: nameOf(app, row),
    group: row.holderKind === 'group' ? row.holderName : null,
    endsAt: row.endsAt,
  }))
}

async function remind(tx: Writer, server: Caller): Promise<Happened[]> {
  const { workspaceId, now } = server
  const ending = await activeOf(tx, server, await queries.listEnding(tx, workspaceId, now))
  if (ending.length === 0) return []

  const ofPerson = new Map<string, string[]>()
  for (const grant of ending) {
    for (const userId of await reachedBy(tx, server, grant)) {
      ofPerson.set(userId, [...(ofPerson.get(userId) ?? []), grant.id])
    }
  }
  const ids = ending.map(({ id }) => id)
  await queries.markTold(tx, workspaceId, ids, { reminded_at: now })
  // One letter for each person, whatever ends for them.
  const mail = [...ofPerson].map(
    ([userId, grantIds]): Mail => ({ kind: 'grant-ends', payload: { userId, grantIds } }),
  )
  return ending.map((grant, index) => happened(server, 'Policy Ends Soon', grant, index === 0 ? mail : []))
}

/** Of what the plan does not let count, nothing ends. */
async function activeOf(tx: Writer, server: Caller, ending: queries.EndingRow[]) {
  const active: queries.EndingRow[] = []
  for (const [holderId, some] of Map.groupBy(ending, (grant) => grant.holderId)) {
    const kind = some[0]?.holderKind ?? 'user'
    const held = await permissionsOf(tx, server, { kind, id: holderId })
    const counts = ({ roleId, endsAt }: queries.EndingRow) =>
      held.some((one) => one.active && one.roleId === roleId && one.endsAt === endsAt.toISOString())
    active.push(...some.filter(counts))
  }
  return active
}

async function reachedBy(
  db: Reader,
  { workspaceId, world, now }: Caller,
  { holderId, holderKind }: queries.EndingRow,
) {
  if (holderKind === 'user') return isHere(world, holderId, now.getTime()) ? [holderId] : []
  const first = await queries.listInGroup(db, workspaceId, holderId, { count: REMINDED_MAX, now })
  return first.map(({ id }) => id)
}

/** Whoever is an owner by something else still is one: of them there is nothing to tell. */
async function tellOwners(tx: Writer, server: Caller, moment: queries.Moment): Promise<Happened[]> {
  const { workspaceId, now } = server
  const ended = await queries.listEndedOwnership(tx, workspaceId, moment)
  if (ended.length === 0) return []
  await queries.markTold(
    tx,
    workspaceId,
    ended.map(({ id }) => id),
    { end_told_at: now },
  )
  const over: queries.EndingRow[] = []
  for (const one of ended) {
    const isStill = await holdsRole(tx, workspaceId, one.holderId, { ...ownership(server), now })
    if (!isStill) over.push(one)
  }
  const about = over.map((one) =>
    one.holderKind === 'group' ? `Everybody in the group ${one.holderName}` : one.holderName,
  )
  const mail = over.length > 0 ? await mailOwners(tx, server, 'ownership-ended', about) : []
  return over.map((grant, index) => happened(server, 'Ownership Ended', grant, index === 0 ? mail : []))
}

function happened(
  { app }: Caller,
  type: 'Policy Ends Soon' | 'Ownership Ended',
  grant: queries.EndingRow,
  mail: Mail[],
): Happened {
  const { holderId, holderKind, holderName, roleId, endsAt } = grant
  const roleName = nameOf(app, grant)
  const detail = {
    subjectType: holderKind,
    subjectId: holderId,
    roleId,
    roleName,
    endsAt: endsAt.toISOString(),
  }
  return { type, resourceId: holderId, resourceName: `${roleName}: ${holderName}`, detail, mail }
}

function nameOf({ catalog }: App, { roleId, customRoleName }: queries.EndingRow): string {
  return roleById(catalog, roleId)?.name ?? customRoleName ?? roleId
}
