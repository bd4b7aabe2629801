import type { Writer } from '../db/open.ts'
import type { App } from './app.ts'
import { forgetOldAnswers } from './idempotency.ts'
import { forgetOldVersions } from './versions.ts'

const HOUR_MS = 3_600_000

/** Step that throws away what is kept for a time only, and is over at `now`. */
export type Cleanup = (tx: Writer, now: Date) => Promise<unknown>

/** Work that the server does by itself about once an hour, as one of several, each in transactions of its own. */
export type Chore = (app: App) => Promise<unknown>

export interface Housekeeping {
  /** Ends it; waits for what is being done. */
  stop(): Promise<void>
}

/** Throws away, every hour, what is kept for a time only, and does the chores. A failure is logged and tried again an hour later. */
export function startHousekeeping(app: App, cleanups: Cleanup[], chores: Chore[] = []): Housekeeping {
  let running: Promise<unknown> = Promise.resolve()
  const works = [() => tidyUp(app, cleanups), ...chores.map((chore) => () => chore(app))]
  const failed = (error: unknown) => app.log.error({ err: error }, 'housekeeping failed')
  const timer = setInterval(() => {
    running = Promise.all(works.map((work) => work().catch(failed)))
  }, HOUR_MS)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/** One round: answers of more than a day ago, what old access versions touched, and the features' own, each by itself. */
export async function tidyUp({ database, clock }: Pick<App, 'database' | 'clock'>, cleanups: Cleanup[] = []) {
  await forgetOldAnswers({ database, clock })
  await forgetOldVersions({ database })
  for (const cleanUp of cleanups) {
    await database.db.transaction().execute((tx) => cleanUp(tx, clock.now()))
  }
}
