import type { Json, JsonObject } from '../../db/tables.ts'
import type { Attribute } from './attributes.ts'
import type { Filter } from './filter.ts'
import { invalid } from './invalid.ts'
import { matchesElement } from './matching.ts'
import type { Operation } from './operations.ts'
import {
  distinct,
  isObject,
  joinElements,
  mergeParts,
  onePrimary,
  orNone,
  readElements,
  readValue,
} from './values.ts'

/** An attribute, some elements of it, a part of either. */
export interface Place {
  attribute: Attribute
  where: Filter | null
  sub: Attribute | null
}

type Change = Pick<Operation, 'op' | 'value'>

/**
 * The value of an attribute after one operation of a PATCH (RFC 7644, sections 3.5.2.1 to 3.5.2.3); undefined for none. Removing what
 * is not there succeeds, and what is added to an element that is not there makes it (standards/scim SC-11). Changes nothing in
 * place. Raises `scim-invalid`.
 */
export function changeAttribute(present: Json | undefined, place: Place, change: Change): Json | undefined {
  const { attribute, sub } = place
  if (attribute.multiValued) return orNone(changeList(elementsOf(present), place, change))
  const parts = isObject(present) ? (present as JsonObject) : {}
  const { op, value } = change
  if (sub) return mergeParts(attribute, parts, { [sub.name]: op === 'remove' ? null : value })
  if (op === 'remove' || value === null) return undefined
  return attribute.type === 'complex' ? mergeParts(attribute, parts, value) : readValue(attribute, value)
}

function changeList(list: JsonObject[], place: Place, change: Change): JsonObject[] {
  const { attribute, where, sub } = place
  const { op, value } = change
  if (where || sub) return changeSome(list, place, change)
  if (op !== 'remove') return joinElements(op === 'add' ? list : [], readElements(attribute, value))
  if (value === undefined || value === null) return []

  // Entra names what it removes in the value, and means no more than that (standards/scim 2.2).
  const gone = readElements(attribute, value)
  return list.filter((element) => !gone.some((said) => isSaid(element, said)))
}

/** Changes the elements that are meant, all of them where there is no filter. */
function changeSome(list: JsonObject[], { attribute, where, sub }: Place, change: Change): JsonObject[] {
  const { op, value } = change
  const changed = (element: JsonObject): JsonObject | undefined => {
    if (sub) return mergeParts(attribute, element, { [sub.name]: op === 'remove' ? null : value })
    if (op === 'remove' || value === null) return undefined
    return mergeParts(attribute, op === 'add' ? element : {}, value)
  }
  const all: JsonObject[] = []
  let preferred: number | null = null
  let met = false
  for (const element of list) {
    const isMeant = where === null || matchesElement(where, attribute, element)
    const after = isMeant ? changed(element) : element
    met ||= isMeant
    if (after) all.push(after)
    if (isMeant && after?.primary === true) preferred = all.length - 1
  }
  if (met || op === 'remove' || value === null) return distinct(onePrimary(all, preferred))

  const made = changed(where ? impliedBy(where) : {})
  return made ? joinElements(list, [where ? { ...impliedBy(where), ...made } : made]) : list
}

/** What an element is that a filter of `eq` and `and` means. Raises `scim-invalid` (noTarget) for other filters: they mean no one element. */
function impliedBy(where: Filter): JsonObject {
  const parts: [string, Json][] = []
  const waiting = [where]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.kind === 'and') waiting.push(next.right, next.left)
    else if (next.kind === 'compare' && next.op === 'eq') parts.push([next.path.name, next.value])
    else throw invalid('noTarget', 'No value matches the filter in the path.')
  }
  return Object.fromEntries(parts.filter(([, value]) => value !== null))
}

function isSaid(element: JsonObject, said: JsonObject): boolean {
  return Object.entries(said).every(([part, value]) => element[part] === value)
}

function elementsOf(present: Json | undefined): JsonObject[] {
  // A list of a profile is one of objects: readValue() made it.
  return Array.isArray(present) ? (present as JsonObject[]) : []
}
