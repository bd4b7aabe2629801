import { setTimeout } from 'node:timers/promises'
import type { Static } from 'typebox'
import type { echo } from '../../contract/echo.ts'
import { Problem } from '../../contract/problems.ts'
import type { Wire } from '../http/handlers.ts'

type Query = Static<typeof echo.get.query>

/** Headers that hold a credential. */
const masked = new Set(['authorization', 'cookie', 'proxy-authorization'])
/** Statuses that have no body, or send a client elsewhere. */
const BODILESS = /^(204|205|3\d\d)$/

/**
 * Answers what was sent; late, with another status or with an error, as asked (public-api 3.3). The credential in the headers
 * is masked. Raises `asked-for`, `server-error`, and `invalid-input` for a status that could carry no answer.
 */
export async function answerEcho(query: Query, wire: Wire) {
  const { message, delay = 0, statusCode } = query
  if (statusCode !== undefined && BODILESS.test(String(statusCode))) {
    const wrong = '"statusCode" must be a status that has a body: 200 to 299 without 204 and 205, 400 to 599'
    throw new Problem('invalid-input', { field: 'statusCode', message: wrong })
  }
  if (delay > 0) await setTimeout(delay)
  refuseAsAsked(query)
  if (statusCode !== undefined) wire.answerWith(statusCode)
  const headers = Object.entries(wire.headers).map(([name, value]) => [
    name,
    masked.has(name) ? '(hidden)' : value,
  ])
  return { method: 'get' as const, message, headers: Object.fromEntries(headers) }
}

function refuseAsAsked({ message, statusCode = 200, ...trigger }: Query) {
  if (trigger.triggerError) throw new Problem('asked-for', { message })
  if (trigger.triggerMultipleErrors) {
    const faults = ['message', 'triggerMultipleErrors'].map((field) => ({ field, message }))
    throw new Problem('asked-for', { message, faults })
  }
  if (trigger.triggerUnexpectedError) throw new Problem('server-error')
  if (statusCode >= 400) throw new Problem('asked-for', { message, status: statusCode })
}
