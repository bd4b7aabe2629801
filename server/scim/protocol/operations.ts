import { invalid } from './invalid.ts'
import { isCore } from './paths.ts'
import { coreOf, type ResourceKind } from './schemas.ts'

/** One operation of a PATCH. `path` is null where the value names the attributes itself. */
export interface Operation {
  op: 'add' | 'replace' | 'remove'
  path: unknown
  value: unknown
}

const OPERATIONS_MAX = 1_000
const verbs = ['add', 'replace', 'remove'] as const

/**
 * Reads the operations of a PATCH (RFC 7644, section 3.5.2) as they are written; what they mean is not judged yet. Names have any
 * case, "Add" included. At most 1,000. Raises `scim-invalid`.
 */
export function readOperations(body: Record<string, unknown>): Operation[] {
  const all = memberOf(body, 'Operations')
  if (!Array.isArray(all)) throw invalid('invalidSyntax', 'A PATCH has a list of Operations.')
  if (all.length > OPERATIONS_MAX)
    throw invalid('invalidValue', `A PATCH takes at most ${OPERATIONS_MAX} operations.`)
  return all.map(readOperation)
}

/** Refuses a POST or PUT whose `schemas` do not name the core schema (standards/scim SC-16); other schemas are passed over. */
export function requireCore(body: Record<string, unknown>, kind: ResourceKind) {
  const said = memberOf(body, 'schemas')
  const names: unknown[] = Array.isArray(said) ? said : []
  if (!names.some((name) => typeof name === 'string' && isCore(name, kind)))
    throw invalid('invalidSyntax', `The schemas name ${coreOf[kind].urn}.`)
}

/** What an object says under a name: under just this one, else in any case, where the last one counts. */
export function memberOf(body: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(body, name)) return body[name]
  const wanted = name.toLowerCase()
  const key = Object.keys(body).findLast((one) => one.length === name.length && one.toLowerCase() === wanted)
  return key === undefined ? undefined : body[key]
}

function readOperation(said: unknown): Operation {
  if (typeof said !== 'object' || said === null) throw invalid('invalidSyntax', 'An operation is an object.')
  // Of an object that JSON made: names with values.
  const operation = said as Record<string, unknown>
  const verb = memberOf(operation, 'op')
  const op = verbs.find((one) => typeof verb === 'string' && one === verb.toLowerCase())
  if (!op) throw invalid('invalidSyntax', 'The op of an operation is add, replace or remove.')
  const path = memberOf(operation, 'path') ?? null
  const value = memberOf(operation, 'value')
  if (op === 'remove' && path === null)
    throw invalid('noTarget', 'A remove needs a path: it says what to remove.')
  if (op !== 'remove' && value === undefined)
    throw invalid('invalidValue', `An operation of ${op} needs a value.`)
  return { op, path, value }
}
