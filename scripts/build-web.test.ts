import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildWeb } from './build-web.ts'

test('a console that is built already is not built again before every start', async () => {
  await buildWeb({ always: false })

  const again = await buildWeb({ always: false })

  assert.equal(again, false)
})
