import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the tests of this process put what they write. */
const room = mkdtempSync(join(tmpdir(), `claviger-test-${process.pid}-`))
/** After so long, a directory whose process is gone is one that was killed. */
const ABANDONED_MINUTES = 30
const leaving: (() => void)[] = []

/** A new directory that is removed when the process ends. */
export function testDirectory(name = 'dir'): string {
  return mkdtempSync(join(room, `${name}-`))
}

/** Something to end at once, however this process ends (but for kill -9), before its directories are removed. */
export function onLeaving(end: () => void) {
  leaving.push(end)
}

/** Removes all test directories. A program that was just told to end may still be writing its last file. */
export function removeTestDirectories() {
  for (let attempt = 0; attempt < 20 && existsSync(room); attempt++) {
    try {
      rmSync(room, { recursive: true, force: true })
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    }
  }
}

function removeAbandoned() {
  const before = Date.now() - ABANDONED_MINUTES * 60_000
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^claviger-(?:test|run)-(\d+)-/.exec(name) ?? []
    const path = join(tmpdir(), name)
    const isOld = pid !== undefined && (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? before) < before
    if (isOld && !isRunning(Number(pid))) rmSync(path, { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

removeAbandoned()
process.on('exit', () => {
  for (const end of leaving) end()
  removeTestDirectories()
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
