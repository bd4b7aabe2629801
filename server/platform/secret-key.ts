import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from './config.ts'

/**
 * The server's secret key: the one given, or with the embedded database the one in `secret.key` in the data directory,
 * which is made at the first start. It must stay the same for as long as the data lives.
 */
export function secretKeyOf({ secretKey, dataDir }: Pick<Config, 'secretKey' | 'dataDir'>): string {
  if (secretKey) return secretKey

  const dir = resolve(dataDir)
  const path = join(dir, 'secret.key')
  const found = readKey(path)
  if (found) return found

  mkdirSync(dir, { recursive: true, mode: 0o700 })
  chmodSync(dir, 0o700)
  writeOnce(path, randomBytes(32).toString('hex'))
  const written = readKey(path)
  if (!written) throw new Error(`${path} was written and is not there`)
  return written
}

function readKey(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8').trim()
    if (text.length < 32)
      throw new Error(`${path} is damaged: it must hold 32 characters or more. Restore it from a backup.`)
    return text
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

// Complete under another name first, then linked: a crash leaves no half key, and of two processes the first one wins.
function writeOnce(path: string, text: string) {
  const draft = `${path}.${process.pid}.new`
  rmSync(draft, { force: true })
  const file = openSync(draft, 'wx', 0o600)
  writeSync(file, `${text}\n`)
  fsyncSync(file)
  closeSync(file)
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
