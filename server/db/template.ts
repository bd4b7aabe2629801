import { hash } from 'node:crypto'
import {
  closeSync,
  constants,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readMigrations } from './migrate.ts'

/** Where the ready-made database of this version lies, once `scripts/prepare.ts` or a test run has made it. */
export function templateDir(): string {
  const cache = fileURLToPath(new URL('../../.cache/template/', import.meta.url))
  const engine = readFileSync(new URL('../package.json', import.meta.resolve('@electric-sql/pglite')), 'utf8')
  const made = [JSON.parse(engine).version, ...readMigrations().map(({ checksum }) => checksum)]
  return join(cache, hash('sha256', made.join(' ')).slice(0, 16))
}

/**
 * Puts the files of a new database at `to`: whole or not at all, and kept by the disk before they have that name.
 * `make` is given a directory with another name to put them in.
 */
export async function putInPlace(to: string, make: (draft: string) => void | Promise<void>): Promise<void> {
  const draft = `${to}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(dirname(to), { recursive: true })
  await make(draft)
  syncTree(draft)
  renameSync(draft, to)
  sync(dirname(to))
}

/** Copies a database that nobody has open; where the file system can, without copying the bytes. */
export function copyCluster(from: string, to: string) {
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE })
}

/** The template of this version, if it is there. */
export function findTemplate(): string | null {
  const dir = templateDir()
  return existsSync(join(dir, 'PG_VERSION')) ? dir : null
}

function syncTree(dir: string) {
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() || entry.isDirectory()) sync(join(entry.parentPath, entry.name))
  }
  sync(dir)
}

function sync(path: string) {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } catch (error) {
    // Some systems cannot do this for a directory; there it is not needed either.
    if (!['EISDIR', 'EPERM', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    closeSync(file)
  }
}
