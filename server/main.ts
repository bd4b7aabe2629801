import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { compileRules } from '../access/index.ts'
import { openServer } from './app.ts'
import type { App } from './caller/app.ts'
import { openIdentities } from './caller/identities.ts'
import { openWorlds } from './caller/worlds.ts'
import { migrate } from './db/migrate.ts'
import { type Database, openDatabase } from './db/open.ts'
import { loadCatalog } from './platform/catalog-file.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { openKeys } from './platform/keys.ts'
import { type Log, openLog } from './platform/log.ts'
import { secretKeyOf } from './platform/secret-key.ts'

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
}

/** Builds an app from its configuration: catalog, database (migrated), keys, memory. It does not listen. */
export async function openApp(config: Config, parts: Parts = {}): Promise<App> {
  const log = parts.log ?? openLog(config.logLevel)
  const catalog = loadCatalog(config.catalogFile)
  const rules = compileRules(catalog)
  const database = parts.database ?? (await openDatabase(config, log))
  if (!parts.database) await migrate(database, log)
  const app: App = {
    database,
    config,
    catalog,
    rules,
    clock: parts.clock ?? systemClock,
    keys: openKeys(secretKeyOf(config)),
    log,
    worlds: openWorlds(() => app),
    identities: openIdentities(() => app),
  }
  return app
}

/** Opens an app and listens where the configuration says; port 0 takes any free one. */
export async function start(config: Config, parts: Parts = {}): Promise<Running> {
  const app = await openApp(config, parts)
  const http = await openServer(app)
  await http.listen({ host: config.host, port: config.port })
  const { port } = http.server.address() as AddressInfo
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  return { app, http, url, stop: () => stop(app, http) }
}

async function stop(app: App, http: FastifyInstance) {
  await http.close()
  await app.database.close()
}
