import { check, endOf, isOwner, openWorld, type World } from '../../access/index.ts'
import { readAround } from '../caller/around.ts'
import type { Caller } from '../caller/caller.ts'
import type { Reader } from '../db/open.ts'
import type { WaitingRow } from './queries.ts'

/**
 * Who stands before what. `resourceId` null is the type as a whole; of the workspace it means nothing. `openUntil` is for how long
 * it was open already when it was asked for: then it is about longer than that.
 */
export type Door = Pick<WaitingRow, 'requesterId' | 'type' | 'resourceId' | 'action' | 'openUntil'>

type Here = Pick<Caller, 'app' | 'workspaceId' | 'now'>

/** What `endOfDoor` answers of a door that is closed, and of one that is open for good. */
export const CLOSED = -Infinity
export const FOR_GOOD = Infinity

/** The resource of a door, as questions to the engine name it. */
export function resourceOf(
  { workspaceId }: Pick<Caller, 'workspaceId'>,
  { type, resourceId }: Pick<Door, 'type' | 'resourceId'>,
) {
  return { type, id: type === 'workspace' ? workspaceId : resourceId }
}

/** The resource of a door that may be in the registry. */
export function registered({ type, resourceId: id }: Pick<Door, 'type' | 'resourceId'>) {
  return type === 'workspace' || id === null ? null : { type, id }
}

/**
 * Each of these actions opens the door: the one that was refused, or without one, whatever can be done to the thing, as the registry has
 * it. None for the workspace itself without an action: nobody can say what is meant then.
 */
export function openedBy(
  { app }: Pick<Caller, 'app'>,
  { type, action }: Pick<Door, 'type' | 'action'>,
): string[] {
  if (action !== null) return [action]
  if (type === 'workspace') return []
  const actions = Object.entries(app.catalog.resourceTypes[type]?.actions ?? {})
  return actions.filter(([, spec]) => !spec.creates).map(([name]) => name)
}

/**
 * Until when a door is open that is open at this moment, by a world: in milliseconds since the epoch, `FOR_GOOD` without an end; `CLOSED`.
 * Where nobody can say what is meant, it is open to owners.
 */
export function endOfDoor(world: World, here: Here, door: Omit<Door, 'openUntil'>): number {
  const at = here.now.getTime()
  const about = { who: door.requesterId, resource: resourceOf(here, door), at }
  const actions = openedBy(here, door)
  if (actions.length === 0) return isOwner(world, door.requesterId, at) ? FOR_GOOD : CLOSED
  const open = actions.map((action) => ({ ...about, action })).filter((question) => check(world, question))
  return Math.max(CLOSED, ...open.map((question) => endOf(world, question) ?? FOR_GOOD))
}

/** Whether a request for this door has nothing to wait for at this moment: it is open, and for longer than it was when it was asked for. */
export function isOpen(world: World, here: Here, door: Door): boolean {
  return endOfDoor(world, here, door) > (door.openUntil?.getTime() ?? CLOSED)
}

/** The same as `db` sees it: in a change, also after what it did so far, and in a rehearsal. */
export async function isOpenIn(
  db: Reader,
  here: Here & Pick<Caller, 'workspace'>,
  door: Door,
): Promise<boolean> {
  const { app, workspaceId, workspace } = here
  const facts = await readAround(db, here, door.requesterId, { on: registered(door) })
  return isOpen(openWorld(app.rules, { workspaceId, plan: workspace.plan }, facts), here, door)
}
