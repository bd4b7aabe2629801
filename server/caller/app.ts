import type { Rules } from '../../access/index.ts'
import type { Catalog } from '../../contract/catalog.ts'
import type { Database } from '../db/open.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Keys } from '../platform/keys.ts'
import type { Log } from '../platform/log.ts'
import type { Identities } from './identities.ts'
import type { LastUsed } from './last-used.ts'
import type { Worlds } from './worlds.ts'

/** What one running server is made of. Built once in main.ts and passed as a value. */
export interface App {
  database: Database
  config: Config
  catalog: Catalog
  rules: Rules
  clock: Clock
  keys: Keys
  log: Log
  worlds: Worlds
  identities: Identities
  lastUsed: LastUsed
}
