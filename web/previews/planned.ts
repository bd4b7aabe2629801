import type { Given } from '../../client/call.ts'
import type { Endpoint, Reply } from '../../contract/endpoint.ts'
import type { previews } from '../../contract/previews.ts'

/** A call that is looked at before it is made. */
export interface PlannedChange {
  route: string
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: Record<string, unknown>
}

export type Preview = Reply<typeof previews.make>
export type SubjectOfPreview = Preview['subjects'][number]

/** The same call as `useCall(endpoint).mutate(given)` would make, for a preview. */
export function planned<E extends Endpoint & { previewable: true }>(
  endpoint: E,
  given: Given<E>,
): PlannedChange {
  // Every given has these parts at most; which of them the endpoint has, its own type says.
  const { params, query, body } = given as Omit<PlannedChange, 'route'>
  return { route: endpoint.route, ...(params && { params }), ...(query && { query }), ...(body && { body }) }
}
