import { isRecord } from './event.ts'

/** One line of what an event keeps: how something was before and after, or only a value. */
export type DetailRow = { key: string } & ({ before: unknown; after: unknown } | { value: unknown })

/** What the sentence of the event says already, by names. */
const SAID = new Set(['roleId', 'subjectId', 'subjectType'])

/** What an event keeps as lines of a table. What is the same before and after is left out. */
export function rowsOf(detail: Record<string, unknown>): DetailRow[] {
  const { from, to, ...rest } = detail
  return [...(isChange(detail) ? changes(from, to) : []), ...Object.entries(rest).flatMap(rowOf)]
}

export function isBeforeAfter(row: DetailRow): row is DetailRow & { before: unknown; after: unknown } {
  return 'before' in row
}

function rowOf([key, value]: [string, unknown]): DetailRow[] {
  if (SAID.has(key)) return []
  if (isRecord(value) && isChange(value)) return [{ key, before: value.from, after: value.to }]
  return [{ key, value }]
}

function changes(from: unknown, to: unknown): DetailRow[] {
  if (!isRecord(from) || !isRecord(to)) return [{ key: 'change', before: from, after: to }]
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  return keys
    .filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]))
    .map((key) => ({ key, before: from[key], after: to[key] }))
}

function isChange(value: Record<string, unknown>): boolean {
  return 'from' in value && 'to' in value
}
