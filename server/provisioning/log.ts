import type { App } from '../caller/app.ts'
import type { Caller } from '../caller/caller.ts'
import type { Exchange, Observe } from '../http/handlers.ts'
import { newId } from '../platform/ids.ts'
import * as queries from './queries.ts'
import { readableAddress, readableBody, short } from './redaction.ts'

const FLUSH_MS = 1_000
const ROWS_AT_ONCE = 500
/** While the database cannot take them, the oldest are given up for the newest. */
const NOTED_MAX = 10_000
/** So many of each workspace are kept. */
const KEPT = 2_000
const DEEDS_MAX = 100
const LENGTH_MAX = 300

/** What comes from the handlers of SCIM as what a request did. */
export interface Deed {
  type: string
  resourceId: string
  resourceName: string
}

/**
 * What identity providers ask of a server, on its way into the activity logs of their workspaces: written down about once a second, outside of every
 * request and outside `change()`, because it is no change of anything. A crash loses a second of it.
 */
export interface RequestLog {
  /** Notes a request; never waits and never fails. */
  note: Observe
  /** Writes down what was noted. What cannot be written now is kept for the next time. */
  flush(): Promise<void>
  /** Writes down the rest, and notes nothing any more. */
  stop(): Promise<void>
}

const logs = new WeakMap<Pick<App, 'database'>, RequestLog>()

/** The log of a running server: one, from its first use on. */
export function requestLogOf(app: Pick<App, 'database' | 'log'>): RequestLog {
  const log = logs.get(app) ?? openRequestLog(app)
  logs.set(app, log)
  return log
}

/** Notes a request of an identity provider for its workspace's activity log. For the rooms that such requests come to. */
export const noteRequest: Observe = (caller, exchange) => requestLogOf(caller.app).note(caller, exchange)

/** Opens a log over a database. */
export function openRequestLog(app: Pick<App, 'database' | 'log'>): RequestLog {
  let noted: queries.RequestRow[] = []
  let timer: NodeJS.Timeout | undefined
  let flushing: Promise<void> = Promise.resolve()
  let isStopped = false

  function note(caller: Caller, exchange: Exchange) {
    if (isStopped) return
    noted.push(rowOf(caller, exchange))
    if (noted.length > NOTED_MAX) noted.shift()
    timer ??= setTimeout(flush, FLUSH_MS).unref()
  }

  // One after the other, so that whoever waits for a flush has what was noted before it.
  function flush() {
    flushing = flushing.then(writeNoted)
    return flushing
  }

  async function writeNoted() {
    clearTimeout(timer)
    timer = undefined
    // Each workspace by itself: while one is being changed, no transaction waits that has rows of another.
    const ofWorkspaces = Map.groupBy(noted, (row) => row.workspace_id)
    noted = []
    const failed: queries.RequestRow[] = []
    let because: unknown
    for (const [workspaceId, rows] of ofWorkspaces) {
      for (const some of inParts(rows, ROWS_AT_ONCE)) {
        await save(workspaceId, some).catch((error: unknown) => {
          failed.push(...some)
          because = error
        })
      }
    }
    if (failed.length > 0) keepForNextTime(failed, because)
  }

  function keepForNextTime(rows: queries.RequestRow[], error: unknown) {
    const words = isStopped ? 'they are lost' : 'it is tried again'
    app.log.warn({ err: error }, `requests of identity providers could not be written down; ${words}`)
    if (isStopped) return
    noted = [...rows, ...noted].slice(-NOTED_MAX)
    timer ??= setTimeout(flush, FLUSH_MS).unref()
  }

  function save(workspaceId: string, rows: queries.RequestRow[]) {
    return app.database.db.transaction().execute(async (tx) => {
      await queries.insertRequests(tx, rows)
      await queries.trimRequests(tx, workspaceId, KEPT)
    })
  }

  async function stop() {
    isStopped = true
    await flush()
  }

  return { note, flush, stop }
}

function inParts<One>(all: One[], most: number): One[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, part) =>
    all.slice(part * most, (part + 1) * most),
  )
}

/** A dry run refuses every write, and that is no refusal: what it would have done is told. */
function rowOf(caller: Caller, { method, url, body, status, problem, did }: Exchange): queries.RequestRow {
  const dryRun = problem?.code === 'dry-run'
  const isRefused = problem !== null && !dryRun
  return {
    workspace_id: caller.workspaceId,
    id: newId(),
    at: caller.now,
    token_id: caller.who.id,
    token_name: caller.who.name,
    method,
    path: readableAddress(url),
    status,
    sent: readableBody(body),
    did: JSON.stringify(deedsOf(did)),
    refused: isRefused ? short(problem.message, LENGTH_MAX) : null,
    dry_run: dryRun,
    request_id: caller.requestId,
    ip: caller.ip,
  }
}

/** What a handler told of itself, as far as it can be read. */
function deedsOf(did: unknown): Deed[] {
  const deeds = Array.isArray(did) ? did.slice(0, DEEDS_MAX) : []
  return deeds.map((deed: Partial<Deed> | null) => ({
    type: short(String(deed?.type), LENGTH_MAX),
    resourceId: short(String(deed?.resourceId), LENGTH_MAX),
    resourceName: short(String(deed?.resourceName), LENGTH_MAX),
  }))
}
