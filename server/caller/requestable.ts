import type { Caller } from './caller.ts'

/** What `POST /access-requests` takes for a door that was closed; a message comes with it. */
export interface Requestable {
  resource: { type: string; id?: string }
  action: string
}

/** What a refused person can ask for, as it is sent; null for whoever is no person, and so asks for nothing. */
export function requestableBy(
  { who }: Pick<Caller, 'who'>,
  action: string,
  { type, id }: { type: string; id: string | null },
): Requestable | null {
  return who.kind === 'user' ? { resource: { type, ...(id !== null && { id }) }, action } : null
}
