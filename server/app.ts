import type { FastifyInstance } from 'fastify'
import type { App } from './caller/app.ts'
import { grants } from './grants/routes.ts'
import { groups } from './groups/routes.ts'
import { openHttp } from './http/open.ts'
import { metaFeature } from './meta.ts'

/** The table of contents: every feature of the server, once. */
export async function openServer(app: App): Promise<FastifyInstance> {
  const describe = () => http.swagger() as unknown as Record<string, unknown>
  const http: FastifyInstance = await openHttp(app, [groups, grants, metaFeature(describe)])
  return http
}
