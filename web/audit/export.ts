import { inert } from '../../contract/csv.ts'
import type { AuditEvent } from './event.ts'

const BYTE_ORDER_MARK = '\uFEFF'

const columns: [title: string, cell: (event: AuditEvent) => string][] = [
  ['Time', ({ timestamp }) => timestamp],
  ['Event', ({ type }) => type],
  ['Actor', ({ actor }) => actor],
  ['Actor kind', ({ actorKind }) => actorKind],
  ['Actor name', ({ actorName }) => actorName ?? ''],
  ['Actor email', ({ actorEmail }) => actorEmail ?? ''],
  ['On behalf of', ({ onBehalfOf }) => onBehalfOf?.id ?? ''],
  ['On behalf of name', ({ onBehalfOf }) => onBehalfOf?.name ?? ''],
  ['Resource type', ({ resourceType }) => resourceType],
  ['Resource id', ({ resourceId }) => resourceId],
  ['Resource name', ({ resourceName }) => resourceName],
  ['Detail', ({ detail }) => JSON.stringify(detail)],
  ['Request id', ({ requestId }) => requestId],
  ['IP', ({ ip }) => ip ?? ''],
  ['Id', ({ id }) => id],
]

/** Events as CSV for spreadsheets, every cell made inert (invariant 48). */
export function csvOf(events: readonly AuditEvent[]): string {
  const rows = [
    columns.map(([title]) => title),
    ...events.map((event) => columns.map(([, cell]) => cell(event))),
  ]
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(written).join(',')}\r\n`).join('')
}

function written(text: string): string {
  const cell = inert(text)
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
