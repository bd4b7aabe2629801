import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missingFromLock } from './lock-file.ts'

const tool = { optionalDependencies: { '@tool/linux': '1', '@tool/mac': '1' } }

test('a lock file with all platform packages is complete, wherever they lie', () => {
  const packages = { '': {}, 'node_modules/a/node_modules/tool': tool, 'node_modules/@tool/linux': {} }
  const beside = { ...packages, 'node_modules/a/node_modules/@tool/mac': {} }

  assert.deepEqual(missingFromLock({ packages: beside }), [])
})

test('a platform package without an entry is named, because `npm ci` would refuse the file', () => {
  const packages = {
    '': { optionalDependencies: { gone: '1' } },
    'node_modules/tool': tool,
    'node_modules/@tool/linux': {},
  }

  assert.deepEqual(missingFromLock({ packages }), [
    'package.json wants gone, and the lock file has no entry for it',
    'node_modules/tool wants @tool/mac, and the lock file has no entry for it',
  ])
})
