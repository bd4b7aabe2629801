import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Problem } from '../../contract/problems.ts'
import type { Log } from '../platform/log.ts'

/** Where `npm run build` puts the console. */
const BUILT = fileURLToPath(new URL('../../web/dist/', import.meta.url))
const ASSETS = '/assets/'

/** The addresses that open the console; web/routes.tsx says which page each shows. */
const pages = [
  '/',
  '/sign-in',
  '/sign-in/sso',
  '/sign-up',
  '/sign-up/complete',
  '/forgot-password',
  '/reset-password',
  '/confirm-email',
  '/invite',
  '/set-up',
  '/set-up/*',
  '/support',
  '/account',
  '/account/*',
  '/workspaces',
  '/workspaces/*',
  '/w/:workspace',
  '/w/:workspace/*',
]

/** Below a workspace, what belongs to the APIs and is no page. */
const apiPaths = /^(api|access\/v1)(\/|$)/

/** Scripts come only from our own files. Mantine writes styles into the page, which run nothing. */
const PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  // The address of a page can hold the secret of a link: it must not travel on.
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
}

const NOT_BUILT =
  'The console is not built. Run `npm run build` in the folder of Claviger, then start it again.'

/** Whether a route is one of the console's: its pages and files are the only routes besides those of the contract. */
export function isConsoleRoute(method: string | string[], url: string): boolean {
  const reads = [method].flat().every((one) => one === 'GET' || one === 'HEAD')
  return reads && (url === `${ASSETS}*` || pages.includes(url))
}

/**
 * Serves the console: one HTML file for all its pages, never kept by browsers, and files whose names change with their content,
 * kept for ever. A server whose console is not built starts all the same, and its pages say how to build it.
 */
export async function serveConsole(http: FastifyInstance, log: Log, built = BUILT) {
  const file = join(built, 'index.html')
  const html = existsSync(file) ? readFileSync(file, 'utf8') : null
  if (html === null) log.warn(NOT_BUILT)
  else await serveAssets(http, join(built, 'assets'))
  for (const url of pages) {
    http.get<{ Params: { '*'?: string } }>(url, (request, reply) => {
      if (apiPaths.test(url.startsWith('/w/') ? (request.params['*'] ?? '') : ''))
        throw new Problem('not-found')
      return html === null
        ? sayHow(reply)
        : reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(html)
    })
  }
}

function serveAssets(http: FastifyInstance, root: string) {
  return http.register(fastifyStatic, {
    root,
    prefix: ASSETS,
    index: false,
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
  })
}

function sayHow(reply: FastifyReply) {
  return reply.code(503).headers(PAGE_HEADERS).type('text/plain').send(`${NOT_BUILT}\n`)
}
