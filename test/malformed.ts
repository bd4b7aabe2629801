import type { Endpoint } from '../contract/endpoint.ts'
import { headersOf } from './house.ts'
import { badSyntax, badText, tooMuch, wrongShape, wrongType } from './malformed-bodies.ts'
import { build, type Maker, type Making, type Malformed, paramsOf, sound } from './sound.ts'

const NUL = '\0'

/** One malformed request for the endpoint, of a kind that makes sense for it. */
export function malformed(making: Making): Malformed {
  for (;;) {
    const made = making.random.pick(makers)(making)
    if (made) return made
  }
}

/** The kinds of malformed request, the frequent ones more than once: large ones are few, because they are slow. */
const makers: Maker[] = [
  ...Array.from({ length: 6 }, () => wrongShape),
  ...Array.from({ length: 2 }, () => badText),
  ...Array.from({ length: 3 }, () => badQuery),
  ...Array.from({ length: 3 }, () => unknownId),
  ...Array.from({ length: 2 }, () => foreignId),
  ...Array.from({ length: 3 }, () => badPath),
  ...Array.from({ length: 2 }, () => badCredential),
  ...Array.from({ length: 2 }, () => badKey),
  badSyntax,
  badSyntax,
  wrongType,
  wrongMethod,
  (making) => (making.random.once(4) ? tooMuch(making) : null),
]

const cursors = [
  'x',
  'MA',
  '%00',
  'W10',
  'null',
  'bm90IGpzb24',
  Buffer.from('["a","b","c"]').toString('base64url'),
  'A'.repeat(3_000),
]

function badQuery(making: Making): Malformed | null {
  const { endpoint, random } = making
  if (!endpoint.query) return null
  const names = Object.keys((endpoint.query as { properties?: object }).properties ?? {})
  const pages = ['0', '-1', '1001', 'NaN', 'Infinity', 'abc', '1e400', '9'.repeat(400), '[]', '{}']
  const wrong =
    endpoint.dialect === 'scim'
      ? wrongInScim(names)
      : [
          ...[
            'unknown=1',
            'toString=1',
            '__proto__[x]=1',
            'constructor=1',
            'a.b.c.d.e=1',
            `x${encodeURIComponent(NUL)}=1`,
          ],
          ...names.map((name) => `${name}[a][b][c]=1`),
          ...names.map((name) => `${name}=${encodeURIComponent(`${NUL}x`)}`),
          ...(names.includes('pagination') ? pages.map((page) => `pagination[count]=${page}`) : []),
          ...(names.includes('pagination') ? cursors.map((cursor) => `pagination.cursor=${cursor}`) : []),
          ...(names.includes('pagination')
            ? ['pagination=1', 'pagination[count]=1&pagination=2', 'pagination[x]=1']
            : []),
          Array.from({ length: 600 }, (_, index) => `unknown${index}=${index}`).join('&'),
        ]
  const { path, ...request } = build(making, 'bad query', sound(making))
  const [, soundQuery] = path.split('?')
  const kept = (soundQuery ?? '')
    .split('&')
    .filter((pair) => !pair.startsWith('pagination'))
    .join('&')
  return { ...request, path: `${path.split('?')[0]}?${[kept, random.pick(wrong)].filter(Boolean).join('&')}` }
}

/** SCIM passes over what it does not know. */
function wrongInScim(names: string[]): string[] {
  return [
    ...names.map((name) => `${name}[a][b][c]=1`),
    ...(names.includes('count') ? ['count=abc', 'count=1.5', 'startIndex=1e400', 'startIndex=NaN'] : []),
    ...(names.includes('filter') ? ['filter=0', 'filter=(', `filter=${'('.repeat(2_000)}`] : []),
  ]
}

/** These take ids that name nothing, by their contract. */
const takesAnyId = [
  'DELETE /account/sessions/:sessionId',
  'PUT /resources/:type/:id',
  'GET /spaces/:spaceId',
  'GET /.well-known/authzen-configuration/w/:workspace',
  'GET /sso/:connectionId/metadata',
]

function unknownId(making: Making): Malformed | null {
  const odd = [
    'unknown',
    '0',
    '-1',
    'undefined',
    '%27%3B--',
    '%25',
    '%F0%9F%92%A9',
    'e%CC%81',
    '__proto__',
    'constructor',
    'a'.repeat(255),
  ]
  return withId(making, 'unknown id', () => making.random.pick(odd))
}

function foreignId(making: Making): Malformed | null {
  const foreign = paramsOf(making, making.theirs)
  const isNamed = Object.values(foreign).some((value) => Object.values(making.theirs.ids).includes(value))
  return isNamed ? withId(making, 'foreign id', (name) => foreign[name] ?? '') : null
}

function withId(making: Making, what: string, idFor: (name: string) => string): Malformed | null {
  const parts = sound(making)
  const names = Object.keys(parts.params)
  if (names.length === 0 || takesAnyId.includes(making.endpoint.route)) return null
  const params = Object.fromEntries(names.map((name) => [name, idFor(name)]))
  return build(making, what, { ...parts, params })
}

function badPath(making: Making): Malformed | null {
  const parts = sound(making)
  const [name] = Object.keys(parts.params)
  const request = build(making, 'bad path', parts)
  if (takesAnyId.includes(making.endpoint.route)) return null
  if (!name)
    return {
      ...request,
      path: request.path.replace(
        /(\?|$)/,
        `${making.random.pick(['%E0%A4%A', '%', '%zz', '/%00', '/x/y/z'])}$1`,
      ),
    }
  const bad = [
    '%00',
    'a%00b',
    'a'.repeat(256),
    'a'.repeat(4_000),
    '%E0%A4%A',
    '%',
    '%ff',
    '%ED%A0%80',
    '%20'.repeat(90),
  ]
  return build(making, 'bad path', { ...parts, params: { ...parts.params, [name]: making.random.pick(bad) } })
}

function badCredential(making: Making): Malformed | null {
  const { endpoint, random, ours, theirs, url } = making
  if (endpoint.access.kind === 'anyone') return null
  const request = build(making, 'bad credential', sound(making))
  const token = ours.credentials['owner token'] ?? ''
  const wrong = [
    ...[
      '',
      'Bearer',
      'Bearer ',
      `Basic ${token}`,
      token,
      `Bearer${token}`,
      `Bearer  ${token}`,
      `Bearer ${token}x`,
    ],
    ...[
      `Bearer ${token.slice(0, -1)}`,
      `Bearer ${token.toUpperCase()}`,
      `Bearer ${'x'.repeat(7_000)}`,
      'Bearer \u00ff',
    ],
    ...[`Bearer ${ours.credentials['revoked token']}`, `Bearer ${ours.credentials['expired token']}`],
  ]
  const { authorization: _, cookie: __, ...headers } = request.headers
  const isElsewhere = random.once(5) && endpoint.dialect !== 'plain' && endpoint.access.kind !== 'signedIn'
  if (isElsewhere) {
    const credential = random.pick([token, ours.credentials.owner])
    const place = random.pick([theirs.slug, 'nowhere', '%00', 'a%00', 'a'.repeat(300)])
    const path = `/w/${place}${request.path.replace(/^\/w\/[^/]+/, '')}`
    return { ...request, path, headers: { ...headers, ...headersOf(credential, url) } }
  }
  return { ...request, headers: { ...headers, authorization: random.pick(wrong) } }
}

function badKey(making: Making): Malformed | null {
  const { endpoint, random } = making
  if (endpoint.method !== 'POST') return null
  const request = build(making, 'bad idempotency key', sound(making))
  const key = random.pick(['', 'with space', 'x'.repeat(256), '\u00e9', '\t', 'a, b', 'x'.repeat(6_000)])
  return { ...request, headers: { ...request.headers, 'idempotency-key': key } }
}

function wrongMethod(making: Making): Malformed | null {
  const { path } = making.endpoint
  const methods = ['PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS', 'TRACE', 'PROPFIND', 'GET']
  const free = methods.filter((method) => !taken.has(`${method} ${path.replace(/:[A-Za-z]+/g, ':')}`))
  if (free.length === 0) return null
  const { body: _, ...request } = build(making, 'wrong method', { ...sound(making), body: undefined })
  return { ...request, method: making.random.pick(free) }
}

const taken = new Set<string>()

/** Tells the generator which addresses there are, so that it knows which there are not. */
export function knowRoutes(endpoints: Endpoint[]) {
  for (const { method, path, also = [] } of endpoints)
    for (const one of [path, ...also]) taken.add(`${method} ${one.replace(/:[A-Za-z]+/g, ':')}`)
}
