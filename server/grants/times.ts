import { type Fault, Problem } from '../../contract/problems.ts'
import { readMoment } from '../http/moment.ts'

/** From when something is given, that instant included, and until when, that instant excluded; null: without limit. */
export interface Times {
  startsAt: Date | null
  endsAt: Date | null
}

/** The times of a permission as they were written. What is no moment, and an end before the beginning, becomes a fault. */
export function readTimes(
  { startsAt, endsAt }: { startsAt?: string | null; endsAt?: string | null },
  field: string,
  faults: Fault[],
): Times {
  const times = {
    startsAt: readLimit(startsAt, `${field}.startsAt`, faults),
    endsAt: readLimit(endsAt, `${field}.endsAt`, faults),
  }
  if (times.startsAt && times.endsAt && times.endsAt <= times.startsAt) {
    faults.push({ field: `${field}.endsAt`, message: `"${field}.endsAt" must be after "${field}.startsAt"` })
  }
  return times
}

/** Whether it has ended at this instant. */
export function isPast({ endsAt }: Pick<Times, 'endsAt'>, at: Date): boolean {
  return endsAt !== null && endsAt <= at
}

/** Whether it counts at this instant, as far as time goes. */
export function isWithin({ startsAt, endsAt }: Times, at: Date): boolean {
  return (startsAt === null || startsAt <= at) && (endsAt === null || at < endsAt)
}

/** The times as replies and the audit trail have them: in ISO 8601, and only where there is a limit. */
export function timesShown({ startsAt, endsAt }: Times): { startsAt?: string; endsAt?: string } {
  return {
    ...(startsAt && { startsAt: startsAt.toISOString() }),
    ...(endsAt && { endsAt: endsAt.toISOString() }),
  }
}

function readLimit(text: string | null | undefined, field: string, faults: Fault[]): Date | null {
  if (text === null || text === undefined) return null
  try {
    return readMoment(text, field)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    faults.push({ field, message: error.message })
    return null
  }
}
