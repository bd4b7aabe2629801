/** So much of a body, or of an address, is kept. */
const LENGTH_MAX = 2_000
/** What stands in the place of what nobody should read, and at the end of what was cut. */
const HIDDEN = '…'
/** Beyond these a body would be cut anyway, and no stack holds any depth. */
const WIDTH_MAX = 1_000
const DEPTH_MAX = 50
const SECRET = /password|secret|token/i

/**
 * The body of a request as text, for people to read later: what is named like a secret is hidden, also where the path of a PATCH names it, and
 * it is cut at 2,000 characters. Null where there was none.
 */
export function readableBody(body: unknown): string | null {
  return body === undefined ? null : short(JSON.stringify(readable(body)), LENGTH_MAX)
}

/**
 * Path and query of a request to SCIM, without what comes before `/scim/v2`. Parameters that are named like a secret, or whose values
 * name one, are hidden; it is cut at 2,000 characters.
 */
export function readableAddress(url: string): string {
  const [path = '', query] = url.slice(0, LENGTH_MAX + 1).split(/\?(.*)/s)
  const place = path.replace(/^\/w\/[^/]+/, '')
  return short(query === undefined ? place : `${place}?${readableQuery(query)}`, LENGTH_MAX)
}

/** A text that every database can hold, of so many characters at most. */
export function short(text: string, most: number): string {
  const cut = text.length > most ? text.slice(0, most - HIDDEN.length) + HIDDEN : text
  // A pair of UTF-16 that the cut broke is made whole by this, too.
  return cut.toWellFormed().replaceAll('\0', '\uFFFD')
}

function readableQuery(query: string): string {
  const parameters = query.split('&').map((parameter) => {
    const [name = ''] = parameter.split('=', 1)
    // Percent signs hide nothing: it is the decoded text that is looked at.
    return SECRET.test(decoded(parameter)) ? `${name}=${HIDDEN}` : parameter
  })
  return parameters.join('&')
}

function decoded(parameter: string): string {
  return [...new URLSearchParams(parameter)].flat().join('=')
}

/** The same value without secrets, and without what nobody would read to the end. */
function readable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.slice(0, LENGTH_MAX)
  if (typeof value !== 'object' || value === null) return value
  if (depth === DEPTH_MAX) return HIDDEN
  if (Array.isArray(value)) return value.slice(0, WIDTH_MAX).map((one) => readable(one, depth + 1))
  // Names first: the values of very many take much longer to list.
  const names = Object.keys(value).slice(0, WIDTH_MAX)
  const members = names.map((name): [string, unknown] => [name, (value as Record<string, unknown>)[name]])
  const isOfSecret = members.some(([name, path]) => isPath(name) && namesSecret(path))
  const shown = members.map(([name, member]) => {
    if (SECRET.test(name) || (isOfSecret && /^value$/i.test(name))) return [name, HIDDEN]
    return [name, isOfSecret && isPath(name) ? withoutValues(member) : readable(member, depth + 1)]
  })
  return Object.fromEntries(shown)
}

function isPath(name: string): boolean {
  return /^path$/i.test(name)
}

function namesSecret(path: unknown): boolean {
  return typeof path === 'string' && SECRET.test(path)
}

/** A path may compare: `members[password eq "x"]`. */
function withoutValues(path: unknown): unknown {
  return typeof path === 'string' ? path.replace(/".*/s, HIDDEN) : path
}
