import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** Compares a text with the reviewed one in `test/`. With UPDATE_GOLDEN=1 in the environment, it is written instead. */
export function compareGolden(name: string, text: string) {
  const file = new URL(name, import.meta.url)
  const actual = `${text.trimEnd()}\n`
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, actual)
  const expected = existsSync(file) ? readFileSync(file, 'utf8') : ''
  assert.equal(
    actual,
    expected,
    `test/${name} has changed. If that is right: UPDATE_GOLDEN=1 npm test, and review the diff.`,
  )
}
