import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'
import type { Dialect } from '../../contract/endpoint.ts'
import { Problem, type ProblemCode, problems } from '../../contract/problems.ts'
import { newId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { everywhere } from './headers.ts'
import { SCIM_TYPE, scimError, scimStatus } from './scim.ts'

/** Fastify's own refusals, as ours. Anything else with a status of 4xx is invalid input. */
const fastifyCodes: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid-input',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid-input',
  FST_ERR_BAD_URL: 'not-found',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
}

/** AuthZEN knows 400 for a wrong request, of whatever kind, and 403 for who may not use the decision point (AZ-8, AZ-9, AZ-12). */
const authzenStatus: Partial<Record<ProblemCode, number>> = {
  'invalid-input': 400,
  'unsupported-media-type': 400,
  'plan-limit': 403,
}

/** PostgreSQL and pool errors after which trying again is right: nothing was changed, the database is away or busy. */
const unavailableCodes = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '55P03',
  '57014',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
])

/** What the driver (pg) and db/postgres.ts say without a code. */
const unavailableMessages =
  /timeout exceeded when trying to connect|Connection terminated|is not queryable|the database did not answer/

/** Turns whatever was thrown into a problem. What is nobody's mistake but ours is logged and said as `server-error`. */
export function asRefusal(error: unknown, log: Log, requestId: string): Problem {
  if (error instanceof Problem) return error
  const { code, statusCode, message } = error as {
    code?: string
    statusCode?: number
    message?: string
  }
  const known = code ? fastifyCodes[code] : undefined
  if (known) return new Problem(known)
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Problem('invalid-input')

  log.error({ err: error, requestId }, 'request failed')
  const isAway =
    (code && (unavailableCodes.has(code) || code.startsWith('08'))) || unavailableMessages.test(message ?? '')
  return new Problem(isAway ? 'unavailable' : 'server-error')
}

/**
 * Answers a problem in the manner of the API it came by. Public API: `{errors: [{type, message, field?, data?, status}]}`,
 * never empty, and 401 for "not allowed" as Segment documents (public-api 1.6). Decision API: a string (AZ-8),
 * with `WWW-Authenticate` on 401 (AZ-12). SCIM: its own form (RFC 7644, section 3.12). Elsewhere the Public API's form with the plain status.
 */
export function refuse(reply: FastifyReply, problem: Problem, dialect: Dialect) {
  const status = statusIn(dialect, problem)
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="claviger"')
  if (status === 429 || status === 503)
    reply.header('retry-after', String(problem.details.data?.retryAfterSeconds ?? 1))
  reply
    .code(status)
    .type(dialect === 'scim' ? SCIM_TYPE : 'application/json; charset=utf-8')
    .serializer(JSON.stringify)
  if (dialect === 'authzen') return reply.send(problem.message)
  if (dialect === 'scim') return reply.send(scimError(problem, status))
  return reply.send({ errors: errorsOf(problem, status) })
}

/** Node's words for a connection that brought no whole request. Any other is one that cannot be read. */
const brokenConnections: Record<string, { status: number; reason: string; message: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    reason: 'Request Timeout',
    message: 'The request took too long to arrive.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    reason: 'Request Header Fields Too Large',
    message: 'The headers are too large.',
  },
}
const unreadable = { status: 400, reason: 'Bad Request', message: 'This is not a request of HTTP/1.1.' }

/** Answers, in the Public API's form, a connection whose request never reached a route, and ends it. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket) {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const { status, reason, message } = brokenConnections[error.code ?? ''] ?? unreadable
    const body = JSON.stringify({ errors: errorsOf(new Problem('invalid-input', { message }), status) })
    const head = [
      `HTTP/1.1 ${status} ${reason}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${newId()}`,
      ...Object.entries(everywhere).map(([name, value]) => `${name}: ${value}`),
      'connection: close',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
  socket.destroy(error)
}

/** The status of a problem in a dialect. */
export function statusIn(dialect: Dialect, problem: Problem): number {
  if (dialect === 'scim') return scimStatus(problem) ?? problem.status
  if (dialect === 'api' && problem.status === 403) return 401
  return (dialect === 'authzen' && authzenStatus[problem.code]) || problem.status
}

/** More faults than anybody reads would only make the answer larger than the question. */
const FAULTS_MAX = 500

function errorsOf(problem: Problem, status: number) {
  const { type } = problems[problem.code]
  const { faults, field, data } = problem.details
  const common = { type, status, data: { code: problem.code, ...data } }
  if (type === 'RequestError') return [{ type, message: problem.message, status, data }]
  if (faults && faults.length > 0)
    return faults.slice(0, FAULTS_MAX).map((one) => ({
      ...common,
      message: one.message,
      field: one.field,
    }))
  return [{ ...common, message: problem.message, ...(field ? { field } : {}) }]
}
