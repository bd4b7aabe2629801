import { isHere, isOwner } from '../../../access/index.ts'
import { ownerRole } from '../../../contract/complete.ts'
import type { App } from '../../caller/app.ts'
import type { Caller } from '../../caller/caller.ts'
import { change, type Happened, outcome } from '../../caller/change.ts'
import { hasFeature } from '../../caller/plan.ts'
import { actFor, theSystem } from '../../caller/system.ts'
import type { Writer } from '../../db/open.ts'
import { mailOwners, withMail } from '../../grants/grants.ts'
import { newId } from '../../platform/ids.ts'
import * as queries from './queries.ts'

/**
 * Reminds by mail of memberships of the workspace and of groups that end: three days before, or a day before where they were given for less
 * than that; and tells the owners, once, when somebody's ownership ended by it. Once for each, however often it is called and by however many
 * servers (docs/decisions/0034). Ending needs nobody: decisions look at the time.
 */
export async function tellOfMembershipEnds(app: App): Promise<void> {
  const now = app.clock.now()
  for (const workspace of await queries.listWorkspaces(app.database.db, now)) {
    const acting = { app, now, requestId: newId(), ip: null, idempotency: null }
    const server = await actFor(acting, theSystem, workspace)
    await change(server, async (tx) => {
      const reminded = await remind(tx, server)
      return outcome(undefined, [...reminded, ...(await tellOwners(tx, server))])
    })
  }
}

/** What a letter says of memberships of a person that end: those of which it is to be spoken now. `group` is null for the workspace's own. */
export async function membershipsEndingFor(
  app: App,
  { workspaceId, userId }: { workspaceId: string; userId: string },
): Promise<{ group: string | null; endsAt: Date }[]> {
  const rows = await queries.listRemindedOf(app.database.db, workspaceId, { userId, now: app.clock.now() })
  return rows.map(({ groupName, endsAt }) => ({ group: groupName, endsAt }))
}

async function remind(tx: Writer, server: Caller): Promise<Happened[]> {
  const { workspaceId, now, world } = server
  const ending = await queries.listEndingSoon(tx, workspaceId, now)
  await queries.markTold(tx, workspaceId, ending, { reminded_at: now })
  // Who is no member any more loses no place, and a group that the plan does not let count is none.
  const counts = ({ userId, groupId }: queries.EndingRow) =>
    isHere(world, userId, now.getTime()) && (groupId === null || hasFeature(server, 'user-groups'))
  const byPerson = Map.groupBy(ending.filter(counts), ({ userId }) => userId)
  return [...byPerson].flatMap(([userId, some]): Happened[] => {
    const [first] = some
    if (!first) return []
    const groups = some.flatMap(({ groupName }) => groupName ?? [])
    const detail = { endsAt: first.endsAt.toISOString(), ...(groups.length > 0 && { groups }) }
    const mail = [{ kind: 'membership-ends', payload: { userId } }]
    return [{ type: 'Membership Ends Soon', resourceId: userId, resourceName: first.name, detail, mail }]
  })
}

/** Of the memberships that ended, those that took ownership along: whoever owns by something else still does. */
async function tellOwners(tx: Writer, server: Caller): Promise<Happened[]> {
  const { workspaceId, now, world, app } = server
  const ended = await queries.listEnded(tx, workspaceId, now)
  await queries.markTold(tx, workspaceId, ended, { end_told_at: now })
  const over = ended.filter(
    ({ userId, endsAt }) =>
      isOwner(world, userId, endsAt.getTime() - 1) && !isOwner(world, userId, now.getTime()),
  )
  const role = ownerRole(app.catalog)
  const told = over.map(({ userId, name, endsAt }): Happened => {
    const about = { subjectType: 'user', subjectId: userId, roleId: role.id, roleName: role.name }
    const detail = { ...about, endsAt: endsAt.toISOString() }
    return { type: 'Ownership Ended', resourceId: userId, resourceName: `${role.name}: ${name}`, detail }
  })
  const names = over.map(({ name }) => name)
  return told.length > 0 ? withMail(told, await mailOwners(tx, server, 'ownership-ended', names)) : []
}
