import type { World } from '../../access/index.ts'
import type { App } from '../caller/app.ts'
import type { Caller } from '../caller/caller.ts'
import { change, type Happened, outcome } from '../caller/change.ts'
import { type Acting, actFor, theSystem } from '../caller/system.ts'
import type { Writer } from '../db/open.ts'
import { newId } from '../platform/ids.ts'
import { isOpen, isOpenIn } from './doors.ts'
import * as queries from './queries.ts'
import { about } from './telling.ts'

/** So many are looked at in one change, which others wait for. */
const AT_ONCE_MAX = 50

/**
 * Writes down, in all workspaces, which requests wait for nothing any more, because their doors were opened otherwise, and tells those
 * who asked. Nobody has to wait for it: whoever looks is shown as much before.
 */
export async function settleAll(app: App): Promise<void> {
  const now = app.clock.now()
  for (const { version, ...workspace } of await queries.listWorkspaces(app.database.db)) {
    const world = await app.worlds.at(workspace.id, version)
    const acting = { app, now, requestId: newId(), ip: null, idempotency: null }
    await settleIn(acting, workspace, { world })
  }
}

/** The same for the requests of one person in the caller's workspace. In a rehearsal, which keeps nothing, it does nothing. */
export async function settle(caller: Caller, requesterId: string): Promise<void> {
  if (caller.rehearsal) return
  const { app, now, requestId, ip, workspace, world } = caller
  await settleIn({ app, now, requestId, ip, idempotency: null }, workspace, { world, requesterId })
}

async function settleIn(
  acting: Acting,
  workspace: Caller['workspace'],
  { world, requesterId }: { world: World; requesterId?: string },
) {
  const { app, now } = acting
  const waiting = await queries.listWaiting(app.database.db, workspace.id, { now, requesterId })
  const here = { app, now, workspaceId: workspace.id }
  const ids = waiting.filter((row) => isOpen(world, here, row)).map(({ id }) => id)
  for (let start = 0; start < ids.length; start += AT_ONCE_MAX) {
    const server = await actFor(acting, theSystem, workspace)
    const part = ids.slice(start, start + AT_ONCE_MAX)
    await change(server, async (tx) => outcome(undefined, await settleEach(tx, server, part)))
  }
}

/** What was looked at may have changed since: the transaction is asked once more. */
async function settleEach(tx: Writer, server: Caller, ids: string[]): Promise<Happened[]> {
  const { workspaceId, now } = server
  const happened: Happened[] = []
  for (const id of ids) {
    const row = await queries.findRequest(tx, workspaceId, id, now)
    if (row?.state !== 'open' || !row.isHere || !(await isOpenIn(tx, server, row))) continue
    await queries.closeRequest(tx, workspaceId, id, { state: 'granted', decided_at: now })
    const mail = [{ kind: 'access-request-decided', payload: { userId: row.requesterId, requestId: id } }]
    happened.push({ type: 'Access Request Resolved', ...about(server, row), mail })
  }
  return happened
}
