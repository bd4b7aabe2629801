import type { Rules } from '../../access/index.ts'
import type { Catalog } from '../../contract/catalog.ts'
import type { Database } from '../db/open.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Keys } from '../platform/keys.ts'
import type { Log } from '../platform/log.ts'
import type { Mailbox } from '../platform/mailbox.ts'
import type { Outward } from '../platform/outward.ts'
import type { SignIn } from '../platform/sign-in-file.ts'
import type { Identities } from './identities.ts'
import type { LastUsed } from './last-used.ts'
import type { Turns } from './turns.ts'
import type { Worlds } from './worlds.ts'

/** What one running server is made of. Built once in main.ts and passed as a value. */
export interface App {
  database: Database
  config: Config
  catalog: Catalog
  rules: Rules
  clock: Clock
  keys: Keys
  /** Providers of accounts, and products to switch to. */
  signIn: SignIn
  log: Log
  worlds: Worlds
  identities: Identities
  lastUsed: LastUsed
  turns: Turns
  /** Where the demo keeps its letters, instead of sending them; null everywhere else. */
  mailbox: Mailbox | null
  /** The way to addresses that customers give. */
  outward: Outward
}
