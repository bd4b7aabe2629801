import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { build, type Making, type Malformed, sound } from './sound.ts'
import { placesIn } from './values.ts'

const NUL = '\0'
const HALF_PAIR = '\ud800'
const DEEP = 10_000
const MEGABYTE = 1_000_000

/** JSON in which one part is of another shape than the schema takes. */
export function wrongShape(making: Making): Malformed | null {
  const { endpoint, random } = making
  const { body: schema } = endpoint
  if (!schema) return null
  const parts = sound(making)
  const place = random.pick(placesIn(parts.body))
  const odd = [
    null,
    true,
    -1,
    1e308,
    0.5,
    'x',
    '',
    [],
    {},
    [[]],
    [null],
    { constructor: {} },
    'x'.repeat(2_000),
  ]
  const wrong = [...odd.map((value) => place.put(value)), ...without(place), ...withMore(place)]
  const sure = wrong.filter((body) => !Value.Check(schema, body))
  return sure.length > 0
    ? build(making, 'wrong shape', { ...parts, body: JSON.stringify(random.pick(sure)) })
    : null
}

function without({ value, put }: { value: unknown; put(other: unknown): unknown }): unknown[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.keys(value).map((name) =>
    put(Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))),
  )
}

function withMore({ value, put }: { value: unknown; put(other: unknown): unknown }): unknown[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return ['unknown', 'toString', 'hasOwnProperty', ''].map((name) => put({ ...value, [name]: 1 }))
}

/** NUL and half a surrogate pair are refused wherever they stand, and so is __proto__. */
export function badText(making: Making): Malformed | null {
  const { endpoint, random } = making
  if (!endpoint.body) return null
  const parts = sound(making)
  const place = random.pick(placesIn(parts.body))
  const bad = random.pick([`a${NUL}b`, HALF_PAIR, { [`k${NUL}`]: 1 }, { [HALF_PAIR]: 1 }])
  const spoilt = JSON.stringify(place.put(bad))
  const body = random.once(5) ? spoilt.replace(/}$/, ',"__proto__":{"admin":true}}') : spoilt
  return build(making, 'bad text', { ...parts, body })
}

/** What is no JSON, or no text at all. */
export function badSyntax(making: Making): Malformed | null {
  const { endpoint, random } = making
  if (!endpoint.body) return null
  const parts = sound(making)
  const good = JSON.stringify(parts.body)
  const wrong = [
    ...[
      '',
      ' ',
      '{',
      '[',
      '"',
      'nul',
      'NaN',
      'undefined',
      '{"a":01}',
      "{'a':1}",
      '{"a":1,}',
      '\u0000',
      '{"a":"\n"}',
    ],
    ...[good.slice(0, -1), `${good}${good}`, `${good}x`, good.replace('{', '{,'), `/* */${good}`],
  ]
  const request = build(making, 'bad syntax', parts)
  const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}')])
  return { ...request, body: random.once(10) ? bytes : random.pick(wrong) }
}

/** A good body under a media type that is not read. */
export function wrongType(making: Making): Malformed | null {
  if (!making.endpoint.body) return null
  const request = build(making, 'wrong content type', sound(making))
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'json',
    'application/jsonp',
    ';',
    '*/*',
  ]
  return { ...request, headers: { ...request.headers, 'content-type': making.random.pick(types) } }
}

/** Texts, lists, objects and depths far beyond every bound. */
export function tooMuch(making: Making): Malformed | null {
  const { endpoint, random } = making
  const { body: schema } = endpoint
  if (!schema) return null
  const parts = sound(making)
  const place = random.pick(placesIn(parts.body))
  const deep = `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`
  const bodies = [
    JSON.stringify(place.put('x'.repeat(MEGABYTE))),
    JSON.stringify(place.put(Array.from({ length: 100_000 }, (_, index) => index))),
    JSON.stringify(place.put('DEEP')).replace('"DEEP"', deep),
    JSON.stringify(place.put('DEEP')).replace('"DEEP"', `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`),
    JSON.stringify(
      place.put(Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, index]))),
    ),
    `"${'x'.repeat(2 * MEGABYTE)}"`,
  ]
  const body = random.pick(bodies)
  return isSurelyWrong(schema, body) ? build(making, 'too much', { ...parts, body }) : null
}

function isSurelyWrong(schema: TSchema, body: string): boolean {
  return (
    body.length > 1_048_576 ||
    body.includes('[[[[') ||
    body.includes('{"a":{"a":') ||
    !Value.Check(schema, JSON.parse(body))
  )
}
