import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call } from '../../client/call.ts'
import { invites } from '../../contract/invites.ts'
import { testDatabase } from '../../test/database.ts'
import { acting, testConfig } from '../../test/house.ts'
import { openMailServer } from '../../test/mail-server.ts'
import type { App } from '../caller/app.ts'
import { change, changed } from '../caller/change.ts'
import { actFor, theSystem } from '../caller/system.ts'
import { listen, openApp } from '../main.ts'
import { newId } from '../platform/ids.ts'
import { openLog } from '../platform/log.ts'
import { openMailer } from '../platform/mail.ts'
import { openWorkspace } from '../workspaces/workspaces.ts'
import { deliverDue, type Letters, startOutbox } from './outbox.ts'
import * as queries from './queries.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const clock = { offsetMs: 0, now: () => new Date(Date.now() + clock.offsetMs) }
const letters: Letters = {
  test: async (_app, { payload }) =>
    payload.to === null ? null : { to: String(payload.to), subject: 'Grüße\r\nBcc: x@y.test', text: 'Hallo' },
}

const smtp = await openMailServer()
const mailer = await openMailer(smtp.config)
const app = await openApp(smtp.config, { database: await testDatabase(), clock, log: openLog('silent') })
const owner = { email: 'owner@outbox.test', name: 'Olivia Owner', passwordHash: null }
const { workspaceId } = await openWorkspace(acting(app), { slug: 'outbox', name: 'Outbox', owner })

/** A change that sends one letter; `null` is a letter that has become pointless. */
async function write(to: string | null) {
  const workspace = { id: workspaceId, slug: 'outbox', name: 'Outbox', plan: 'business' }
  const caller = await actFor(acting(app), theSystem, workspace)
  const mail = [{ kind: 'test', payload: { to } }]
  const type = 'Workspace Modified'
  await change(caller, async () =>
    changed(undefined, { type, resourceId: workspaceId, resourceName: 'Outbox', mail }),
  )
  const row = await app.database.db
    .selectFrom('outbox')
    .select('id')
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow()
  return row.id
}

const newAddress = () => `${newId().toLowerCase()}@outbox.test`
const receivedBy = (to: string) => smtp.received.filter((one) => one.to === to)
const round = () => deliverDue(app, letters, mailer)

function rowOf(id: string) {
  return app.database.db.selectFrom('outbox').where('id', '=', id).selectAll().executeTakeFirstOrThrow()
}

test('a letter goes out once, with its own Message-ID, and no header can be smuggled in', async () => {
  const to = newAddress()
  const id = await write(to)

  await round()
  await round()

  assert.equal(receivedBy(to).length, 1)
  assert.equal(receivedBy(to)[0]?.messageId, `<${id}@claviger.test>`)
  assert.equal((await rowOf(id)).state, 'sent')
  assert.deepEqual(
    smtp.received.filter((one) => one.to.includes('x@y.test')),
    [],
  )
})

test('a mail server that is busy gets the letter again later, and it arrives once', async () => {
  const to = newAddress()
  const id = await write(to)
  smtp.state.answer = () => 'later'
  await round()
  const waiting = await rowOf(id)
  assert.deepEqual([waiting.state, waiting.attempts], ['waiting', 1])
  assert.match(waiting.last_error ?? '', /busy/)
  assert.equal(await round(), 0, 'it is not tried again at once')

  smtp.state.answer = () => 'take'
  clock.offsetMs += MINUTE_MS
  await round()
  await round()

  assert.equal((await rowOf(id)).state, 'sent')
  const [first, second, ...more] = receivedBy(to)
  assert.deepEqual(more, [])
  assert.equal(first?.messageId, second?.messageId)
})

test('an answer that is lost sends the letter twice at most, as one letter', async () => {
  const to = newAddress()
  const id = await write(to)
  smtp.state.answer = () => 'hang up'
  await round()
  smtp.state.answer = () => 'take'

  clock.offsetMs += MINUTE_MS
  await round()
  clock.offsetMs += DAY_MS
  await round()

  assert.deepEqual(
    receivedBy(to).map((one) => one.messageId),
    [`<${id}@claviger.test>`, `<${id}@claviger.test>`],
  )
})

test('what a server had taken when it died is left alone while it may still be sending, and sent after that', async () => {
  const to = newAddress()
  const id = await write(to)
  const now = clock.now()
  const leaseUntil = new Date(now.getTime() + 2 * MINUTE_MS)
  await app.database.db.transaction().execute((tx) => queries.takeDue(tx, { now, leaseUntil, count: 5 }))

  await round()
  assert.equal(receivedBy(to).length, 0)
  clock.offsetMs += 3 * MINUTE_MS
  await round()

  assert.equal(receivedBy(to).length, 1)
  assert.deepEqual([(await rowOf(id)).state, (await rowOf(id)).attempts], ['sent', 2])
})

test('many servers at once send every letter once', async () => {
  const addresses = Array.from({ length: 12 }, newAddress)
  for (const to of addresses) await write(to)

  await Promise.all(Array.from({ length: 6 }, round))

  for (const to of addresses) assert.equal(receivedBy(to).length, 1)
})

test('an address that does not exist is given up at once; a mail server that is away, after two days', async () => {
  const refused = newAddress()
  const dead = await write(refused)
  smtp.state.refused = refused
  await round()
  assert.equal((await rowOf(dead)).state, 'dead')
  assert.match((await rowOf(dead)).last_error ?? '', /550|no such person/)

  const id = await write(newAddress())
  const away = await openMailer({ smtpUrl: 'smtp://127.0.0.1:1', mailFrom: 'a@claviger.test' })
  const begun = clock.now().getTime()
  while ((await rowOf(id)).state === 'waiting') {
    await deliverDue(app, letters, away)
    clock.offsetMs += 10 * MINUTE_MS
  }

  const days = (clock.now().getTime() - begun) / DAY_MS
  assert.ok(days > 1.2 && days < 3, `given up after ${days} days`)
})

test('a letter that has become pointless, or that this version cannot write, harms nothing', async () => {
  const id = await write(null)
  await round()
  assert.equal((await rowOf(id)).state, 'dropped')

  const other = await write(newAddress())
  await deliverDue(app, {}, mailer)
  assert.equal((await rowOf(other)).state, 'waiting')
  clock.offsetMs += MINUTE_MS
  await round()
  assert.equal((await rowOf(other)).state, 'sent')
})

test('the server delivers by itself, and without a mail server keeps letters readable', async () => {
  const to = newAddress()
  const sent = await write(to)
  const outbox = startOutbox(app, letters)
  await until(async () => (await rowOf(sent)).state === 'sent')
  await outbox.stop()

  const kept = await write(newAddress())
  const without = startOutbox({ ...app, config: testConfig() } satisfies App, letters)
  await until(async () => (await rowOf(kept)).state === 'kept')
  await without.stop()

  assert.equal(receivedBy(to).length, 1)
})

test('an invite reaches its address, with the link that accepts it', async () => {
  const server = await listen({ ...app, config: { ...app.config, publicUrl: 'https://access.acme.test' } })
  const to = newAddress()
  const owner = await tokenOfOwner()

  await call({ url: server.url, token: owner }, invites.create, { body: { invites: [{ email: to }] } })

  await until(async () => receivedBy(to).length === 1)
  assert.match(receivedBy(to)[0]?.text ?? '', /https:\/\/access\.acme\.test\//)
  await server.stop()
})

async function tokenOfOwner(): Promise<string> {
  const slug = `w-${newId().toLowerCase()}`
  const opened = await openWorkspace(acting(app), { slug, name: 'Mail', owner, tokenFor: 'a test' })
  return opened.token ?? ''
}

async function until(isSo: () => Promise<boolean>) {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries > 200) assert.fail('it did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
