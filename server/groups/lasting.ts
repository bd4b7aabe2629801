import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Writer } from '../db/open.ts'
import { endShown } from '../http/moment.ts'
import type { Named } from './changing.ts'
import { listPlaces, type Place } from './subjects/queries.ts'

/** A member or an invite, as groups and their events name it. */
export interface Subject {
  id: string
  kind: 'user' | 'invite'
  email: string
  name: string
}

/** Step: what to tell of those who were in a group, and are in it for longer, or not as long, as they were `before`. */
export async function tellEnds(
  tx: Writer,
  { workspaceId }: Caller,
  group: Named,
  { subjects, before }: { subjects: Subject[]; before: Map<string, Place> },
): Promise<Happened[]> {
  const ids = subjects.map((one) => one.id)
  const after = await listPlaces(tx, workspaceId, group.id, ids)
  return subjects.flatMap(({ id, kind, name }): Happened[] => {
    const place = after.get(id)
    const [was, is] = [endOf(before.get(id)), endOf(place)]
    if (!place || was?.getTime() === is?.getTime()) return []
    const times = { ...endShown(is), ...(was && { endsAtBefore: was.toISOString() }) }
    const about = {
      resourceId: id,
      resourceName: name,
      detail: { groupId: group.id, groupName: group.name, ...times },
    }
    const type = 'Group Membership End Changed'
    if (kind === 'invite') return [{ type, ...about, resourceType: 'INVITE', touches: {} }]
    return [{ type, ...about, touches: { principals: [id] } }]
  })
}

/** Until when somebody is in a group, whoever gives it; null: for good. */
export function endOf(place: Place | undefined): Date | null {
  return place === undefined || place.byOthers ? null : place.endsAt
}
