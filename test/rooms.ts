import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Files in memory: what ends with its process survives there as on a disk, and no commit waits for one. */
const IN_MEMORY = '/dev/shm'
const ROOMY_BYTES = 8 * 1024 ** 3
const home = isRoomy(IN_MEMORY) ? IN_MEMORY : tmpdir()
/** Where the tests of this process put what they write. */
const room = mkdtempSync(join(home, `claviger-test-${process.pid}-`))
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

function isRoomy(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK)
    const { bavail, bsize } = statfsSync(directory)
    return bavail * bsize > ROOMY_BYTES
  } catch {
    return false
  }
}

function removeAbandoned(directory: string) {
  const before = Date.now() - ABANDONED_MINUTES * 60_000
  for (const name of readdirSync(directory)) {
    const [, pid] = /^claviger-(?:test|run)-(\d+)-/.exec(name) ?? []
    const path = join(directory, name)
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

for (const directory of new Set([home, tmpdir()])) removeAbandoned(directory)
process.on('exit', () => {
  for (const end of leaving) end()
  removeTestDirectories()
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
