import { type TSchema, Type } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Settings } from 'typebox/system'
import { type Fault, Problem } from '../../contract/problems.ts'

const FAULTS_MAX = 100
const DEPTH_MAX = 32

Settings.Set({ maxErrors: FAULTS_MAX })

const compiled = new WeakMap<TSchema, Validator>()

/**
 * Checks one part of a request (`where` is what its faults begin with, `''` for the body). Raises `invalid-input` with one fault per
 * problem found (public-api 1.6); text that no database can hold (NUL, half a surrogate pair) is a fault too.
 */
export function checkInput(schema: TSchema, value: unknown, where: string): unknown {
  refuseBadText(value, where)
  const validator = compile(schema)
  if (validator.Check(value)) return value
  throw asInvalid(faultsOf(validator, value, where))
}

const ParamText = Type.String({ minLength: 1, maxLength: 255 })

/** Checks the parameters of a path, each by itself. */
export function checkParams(params: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(params)) checkInput(ParamText, value, name)
  return params
}

/** The same for a query, whose values arrive as text: `"2"` becomes 2 where the schema wants a number. */
export function checkQuery(schema: TSchema, value: unknown): unknown {
  refuseBadText(value, '')
  const empty = listsFromText(schema, emptyAsAbsent(schema, value))
  const validator = compile(schema)
  return checkInput(schema, validator.Check(empty) ? empty : fromText(schema, empty), '')
}

interface Shape {
  type?: string
  minLength?: number
  properties?: Record<string, Shape>
}

/** Text that is exactly a whole number or a boolean becomes one where the schema wants it; everything else stays to be refused. */
function fromText(schema: Shape, value: unknown): unknown {
  if (schema.type === 'array') return Array.isArray(value) ? value : [value]
  if (typeof value === 'string') {
    if ((schema.type === 'integer' || schema.type === 'number') && /^-?\d{1,15}$/.test(value))
      return Number(value)
    return schema.type === 'boolean' && /^(true|false)$/.test(value) ? value === 'true' : value
  }
  if (typeof value !== 'object' || value === null || !schema.properties) return value
  const { properties } = schema
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, fromText(properties[name] ?? {}, one)]),
  )
}

/**
 * An explicit null reaches the wire as an empty value (public-api 1.8). Lists keep theirs, because an empty id is meant, and so does what
 * says with `minLength: 0` that an empty text is one.
 */
function emptyAsAbsent({ properties }: Shape, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const kept = Object.entries(value).filter(([key, one]) => one !== '' || properties?.[key]?.minLength === 0)
  return Object.fromEntries(kept.map(([key, one]) => [key, emptyAsAbsent(properties?.[key] ?? {}, one)]))
}

/** `emails=["a@b.c"]`: one client sends lists as JSON text (public-api 1.8). */
function listsFromText(schema: TSchema, value: unknown): unknown {
  const { properties } = schema as Shape
  const entries = Object.entries(value as Record<string, unknown>)
  return Object.fromEntries(
    entries.map(([name, one]) => {
      const isText = properties?.[name]?.type === 'array' && typeof one === 'string' && one.startsWith('[')
      return [name, isText ? (asList(one) ?? one) : one]
    }),
  )
}

function asList(text: string): unknown[] | null {
  try {
    const parsed = JSON.parse(text)
    return Array.isArray(parsed) ? parsed : null
  } catch {
    return null
  }
}

/** The first thing wrong with a value whose text was checked with the request that it came in; null if nothing is. */
export function firstFault(schema: TSchema, value: unknown): string | null {
  const validator = compile(schema)
  return validator.Check(value) ? null : (faultsOf(validator, value, '')[0]?.message ?? null)
}

function compile(schema: TSchema): Validator {
  const known = compiled.get(schema)
  if (known) return known
  const made = Compile(schema)
  compiled.set(schema, made)
  return made
}

function asInvalid(faults: Fault[]): Problem {
  const [first] = faults
  return new Problem('invalid-input', first ? { ...first, faults } : {})
}

function faultsOf(validator: Validator, value: unknown, where: string): Fault[] {
  const faults: Fault[] = []
  for (const error of validator.Errors(value)) {
    const at = fieldAt(where, error.instancePath)
    const params = error.params as {
      requiredProperties?: string[]
      additionalProperties?: string[]
    }
    if (error.keyword === 'required') {
      for (const name of params.requiredProperties ?? []) faults.push(fault(join(at, name), 'is required'))
    } else if (error.keyword === 'additionalProperties') {
      for (const name of params.additionalProperties ?? [])
        faults.push(fault(join(at, name), 'is not known here'))
    } else if (error.keyword !== 'boolean') {
      faults.push(fault(at || 'body', error.message))
    }
  }
  return faults.length > 0 ? faults.slice(0, FAULTS_MAX) : [fault(where || 'body', 'is not valid')]
}

function fault(field: string, what: string): Fault {
  const shown = field.slice(0, 200)
  return { field: shown, message: `"${shown}" ${what}` }
}

function join(left: string, right: string): string {
  return left ? `${left}.${right}` : right
}

/** `/permissions/0/roleId` is `permissions.0.roleId` to a reader. */
function fieldAt(where: string, pointer: string): string {
  const path = pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~')
  return path ? join(where, path) : where
}

/** Nearly every body is sound, and one of a megabyte has a third of a million parts: fields are named only where one is not. */
function refuseBadText(root: unknown, where: string) {
  if (!isSound(root)) nameBadText(root, where)
}

/** Level by level, so that no depth of nesting can exhaust the stack. */
function isSound(root: unknown): boolean {
  let level: unknown[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    const below: unknown[] = []
    for (const value of level) {
      if (typeof value === 'string' && !isSoundText(value)) return false
      if (typeof value !== 'object' || value === null) continue
      if (depth >= DEPTH_MAX) return false
      if (Array.isArray(value)) {
        for (const one of value) below.push(one)
        continue
      }
      // Names first: the values of very many take much longer to list.
      for (const key of Object.keys(value)) {
        if (!isSoundKey(key)) return false
        below.push((value as Record<string, unknown>)[key])
      }
    }
    level = below
  }
  return true
}

function isSoundKey(key: string): boolean {
  return key !== '__proto__' && isSoundText(key)
}

function isSoundText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** Iterative, so that no depth of nesting can exhaust the stack. */
function nameBadText(root: unknown, where: string) {
  const waiting: [value: unknown, field: string, depth: number][] = [[root, where, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, field, depth] = next
    if (typeof value === 'string') refuseText(value, field)
    if (typeof value !== 'object' || value === null) continue
    if (depth >= DEPTH_MAX)
      throw asInvalid([fault(field || 'body', `is nested more than ${DEPTH_MAX} levels deep`)])
    for (const [key, one] of Object.entries(value)) {
      refuseText(key, field)
      if (key === '__proto__') throw asInvalid([fault(join(field, key), 'is not known here')])
      if (one !== null && (typeof one === 'object' || typeof one === 'string'))
        waiting.push([one, join(field, key), depth + 1])
    }
  }
}

function refuseText(text: string, field: string) {
  if (text.includes('\0')) throw asInvalid([fault(field || 'body', 'contains a NUL character')])
  if (!text.isWellFormed()) throw asInvalid([fault(field || 'body', 'is not well-formed Unicode')])
}
