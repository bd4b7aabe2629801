import type { JsonObject } from '../../db/tables.ts'

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
/** What one page holds at most: the `filter.maxResults` of the ServiceProviderConfig. */
export const COUNT_MAX = 200
/** Far beyond every list, and within what a database counts. */
const START_MAX = 1_000_000_000

/** The part of a list that is asked for: from `startIndex` on, 1-based, at most `count`. */
export interface Window {
  startIndex: number
  count: number
}

/** RFC 7644, section 3.4.2.4: below 1 is 1, below 0 is 0, and more than 200 is 200, as is what is not said. */
export function readWindow({ startIndex = 1, count = COUNT_MAX }: Partial<Window>): Window {
  return {
    startIndex: Math.min(Math.max(Math.trunc(startIndex), 1), START_MAX),
    count: Math.min(Math.max(Math.trunc(count), 0), COUNT_MAX),
  }
}

/** A page in the form of RFC 7644, section 3.4.2. `total` counts what the filter leaves, on all pages. */
export function listOf(
  resources: JsonObject[],
  { total, startIndex }: { total: number; startIndex: number },
): JsonObject {
  const page = { totalResults: total, startIndex, itemsPerPage: resources.length }
  return { schemas: [LIST], ...page, Resources: resources }
}
