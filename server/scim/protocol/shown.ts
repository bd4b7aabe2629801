import type { Json, JsonObject } from '../../db/tables.ts'
import { findAttribute, findExtension } from './paths.ts'
import type { ResourceKind } from './schemas.ts'
import { isObject } from './values.ts'

/** Which attributes a request wants to see. `id` and `schemas` are always shown. */
export interface Shown {
  /** Whether anything of an attribute is wanted, by its name in the schema's spelling (`members`) or the URN of an extension. */
  wants(name: string): boolean
  /** The resource with what is wanted of it. */
  only(resource: JsonObject): JsonObject
}

/** What was named: of each attribute its parts, or `whole`. Attributes of an extension are the parts of its URN. */
type Named = Map<string, Set<string> | 'whole'>

const always = ['schemas', 'id']

/**
 * Reads `attributes` and `excludedAttributes` (RFC 7644, section 3.9): names in any case with commas between, also with a URN before or a
 * part behind them. Names that no schema has are passed over. Where both are said, what is excluded is not shown.
 */
export function readShown(
  query: { attributes?: string; excludedAttributes?: string },
  schema: ResourceKind,
): Shown {
  const wanted = query.attributes?.trim() ? readNames(query.attributes, schema) : null
  const excluded = readNames(query.excludedAttributes ?? '', schema)
  const wants = (name: string) =>
    always.includes(name) || ((!wanted || wanted.has(name)) && excluded.get(name) !== 'whole')
  const only = (resource: JsonObject) =>
    Object.fromEntries(
      Object.entries(resource)
        .filter(([name]) => wants(name))
        .map(([name, value]) => [name, always.includes(name) ? value : partsOf(name, value)]),
    )
  const partsOf = (name: string, value: Json) => {
    const keep = wanted?.get(name) ?? 'whole'
    const drop = excluded.get(name) ?? new Set()
    return pick(value, (part) => (keep === 'whole' || keep.has(part)) && drop !== 'whole' && !drop.has(part))
  }
  return { wants, only }
}

function readNames(text: string, schema: ResourceKind): Named {
  const names: Named = new Map()
  for (const name of text.split(',')) {
    const [attribute, part] = placeOf(name.trim(), schema)
    if (attribute === null) continue
    const before = names.get(attribute)
    if (part === null || before === 'whole') names.set(attribute, 'whole')
    else names.set(attribute, (before ?? new Set()).add(part))
  }
  return names
}

function placeOf(text: string, schema: ResourceKind): [attribute: string | null, part: string | null] {
  const urn = findExtension(text, schema)
  if (urn !== null) return [urn, null]
  const found = findAttribute(text, schema)
  if (!found) return [null, null]
  const { path } = found
  return path.urn === null ? [path.name, path.sub] : [path.urn, path.name]
}

function pick(value: Json, keeps: (part: string) => boolean): Json {
  if (Array.isArray(value)) return value.map((one) => pick(one, keeps))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value as JsonObject).filter(([part]) => keeps(part)))
}
