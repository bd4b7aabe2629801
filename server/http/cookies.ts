import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../contract/problems.ts'
import type { Visitor } from '../caller/caller.ts'

const DAY_S = 86_400

/** The cookies there are, and how long a browser may keep each. The server's own limits are what counts. */
const cookies = {
  session: { name: '__Host-claviger', maxAgeS: 365 * DAY_S },
  pending: { name: '__Host-claviger-pending', maxAgeS: DAY_S },
  device: { name: '__Host-claviger-device', maxAgeS: 365 * DAY_S },
  flow: { name: '__Host-claviger-flow', maxAgeS: DAY_S },
} as const

/** Secrets for a browser to keep; null takes one away. What is not named stays. */
export type CookieSecrets = { [Name in keyof typeof cookies]?: string | null }

/** The name of the cookie that holds a session, for whoever calls without a browser. */
export const SESSION_COOKIE = cookies.session.name
/** The name of the cookie of a sign-in that waits for its second factor. */
export const PENDING_COOKIE = cookies.pending.name

/** Sets cookies as standards/sign-in SE-2 asks: only for this host, only over https, out of reach of scripts. */
export function setSecrets(reply: FastifyReply, secrets: CookieSecrets) {
  for (const [name, secret] of Object.entries(secrets)) {
    const { name: cookie, maxAgeS } = cookies[name as keyof typeof cookies]
    const maxAge = secret === null ? 0 : maxAgeS
    reply.setCookie(cookie, secret ?? '', {
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'lax',
      maxAge,
    })
  }
}

/**
 * Who asks, as the request says it: a token as a bearer, a session in its cookie; neither is taken in the other's place
 * (SE-10). A bearer goes before cookies.
 */
export function secretsOf(request: FastifyRequest): Pick<Visitor, 'credential' | 'browser'> {
  const [scheme, bearer] = (request.headers.authorization ?? '').split(' ')
  const of = (name: keyof typeof cookies) => request.cookies[cookies[name].name] || null
  const session = of('session')
  const credential: Visitor['credential'] =
    scheme?.toLowerCase() === 'bearer' && bearer
      ? { from: 'bearer', secret: bearer }
      : session === null
        ? null
        : { from: 'cookie', secret: session }
  return { credential, browser: { pending: of('pending'), device: of('device'), flow: of('flow') } }
}

/**
 * Refuses what another site makes a browser send (SE-7). A browser says where a request comes from in `Sec-Fetch-Site`, and in
 * `Origin` for all but reading; a script can set neither. With a cookie one of them must be there for every change; without one,
 * a program may leave both out, but what is there must be right: otherwise another site could sign a browser in. Raises
 * `cross-site`.
 */
export function refuseOtherSites(request: FastifyRequest, { app, credential, browser }: Visitor) {
  if (credential?.from === 'bearer') return
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  const reads = request.method === 'GET'
  const isOurs =
    site === undefined
      ? origin === undefined || origin === new URL(app.config.publicUrl).origin
      : site === 'same-origin' || (reads && site === 'none')
  const says = site !== undefined || origin !== undefined
  const hasCookie = credential !== null || browser.pending !== null
  // What anybody may read, anybody may link to.
  if (reads && !hasCookie) return
  if (isOurs && (says || reads || !hasCookie)) return
  throw new Problem('cross-site', { data: { openInstead: app.config.publicUrl } })
}
