import { previews } from '../../contract/previews.ts'
import { useReply } from '../data.ts'
import type { PlannedChange, Preview, SubjectOfPreview } from './planned.ts'

/** A preview takes so many calls (contract/previews.ts). */
export const CHANGES_MAX = 20

/** What would happen if these calls were made; of very many, the first. Whatever is changed meanwhile, it is asked for again. */
export function usePreview(changes: readonly PlannedChange[], isWanted = true) {
  const body = { changes: changes.slice(0, CHANGES_MAX) }
  return useReply(previews.make, { body }, { enabled: isWanted && changes.length > 0 })
}

/** How many only gain, only lose, or do both. Whoever becomes an owner gains, and whoever leaves loses. */
export function countsOf({ subjects }: Preview) {
  const none = { gain: 0, lose: 0, both: 0 }
  const counts = { user: { ...none }, token: { ...none } }
  for (const subject of subjects.filter(isTouched)) {
    const kind = !isLosing(subject) ? 'gain' : isGaining(subject) ? 'both' : 'lose'
    counts[subject.type][kind] += 1
  }
  return counts
}

/** Whether the change matters to this one at all. */
export function isTouched(subject: SubjectOfPreview): boolean {
  return isGaining(subject) || isLosing(subject)
}

function isGaining({ gains, isOwner, isHere }: SubjectOfPreview): boolean {
  return gains.length > 0 || (isOwner.after && !isOwner.before) || (isHere.after && !isHere.before)
}

function isLosing({ losses, isOwner, isHere }: SubjectOfPreview): boolean {
  return losses.length > 0 || (isOwner.before && !isOwner.after) || (isHere.before && !isHere.after)
}
