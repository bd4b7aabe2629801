import type { IncomingHttpHeaders } from 'node:http'
import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Dialect } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import { newId } from '../platform/ids.ts'
import type { Feature } from './handlers.ts'
import { parseQuery } from './query.ts'
import { asRefusal, refuse } from './refuse.ts'
import { guardRoutes, serve } from './serve.ts'

/** Our own media types: plain JSON, and Segment's vendor types in both spellings (public-api 1.2, 1.3). */
const JSON_TYPES = /^application\/(json|vnd\.segment\.(v1|v1beta|v1alpha|stable|beta|alpha)\+json)\s*(;.*)?$/i
const PARAM_LENGTH_MAX = 3_000

/** Builds the HTTP server with every endpoint of `features`. It does not listen yet. */
export async function openHttp(app: App, features: Feature[]): Promise<FastifyInstance> {
  const http = fastify({
    loggerInstance: app.log as FastifyBaseLogger,
    disableRequestLogging: true,
    bodyLimit: app.config.bodyLimitBytes,
    trustProxy: app.config.trustProxy ?? false,
    requestTimeout: app.config.requestSeconds * 1000,
    exposeHeadRoutes: false,
    genReqId: requestIdOf,
    routerOptions: {
      maxParamLength: PARAM_LENGTH_MAX,
      ignoreTrailingSlash: true,
      querystringParser: lazyQuery,
    },
  })
  // Our own validation (validate.ts) names every fault; Fastify's is told to let everything through.
  http.setValidatorCompiler(() => () => true)
  http.setErrorHandler((error, request, reply) =>
    refuse(reply, asRefusal(error, app.log, request.id), dialectOf(request)),
  )
  http.setNotFoundHandler((request, reply) => refuse(reply, new Problem('not-found'), dialectOf(request)))
  http.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  readJson(http)
  guardRoutes(http)
  await describe(http)
  http.register(async (scope) => serve(scope, app, features))
  return http
}

/** The parser must not throw inside the router: a fault is kept and raised when the query is read. */
function lazyQuery(text: string): Record<string, unknown> {
  try {
    return parseQuery(text)
  } catch (error) {
    if (error instanceof Problem) return { [error.details.field ?? 'query']: {} }
    throw error
  }
}

/** AZ-11: a caller's request id comes back on every answer; anything that could not stand in a header or a log is replaced. */
function requestIdOf(request: { headers: IncomingHttpHeaders }): string {
  const sent = request.headers['x-request-id']
  return typeof sent === 'string' && /^[\x21-\x7e]{1,200}$/.test(sent) ? sent : newId()
}

function dialectOf({ url }: FastifyRequest): Dialect {
  return /^(\/w\/[^/]+)?\/access\/v1\//.test(url) ? 'authzen' : 'api'
}

/** JSON only; an empty body with a JSON content type is no body (public-api 1.2). */
function readJson(http: FastifyInstance) {
  http.removeAllContentTypeParsers()
  http.addContentTypeParser(JSON_TYPES, { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined)
    try {
      done(null, JSON.parse(String(text)))
    } catch {
      done(
        new Problem('invalid-input', {
          message: 'The body is not JSON.',
          field: 'body',
        }),
      )
    }
  })
}

async function describe(http: FastifyInstance) {
  await http.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Claviger API',
        version: '1',
        description:
          'Who is in this workspace, what may they do, why, and who changed it. Wire-compatible with Segment’s Public API.',
      },
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API token: `cvt_…`',
          },
        },
      },
      security: [{ token: [] }],
    },
  })
  await http.register(scalar, {
    routePrefix: '/api/docs',
    configuration: {
      url: '/api/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
    },
  })
}
