import {
  affectedBy,
  compareAccess,
  type Difference,
  openWorld,
  type PrincipalFact,
  type TwoSides,
  type World,
} from '../../access/index.ts'
import { Problem } from '../../contract/problems.ts'
import type { Writer } from '../db/open.ts'
import { readAround } from './around.ts'
import type { Caller } from './caller.ts'
import { type Happened, inTurn, touchedBy } from './change.ts'
import { readTouched, type Touched } from './facts.ts'
import * as pen from './pen.ts'

/** What would come of it. `more` may be affected too and were not looked at one by one. */
export interface Rehearsed {
  happened: Happened[]
  differences: Difference[]
  more: number
  /** The instant at which the two sides were held against each other. */
  at: Date
}

/**
 * Does `work` as it would be done, and keeps nothing of it. One transaction: locks the workspace, hands `work` a caller whose
 * changes all happen in it, reads what they touched, takes everything back, and compares who may what. What the work is
 * refused is refused here. `tell` then says it, with a caller that reads everything as it still is. Inside a change it
 * throws, as a change would (docs/decisions/0020).
 */
export async function rehearse<Told>(
  caller: Caller,
  work: (rehearsing: Caller) => Promise<void>,
  tell: (reading: Caller, rehearsed: Rehearsed) => Promise<Told>,
): Promise<Told> {
  let told: { value: Told } | undefined
  try {
    await inTurn(caller, async (tx) => {
      const world = await admitted(tx, caller)
      const rehearsed = await rehearseIn(tx, { ...caller, world }, work)
      told = { value: await tell({ ...caller, world, db: tx }, rehearsed) }
      throw nothingIsKept
    })
  } catch (error) {
    if (error !== nothingIsKept) throw error
  }
  if (!told) throw new Error('a rehearsal ended, and nothing came of it')
  return told.value
}

/** What ends the transaction of a rehearsal, so that the database itself forgets it. */
const nothingIsKept = new Error('nothing of a rehearsal is kept')

/**
 * The caller as the changes so far have left it: with the rights that it would have for the next one. `on` is the resource
 * that the next one is about, if it is about one.
 */
export async function asLeftBy(rehearsing: Caller, on: { type: string; id: string } | null): Promise<Caller> {
  const { rehearsal, app, workspaceId, workspace, principalId } = rehearsing
  if (!rehearsal || !touchedBy(rehearsal.happened)) return rehearsing
  const about = { workspaceId, plan: workspace.plan }
  const facts = await readAround(rehearsal.tx, rehearsing, principalId, { on })
  return { ...rehearsing, world: openWorld(app.rules, about, facts) }
}

/** Since the caller was admitted, and while it waited for the lock, its rights may have been taken away. */
async function admitted(tx: Writer, caller: Caller): Promise<World> {
  const row = await pen.lockWorkspace(tx, caller.workspaceId)
  if (!row) throw new Problem('not-found')
  const world = await caller.app.worlds.within(tx, caller.workspaceId, row.access_version)
  caller.readmit?.({ ...caller, world })
  return world
}

async function rehearseIn(
  tx: Writer,
  caller: Caller,
  work: (rehearsing: Caller) => Promise<void>,
): Promise<Rehearsed> {
  const happened: Happened[] = []
  await pen.markPlace(tx)
  await work({ ...caller, db: tx, rehearsal: { tx, happened } })

  const touched = touchedBy(happened) ?? {}
  const after = await readAccess(tx, caller.workspaceId, touched)
  await pen.goBack(tx)
  const before = await readAccess(tx, caller.workspaceId, touched)
  return { happened, ...compare(caller, { before, after }) }
}

/** The plan is never part of it: no workspace's own call changes that. */
function readAccess(tx: Writer, workspaceId: string, touched: Touched): Promise<TwoSides['before']> {
  if (touched.plan) throw new Error('a change of plan cannot be rehearsed')
  return readTouched(tx, workspaceId, touched)
}

/** The caller is looked at first: what they would lose themselves is never left out. */
function compare({ app, workspaceId, world, principalId, now }: Caller, sides: TwoSides) {
  const affected = affectedBy(world, sides.after)
  const at = turningIn(sides, now.getTime())
  const subjects = affected.includes(principalId)
    ? [principalId, ...affected.filter((id) => id !== principalId)]
    : affected
  try {
    return { ...compareAccess(world, sides, { subjects, at }), at: new Date(at) }
  } catch (error) {
    app.worlds.drop(workspaceId)
    throw error
  }
}

/**
 * Now; or where something is given that is yet to begin, or somebody's membership will end, when the last of it does: before, nobody would
 * see what it means.
 */
function turningIn({ before, after }: TwoSides, now: number): number {
  const grantsOf = ({ principals = [], groups = [] }: TwoSides['before']) =>
    [...principals, ...groups].flatMap(({ grants }) => grants)
  const present = new Set(grantsOf(before).map(({ id }) => id))
  const fresh = grantsOf(after).filter(({ id }) => !present.has(id))
  const were = new Map(before.principals?.map((one) => [one.id, one]))
  const ends = (after.principals ?? []).flatMap((one) => nearerEnds(were.get(one.id), one))
  return Math.max(now, ...fresh.map(({ from = now }) => from), ...ends)
}

/** When somebody's membership, or place in a group, ends that lasted longer before. */
function nearerEnds(was: PrincipalFact | undefined, { until, groupEnds = {} }: PrincipalFact): number[] {
  if (!was) return []
  const ends = until !== undefined && until < (was.until ?? Infinity) ? [until] : []
  const places = Object.entries(groupEnds).filter(
    ([groupId, end]) => was.groups.includes(groupId) && end < (was.groupEnds?.[groupId] ?? Infinity),
  )
  return [...ends, ...places.map(([, end]) => end)]
}
