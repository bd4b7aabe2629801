import { isOwner, type World } from '../../access/index.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { requiresSso } from '../caller/plan.ts'
import type { Reader, Writer } from '../db/open.ts'
import * as queries from './queries.ts'

/** How it stands with support access in a workspace. */
export interface Standing {
  /** Whether the workspace lets people in through its single sign-on alone: then support staff stays outside (rules, section 12). */
  ssoRequired: boolean
  /** The access that was not ended and is not over. */
  open: queries.AccessRow | undefined
  /** Whether somebody can come in by it: who granted it owns the workspace still. */
  isOwned: boolean
  /** So many hours after somebody came in the workspace ends every session. */
  sessionHours: number
}

type Place = Pick<Caller, 'app' | 'workspaceId' | 'now'>

/** How it stands by a world that is known to be fresh. Raises `not-found` where the workspace is gone. */
export async function standingIn(db: Reader, place: Place, world: World): Promise<Standing> {
  return judge(db, place, { world, workspace: await find(db, place) })
}

/** Step: how it stands by what the transaction sees, which has the workspace's lock. */
export async function standingNow(tx: Writer, place: Place): Promise<Standing> {
  const workspace = await find(tx, place)
  const world = await place.app.worlds.within(tx, place.workspaceId, workspace.version)
  return judge(tx, place, { world, workspace })
}

async function find(db: Reader, { workspaceId }: Place) {
  const workspace = await queries.findWorkspace(db, { id: workspaceId })
  if (!workspace) throw new Problem('not-found')
  return workspace
}

async function judge(
  db: Reader,
  { app, workspaceId, now }: Place,
  { world, workspace }: { world: World; workspace: Awaited<ReturnType<typeof find>> },
): Promise<Standing> {
  const open = await queries.findOpen(db, workspaceId, now)
  const isOwned = open !== undefined && isOwner(world, open.ownerId, now.getTime())
  const sessionHours = Number(workspace.settings.sessionHours ?? Infinity)
  return { ssoRequired: requiresSso(app, workspace), open, isOwned, sessionHours }
}
