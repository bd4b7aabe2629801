import type { DatabasePlace } from '../server/db/open.ts'
import { start } from '../server/main.ts'
import { readConfig } from '../server/platform/config.ts'
import { openLog } from '../server/platform/log.ts'
import { benchFeature } from './routes.ts'

// The server that is measured, in a process of its own. It is told where its database is, and asked to collect garbage and say what is left.
const POOL_SIZE = 10
const [, , about = '{}', signInFile] = process.argv
const place: DatabasePlace = JSON.parse(about)
const running = await start(
  readConfig({
    CLAVIGER_PORT: '0',
    CLAVIGER_RATE_WRITES_PER_MINUTE: '0',
    CLAVIGER_SECRET_KEY: 'a key for the bench only, and long enough',
    ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
    ...(signInFile ? { CLAVIGER_SIGN_IN_FILE: signInFile } : {}),
    ...(place.dataDir ? { CLAVIGER_DATA_DIR: place.dataDir } : {}),
  }),
  { log: openLog('error'), features: [benchFeature(place.databaseUrl, POOL_SIZE)] },
)

process.on('message', (what) => {
  if (what !== 'collect') return
  globalThis.gc?.()
  process.send?.({ heapUsed: process.memoryUsage().heapUsed })
})
process.on('disconnect', () => process.exit())
process.send?.({ url: running.url })
