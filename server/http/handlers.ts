import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Endpoint, Input, Reply } from '../../contract/endpoint.ts'
import type { Problem } from '../../contract/problems.ts'
import type { Admitted } from '../caller/admit.ts'
import type { BrowserSecrets, Caller } from '../caller/caller.ts'
import type { CookieSecrets } from './cookies.ts'

/** What a streaming endpoint answers: the bytes, and the name of the file they should be saved as. */
export interface Download {
  /** Left out for a page that is shown in place. */
  fileName?: string
  headers?: Record<string, string>
  stream: Readable
}

/** What very few handlers want of HTTP itself. */
export interface Wire {
  headers: IncomingHttpHeaders
  /** What this browser keeps besides a session. */
  browser: BrowserSecrets
  /** Answers with another status of success than the declared one. */
  answerWith(status: number): void
  /** Gives the browser secrets to keep in cookies, or takes them away (null). */
  setSecrets(secrets: CookieSecrets): void
  /** Says where a thing that was made is from now on (`Location`). `to` is a whole address of ours. */
  locate(to: string): void
  /** Says for whoever observes the feature what the request did. */
  tell(did: unknown): void
  /** Sends the browser elsewhere (303) instead of answering. `to` is a path of ours, or an address from configuration. */
  redirect(to: string): Download
}

type Answer<E extends Endpoint> = E extends { stream: string } ? Download : Reply<E>

/** One handler for each endpoint of a feature. It gets the proof that the endpoint's access was decided, and checked input. */
export type Handlers<Endpoints extends Record<string, Endpoint>> = {
  [Name in keyof Endpoints]: (
    caller: Admitted<Endpoints[Name]['access']>,
    input: Input<Endpoints[Name]>,
    wire: Wire,
  ) => Answer<Endpoints[Name]> | Promise<Answer<Endpoints[Name]>>
}

/** One request of a caller who was admitted, and how it ended. */
export interface Exchange {
  method: string
  /** Path and query, as they came. */
  url: string
  body: unknown
  status: number
  problem: Problem | null
  /** What the handler told of itself. */
  did: unknown
}

/** Is shown every request to a feature after it was answered or refused; never waits and never fails. */
export type Observe = (caller: Caller, exchange: Exchange) => void

/** A feature's endpoints with their handlers: a line of the table of contents in app.ts. */
export interface Feature {
  name: string
  endpoints: Record<string, Endpoint>
  // Each handler was checked against its own endpoint when the feature was made; here they are all of one kind.
  handlers: Record<string, (caller: never, input: never, wire: Wire) => unknown>
  observe?: Observe
}

/** Joins endpoints and handlers, checked against each other. */
export function feature<Endpoints extends Record<string, Endpoint>>(
  name: string,
  endpoints: Endpoints,
  handlers: Handlers<Endpoints>,
  observe?: Observe,
): Feature {
  return {
    name,
    endpoints,
    handlers: handlers as unknown as Feature['handlers'],
    ...(observe && { observe }),
  }
}
