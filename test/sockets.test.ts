import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { start } from '../server/main.ts'
import { readConfig } from '../server/platform/config.ts'
import { environmentOf } from './child-server.ts'
import { closeAfterTests, testDatabase, testLog } from './database.ts'
import { openFixture } from './fixture.ts'
import { clock } from './house.ts'
import { assertSound } from './worlds-agree.ts'

const REQUEST_SECONDS = 1
/** Until when the server must have ended a connection whose request does not end. */
const PATIENCE_MS = 8_000
const IDLE_SOCKETS = 500

async function openServer() {
  const settings = { ...environmentOf({}), CLAVIGER_REQUEST_SECONDS: String(REQUEST_SECONDS) }
  const { app, url, http } = await start(readConfig(settings), {
    clock,
    log: testLog,
    database: await testDatabase(),
  })
  closeAfterTests(async () => http.close())
  const { credentials } = await openFixture(app, clock.now())
  const { port } = new URL(url)
  return { app, url, port: Number(port), token: credentials['owner token'] ?? '' }
}

test('broken and endless requests are ended in our own form, and disturb nobody', {
  timeout: 120_000,
}, async () => {
  const { app, url, port, token } = await openServer()
  const authorization = `authorization: Bearer ${token}`
  const head = (...lines: string[]) =>
    ['POST /api/groups HTTP/1.1', 'host: x', authorization, ...lines, '', ''].join('\r\n')
  const json = 'content-type: application/json'
  const large = (size: number) =>
    `GET /api/labels HTTP/1.1\r\nhost: x\r\n${authorization}\r\nx-large: ${'x'.repeat(size)}\r\nconnection: close\r\n\r\n`
  const cases: [what: string, sent: string, statuses: string][] = [
    ['headers that do not end', 'GET /api/labels HTTP/1.1\r\nhost: x\r\n', '408'],
    ['nothing but a method', 'GET', '408'],
    ['a body that does not come', head(json, 'content-length: 100'), '408'],
    ['half a body', `${head(json, 'content-length: 100')}{"name":`, '408'],
    ['chunks that do not end', `${head(json, 'transfer-encoding: chunked')}5\r\n{"nam`, '408'],
    ['a body longer than declared', `${head(json, 'content-length: 2')}{}{"name":"smuggled"}`, '422 400'],
    ['two lengths', `${head(json, 'content-length: 2', 'content-length: 20')}{}`, '400'],
    [
      'a length beside chunks',
      `${head(json, 'content-length: 2', 'transfer-encoding: chunked')}0\r\n\r\n`,
      '400',
    ],
    ['a negative length', `${head(json, 'content-length: -1')}{}`, '400'],
    ['an endless length', `${head(json, `content-length: ${'9'.repeat(30)}`)}{}`, '400'],
    ['a chunk that is no number', `${head(json, 'transfer-encoding: chunked')}zz\r\n{}\r\n`, '400'],
    ['5,000 bytes of header', large(5_000), '200'],
    ['20,000 bytes of header', large(20_000), '431'],
    ['no HTTP at all', 'hello\r\n\r\n', '400'],
    ['the start of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '400'],
    ['a header without a name', 'GET /api/labels HTTP/1.1\r\n: x\r\n\r\n', '400'],
    ['a NUL in a header', 'GET /api/labels HTTP/1.1\r\nhost: x\r\nx: a\0b\r\n\r\n', '400'],
    [
      'a folded header',
      'GET /api/labels HTTP/1.1\r\nhost: x\r\nx: a\r\n b\r\nconnection: close\r\n\r\n',
      '401 400',
    ],
  ]
  const idle = await Promise.all(Array.from({ length: IDLE_SOCKETS }, () => open(port, 'GET /api')))

  const answers = await Promise.all(cases.map(([, sent]) => exchange(port, sent)))

  for (const [index, [what, , statuses]] of cases.entries()) {
    const found = answers[index]?.map((one) => one.status) ?? []
    const isFair =
      statuses === found.join(' ') || (found.length === 1 && statuses.split(' ').includes(found[0] ?? ''))
    assert.ok(isFair, `${what}: ${found.join(' ') || 'nothing'}, not ${statuses}`)
    for (const { status, body } of answers[index] ?? []) if (status !== '200') assertForm(what, body)
  }
  assert.equal(
    (await fetch(`${url}/api/labels`, { headers: { authorization: `Bearer ${token}` } })).status,
    200,
  )
  for (const socket of idle) socket.resume()
  for (let waited = 0; idle.some((socket) => !socket.closed) && waited < PATIENCE_MS; waited += 100)
    await sleep(100)
  assert.equal(idle.filter((socket) => !socket.closed).length, 0, 'idle connections were not ended')
  await assertSound(app)
})

test('a client that hangs up in the middle changes nothing', async () => {
  const { app, port, token } = await openServer()
  const head = `POST /api/groups HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n`
  for (let round = 0; round < 50; round++) {
    const socket = await open(port, `${head}content-length: 30\r\n\r\n{"name":"half`)
    if (round % 2) socket.end()
    else socket.resetAndDestroy()
  }
  await sleep(200)

  const groups = await app.database.db
    .selectFrom('groups')
    .where('name', 'like', 'half%')
    .select('id')
    .execute()

  assert.deepEqual(groups, [])
  await assertSound(app)
})

test('fifty requests sent at once over one connection are answered one after the other', async () => {
  const { port, token } = await openServer()
  const ask = (path: string, end = '') =>
    `GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n${end}\r\n`
  const paths = Array.from({ length: 50 }, (_, index) => (index % 3 ? '/api/labels' : '/api/nothing'))

  const answers = await exchange(
    port,
    `${paths.map((path) => ask(path)).join('')}${ask('/api/labels', 'connection: close\r\n')}`,
  )

  assert.deepEqual(
    answers.map((one) => one.status),
    [...paths, '/api/labels'].map((path) => (path === '/api/nothing' ? '404' : '200')),
  )
})

async function open(port: number, sent: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.write(sent, 'latin1')
  return socket
}

interface Answer {
  status: string
  body: string
}

/** Sends these bytes and nothing more, and reads all answers until the server ends the connection. */
async function exchange(port: number, sent: string): Promise<Answer[]> {
  const socket = await open(port, sent)
  let read = ''
  socket.setEncoding('utf8').on('data', (text) => {
    read += text
  })
  const timer = setTimeout(() => socket.destroy(), PATIENCE_MS)
  await new Promise((resolve) => socket.once('close', resolve))
  clearTimeout(timer)
  return read
    .split(/HTTP\/1\.1 (?=\d{3} )/)
    .slice(1)
    .map((text) => ({ status: text.slice(0, 3), body: text.split('\r\n\r\n')[1] ?? '' }))
}

function assertForm(what: string, body: string) {
  const { errors } = JSON.parse(body) as { errors?: { type?: string; message?: string }[] }
  assert.ok(errors?.[0]?.type && errors[0].message, `${what}: ${body}`)
}
