import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { DatabasePlace } from '../server/db/open.ts'
import { onLeaving } from './rooms.ts'

const START_MS = 60_000
const SECRET_KEY = 'a key for tests only, and long enough'
/** These servers live for a second: the embedded database, which is WebAssembly, is compiled once and not optimised. */
const QUICKLY = '--liftoff-only'
const command = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
const running = new Set<ChildProcess>()
onLeaving(() => {
  for (const child of running) child.kill('SIGKILL')
})

/** The real server in a process of its own, as an operator starts it. */
export interface ChildServer {
  url: string
  /** `SIGKILL` is a crash. Answers when the process is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** Starts `claviger serve` on a database that has its tables. Fails with what it said if it does not listen. */
export async function startChild(place: DatabasePlace): Promise<ChildServer> {
  const child = spawn(process.execPath, [QUICKLY, command, 'serve'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...environmentOf(place) },
  })
  running.add(child)
  const gone = once(child, 'exit').then(() => running.delete(child))
  const url = await addressOf(child)
  return {
    url,
    async end(signal) {
      child.kill(signal)
      await gone
    },
  }
}

/** The settings of a server for tests on this database. */
export function environmentOf({ databaseUrl, dataDir }: DatabasePlace): Record<string, string> {
  return {
    PORT: '0',
    CLAVIGER_LOG_LEVEL: 'warn',
    CLAVIGER_SECRET_KEY: SECRET_KEY,
    CLAVIGER_RATE_WRITES_PER_MINUTE: '0',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...(dataDir ? { CLAVIGER_DATA_DIR: dataDir } : {}),
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const give = (why: string) => reject(new Error(`the server ${why}: ${said.slice(-4_000)}`))
    const timer = setTimeout(() => give('did not start in time'), START_MS)
    const listen = (text: Buffer) => {
      said += text
      const [, url] = /listens at (\S+)/.exec(said) ?? []
      if (!url) return
      clearTimeout(timer)
      resolve(url)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) => give(`ended at its start (${code})`))
  })
}
