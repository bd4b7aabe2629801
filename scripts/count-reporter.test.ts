import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { testDirectory } from '../test/rooms.ts'

const reporter = fileURLToPath(new URL('./count-reporter.ts', import.meta.url))

test('tests are counted, suites are not, and failures are told with their reason', () => {
  const lines = run(`import { describe, test } from 'node:test'
    test('good', () => {})
    test('bad', () => { throw new Error('because') })
    describe('suite', () => { test('in it', () => {}); test('bad in it', () => { throw new Error('too') }) })
    test.skip('left out', () => {})
    test.todo('some day', () => { throw new Error('later') })`)

  const [first, second, counts] = lines
  assert.equal(lines.length, 3)
  assert.deepEqual([first.name, second.name], ['bad', 'bad in it'])
  assert.match(first.error, /because/)
  assert.match(first.place, /some\.test\.ts:3$/)
  assert.deepEqual(counts, { kind: 'counts', passed: 2, failed: 2, skipped: 1 })
})

test('a file that cannot be loaded has failed', () => {
  const [failure, counts] = run("import './nothing.ts'")

  assert.match(failure.error, /nothing.ts/)
  assert.equal(counts.failed, 1)
})

test('a file without a test counts for nothing', () => {
  assert.deepEqual(run(''), [{ kind: 'counts', passed: 0, failed: 0, skipped: 0 }])
})

function run(text: string) {
  const file = join(testDirectory(), 'some.test.ts')
  writeFileSync(file, text)
  // A test process tells its children that they are tests of its own; this one is not.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const options = ['--test', '--test-isolation=none', `--test-reporter=${reporter}`, file]
  const { stdout } = spawnSync(process.execPath, options, { encoding: 'utf8', env })
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}
