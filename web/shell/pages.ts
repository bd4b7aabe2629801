import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { Refused } from '../../client/call.ts'

export const PAGE_SIZE = 50

/** One page of a list, and the ways to the others. Only the page that is shown is kept, however long the list is. */
export interface Pages<Row> {
  /** Undefined while nothing is loaded yet. */
  rows: readonly Row[] | undefined
  error: Error | null
  /** Whether what is shown is older than what was asked for. */
  isWaiting: boolean
  /** The place of the first row in the whole list, from 1 on; 0 where there is none. */
  first: number
  /** How many there are in all, where the list says it. */
  total: number | undefined
  next?: (() => void) | undefined
  previous?: (() => void) | undefined
  retry: () => void
}

interface PageInfo {
  current: string
  next?: string
  totalEntries?: number
}

/** What to ask a list for: a page after the cursor. To be given to `query.pagination`. */
export interface Asked {
  count: number
  cursor?: string
}

/**
 * Walks through a list by its cursors. `load` is a hook that asks for one page (`useReply` with `keep`); `rowsOf` takes the rows out of
 * its reply. When `key` changes, because something else is searched for, it begins anew.
 */
export function usePages<Data extends { pagination: PageInfo }, Row>(
  key: string,
  load: (pagination: Asked) => UseQueryResult<Data, Refused>,
  rowsOf: (data: Data) => readonly Row[],
  size: number = PAGE_SIZE,
): Pages<Row> {
  const [walk, setWalk] = useState<{ key: string; cursors: string[] }>({ key, cursors: [] })
  const cursors = walk.key === key ? walk.cursors : []
  const cursor = cursors.at(-1)
  const reply = load({ count: size, ...(cursor === undefined ? {} : { cursor }) })
  const rows = reply.data && rowsOf(reply.data)
  const next = reply.data?.pagination.next
  const isWaiting = reply.isFetching && reply.isPlaceholderData
  return {
    rows,
    error: reply.error,
    isWaiting,
    first: rows && rows.length > 0 ? cursors.length * size + 1 : 0,
    total: reply.data?.pagination.totalEntries,
    next: next === undefined || isWaiting ? undefined : () => setWalk({ key, cursors: [...cursors, next] }),
    previous: cursors.length === 0 ? undefined : () => setWalk({ key, cursors: cursors.slice(0, -1) }),
    retry: () => void reply.refetch(),
  }
}

/** The same for a list that is there as a whole: what is not on the page is not drawn. */
export function usePagesOf<Row>(key: string, all: readonly Row[], size: number = PAGE_SIZE): Pages<Row> {
  const [walk, setWalk] = useState({ key, page: 0 })
  // Of a list that became shorter, the last page.
  const last = Math.max(0, Math.ceil(all.length / size) - 1)
  const page = walk.key === key ? Math.min(walk.page, last) : 0
  const rows = all.slice(page * size, (page + 1) * size)
  return {
    rows,
    error: null,
    isWaiting: false,
    first: rows.length > 0 ? page * size + 1 : 0,
    total: all.length,
    next: page === last ? undefined : () => setWalk({ key, page: page + 1 }),
    previous: page === 0 ? undefined : () => setWalk({ key, page: page - 1 }),
    retry: () => undefined,
  }
}
