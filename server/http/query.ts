import { Problem } from '../../contract/problems.ts'

/** More parameters than any client sends; beyond it is an attack on the parser. */
const PARAMETERS_MAX = 5_000
const INDEX_MAX = 5_000
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

type Parsed = { [key: string]: Parsed | string | string[] }

/**
 * Reads a query in every spelling that Segment's clients use (public-api 1.8): `pagination[count]=2`, `pagination.count=2`,
 * `emails[0]=a`, `emails.0=a`, `emails[]=a`, repeated `emails=a`, and `emails=["a"]`. Values stay text; http/validate.ts
 * turns them into what the schema wants. Raises `invalid-input`.
 */
export function parseQuery(text: string): Record<string, unknown> {
  const pairs = [...new URLSearchParams(text)]
  if (pairs.length > PARAMETERS_MAX) throw wrongQuery('query', 'has too many parameters')
  const parsed: Parsed = Object.create(null)
  for (const [name, value] of pairs) put(parsed, pathOf(name), value)
  return asPlain(parsed) as Record<string, unknown>
}

const faults = new WeakMap<object, Problem>()

/** The same for the router, in which nothing may be thrown: what is wrong is kept for `refuseBadQuery`. */
export function parseLazily(text: string): Record<string, unknown> {
  try {
    return parseQuery(text)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const nothing = {}
    faults.set(nothing, error)
    return nothing
  }
}

/** Raises what was wrong with a query when it was parsed. */
export function refuseBadQuery(query: unknown) {
  const fault = faults.get(query as object)
  if (fault) throw fault
}

function pathOf(name: string): string[] {
  const path = name.replaceAll(']', '').split(/[.[]/)
  if (path.length > 4 || path.some((part) => FORBIDDEN.has(part)))
    throw wrongQuery(name.slice(0, 100), 'is not a known parameter')
  return path
}

function put(into: Parsed, [first = '', ...rest]: string[], value: string) {
  const present = into[first]
  const isList = rest.length === 0 || (rest.length === 1 && rest[0] === '')
  if (isList) {
    if (typeof present === 'string') into[first] = [present, value]
    else if (Array.isArray(present)) present.push(value)
    else if (present === undefined) into[first] = rest.length === 1 ? [value] : value
    else throw wrongQuery(first, 'is given twice, in two spellings')
    return
  }
  if (present !== undefined && (typeof present === 'string' || Array.isArray(present))) {
    throw wrongQuery(first, 'is given twice, in two spellings')
  }
  const deeper = present ?? Object.create(null)
  into[first] = deeper
  put(deeper, rest, value)
}

/** `{0: a, 1: b}` is the list it was meant to be; gaps close. */
function asPlain(value: Parsed | string | string[]): unknown {
  if (typeof value === 'string' || Array.isArray(value)) return value
  const keys = Object.keys(value)
  if (keys.length > 0 && keys.every((key) => /^\d{1,5}$/.test(key) && Number(key) <= INDEX_MAX)) {
    return keys.sort((a, b) => Number(a) - Number(b)).map((key) => asPlain(value[key] ?? ''))
  }
  return Object.fromEntries(keys.map((key) => [key, asPlain(value[key] ?? '')]))
}

function wrongQuery(field: string, what: string): Problem {
  return new Problem('invalid-input', { field, message: `"${field}" ${what}` })
}
