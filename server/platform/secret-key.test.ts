import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { testDirectory } from '../../test/rooms.ts'
import { secretKeyOf } from './secret-key.ts'

const room = testDirectory()

test('the key that is given is used, and nothing is written', () => {
  const dataDir = join(room, 'given')

  assert.equal(secretKeyOf({ secretKey: 'given', dataDir }), 'given')
  assert.throws(() => readdirSync(dataDir), { code: 'ENOENT' })
})

test('without one, a key is made once, for the owner of the process alone', () => {
  const dataDir = join(room, 'made', 'deep')

  const first = secretKeyOf({ dataDir })
  const second = secretKeyOf({ dataDir })

  assert.match(first, /^[0-9a-f]{64}$/)
  assert.equal(second, first)
  assert.deepEqual(readdirSync(dataDir), ['secret.key'])
  assert.equal(statSync(join(dataDir, 'secret.key')).mode & 0o777, 0o600)
  assert.equal(statSync(dataDir).mode & 0o777, 0o700)
  assert.notEqual(secretKeyOf({ dataDir: join(room, 'other') }), first)
})

test('a damaged key is told, and not replaced', () => {
  const dataDir = join(room, 'damaged')
  mkdirSync(dataDir)
  writeFileSync(join(dataDir, 'secret.key'), '\n')

  assert.throws(() => secretKeyOf({ dataDir }), /secret.key is damaged/)
})
