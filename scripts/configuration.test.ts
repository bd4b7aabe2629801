import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { configurationPage } from './configuration.ts'

test('docs/CONFIGURATION.md says what the settings are (else run: node scripts/configuration.ts)', () => {
  const written = readFileSync(new URL('../docs/CONFIGURATION.md', import.meta.url), 'utf8')

  assert.equal(written, configurationPage())
})
