import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { inert } from '../../contract/csv.ts'

const BYTE_ORDER_MARK = '\uFEFF'

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

function textOf(rows: Row[]): string {
  const cells = rows.map((row) => row.map(inert))
  return stringify(cells, { record_delimiter: 'windows', quoted_match: /[\r\n]|^\s|\s$/ })
}
