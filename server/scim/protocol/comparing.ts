import type { Attribute } from './attributes.ts'
import { readTruth } from './values.ts'

/** RFC 7644, section 3.4.2.2, table 3. */
export const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const
export type Operator = (typeof operators)[number]
/** What attributes are compared with. null: what has no value (`eq null`, RFC 7643, section 2.5). */
export type Comparand = string | number | boolean | null

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i
const within: readonly Operator[] = ['co', 'sw', 'ew']

/**
 * The value that an attribute is compared with, as a value of its type: "True" is true where the attribute is boolean.
 * Otherwise the reason why it cannot be compared so, as a sentence.
 */
export function comparandOf(
  { name, type }: Attribute,
  op: Operator,
  value: Comparand,
): { value: Comparand } | { because: string } {
  const isEquality = op === 'eq' || op === 'ne'
  if (value === null) return isEquality ? { value } : { because: `null is compared by eq and ne alone.` }
  if (type === 'complex') return { because: `${name} has parts: name the one to compare.` }
  if (type === 'boolean') {
    const truth = readTruth(value)
    if (truth === null) return { because: `${name} is compared with true or false.` }
    return isEquality ? { value: truth } : { because: `${name} is compared by eq and ne alone.` }
  }
  if (typeof value !== 'string') return { because: `${name} is compared with a text in double quotes.` }
  if (type === 'binary' && !isEquality) return { because: `${name} is compared by eq and ne alone.` }
  if (type !== 'dateTime') return { value }
  if (within.includes(op)) return { because: `${name} is a date: it has no parts to search.` }
  const isDate = DATE_TIME.test(value) && Number.isFinite(Date.parse(value))
  return isDate ? { value } : { because: `${name} is compared with a date such as "2026-01-31T00:00:00Z".` }
}
