import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../caller/app.ts'

/** Two years, as browsers ask of those who mean it. */
const HSTS = `max-age=${2 * 365 * 86_400}`

/**
 * What every answer has unless it says otherwise (standards/sign-in SE-8): no browser guesses its type, keeps it, frames it, runs anything
 * of it, or tells the next site where it came from. No header opens the API to other sites: there is no CORS.
 */
export const everywhere = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const

/** The page to browse the API: it compiles its own code, so it is held to this server alone instead. */
export const DOCS_POLICY = [
  "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Puts on an answer what every answer has. */
export function markAnswer(
  { config }: Pick<App, 'config'>,
  request: Pick<FastifyRequest, 'id'>,
  reply: FastifyReply,
) {
  reply.header('x-request-id', request.id)
  for (const [name, value] of Object.entries(everywhere)) {
    if (!reply.hasHeader(name)) reply.header(name, value)
  }
  // Said over plain http it would mean nothing, or lock a browser out of a server that has no https.
  if (config.publicUrl.startsWith('https:')) reply.header('strict-transport-security', HSTS)
}
