import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Writer } from '../db/open.ts'
import { askBeforeJoining, keepAnOwner, mailIfOwner, withMail } from '../grants/grants.ts'
import { isLater } from '../http/moment.ts'
import type { Named } from './changing.ts'
import { fill } from './filling.ts'
import { endOf, type Subject, tellEnds } from './lasting.ts'
import * as queries from './subjects/queries.ts'

/**
 * Step: puts members and invites into a group by hand, until `endsAt` (null: for good). Who is in it already stays until then instead; where
 * it is left out, as long as before, or for good where their place has ended. Raises `last-owner`, `step-up-required` and `not-allowed`
 * where the group owns the workspace. What else is to be asked is the caller's, as for `fill`.
 */
export async function addByHand(
  tx: Writer,
  caller: Caller,
  group: Named,
  { wanted, endsAt }: { wanted: Subject[]; endsAt: Date | null | undefined },
): Promise<Happened[]> {
  const { workspaceId, now } = caller
  const idsOf = (some: Subject[]) => some.map((one) => one.id)
  const before = await queries.listPlaces(tx, workspaceId, group.id, idsOf(wanted))
  const come = wanted.filter((one) => !before.has(one.id))
  const stay = wanted.filter((one) => before.has(one.id))
  const over = stay.filter((one) => isOver(before.get(one.id), now))
  const moved = stay.filter((one) =>
    endsAt === undefined ? over.includes(one) : differs(before.get(one.id), endsAt),
  )
  if (stay.length > 0)
    await queries.insertSubjects(tx, workspaceId, group.id, { ids: idsOf(stay), by: 'hand', createdAt: now })
  if (moved.length > 0) {
    const until = endsAt ?? null
    const isLonger = moved.some((one) => isLater(until, endOf(before.get(one.id))))
    if (isLonger) await askBeforeJoining(tx, caller, group.id, until)
    await queries.setEnds(tx, workspaceId, group.id, { ids: idsOf(moved), endsAt: until, setAt: now })
    if (until) await keepAnOwner(tx, caller)
  }
  const joined = await fill(tx, caller, group, { come, gone: [], endsAt: endsAt ?? null })
  const told = await tellEnds(tx, caller, group, { subjects: moved, before })
  const back = over.filter((one) => moved.includes(one) && one.kind === 'user').map((one) => one.name)
  return [...joined, ...withMail(told, await mailIfOwner(tx, caller, group.id, back))]
}

function isOver(place: queries.Place | undefined, now: Date): boolean {
  const end = endOf(place)
  return end !== null && end <= now
}

function differs(place: queries.Place | undefined, endsAt: Date | null): boolean {
  return place?.byHand !== true || place.endsAt?.getTime() !== endsAt?.getTime()
}
