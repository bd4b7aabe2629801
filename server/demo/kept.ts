import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the demo remembers beside its database, so that a second start prints what works: the file is for its owner alone. */
export interface Kept {
  /** `begun` while the first start fills the workspace: if it is killed then, the next start begins anew. */
  state: 'begun' | 'done'
  email: string
  password: string
  workspaceId?: string
  token?: string
}

/** What an earlier start remembered; null on the first. */
export function readKept(dataDir: string): Kept | null {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`${fileIn(dataDir)} cannot be read. Delete ${dataDir}, and the demo begins anew.`, {
      cause: error,
    })
  }
}

/** Remembers, whole or not at all. */
export function keep(dataDir: string, kept: Kept) {
  const draft = `${fileIn(dataDir)}.new`
  writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, fileIn(dataDir))
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'demo.json')
}
