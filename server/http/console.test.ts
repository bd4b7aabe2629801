import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fastify } from 'fastify'
import { testDirectory } from '../../test/rooms.ts'
import { openLog } from '../platform/log.ts'
import { isConsoleRoute, serveConsole } from './console.ts'
import { asRefusal, refuse } from './refuse.ts'

const log = openLog('silent')

async function serveFrom(built: string) {
  const http = fastify({ exposeHeadRoutes: false })
  http.setErrorHandler((error, request, reply) => refuse(reply, asRefusal(error, log, request.id), 'api'))
  await serveConsole(http, log, built)
  return http
}

function buildSomething(): string {
  const built = testDirectory('console')
  mkdirSync(join(built, 'assets'))
  writeFileSync(join(built, 'index.html'), '<!doctype html><title>Console</title>')
  writeFileSync(join(built, 'assets', 'index-abc.js'), 'go()')
  writeFileSync(join(built, 'assets', 'index-abc.js.br'), 'compressed')
  return built
}

test('SE-8: a page of the console lets only our own scripts run, stands in no frame, and is kept nowhere', async () => {
  const http = await serveFrom(buildSomething())

  for (const url of ['/', '/sign-in', '/account/security', '/w/acme', '/w/acme/groups/1']) {
    const { statusCode, headers, body } = await http.inject({ url })
    assert.equal(statusCode, 200)
    assert.match(body, /<title>Console/)
    assert.match(String(headers['content-type']), /^text\/html/)
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'none'; script-src 'self';/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['cache-control'], 'no-store')
  }
})

test('a file of the console is kept for ever, and sent compressed to whoever takes that', async () => {
  const http = await serveFrom(buildSomething())

  const plain = await http.inject({ url: '/assets/index-abc.js' })
  const small = await http.inject({ url: '/assets/index-abc.js', headers: { 'accept-encoding': 'br' } })
  const none = await http.inject({ url: '/assets/gone.js' })
  const outside = await http.inject({ url: '/assets/..%2findex.html' })

  assert.equal(plain.body, 'go()')
  assert.match(String(plain.headers['cache-control']), /max-age=31536000, immutable/)
  assert.equal(small.headers['content-encoding'], 'br')
  assert.equal(small.body, 'compressed')
  assert.equal(none.statusCode, 404)
  assert.ok(outside.statusCode >= 400)
})

test('an address of the APIs that is not there is no page', async () => {
  const http = await serveFrom(buildSomething())

  for (const url of ['/w/acme/api/nothing', '/w/acme/access/v1/nothing', '/w/acme/api', '/nothing']) {
    assert.equal((await http.inject({ url })).statusCode, 404, url)
  }
})

test('a server whose console is not built starts, and says how to build it', async () => {
  const http = await serveFrom(testDirectory('empty'))

  const { statusCode, body } = await http.inject({ url: '/sign-in' })

  assert.equal(statusCode, 503)
  assert.match(body, /npm run build/)
})

test('beside the contract, only the pages and the files of the console may be served, and only to read', () => {
  assert.ok(isConsoleRoute('GET', '/account/*'))
  assert.ok(isConsoleRoute(['GET', 'HEAD'], '/assets/*'))
  assert.ok(!isConsoleRoute('POST', '/sign-in'))
  assert.ok(!isConsoleRoute('GET', '/sneaky'))
})
