import { readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Log } from '../platform/log.ts'
import { databaseOn, openEngine } from './embedded.ts'
import { migrate } from './migrate.ts'
import { findTemplate, putInPlace, templateDir } from './template.ts'

/**
 * Makes the ready-made database that new data directories and tests are copied from, unless it is there. A first start
 * then takes two seconds instead of ten. Templates of other versions are thrown away.
 */
export async function makeTemplate(log: Log): Promise<string> {
  const found = findTemplate()
  if (found) return found

  const dir = templateDir()
  const mine = `${dir}.${process.pid}`
  await putInPlace(mine, async (draft) => {
    const database = databaseOn(await openEngine(draft), () => {})
    try {
      await migrate(database, log)
    } finally {
      await database.close()
    }
  })
  return giveName(mine, dir)
}

// Two processes may make it at once; the first to give it its name wins.
function giveName(mine: string, dir: string): string {
  try {
    renameSync(mine, dir)
    removeOthers(dir)
  } catch (error) {
    if (!findTemplate()) throw error
    rmSync(mine, { recursive: true, force: true })
  }
  return dir
}

function removeOthers(dir: string) {
  const others = readdirSync(dirname(dir)).filter((name) => !name.startsWith(basename(dir)))
  for (const name of others) rmSync(join(dirname(dir), name), { recursive: true, force: true })
}
