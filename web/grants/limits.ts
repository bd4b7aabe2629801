import { useTranslation } from 'react-i18next'
import { useMoments } from '../shell/moments.ts'
import { now } from '../shell/now.ts'

/** From when something is given, and until when, in ISO 8601; null or left out: without limit. */
export interface Limits {
  startsAt?: string | null | undefined
  endsAt?: string | null | undefined
}

export type Standing = 'always' | 'until' | 'not-yet' | 'ended'

/** How something that is given for a time stands at present. */
export function standingOf({ startsAt, endsAt }: Limits): Standing {
  if (endsAt && Date.parse(endsAt) <= now()) return 'ended'
  if (startsAt && Date.parse(startsAt) > now()) return 'not-yet'
  return endsAt ? 'until' : 'always'
}

export function hasEnded(limits: Limits): boolean {
  return standingOf(limits) === 'ended'
}

/** `until 24 Nov, 17:00`, `from 24 Nov, 09:00 until 17:00`, `ended 24 Nov, 17:00`; for what has no limit: `without end`. */
export function useLimitWords(): (limits: Limits) => string {
  const { t } = useTranslation()
  const moments = useMoments()
  return (limits) => {
    const standing = standingOf(limits)
    const start = limits.startsAt ? moments.short(limits.startsAt) : ''
    const end = limits.endsAt ? moments.short(limits.endsAt) : ''
    if (standing === 'always') return t('grants.withoutEnd')
    if (standing === 'ended') return t('grants.ended', { end })
    if (standing === 'until') return t('grants.until', { end })
    return end === '' ? t('grants.from', { start }) : t('grants.fromUntil', { start, end })
  }
}

const presets = ['none', 'hour', 'today', 'day', 'week', 'month', 'date'] as const
/** How long something is given, as people choose it. */
export type Term = (typeof presets)[number]
export const terms: readonly Term[] = presets

const HOUR_MS = 3_600_000
const lengths: Partial<Record<Term, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
}

/** The end of a term that begins at `start`, or now; null for none. `date` is what a field for date and time has. */
export function endOfTerm(term: Term, date: string, start: string | null): string | null {
  if (term === 'none') return null
  if (term === 'date') return momentOf(date)
  const from = start === null ? now() : Date.parse(start)
  const length = lengths[term]
  return new Date(length === undefined ? endOfDay(from) : from + length).toISOString()
}

/** The moment that a field for date and time has, where the person is; null for none. */
export function momentOf(text: string): string | null {
  const moment = Date.parse(text)
  return Number.isNaN(moment) ? null : new Date(moment).toISOString()
}

/** A moment as a field for date and time wants it. */
export function inField(moment: string): string {
  const then = new Date(moment)
  const two = (part: number) => String(part).padStart(2, '0')
  const day = [then.getFullYear(), two(then.getMonth() + 1), two(then.getDate())].join('-')
  return `${day}T${two(then.getHours())}:${two(then.getMinutes())}`
}

function endOfDay(instant: number): number {
  const day = new Date(instant)
  day.setHours(23, 59, 59, 0)
  return day.getTime()
}
