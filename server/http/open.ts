import type { IncomingHttpHeaders } from 'node:http'
import fastifyCookie from '@fastify/cookie'
import fastJson, { type AnySchema } from 'fast-json-stringify'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Dialect } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import { newId } from '../platform/ids.ts'
import { serveConsole } from './console.ts'
import type { Feature } from './handlers.ts'
import { markAnswer } from './headers.ts'
import { readJson } from './json.ts'
import { parseLazily } from './query.ts'
import { serveReference } from './reference.ts'
import { asRefusal, refuse, refuseConnection } from './refuse.ts'
import { isScim, notInScim } from './scim.ts'
import { guardRoutes, serve } from './serve.ts'

/** Our own media types: plain JSON, and Segment's vendor types in both spellings (public-api 1.2, 1.3). */
const JSON_TYPES = /^application\/(json|vnd\.segment\.(v1|v1beta|v1alpha|stable|beta|alpha)\+json)\s*(;.*)?$/i
const PARAM_LENGTH_MAX = 3_000
/** How often connections are looked at whose request does not end; Node looks every 30 seconds. */
const CONNECTIONS_CHECKED_MS = 1_000
/**
 * How much longer a connection at rest is kept than its answers promise (`Keep-Alive: timeout=72`): a client that was held up
 * for some seconds and believes the promise would otherwise write into a connection that closes, and lose its request.
 */
const KEPT_BEYOND_PROMISE_MS = 30_000

/** Builds the HTTP server with every endpoint of `features`. It does not listen yet. */
export async function openHttp(app: App, features: Feature[]): Promise<FastifyInstance> {
  const http = fastify({
    loggerInstance: app.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: app.config.bodyLimitBytes,
    trustProxy: app.config.trustProxy ?? false,
    requestTimeout: app.config.requestSeconds * 1000,
    exposeHeadRoutes: false,
    genReqId: requestIdOf,
    clientErrorHandler: refuseConnection,
    // An address that cannot be read reaches no route, and none of the hooks below.
    frameworkErrors: (error, request, reply) => {
      markAnswer(app, request, reply as FastifyReply)
      refuse(reply as FastifyReply, asRefusal(error, app.log, request.id), dialectOf(request))
    },
    http: {
      connectionsCheckingInterval: CONNECTIONS_CHECKED_MS,
      // Node takes the smaller of the two for the headers, and the larger one for the whole request.
      headersTimeout: app.config.requestSeconds * 1000,
      requestTimeout: app.config.requestSeconds * 1000,
      keepAliveTimeoutBuffer: KEPT_BEYOND_PROMISE_MS,
    },
    routerOptions: {
      maxParamLength: PARAM_LENGTH_MAX,
      ignoreTrailingSlash: true,
      querystringParser: parseLazily,
    },
  })
  // Our own validation (validate.ts) names every fault; Fastify's is told to let everything through.
  http.setValidatorCompiler(() => () => true)
  http.setSerializerCompiler(({ schema }) => serializeLazily(schema))
  http.setErrorHandler((error, request, reply) =>
    refuse(reply, asRefusal(error, app.log, request.id), dialectOf(request)),
  )
  http.setNotFoundHandler((request, reply) => {
    const dialect = dialectOf(request)
    refuse(reply, dialect === 'scim' ? notInScim(request.url) : new Problem('not-found'), dialect)
  })
  http.addHook('onSend', async (request, reply) => markAnswer(app, request, reply))
  await http.register(fastifyCookie)
  http.removeAllContentTypeParsers()
  readJson(http, JSON_TYPES)
  guardRoutes(http)
  serveReference(http)
  await serveConsole(http, app.log)
  http.register(async (scope) => serve(scope, app, features))
  return http
}

/** AZ-11: a caller's request id comes back on every answer; anything that could not stand in a header or a log is replaced. */
function requestIdOf(request: { headers: IncomingHttpHeaders }): string {
  const sent = request.headers['x-request-id']
  return typeof sent === 'string' && /^[\x21-\x7e]{1,200}$/.test(sent) ? sent : newId()
}

function dialectOf({ url }: Pick<FastifyRequest, 'url'>): Dialect {
  if (isScim(url)) return 'scim'
  return /^(\/w\/[^/]+)?\/access\/v1\//.test(url) ? 'authzen' : 'api'
}

/** Compiles a reply's schema when it is first replied: all of them at once would be a quarter of the start. */
function serializeLazily(schema: unknown) {
  let serialize: ((value: unknown) => string) | undefined
  return (value: unknown) => {
    serialize ??= fastJson(schema as AnySchema)
    return serialize(value)
  }
}
