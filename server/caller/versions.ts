import type { App } from './app.ts'
import * as pen from './pen.ts'

/** A process that is further behind reads everything anew, so older steps help nobody. */
const VERSIONS_KEPT = 5_000

/** Throws away what access versions touched that every process has long left behind. For the server's jobs. */
export async function forgetOldVersions({ database }: Pick<App, 'database'>, kept = VERSIONS_KEPT) {
  await database.db.transaction().execute((tx) => pen.deleteVersions(tx, kept))
}
