import { useState } from 'react'
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
  state: 'idle' | 'running' | 'done' | 'cut'
  /** How many events are read. */
  count: number
  error: Error | null
}

const idle: Exporting = { state: 'idle', count: 0, error: null }

/** Downloads what the filters of the address leave, page by page, up to a bound. */
export function useExport() {
  const ask = useAsk()
  const [address] = useAddress()
  const { workspace } = useHere()
  const [progress, setProgress] = useState(idle)
  const run = async (format: 'csv' | 'json') => {
    setProgress({ ...idle, state: 'running' })
    try {
      const { events, isCut } = await readAll(
        async (pagination) => ask(audit.list, { query: { ...queryOf(address), pagination } }),
        (count) => setProgress({ ...idle, state: 'running', count }),
      )
      const name = `${workspace.slug}-audit-trail.${format}`
      if (format === 'csv') saveFile(name, csvOf(events))
      else saveFile(name, JSON.stringify({ events }, null, 2), 'application/json')
      setProgress({ state: isCut ? 'cut' : 'done', count: events.length, error: null })
    } catch (error) {
      // Calls raise nothing but errors.
      setProgress({ ...idle, error: error as Error })
    }
  }
  return { ...progress, run }
}

type Load = (pagination: { count: number; cursor?: string }) => Promise<{
  events: AuditEvent[]
  pagination: { next?: string }
}>

async function readAll(load: Load, tell: (count: number) => void) {
  const events: AuditEvent[] = []
  let cursor: string | undefined
  do {
    const page = await load(cursor === undefined ? { count: PAGE } : { count: PAGE, cursor })
    events.push(...page.events)
    tell(events.length)
    cursor = page.pagination.next
  } while (cursor !== undefined && events.length < EXPORT_MAX)
  return { events, isCut: cursor !== undefined }
}
