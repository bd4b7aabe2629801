import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { start } from '../server/main.ts'
import { readConfig } from '../server/platform/config.ts'
import { newSecret } from '../server/platform/ids.ts'
import { openLog } from '../server/platform/log.ts'
import { environmentOf } from './child-server.ts'
import { closeAfterTests, testPlace } from './database.ts'
import { openFixture } from './fixture.ts'
import { clock, headersOf, originOf } from './house.ts'

const CANARY = 'canary-in-the-log'

/** A server of its own, whose every log line is kept. */
async function openWatched() {
  const lines: string[] = []
  const log = openLog('trace', { write: (line) => void lines.push(line) })
  const { app, url, stop } = await start(readConfig(environmentOf(await testPlace())), { clock, log })
  closeAfterTests(stop)
  return { app, url, lines, ...(await openFixture(app, clock.now())) }
}

test('IO-4: an error of ours is told without its cause, with the id under which the log has it', async () => {
  const { app, url, slug, credentials, lines } = await openWatched()
  await sql`alter table labels rename to labels_away`.execute(app.database.db)
  const headers = { ...headersOf(credentials.owner, url), 'x-request-id': 'request-1' }

  const response = await fetch(`${url}/w/${slug}/api/labels`, { headers })
  const text = await response.text()

  assert.equal(response.status, 500)
  assert.equal(response.headers.get('x-request-id'), 'request-1')
  assert.deepEqual(JSON.parse(text).errors[0].data, { code: 'server-error' })
  assert.doesNotMatch(text, /labels|relation|select|stack|node_modules|\.ts/i)
  const told = lines.filter((line) => line.includes('request-1'))
  assert.equal(told.length, 1)
  assert.match(told[0] ?? '', /labels/)
  for (const secret of Object.values(credentials))
    assert.ok(secret === null || !lines.join().includes(secret))
})

test('IO-4: no secret that is sent, right or wrong, stands in the log', async () => {
  const { app, url, slug, credentials, ids, lines } = await openWatched()
  const json = { 'content-type': 'application/json', origin: originOf(url) }
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) })
  const secrets = [CANARY, ...Object.values(credentials), ids.tokenSecret].filter((one) => one !== null)
  const owner = headersOf(credentials.owner, url)

  await post('/api/sign-in', { email: ids.memberEmail, password: CANARY })
  await post(
    '/api/sign-in/code',
    { way: 'totp', code: CANARY },
    headersOf(credentials['half signed in'], url),
  )
  await post('/api/sign-up/complete', { token: `x.${CANARY}`, name: 'Eve', password: CANARY })
  await post('/api/password-reset/complete', { token: `x.${CANARY}`, password: CANARY })
  await post('/api/invites/accept', { token: `x.y.${CANARY}`, password: CANARY })
  await post('/api/tokens/revoke-leaked', { token: newSecret('cvt_') + CANARY })
  await post('/api/step-up', { password: CANARY }, owner)
  await post('/api/account/password', { currentPassword: CANARY, password: CANARY }, owner)
  await fetch(`${url}/api/invites/lookup?token=x.y.${CANARY}`)
  await fetch(`${url}/setup?token=${CANARY}`)
  await fetch(`${url}/api/users`, { headers: { authorization: `Bearer ${CANARY}` } })
  await fetch(`${url}/api/users?token=${CANARY}`, { headers: { cookie: `__Host-claviger=${CANARY}` } })
  for (const credential of Object.values(credentials)) {
    await fetch(`${url}/w/${slug}/api/users`, { headers: headersOf(credential, url) })
  }
  await sql`alter table users rename to users_away`.execute(app.database.db)
  const broken = await post('/api/sign-in', { email: ids.memberEmail, password: CANARY }, owner)

  assert.equal(broken.status, 500)
  assert.ok(lines.length > 0)
  for (const secret of secrets) assert.ok(!lines.join().includes(secret), `${secret} stands in the log`)
})
