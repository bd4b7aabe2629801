import type { App } from './app.ts'
import { saveLastUsed, type TokenUse } from './queries.ts'

const FLUSH_MS = 60_000
const ROWS_AT_ONCE = 1_000

/**
 * Remembers when each token was last used, and writes it down at most once a minute and token: outside of every request,
 * and outside `change()`, because it is no change of anything. A crash loses a minute of it.
 */
export interface LastUsed {
  /** Notes a use; never waits and never fails. */
  note(use: TokenUse): void
  /** Writes down what was noted. What cannot be written now is kept for the next time. */
  flush(): Promise<void>
  /** Writes down the rest, and notes nothing any more. */
  stop(): Promise<void>
}

/** Opens the memory over a database. `app` is read at use time, because the app holds this value itself. */
export function openLastUsed(app: () => Pick<App, 'database' | 'log'>): LastUsed {
  let noted = new Map<string, TokenUse>()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  function note(use: TokenUse) {
    if (isStopped) return
    noted.set(use.tokenId, use)
    timer ??= setTimeout(flush, FLUSH_MS).unref()
  }

  async function flush() {
    clearTimeout(timer)
    timer = undefined
    const uses = [...noted.values()]
    noted = new Map()
    for (let start = 0; start < uses.length; start += ROWS_AT_ONCE) {
      const some = uses.slice(start, start + ROWS_AT_ONCE)
      await save(some).catch((error: unknown) => {
        app().log.warn(
          { err: error },
          'when tokens were last used could not be written down; it is tried again',
        )
        for (const use of some) if (!noted.has(use.tokenId)) note(use)
      })
    }
  }

  function save(uses: TokenUse[]) {
    return app()
      .database.db.transaction()
      .execute((tx) => saveLastUsed(tx, uses))
  }

  async function stop() {
    isStopped = true
    await flush()
  }

  return { note, flush, stop }
}
