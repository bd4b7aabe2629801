import type { Search } from '../shell/addresses.ts'
import { type AccessRequest, states } from './request.ts'

/** In the address: no filter by state. Without a word about it, only what is open is shown. */
export const EVERY_STATE = 'all'

/** What the address of the page asks the list for. */
export function filtersOf({ state, requester }: Search): {
  state?: AccessRequest['state']
  requesterId?: string
} {
  const wanted = state === EVERY_STATE ? undefined : (states.find((one) => one === state) ?? 'open')
  return { ...(wanted && { state: wanted }), ...(requester && { requesterId: requester }) }
}
