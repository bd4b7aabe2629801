import { type Attribute, named } from './attributes.ts'
import { type Filter, openReading, readWhere, take } from './filter.ts'
import { invalid } from './invalid.ts'
import { type AttributePath, findAttribute, findExtension } from './paths.ts'
import type { ResourceKind } from './schemas.ts'

/** What a PATCH operation means: an attribute, some elements of a list, a part of either; or a whole extension. */
export type Target =
  | { kind: 'extension'; urn: string }
  | {
      kind: 'attribute'
      path: AttributePath
      attribute: Attribute
      where: Filter | null
      sub: Attribute | null
    }

const LENGTH_MAX = 10_000

/**
 * Reads the path of a PATCH operation (RFC 7644, section 3.5.2): `name.givenName`, `emails[type eq "work"].value`, a URN before it, or
 * the URN of an extension alone. Raises `scim-invalid`: invalidPath for what no schema has, invalidFilter for a filter that cannot be read.
 */
export function readTarget(path: unknown, kind: ResourceKind): Target {
  if (typeof path !== 'string') throw invalid('invalidPath', 'A path is a text.')
  const target = findTarget(path, kind)
  if (!target) throw invalid('invalidPath', `There is no attribute ${short(path)}.`)
  return target
}

/** The same for a key in the value of an operation without a path; null for what no schema has. */
export function findTarget(path: string, kind: ResourceKind): Target | null {
  if (path.length > LENGTH_MAX) return null
  const urn = findExtension(path, kind)
  if (urn !== null) return { kind: 'extension', urn }

  const bracket = path.indexOf('[')
  const found = findAttribute(bracket < 0 ? path : path.slice(0, bracket), kind)
  if (!found) return null
  const plain = { kind: 'attribute', path: found.path, attribute: found.attribute } as const
  return bracket < 0 ? { ...plain, where: null, sub: found.sub } : { ...plain, ...readBrackets(path, kind) }
}

function readBrackets(path: string, kind: ResourceKind): { where: Filter; sub: Attribute | null } {
  const reading = openReading(path, kind)
  const found = findAttribute(take(reading, 'word').text, kind)
  if (!found?.attribute.multiValued || found.sub)
    throw invalid('invalidPath', `${short(path)}: only a list of values is searched in brackets.`)
  const where = readWhere(reading, found)
  if (reading.next === reading.tokens.length) return { where, sub: null }

  const sub = named(found.attribute.subs, take(reading, 'sub').text.slice(1))
  if (!sub || reading.next < reading.tokens.length)
    throw invalid('invalidPath', `There is no attribute ${short(path)}.`)
  return { where, sub }
}

function short(path: string): string {
  return path.length > 100 ? `${path.slice(0, 100)}…` : path
}
