import type { App } from './app.ts'
import { forgetOldAnswers } from './idempotency.ts'
import { forgetOldVersions } from './versions.ts'

const HOUR_MS = 3_600_000

export interface Housekeeping {
  /** Ends it; waits for what is being done. */
  stop(): Promise<void>
}

/** Throws away, every hour, what is kept for a time only. A failure is logged and tried again an hour later. */
export function startHousekeeping(app: App): Housekeeping {
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    running = tidyUp(app).catch((error) => app.log.error({ err: error }, 'housekeeping failed'))
  }, HOUR_MS)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/** One round: answers of more than a day ago, and what old access versions touched. */
export async function tidyUp(app: Pick<App, 'database' | 'clock'>) {
  await forgetOldAnswers(app)
  await forgetOldVersions(app)
}
