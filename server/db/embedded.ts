import { chmodSync, existsSync, fsyncSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { Kysely, PGliteDialect } from 'kysely'
import type { Log } from '../platform/log.ts'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'
import { copyCluster, findTemplate, putInPlace } from './template.ts'

const INT8 = 20
const BYTEA = 17
/** How long a start waits for the process before it to end. */
const LOCK_MS = 1_500

/** Opens the embedded database in a directory that only this process may use, or in memory. */
export async function openEmbedded(dataDir: string, log: Log): Promise<Database> {
  if (dataDir === ':memory:') return databaseOn(await PGlite.create(engineOptions()), () => {})

  const dir = resolve(dataDir)
  // The engine makes its files readable by everyone, so the directory around them must not be.
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  chmodSync(dir, 0o700)
  const unlock = lock(dir)
  try {
    await fill(join(dir, 'pg'), log)
    return databaseOn(await openEngine(join(dir, 'pg')), unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** Opens the engine on its own directory, without a lock. Only for a directory that nobody else can know. */
export function openEngine(pgDir: string): Promise<PGlite> {
  return PGlite.create({ ...engineOptions(), fs: new DurableNodeFS(pgDir) })
}

/** How often the engine asked the disk to keep what was written, in this process. A commit must raise it. */
export const syncs = { count: 0 }

/** An opened engine as the database of the server; `unlock` runs after it was closed. */
export function databaseOn(engine: PGlite, unlock: () => void): Database {
  const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: engine }) })
  return {
    db,
    exclusive: true,
    patiently: (work) => work(db),
    async close() {
      await db.destroy()
      // Kysely closes the engine only if it was used.
      if (!engine.closed) await engine.close()
      unlock()
    },
  }
}

// Two engines on one directory destroy it, and the engine has no lock. The kernel gives this one back even on kill -9.
function lock(dir: string): () => void {
  const file = new DatabaseSync(join(dir, 'lock'), { timeout: LOCK_MS })
  try {
    file.exec('PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    if (!String(error).includes('database is locked')) throw error
    throw new Error(
      `Another process is using the data directory ${dir}. Stop that one first, or give this one a directory of its ` +
        'own with CLAVIGER_DATA_DIR. (Several servers on the same data need PostgreSQL: set DATABASE_URL.)',
      { cause: error },
    )
  }
  return () => {
    if (file.isOpen) file.close()
  }
}

async function fill(pgDir: string, log: Log) {
  if (existsSync(join(pgDir, 'PG_VERSION'))) return

  const template = findTemplate()
  if (template) return putInPlace(pgDir, (draft) => copyCluster(template, draft))

  log.info('creating the embedded database; this happens once and takes about ten seconds')
  await putInPlace(pgDir, async (draft) => (await openEngine(draft)).close())
}

function engineOptions(): PGliteOptions {
  // The engine does not publish its default start parameters; the version is pinned, and a test counts the syncs.
  const { defaultStartParams } = PGlite as unknown as { defaultStartParams: string[] }
  const durable = ['fsync=on', 'wal_sync_method=fsync', 'shared_buffers=16MB'].flatMap((setting) => [
    '-c',
    setting,
  ])
  return {
    startParams: [...defaultStartParams.filter((parameter) => parameter !== '-F'), ...durable],
    parsers: { [INT8]: Number, [BYTEA]: (text: string) => Buffer.from(text.slice(2), 'hex') },
  }
}

type InitArguments = Parameters<NodeFS['init']>
interface SyncableStream {
  nfd?: number
  shared?: { nfd: number }
}

/** The engine's file system, with the fsync that it lacks: without it a commit survives a kill, but not a power cut. */
class DurableNodeFS extends NodeFS {
  override async init(...[engine, options]: InitArguments) {
    const started = await super.init(engine, options)
    const { emscriptenOpts } = started
    emscriptenOpts.preRun = [...(emscriptenOpts.preRun ?? []), addSync]
    return started
  }
}

function addSync(module: unknown) {
  const { NODEFS } = module as { NODEFS?: { stream_ops?: Record<string, unknown> } }
  if (!NODEFS?.stream_ops) throw new Error('the engine has changed inside: NODEFS.stream_ops is gone')
  NODEFS.stream_ops.fsync = (stream: SyncableStream) => {
    const file = stream.nfd ?? stream.shared?.nfd
    if (file === undefined) throw new Error('the engine has changed inside: a stream without a file')
    fsyncSync(file)
    syncs.count++
    return 0
  }
}
