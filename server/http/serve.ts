import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Dialect, Endpoint } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import { admit } from '../caller/admit.ts'
import type { App } from '../caller/app.ts'
import type { Caller, Idempotency, Person, Visitor } from '../caller/caller.ts'
import { isConsoleRoute } from './console.ts'
import { refuseOtherSites, secretsOf, setSecrets } from './cookies.ts'
import { readForms } from './form.ts'
import type { Download, Exchange, Feature, Observe, Wire } from './handlers.ts'
import { type Limit, openLimit } from './limits.ts'
import { refuseBadQuery } from './query.ts'
import { asRefusal, refuse, statusIn } from './refuse.ts'
import { readScim, SCIM_TYPE } from './scim.ts'
import { checkInput, checkParams, checkQuery } from './validate.ts'

/** What a request carries between admission and its handler. */
interface Admission {
  endpoint: Endpoint
  visitor: Visitor
  caller: Caller | Person | Visitor
  /** What the handler told of itself. */
  did?: unknown
}

const admissions = new WeakMap<FastifyRequest, Admission>()
const fromContract = Symbol('a route of the contract')

/** Where each dialect is served: with a token alone, and under the workspace that the path names (design: product). */
const mounts: Record<Dialect, string[]> = {
  api: ['/api', '/w/:workspace/api'],
  authzen: ['', '/w/:workspace'],
  scim: ['', '/w/:workspace'],
  plain: [''],
}

const USER_AGENT_MAX = 500

/** Registers every endpoint of every feature. A feature whose action the running catalog lacks is left out. */
export function serve(fastify: FastifyInstance, app: App, features: Feature[]) {
  const general = openLimit(app.config.rateCallsPerMinute)
  for (const { endpoints, handlers, observe } of features) {
    for (const [operation, endpoint] of Object.entries(endpoints)) {
      const handler = handlers[operation]
      if (!handler) throw new Error(`${endpoint.route} has no handler`)
      if (!isServed(app, endpoint)) continue
      const served = { endpoint, handler, general, observe }
      const read = endpoint.form ? readForms : endpoint.dialect === 'scim' ? readScim : null
      if (read) fastify.register(async (scope) => routeReading(scope, app, served, read))
      else route(fastify, app, served)
    }
  }
}

/** Whether the running catalog has the action that the endpoint asks for. */
export function isServed({ catalog }: App, { access }: Endpoint): boolean {
  if (access.kind !== 'can') return true
  return Object.values(catalog.resourceTypes).some((type) => Object.hasOwn(type.actions, access.action))
}

/** Refuses, at boot, every route that did not come from the contract; the documentation and the console are the exceptions. */
export function guardRoutes(fastify: FastifyInstance) {
  fastify.addHook('onRoute', ({ url, method, config }) => {
    const isDocumentation = url.startsWith('/api/docs')
    const isOurs = config !== undefined && fromContract in config
    if (!isOurs && !isDocumentation && !isConsoleRoute(method, url))
      throw new Error(`${url} is not in the contract: declare it there`)
  })
}

interface Served {
  endpoint: Endpoint
  /** What a caller may call in all, whichever endpoints. */
  general: Limit | null
  handler: Feature['handlers'][string]
  observe: Observe | undefined
}

/** In a scope of its own: what is read there is read nowhere else. */
function routeReading(
  scope: FastifyInstance,
  app: App,
  served: Served,
  read: (scope: FastifyInstance) => void,
) {
  read(scope)
  route(scope, app, served)
}

function route(fastify: FastifyInstance, app: App, served: Served) {
  const { endpoint } = served
  const dialect = endpoint.dialect ?? 'api'
  const limits = [served.general, openLimit(perMinute(app, endpoint))].filter((limit) => limit !== null)
  const schema = schemaOf(endpoint)
  const paths = [endpoint.path, ...(endpoint.also ?? [])]
  for (const mount of mounts[dialect]) {
    for (const path of paths) {
      fastify.route({
        method: endpoint.method,
        url: path === '/' && mount !== '' ? mount : mount + path,
        schema,
        config: { [fromContract]: true },
        onRequest: (request, reply) => enter({ app, endpoint, limits }, request, reply),
        handler: (request, reply) => answer(served, request, reply),
        errorHandler: (error, request, reply) => {
          const problem = asRefusal(error, app.log, request.id)
          observed(served, request, { status: statusIn(dialect, problem), problem })
          return refuse(reply, problem, dialect)
        },
      })
    }
  }
}

function perMinute(app: App, { perMinute }: Endpoint): number {
  return perMinute === undefined || app.config.rateWritesPerMinute === 0
    ? 0
    : Math.ceil((perMinute * app.config.rateWritesPerMinute) / 60)
}

/** The reply's schema is an allow-list: what it does not name is not sent. */
function schemaOf({ reply, status = 200, dialect = 'api', stream }: Endpoint) {
  if (stream) return {}
  return { response: { [status]: dialect === 'api' ? Type.Object({ data: reply }) : reply } }
}

/** Before the body is read: who is it, may they, and how often. */
async function enter(
  { app, endpoint, limits }: { app: App; endpoint: Endpoint; limits: Limit[] },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const params = request.params as Record<string, string>
  const visitor = visitorOf(app, request, params.workspace ?? null)
  if (!endpoint.fromOtherSites) refuseOtherSites(request, visitor)
  const caller = await admit(visitor, endpoint, params)
  admissions.set(request, { endpoint, visitor, caller })
  for (const limit of limits) {
    const used = await limit.use(
      'who' in caller ? `${caller.workspaceId}/${caller.who.id}` : (visitor.ip ?? ''),
      visitor.now,
    )
    reply.header('x-ratelimit-consumed', used.consumed)
    reply.header('x-ratelimit-remaining', used.remaining)
    reply.header('x-ratelimit-reset', used.resetsAt.toUTCString())
  }
}

function visitorOf(app: App, request: FastifyRequest, workspaceSlug: string | null): Visitor {
  const { id: requestId, ip } = request
  const userAgent = request.headers['user-agent']?.slice(0, USER_AGENT_MAX) ?? null
  return {
    app,
    now: app.clock.now(),
    requestId,
    ip,
    userAgent,
    ...secretsOf(request),
    workspaceSlug,
    idempotency: null,
  }
}

async function answer(served: Served, request: FastifyRequest, reply: FastifyReply) {
  const { endpoint, handler } = served
  const admission = admissions.get(request)
  if (!admission) throw new Error(`${endpoint.route} was reached without admission`)
  const input = readInput(endpoint, request)
  const caller = {
    ...admission.caller,
    idempotency: idempotencyOf(admission.visitor, request),
  }

  // feature() checked handler and endpoint against each other; the two nevers of Feature forget it.
  reply.code(endpoint.status ?? 200)
  const wire = wireOf(admission, request, reply)
  const result = await handler(caller as never, input as never, wire)
  if (reply.sent) return reply
  // Nothing to say is 204, without a body.
  if (endpoint.dialect === 'scim' && result === undefined) reply.code(204)
  observed(served, request, { status: reply.statusCode, problem: null })
  if (endpoint.stream) return download(reply, endpoint.stream, result as Download)
  if (endpoint.dialect === 'scim') return sendScim(reply, result)
  return (endpoint.dialect ?? 'api') === 'api' ? { data: result } : result
}

function sendScim(reply: FastifyReply, result: unknown) {
  return result === undefined ? reply.send() : reply.type(SCIM_TYPE).send(result)
}

/** Only of who was admitted: before that nobody knows whose request it is. */
function observed({ observe }: Served, request: FastifyRequest, end: Pick<Exchange, 'status' | 'problem'>) {
  const admission = admissions.get(request)
  if (!observe || !admission || !('workspaceId' in admission.caller)) return
  const { method, url, body } = request
  observe(admission.caller, { method, url, body, did: admission.did, ...end })
}

function wireOf(admission: Admission, { headers }: FastifyRequest, reply: FastifyReply): Wire {
  return {
    headers,
    browser: admission.visitor.browser,
    answerWith: (status) => reply.code(status),
    setSecrets: (secrets) => setSecrets(reply, secrets),
    locate: (to) => reply.header('location', to),
    tell: (did) => {
      admission.did = did
    },
    redirect(to) {
      reply.redirect(to, 303)
      return { stream: Readable.from([]) }
    },
  }
}

function readInput(endpoint: Endpoint, request: FastifyRequest) {
  const params = checkParams(request.params as Record<string, string>)
  if (endpoint.query) refuseBadQuery(request.query)
  const query = endpoint.query ? checkQuery(endpoint.query, request.query) : undefined
  const body = endpoint.body ? checkInput(endpoint.body, request.body ?? undefined, '') : undefined
  return { params, query, body }
}

/** `Idempotency-Key` of a POST: what is repeated under it must be the same request of the same caller. */
function idempotencyOf(visitor: Visitor, request: FastifyRequest): Idempotency | null {
  const key = request.headers['idempotency-key']
  if (request.method !== 'POST' || key === undefined) return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem('invalid-input', {
      field: 'Idempotency-Key',
      message: 'Idempotency-Key takes 1 to 255 printable characters',
    })
  }
  const hash = createHash('sha256').update(
    `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`,
  )
  return {
    key,
    requestHash: hash.digest(),
    sealedWith: `${key}\n${visitor.credential?.secret ?? ''}`,
  }
}

function download(reply: FastifyReply, mediaType: string, { fileName, headers = {}, stream }: Download) {
  reply.type(`${mediaType}; charset=utf-8`).headers(headers)
  if (fileName !== undefined) reply.header('content-disposition', `attachment; filename="${fileName}"`)
  return reply.send(stream)
}
