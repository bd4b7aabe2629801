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

/**
 * The lines of the checklists in standards/sso (3.1 to 3.3). Two of them hold only "if offered", and we offer neither: signing out everywhere
 * when the identity provider says so (SA-20), and back-channel logout (OI-10). A session here ends by our own rules (decisions/0027).
 */
const ofSso = { SA: 20, OI: 11, L: 9 }
const notOffered = ['SA-20', 'OI-10']

/** The lines of the checklist in standards/scim (2.1). */
const ofScim = { SC: 20 }

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

function idsOf(lines: Record<string, number>): string[] {
  return Object.entries(lines).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`),
  )
}

function missing(ids: string[], names: string[]): string[] {
  return ids.filter((id) => !names.some((name) => new RegExp(`\\b${id}\\b`).test(name)))
}

test('every line of the checklist for sign-in has a test that is named by it', () => {
  const names = testNames()

  assert.ok(names.length > 300, 'the tests were not found')
  assert.deepEqual(missing(idsOf(checklist), names), [])
})

test('every line of the checklists for single sign-on has a test that is named by it, but for what is not offered', () => {
  assert.deepEqual(missing(idsOf(ofSso), testNames()), notOffered)
})

test('every line of the checklist for SCIM has a test that is named by it', () => {
  assert.deepEqual(missing(idsOf(ofScim), testNames()), [])
})
