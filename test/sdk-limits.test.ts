import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HttpError } from '@segment/public-api-sdk-typescript'
import { openDatabase } from '../server/db/open.ts'
import { start } from '../server/main.ts'
import { openWorkspace } from '../server/workspaces/workspaces.ts'
import { closeAfterTests, testLog, testPlace } from './database.ts'
import { acting, clock, testConfig } from './house.ts'
import { segmentClient } from './sdk.ts'

const WRITES_PER_MINUTE = 3

/** A server of its own, because the one that the other tests share has no limits. */
async function limitedServer() {
  const config = testConfig({ CLAVIGER_RATE_WRITES_PER_MINUTE: String(WRITES_PER_MINUTE) })
  const database = await openDatabase({ ...(await testPlace()), poolSize: 2 }, testLog)
  const running = await start(config, { database, clock, log: testLog })
  closeAfterTests(running.stop)
  const owner = { email: 'owner@limits.test', name: 'Olivia', passwordHash: null }
  const opened = await openWorkspace(acting(running.app), {
    slug: 'limits',
    name: 'Limits',
    owner,
    tokenFor: 'x',
  })
  return segmentClient(running.url, opened.token ?? '')
}

test('the limit of a call is told with each answer, and when it is reached, how long to wait', async () => {
  const apis = await limitedServer()
  const create = (name: string) => apis.iamGroups.createUserGroup({ name })

  const answers = [await create('a'), await create('b'), await create('c')]
  const refused: HttpError = await create('d').then(
    () => assert.fail('it was not refused'),
    (error) => error,
  )

  const told = answers.map(({ response: { headers } }) => [
    headers['x-ratelimit-consumed'],
    headers['x-ratelimit-remaining'],
  ])
  assert.deepEqual(told, [
    ['1', '2'],
    ['2', '1'],
    ['3', '0'],
  ])
  const resets = String(answers[0]?.response.headers['x-ratelimit-reset'])
  assert.equal(new Date(resets).toUTCString(), resets)
  assert.equal(refused.statusCode, 429)
  assert.match(String(refused.response.headers['retry-after']), /^([1-9]|[1-5]\d|60)$/)
  const [{ type, message, data }] = refused.body.errors
  assert.deepEqual({ type, message }, { type: 'RequestError', message: 'Too many requests' })
  assert.equal(data.remainingPoints, 0)
  assert.equal(data.consumedPoints, WRITES_PER_MINUTE + 1)
  assert.ok(data.msBeforeNext > 0)
  await apis.iamGroups.listUserGroups({ count: 200 })
})
