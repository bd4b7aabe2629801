const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How far away a moment (ISO 8601) is, in words: `in 6 days`, `in 3 hours`. */
export function untilWords(moment: string, nowMs: number, language: string): string {
  const left = new Date(moment).getTime() - nowMs
  const form = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const size = Math.abs(left)
  if (size >= DAY_MS) return form.format(Math.trunc(left / DAY_MS), 'day')
  if (size >= HOUR_MS) return form.format(Math.trunc(left / HOUR_MS), 'hour')
  return form.format(Math.trunc(left / MINUTE_MS), 'minute')
}
