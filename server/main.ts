import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { compileRules } from '../access/index.ts'
import type { Catalog } from '../contract/catalog.ts'
import { chores, cleanups, letters, openServer, requestLogOf } from './app.ts'
import type { App } from './caller/app.ts'
import { catalogMustFit } from './caller/fits.ts'
import { startHousekeeping } from './caller/housekeeping.ts'
import { openIdentities } from './caller/identities.ts'
import { openLastUsed } from './caller/last-used.ts'
import { openTurns } from './caller/turns.ts'
import { openWorlds } from './caller/worlds.ts'
import { migrate } from './db/migrate.ts'
import { type Database, openDatabase } from './db/open.ts'
import type { Feature } from './http/handlers.ts'
import { startOutbox } from './outbox/outbox.ts'
import { loadCatalog } from './platform/catalog-file.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { openKeys } from './platform/keys.ts'
import { type Log, openLog } from './platform/log.ts'
import type { Mailbox } from './platform/mailbox.ts'
import { type Outward, openOutward } from './platform/outward.ts'
import { secretKeyOf } from './platform/secret-key.ts'
import { loadSignInFile } from './platform/sign-in-file.ts'

/** A server that listens. */
export interface Running {
  app: App
  http: FastifyInstance
  /** Where it listens: `http://127.0.0.1:3000`. */
  url: string
  /** Ends it: no new requests, what runs is finished, the database is given back. */
  stop(): Promise<void>
}

export interface Parts {
  database?: Database
  clock?: Clock
  log?: Log
  /** Keeps letters instead of sending them: the demo's. */
  mailbox?: Mailbox
  /** How addresses that customers give are reached: tests point it at servers of their own. */
  outward?: Outward
  /** What is served besides the table of contents: the bench's own routes. */
  features?: Feature[]
}

/** Builds an app from its configuration: catalog, database (migrated), keys, memory. It does not listen. */
export async function openApp(config: Config, parts: Parts = {}): Promise<App> {
  const log = parts.log ?? openLog(config.logLevel)
  const catalog = loadCatalog(config.catalogFile)
  const rules = compileRules(catalog)
  const signIn = loadSignInFile(config.signInFile)
  const keys = openKeys(secretKeyOf(config))
  const database = parts.database ?? (await openMigrated(config, log, catalog))
  const app: App = {
    database,
    config,
    catalog,
    rules,
    clock: parts.clock ?? systemClock,
    keys,
    signIn,
    log,
    worlds: openWorlds(() => app),
    identities: openIdentities(() => app),
    lastUsed: openLastUsed(() => app),
    turns: openTurns(),
    mailbox: parts.mailbox ?? null,
    outward: parts.outward ?? openOutward(config),
  }
  return app
}

async function openMigrated(config: Config, log: Log, catalog: Catalog): Promise<Database> {
  const database = await openDatabase(config, log)
  try {
    await migrate(database, log)
    await catalogMustFit(database.db, catalog)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Opens an app and listens where the configuration says. */
export async function start(config: Config, parts: Parts = {}): Promise<Running> {
  return listen(await openApp(config, parts), parts.features)
}

/** Listens where the app's configuration says; port 0 takes any free one. If it cannot, the database is given back. */
export async function listen(app: App, also: Feature[] = []): Promise<Running> {
  const { config } = app
  const http = await openServer(app, also)
  try {
    await http.listen({ host: config.host, port: config.port })
  } catch (error) {
    await http.close()
    await closeApp(app)
    throw error
  }
  const { port } = http.server.address() as AddressInfo
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  // Only now is it known which port a public address that was made of host and port has.
  if (config.port === 0) {
    app.config = { ...config, publicUrl: config.publicUrl.replace(/:0$/, `:${port}`) }
  }
  const jobs = [startOutbox(app, letters), startHousekeeping(app, cleanups, chores), requestLogOf(app)]
  return { app, http, url, stop: () => stop(app, http, jobs) }
}

/** Ends an app that does not listen, or not any more. */
export async function closeApp(app: App) {
  await app.lastUsed.stop()
  await app.database.close()
}

async function stop(app: App, http: FastifyInstance, jobs: { stop(): Promise<void> }[]) {
  await http.close()
  for (const job of jobs) await job.stop()
  await closeApp(app)
}
