import type { Running } from '../server/main.ts'
import { isStartedByNpm } from '../server/platform/config.ts'
import { remark } from './tell.ts'

/** Requests that run may finish; a proxy or a person waits no longer than this. */
const PATIENCE_MS = 15_000
const WATCH_MS = 100

/**
 * Ends the server on SIGTERM or SIGINT: what runs is finished, the database is given back, the exit code is 0. A second
 * signal ends it at once; kill -9 loses nothing that was acknowledged either.
 */
export function stopOnSignals(running: Running) {
  let isStopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(signal === 'SIGINT' ? 130 : 143)
    isStopping = true
    remark(`${signal}: stopping`)
    setTimeout(() => process.exit(1), PATIENCE_MS).unref()
    await running.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  if (isStartedByNpm()) watchParent(() => stop('SIGTERM'))
}

/** npm passes a signal to its shell, which dies of it without telling us: then nobody is left who could end this server. */
function watchParent(stop: () => void) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, WATCH_MS)
  timer.unref()
}
