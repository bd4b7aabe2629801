import type { Given } from '../../client/call.ts'
import type { audit } from '../../contract/audit.ts'
import type { Search, SearchName } from '../shell/addresses.ts'

/** What the trail is filtered by, as the address names it: an event, who did it, between which days, and about what. */
export const filterNames = [
  'event',
  'actor',
  'from',
  'until',
  'type',
  'resource',
  'inNameOf',
] as const satisfies SearchName[]

type Query = Omit<Given<typeof audit.list>['query'], 'pagination'>

/** Nothing happened here before; and whoever types a year passes through the years 2, 20 and 202. */
const YEAR_MIN = 1970

/** The filters of the address as the endpoint takes them. Both days are in, in the time zone of whoever looks. */
export function queryOf({ event, actor, from, until, type, resource, inNameOf }: Search): Query {
  const first = dayOf(from)
  const last = dayOf(until)
  // The two ends that the endpoint takes are left out by it.
  const before = (day: Date) => new Date(day.getTime() - 1).toISOString()
  const after = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).toISOString()
  return {
    ...(event && { type: event }),
    ...(actor && { actor }),
    ...(type && { resourceType: type }),
    ...(resource && { resourceId: resource }),
    ...(inNameOf && { onBehalfOf: inNameOf }),
    ...(first && { startTime: before(first) }),
    ...(last && { endTime: after(last) }),
  }
}

/** The first moment of a day such as `2026-03-31`, or null for what is no day. */
function dayOf(text: string | undefined): Date | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const day = new Date(`${text}T00:00:00`)
  return Number.isNaN(day.getTime()) || day.getFullYear() < YEAR_MIN ? null : day
}
