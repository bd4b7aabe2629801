import type { Json, JsonObject } from '../../db/tables.ts'
import { type Attribute, named } from './attributes.ts'
import type { Comparand, Operator } from './comparing.ts'
import type { Filter } from './filter.ts'

/**
 * Whether an element of a list is one that a filter in brackets means: without regard to case where the schema has none
 * (RFC 7643, section 2.2). What has no value equals null alone, and differs from every value.
 */
export function matchesElement(where: Filter, { subs }: Attribute, element: JsonObject): boolean {
  const matches = (filter: Filter): boolean => {
    if ('left' in filter) {
      const isMet = matches(filter.left)
      return isMet === (filter.kind === 'or') ? isMet : matches(filter.right)
    }
    if (filter.kind === 'not') return !matches(filter.of)
    // An element's parts are simple: no `some` is read within brackets.
    const sub = filter.kind === 'some' ? undefined : named(subs, filter.path.name)
    const value = (sub && Object.hasOwn(element, sub.name) ? element[sub.name] : null) ?? null
    if (filter.kind === 'compare') return compares(filter.op, value, filter.value, sub?.caseExact ?? true)
    return filter.kind === 'present' && value !== null && value !== ''
  }
  return matches(where)
}

/** The comparison of a value with another (RFC 7644, section 3.4.2.2, table 3). Texts are in order of their letters. */
export function compares(op: Operator, value: Json, wanted: Comparand, caseExact: boolean): boolean {
  const fold = (one: unknown) => (typeof one === 'string' && !caseExact ? one.toLowerCase() : one)
  const left = fold(value)
  const right = fold(wanted)
  if (op === 'eq') return left === right
  if (op === 'ne') return left !== right
  if (typeof left !== 'string' || typeof right !== 'string') return false
  return comparisons[op](left, right)
}

type Ordered = Exclude<Operator, 'eq' | 'ne'>
const comparisons: Record<Ordered, (left: string, right: string) => boolean> = {
  co: (left, right) => left.includes(right),
  sw: (left, right) => left.startsWith(right),
  ew: (left, right) => left.endsWith(right),
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
}
