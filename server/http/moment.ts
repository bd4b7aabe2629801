import { Problem } from '../../contract/problems.ts'

/** A day, or a day and a time; without an offset it is UTC. Between the years 1000 and 2999, so that every database can hold it. */
const ISO = /^([12]\d{3}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/i

/** Reads an ISO 8601 moment of a request, such as `2026-03-01T09:30:00Z`. Raises `invalid-input` that names the field. */
export function readMoment(text: string, field: string): Date {
  const [, day = '', offset] = ISO.exec(text) ?? []
  const isTimeWithoutOffset = text.length > day.length && !offset
  const moment = new Date(isTimeWithoutOffset ? `${text}Z` : text)
  if (day && isOnCalendar(day) && !Number.isNaN(moment.getTime())) return moment

  throw new Problem('invalid-input', {
    field,
    message: `"${field}" must be an ISO 8601 moment, such as 2026-03-01T09:30:00Z`,
  })
}

/**
 * Reads until when something is given: null is for good, undefined is left out. Raises `invalid-input` that names the field for what is no
 * moment.
 */
export function readEnd(text: string | null | undefined, field: string): Date | null | undefined {
  return typeof text === 'string' ? readMoment(text, field) : text
}

/** Refuses to give something until a moment that has passed. Raises `invalid-input` that names the field. */
export function mustBeToCome(end: Date | null | undefined, field: string, now: Date) {
  if (end && end <= now)
    throw new Problem('invalid-input', { field, message: `"${field}" must be in the future` })
}

/** Which of two ends comes first; null is none. */
export function earlierOf(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}

/** Whether it lasts longer with one end than with the other; null is none. */
export function isLater(one: Date | null, other: Date | null): boolean {
  return other !== null && (one === null || one > other)
}

/** An end as replies and the audit trail have it: in ISO 8601, and only where there is one. */
export function endShown(endsAt: Date | null): { endsAt?: string } {
  return endsAt === null ? {} : { endsAt: endsAt.toISOString() }
}

// JavaScript takes 30 February for 2 March.
function isOnCalendar(day: string): boolean {
  const moment = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day)
}
