import fastify, { type FastifyInstance } from 'fastify'
import { Problem } from '../../contract/problems.ts'
import { DOCS_POLICY } from './headers.ts'

const PATH = '/api/docs'

/**
 * Serves a page to browse the API. It asks nobody but this server, and the browser holds it to that. The page is larger than the rest
 * of the server and seldom looked at, and its plugin can only be registered before a server listens: so it has an instance of its
 * own, which is made when the page is first visited.
 */
export function serveReference(http: FastifyInstance) {
  let opened: Promise<FastifyInstance> | undefined
  for (const url of [PATH, `${PATH}/*`]) {
    http.get(url, async (request, reply) => {
      opened ??= openReference()
      const { statusCode, headers, rawPayload } = await (await opened).inject(request.url)
      if (statusCode === 404) throw new Problem('not-found')
      reply.code(statusCode).header('content-security-policy', DOCS_POLICY)
      for (const name of ['content-type', 'location']) if (headers[name]) reply.header(name, headers[name])
      return reply.send(rawPayload)
    })
  }
}

async function openReference(): Promise<FastifyInstance> {
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const reference = fastify()
  await reference.register(scalar, {
    routePrefix: PATH,
    configuration: {
      url: '../openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
      showDeveloperTools: 'never',
    },
  })
  return reference
}
