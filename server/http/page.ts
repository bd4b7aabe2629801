import { createHash } from 'node:crypto'
import type { Static } from 'typebox'
import type { PageReply, Pagination } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'

export type PageInput = Static<typeof Pagination> | undefined
export type PageOutput = Static<typeof PageReply>

/** Segment's own cursor for the first page: base64 of 0. Terraform starts with this literal (public-api 1.8). */
const FIRST_CURSOR = 'MA=='
const COUNT_DEFAULT = 200

/** Where a page begins: after the row with these sort values, or at the start. */
export interface Page {
  count: number
  after: string[] | null
  /** Binds cursors to one list of one workspace. */
  list: string
  cursor: string
}

/**
 * Reads the paging input. `list` names the list, so that a cursor of another list or another workspace is refused;
 * `width` is how many sort values a cursor holds. Raises `invalid-input` for `pagination.cursor`.
 */
export function pageOf(
  caller: Pick<Caller, 'workspaceId'>,
  input: PageInput,
  list: string,
  width: number,
): Page {
  const cursor = input?.cursor
  const bound = createHash('sha256').update(`${caller.workspaceId}\n${list}`).digest('base64url').slice(0, 8)
  const isFirst = cursor === undefined || cursor === '' || cursor === FIRST_CURSOR
  const after = isFirst ? null : readCursor(cursor, bound, width)
  return {
    count: input?.count ?? COUNT_DEFAULT,
    after,
    list: bound,
    cursor: isFirst ? FIRST_CURSOR : cursor,
  }
}

function readCursor(cursor: string, bound: string, width: number): string[] {
  const parsed = parseCursor(cursor)
  const isOurs =
    Array.isArray(parsed) && parsed.length === width + 1 && parsed.every((one) => typeof one === 'string')
  if (!isOurs || parsed[0] !== bound) {
    throw new Problem('invalid-input', {
      field: 'pagination.cursor',
      message: '"pagination.cursor" is not a cursor of this list',
    })
  }
  return parsed.slice(1)
}

function parseCursor(cursor: string): unknown {
  try {
    const text = Buffer.from(cursor, 'base64url').toString('utf8')
    return text.includes('\\u0000') ? null : JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * Cuts the one row too many that the query asked for (`count + 1`), and says where the next page begins.
 * `next` is left out on the last page (public-api, trap 1).
 */
export function paged<Row>(page: Page, rows: Row[], sortValues: (row: Row) => string[]) {
  const items = rows.slice(0, page.count)
  const last = items.at(-1)
  const pagination: PageOutput = { current: page.cursor }
  if (rows.length > page.count && last !== undefined) {
    pagination.next = Buffer.from(JSON.stringify([page.list, ...sortValues(last)])).toString('base64url')
  }
  return { items, pagination }
}

/** The moment in a cursor. Raises `invalid-input` if somebody made it up. */
export function momentOf(text: string | undefined): Date {
  // Years that every database can hold.
  const moment = new Date(/^[12]\d{3}-/.test(text ?? '') ? (text ?? '') : Number.NaN)
  if (Number.isNaN(moment.getTime())) {
    throw new Problem('invalid-input', {
      field: 'pagination.cursor',
      message: '"pagination.cursor" is not a cursor of this list',
    })
  }
  return moment
}
