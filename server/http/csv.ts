import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'

const BYTE_ORDER_MARK = '\uFEFF'

/** What a spreadsheet takes for the beginning of a formula, also behind space, and in full width (sign-in, IO-2). */
const FORMULA = /^[\t\r\n]|^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/

type Row = readonly string[]

/**
 * Rows under their columns as a CSV file, in UTF-8 with its mark, every cell made inert. The next rows are asked for when the reader
 * has taken those before, so that a download of any length holds little memory.
 */
export function csvFile(columns: Row, pages: AsyncIterable<Row[]> | Iterable<Row[]>): Readable {
  return Readable.from(texts(columns, pages))
}

async function* texts(columns: Row, pages: AsyncIterable<Row[]> | Iterable<Row[]>) {
  yield BYTE_ORDER_MARK + textOf([columns])
  for await (const rows of pages) if (rows.length > 0) yield textOf(rows)
}

/** A cell that no spreadsheet calculates (invariant 48): what looks like a formula gets an apostrophe before it. */
export function inert(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell
}

function textOf(rows: Row[]): string {
  const cells = rows.map((row) => row.map(inert))
  return stringify(cells, { record_delimiter: 'windows', quoted_match: /[\r\n]|^\s|\s$/ })
}
