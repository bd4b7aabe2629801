export type AttributeType = 'string' | 'boolean' | 'dateTime' | 'reference' | 'binary' | 'complex'

/** An attribute as RFC 7643, section 7, describes one. */
export interface Attribute {
  name: string
  type: AttributeType
  says: string
  multiValued: boolean
  required: boolean
  caseExact: boolean
  mutability: 'readWrite' | 'readOnly' | 'immutable'
  uniqueness: 'none' | 'server'
  /** Of a complex attribute. */
  subs: Attributes
  canonicalValues: readonly string[]
  referenceTypes: readonly string[]
  /** Providers send the sub-attribute `value` alone for the whole, and an empty text for none (Entra's manager). */
  mayBeText: boolean
}

/** Attributes by their names in small letters: names have any case (RFC 7643, section 2.1), and nothing but these is ever found. */
export type Attributes = ReadonlyMap<string, Attribute>

/** A schema: a core one, or an extension, whose attributes stand under its URN. */
export interface Schema {
  urn: string
  /** Older names that providers still send. */
  aliases: readonly string[]
  name: string
  says: string
  attributes: Attributes
}

type Details = Partial<Omit<Attribute, 'name' | 'says' | 'subs'>>
const NAME = /^[\w$-]+$/

/** Attributes by their names in small letters. */
export function attributes(...all: Attribute[]): Attributes {
  return new Map(all.map((attribute) => [attribute.name.toLowerCase(), attribute]))
}

/** The attribute of a name in any case; undefined where there is none. Letters beyond ASCII are never folded into one. */
export function named(among: Attributes, name: string): Attribute | undefined {
  return NAME.test(name) ? among.get(name.toLowerCase()) : undefined
}

/** An attribute with one value: a text, unless `details` say otherwise. */
export function simple(name: string, says: string, details: Details = {}): Attribute {
  const usual = { type: 'string', multiValued: false, required: false, caseExact: false } as const
  const plain = { mutability: 'readWrite', uniqueness: 'none', mayBeText: false } as const
  const lists = { canonicalValues: [], referenceTypes: [], subs: attributes() }
  return { name, says, ...usual, ...plain, ...lists, ...details }
}

/** An attribute of several parts. */
export function complex(name: string, says: string, subs: Attribute[], details: Details = {}): Attribute {
  return { ...simple(name, says, { type: 'complex', ...details }), subs: attributes(...subs) }
}

/** A list of values, each with a display name, a type, and a mark for the preferred one (RFC 7643, section 2.4). */
export function list(name: string, says: string, value: Details = {}, types: string[] = []): Attribute {
  const subs = [
    simple('value', says, value),
    simple('display', 'A name for people to read.'),
    simple('type', 'What the value is for.', { canonicalValues: types }),
    simple('primary', 'Whether this is the preferred value; at most one is.', { type: 'boolean' }),
  ]
  return complex(name, says, subs, { multiValued: true })
}
