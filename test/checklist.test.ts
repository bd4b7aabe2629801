import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Every line of the checklist in standards/sign-in (4.1) that this server has something of. */
const checklist = {
  PW: 7,
  RL: 3,
  MF: 7,
  SE: 10,
  TK: 3,
  IN: 5,
  NO: 1,
  IO: 5,
}

/** The names of all tests, those that are made in a loop as they are written. */
function testNames(): string[] {
  const files = globSync('{access,bench,cli,client,contract,scripts,server,test,web}/**/*.test.{ts,tsx}', {
    cwd: root,
  })
  return files.flatMap((file) => {
    const text = readFileSync(`${root}/${file}`, 'utf8')
    return Array.from(
      text.matchAll(/\btest\(\s*(?:'([^']*)'|`([^`]*)`|"([^"]*)")/g),
      ([, ...names]) => names.find((name) => name !== undefined) ?? '',
    )
  })
}

test('every line of the checklist for sign-in has a test that is named by it', () => {
  const names = testNames()
  const ids = Object.entries(checklist).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`),
  )

  const missing = ids.filter((id) => !names.some((name) => new RegExp(`\\b${id}\\b`).test(name)))

  assert.ok(names.length > 300, 'the tests were not found')
  assert.deepEqual(missing, [])
})
