import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Random } from './random.ts'

/** What a TypeBox schema is underneath, as far as the contract uses it. */
interface Shape {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: TSchema[]
  properties?: Record<string, TSchema>
  required?: string[]
  items?: TSchema
  patternProperties?: Record<string, TSchema>
  minItems?: number
  minProperties?: number
  minimum?: number
  maxLength?: number
}

/** Texts of which one fits every pattern of the contract. */
const texts = [
  'alpha',
  'a@b.test',
  '2030-01-01T00:00:00Z',
  'SOURCE',
  'environment',
  'de',
  'correct horse battery',
  'https://idp.example/a',
  'x'.repeat(40),
]

/** Some value that the schema takes. Throws where this file does not know how to make one. */
export function valueFor(schema: TSchema, random: Random): unknown {
  const made = make(schema, random)
  if (Value.Check(schema, made)) return made
  throw new Error(
    `test/values.ts makes nothing that fits ${JSON.stringify(schema)}, such as ${JSON.stringify(made)}`,
  )
}

function make(schema: TSchema, random: Random): unknown {
  const shape = schema as Shape
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return random.pick(shape.enum)
  if (shape.anyOf) return make(random.pick(shape.anyOf), random)
  if (shape.type === 'object') return makeObject(shape, random)
  if (shape.type === 'array') {
    const length = Math.max(shape.minItems ?? 0, random.below(3))
    return Array.from({ length }, () => (shape.items ? make(shape.items, random) : {}))
  }
  if (shape.type === 'string') return random.pick(texts.filter((text) => Value.Check(schema, text)))
  if (shape.type === 'integer' || shape.type === 'number') return (shape.minimum ?? 0) + 1
  if (shape.type === 'boolean') return random.once(2)
  return shape.type === 'null' ? null : {}
}

function makeObject(
  { properties = {}, required = [], patternProperties, minProperties = 0 }: Shape,
  random: Random,
) {
  const picked = Object.entries(properties).filter(([name]) => required.includes(name) || random.once(2))
  const wanted = picked.length < minProperties ? Object.entries(properties) : picked
  const made = Object.fromEntries(wanted.map(([name, schema]) => [name, make(schema, random)]))
  const [other] = Object.values(patternProperties ?? {})
  return other ? { ...made, source: make(other, random) } : made
}

/** A value, and how to put another in the place of a part of it. */
interface Place {
  value: unknown
  put(other: unknown): unknown
}

/** Every place in a value, the whole first. `put` answers a copy of the whole. */
export function placesIn(whole: unknown): Place[] {
  const places: Place[] = []
  const walk = (value: unknown, put: Place['put']) => {
    places.push({ value, put })
    if (typeof value !== 'object' || value === null) return
    for (const [key, one] of Object.entries(value)) walk(one, (other) => put(withPart(value, key, other)))
  }
  walk(whole, (other) => other)
  return places
}

function withPart(value: object, key: string, other: unknown): unknown {
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === key ? other : one))
  return { ...value, [key]: other }
}
