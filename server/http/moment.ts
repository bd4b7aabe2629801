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

// JavaScript takes 30 February for 2 March.
function isOnCalendar(day: string): boolean {
  const moment = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day)
}
