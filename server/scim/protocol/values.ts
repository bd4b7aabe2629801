import type { Json, JsonObject } from '../../db/tables.ts'
import { type Attribute, named } from './attributes.ts'
import { invalid } from './invalid.ts'

const ELEMENTS_MAX = 200
/** A certificate is about half of that. */
const TEXT_MAX = 8_192
const TRUTH = /^(true|false)$/i

/** True or false, also as the texts that Entra and OneLogin send ("False"); null for anything else (standards/scim SC-15). */
export function readTruth(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  return typeof value === 'string' && TRUTH.test(value) ? value.toLowerCase() === 'true' : null
}

/** A text that every database can keep, at most so long. Raises `scim-invalid` (invalidValue) for anything else. */
export function readText(name: string, value: unknown, lengthMax: number): string {
  if (typeof value !== 'string') throw invalid('invalidValue', `${name} takes a text.`)
  if (value.length > lengthMax)
    throw invalid('invalidValue', `${name} takes at most ${lengthMax} characters.`)
  if (!value.isWellFormed() || value.includes('\0'))
    throw invalid('invalidValue', `${name} takes a text without NUL and half characters.`)
  return value
}

/** The same, and not blank. */
export function readName(name: string, value: unknown, lengthMax: number): string {
  const text = readText(name, value, lengthMax)
  if (text.trim() === '') throw invalid('invalidValue', `${name} must not be empty.`)
  return text
}

const EXTERNAL_ID_MAX = 500

/** The id of a resource at the provider; null for none, which an empty text is too. Raises `scim-invalid` (invalidValue). */
export function readExternalId(value: unknown): string | null {
  return value === null || value === undefined || value === ''
    ? null
    : readText('externalId', value, EXTERNAL_ID_MAX)
}

/** A JSON object, and not an array or null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * A value as the schema wants it, in the schema's spelling; undefined where it says that there is none (RFC 7643, section 2.5).
 * What the schema does not know is passed over. Raises `scim-invalid` (invalidValue) for a value of another type.
 */
export function readValue(attribute: Attribute, value: unknown): Json | undefined {
  if (value === null || value === undefined) return undefined
  if (attribute.multiValued) return orNone(joinElements([], readElements(attribute, value)))
  return attribute.type === 'complex' ? mergeParts(attribute, {}, value) : readSimple(attribute, value)
}

/** The elements of a list. One element that stands alone is a list of it. */
export function readElements(attribute: Attribute, value: unknown): JsonObject[] {
  const all = Array.isArray(value) ? value : [value]
  if (all.length > ELEMENTS_MAX)
    throw invalid('invalidValue', `${attribute.name} takes at most ${ELEMENTS_MAX} values.`)
  return all.flatMap((one) => {
    const element = one === null ? undefined : mergeParts(attribute, {}, one)
    return element ? [element] : []
  })
}

/**
 * A complex value in which the parts that are said are replaced, and the others stay (RFC 7644, section 3.5.2.3); a part that is
 * null goes. Undefined where nothing is left. Raises `scim-invalid` (invalidValue).
 */
export function mergeParts(
  attribute: Attribute,
  present: JsonObject,
  value: unknown,
): JsonObject | undefined {
  if (attribute.mayBeText && typeof value === 'string')
    return value === '' ? undefined : { value: readText(attribute.name, value, TEXT_MAX) }
  if (!isObject(value)) throw invalid('invalidValue', `${attribute.name} takes an object.`)
  const parts = new Map(Object.entries(present))
  for (const [key, one] of Object.entries(value)) {
    const sub = named(attribute.subs, key)
    const read = sub && readValue(sub, one)
    if (read !== undefined) parts.set(sub?.name ?? key, read)
    else if (sub) parts.delete(sub.name)
  }
  if (attribute.mayBeText && parts.get('value') === '') return undefined
  return parts.size > 0 ? Object.fromEntries(parts) : undefined
}

/**
 * A list with more elements: one that says the same value for the same type is the same element, and takes the new parts. A new
 * preferred element is the only one (RFC 7644, section 3.5.2). Raises `scim-invalid` (invalidValue) where it becomes too long.
 */
export function joinElements(present: JsonObject[], added: JsonObject[]): JsonObject[] {
  const places = new Map(present.map((element, place) => [identityOf(element), place]))
  const all = [...present]
  let preferred: number | null = null
  for (const element of added) {
    const identity = identityOf(element)
    const place = places.get(identity) ?? all.length
    places.set(identity, place)
    all[place] = { ...all[place], ...element }
    if (element.primary === true) preferred = place
  }
  if (all.length > ELEMENTS_MAX) throw invalid('invalidValue', `A list takes at most ${ELEMENTS_MAX} values.`)
  return onePrimary(all, preferred)
}

/** Takes the preference from all elements but one; from none where `preferred` is null. */
export function onePrimary(all: JsonObject[], preferred: number | null): JsonObject[] {
  if (preferred === null) return all
  return all.map((element, place) =>
    place !== preferred && element.primary === true ? { ...element, primary: false } : element,
  )
}

/** Elements that came to say the same value for the same type are one (RFC 7643, section 2.4): the first, preferred if one of them was. */
export function distinct(all: JsonObject[]): JsonObject[] {
  const kept = new Map<string, JsonObject>()
  for (const element of all) {
    const same = kept.get(identityOf(element))
    const preferred = element.primary === true ? { primary: true } : {}
    kept.set(identityOf(element), same ? { ...element, ...same, ...preferred } : element)
  }
  return [...kept.values()]
}

/** A list, or nothing where it is empty. */
export function orNone(all: JsonObject[]): JsonObject[] | undefined {
  return all.length > 0 ? all : undefined
}

function identityOf(element: JsonObject): string {
  if (typeof element.value === 'string') return `${element.type ?? ''}\0${element.value}`
  return JSON.stringify(Object.entries(element).sort(([one], [other]) => (one < other ? -1 : 1)))
}

function readSimple({ name, type }: Attribute, value: unknown): string | boolean {
  if (type === 'boolean') {
    const truth = readTruth(value)
    if (truth === null) throw invalid('invalidValue', `${name} takes true or false.`)
    return truth
  }
  return readText(name, value, TEXT_MAX)
}
