import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { groups } from '../contract/groups.ts'
import { labels } from '../contract/labels.ts'
import { start } from '../server/main.ts'
import { readConfig } from '../server/platform/config.ts'
import { environmentOf } from './child-server.ts'
import { closeAfterTests, testedDatabase, testLog } from './database.ts'
import { openFixture } from './fixture.ts'
import { as, clock } from './house.ts'
import { startPostgres } from './postgres.ts'
import { onLeaving, testDirectory } from './rooms.ts'
import { assertSound } from './worlds-agree.ts'

const CRASHES = 5
const CALLERS = 8
const UP_MS = 300
const DOWN_MS = 300
const RECOVERED_MS = 5_000

test('while PostgreSQL crashes and starts again, callers are told to try again, and nothing is lost', {
  skip: testedDatabase === 'embedded',
  timeout: 120_000,
}, async () => {
  const dir = testDirectory('crash')
  let postgres = await startPostgres(dir)
  onLeaving(() => postgres.kill())
  const config = readConfig(environmentOf({ databaseUrl: postgres.url() }))
  const { app, url, stop } = await start(config, { clock, log: testLog })
  closeAfterTests(async () => [await stop(), await postgres.stop('fast')])
  const fixture = await openFixture(app, clock.now())
  const token = fixture.credentials['owner token'] ?? ''
  const answers: { status: number; retryAfter: string | null; name: string | null }[] = []
  let isOver = false
  let made = 0
  const callers = Array.from({ length: CALLERS }, async (_, index) => {
    while (!isOver) {
      const name = index % 2 ? `g${++made}` : null
      const response = await send(url, token, name)
      answers.push({ status: response.status, retryAfter: response.headers.get('retry-after'), name })
      await response.arrayBuffer()
      if (!response.ok) await sleep(5)
    }
  })

  for (let crash = 0; crash < CRASHES; crash++) {
    await sleep(UP_MS)
    await postgres.stop('immediate')
    await sleep(DOWN_MS)
    postgres = await startPostgres(dir)
    const started = performance.now()
    while (!(await send(url, token, null)).ok)
      assert.ok(
        performance.now() - started < RECOVERED_MS,
        'the server did not find the database again in time',
      )
  }
  isOver = true
  await Promise.all(callers)

  const refused = answers.filter((one) => one.status !== 200)
  assert.ok(refused.length > 0, 'nobody was refused: the database was never away')
  for (const { status, retryAfter } of refused)
    assert.deepEqual([status, Number(retryAfter) > 0], [503, true])
  const { userGroups } = await as({ url, token })(groups.list, { query: { pagination: { count: 1_000 } } })
  const names = new Set(userGroups.map((one) => one.name))
  for (const { status, name } of answers)
    assert.ok(status !== 200 || name === null || names.has(name), `${name} was lost`)
  await as({ url, token })(labels.list, {})
  await assertSound(app)
})

/** Creates a group of this name, or only reads. */
function send(url: string, token: string, name: string | null): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` }
  if (name === null) return fetch(`${url}/api/users`, { headers })
  const body = JSON.stringify({ name })
  return fetch(`${url}/api/groups`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  })
}
