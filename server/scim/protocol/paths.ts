import { type Attribute, named } from './attributes.ts'
import { attributeOf, coreOf, extensionsOf, type ResourceKind } from './schemas.ts'

/** Where an attribute is, in the schema's own spelling. `urn`: of the extension that it is in, null in the core. */
export interface AttributePath {
  urn: string | null
  name: string
  sub: string | null
}

/** A path with what it leads to: the attribute, and its sub-attribute where one is named. */
export interface Found {
  path: AttributePath
  attribute: Attribute
  sub: Attribute | null
}

/**
 * Finds an attribute by a path without a filter: `userName`, `name.givenName`, also behind a URN and in any case
 * (RFC 7644, section 3.10). Null where the schemas of the kind have none.
 */
export function findAttribute(text: string, kind: ResourceKind): Found | null {
  const { urn, rest } = splitUrn(text, kind)
  const [name = '', subName, ...more] = rest.split('.', 3)
  const attribute = attributeOf(kind, urn, name)
  if (!attribute || more.length > 0) return null
  const sub = subName === undefined ? null : named(attribute.subs, subName)
  if (sub === undefined) return null

  return { path: { urn, name: attribute.name, sub: sub?.name ?? null }, attribute, sub }
}

/** The URN of the extension that a text names in any case, by itself and without an attribute; null where it names none. */
export function findExtension(text: string, kind: ResourceKind): string | null {
  const urn = text.toLowerCase()
  const extension = extensionsOf[kind].find((schema) => namesOf(schema).includes(urn))
  return extension?.urn ?? null
}

/** Whether a text names the core schema of a kind, in any case, or as it was called in SCIM 1.1. */
export function isCore(text: string, kind: ResourceKind): boolean {
  return namesOf(coreOf[kind]).includes(text.toLowerCase())
}

function splitUrn(text: string, kind: ResourceKind): { urn: string | null; rest: string } {
  if (!text.includes(':')) return { urn: null, rest: text }
  const lower = text.toLowerCase()
  for (const schema of [coreOf[kind], ...extensionsOf[kind]]) {
    const prefix = namesOf(schema).find((name) => lower.startsWith(`${name}:`))
    const urn = schema === coreOf[kind] ? null : schema.urn
    if (prefix !== undefined) return { urn, rest: text.slice(prefix.length + 1) }
  }
  return { urn: null, rest: text }
}

function namesOf({ urn, aliases }: { urn: string; aliases: readonly string[] }): string[] {
  return [urn, ...aliases].map((name) => name.toLowerCase())
}
