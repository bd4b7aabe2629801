import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer } from 'react'
import { now } from './now.ts'

const MINUTE_MS = 60_000
/** What clocks differ by: a little later is better than a little too soon. */
const LATE_MS = 1_000
/** Beyond this, browsers do not wait but begin at once. */
const WAIT_MAX = 2 ** 31 - 1

/** Draws whoever uses it anew every minute: for moments that are counted from now on. */
export function useMinutes() {
  const [, tick] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    const timer = setInterval(tick, MINUTE_MS)
    return () => clearInterval(timer)
  }, [])
}

/** When a moment (ISO 8601) has come, everything that the page shows is asked for once more: something ends then. */
export function useEnd(moment: string | null) {
  const queries = useQueryClient()
  useEffect(() => {
    const wait = moment === null ? Number.NaN : Date.parse(moment) - now()
    if (!(wait > 0 && wait < WAIT_MAX)) return
    const timer = setTimeout(() => void queries.invalidateQueries(), wait + LATE_MS)
    return () => clearTimeout(timer)
  }, [moment, queries])
}

/** The moment (ISO 8601) so many milliseconds from now. */
export function fromNow(ms: number): string {
  return new Date(now() + ms).toISOString()
}
