import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meta } from '../contract/meta.ts'
import { as, house } from '../test/house.ts'

test('a load balancer learns that the server lives and is ready, without a credential', async () => {
  const { url } = await house()
  const stranger = as({ url })

  const health = await stranger(meta.health, {})
  const ready = await stranger(meta.ready, {})

  assert.deepEqual(health, { status: 'ok' })
  assert.deepEqual(ready, { status: 'ok', schemaVersion: 9 })
})
