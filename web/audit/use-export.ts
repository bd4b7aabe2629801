import { useEffect, useRef, useState } from 'react'
import { audit } from '../../contract/audit.ts'
import { useAsk } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import { saveFile } from '../shell/save-file.ts'
import { useHere } from '../workspaces/here.ts'
import type { AuditEvent } from './event.ts'
import { csvOf } from './export.ts'
import { queryOf } from './filters.ts'

export const EXPORT_MAX = 10_000
const PAGE = 1_000

export interface Exporting {
  state: 'idle' | 'running' | 'done' | 'cut' | 'stopped'
  /** How many events are read. */
  count: number
  error: Error | null
}

const idle: Exporting = { state: 'idle', count: 0, error: null }

/** Downloads what the filters of the address leave, page by page, up to a bound, or until it is stopped. */
export function useExport() {
  const ask = useAsk()
  const [address] = useAddress()
  const { workspace } = useHere()
  const [progress, setProgress] = useState(idle)
  const running = useRef<AbortController>(null)
  // Whoever goes to another page wants no file any more.
  useEffect(() => () => running.current?.abort(), [])
  const run = async (format: 'csv' | 'json') => {
    running.current = new AbortController()
    const { signal } = running.current
    const tell = (now: Exporting) => !signal.aborted && setProgress(now)
    tell({ ...idle, state: 'running' })
    try {
      const { events, isCut } = await readAll(
        async (pagination) => ask(audit.list, { query: { ...queryOf(address), pagination } }),
        (count) => tell({ ...idle, state: 'running', count }),
        signal,
      )
      const name = `${workspace.slug}-audit-trail.${format}`
      if (format === 'csv') saveFile(name, csvOf(events))
      else saveFile(name, JSON.stringify({ events }, null, 2), 'application/json')
      tell({ state: isCut ? 'cut' : 'done', count: events.length, error: null })
    } catch (error) {
      // Calls raise nothing but errors, and what is stopped is told to nobody.
      tell({ ...idle, error: error as Error })
    }
  }
  const stop = () => {
    running.current?.abort()
    setProgress({ ...idle, state: 'stopped' })
  }
  return { ...progress, run, stop }
}

type Load = (pagination: { count: number; cursor?: string }) => Promise<{
  events: AuditEvent[]
  pagination: { next?: string }
}>

async function readAll(load: Load, tell: (count: number) => void, signal: AbortSignal) {
  const events: AuditEvent[] = []
  let cursor: string | undefined
  do {
    const page = await load(cursor === undefined ? { count: PAGE } : { count: PAGE, cursor })
    signal.throwIfAborted()
    events.push(...page.events)
    tell(events.length)
    cursor = page.pagination.next
  } while (cursor !== undefined && events.length < EXPORT_MAX)
  return { events, isCut: cursor !== undefined }
}
