import assert from 'node:assert/strict'
import { test } from 'node:test'
import { start } from '../server/main.ts'
import { readConfig } from '../server/platform/config.ts'
import { environmentOf } from './child-server.ts'
import { closeAfterTests, testLog, testPlace } from './database.ts'
import { openFixture } from './fixture.ts'
import { clock, headersOf, house } from './house.ts'

/** What every answer has, whatever it is. */
function assertGuarded({ headers }: Response, what: string) {
  assert.equal(headers.get('x-content-type-options'), 'nosniff', what)
  assert.equal(headers.get('referrer-policy'), 'no-referrer', what)
  assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, what)
  const open = [...headers.keys()].filter((name) => name.startsWith('access-control-'))
  assert.deepEqual(open, [], what)
}

async function description(url: string) {
  const answer = await fetch(`${url}/api/openapi.json`)
  assertGuarded(answer, 'the description')
  return (await answer.json()) as { paths: Record<string, Record<string, unknown>> }
}

test('SE-8: every address that is described answers everybody with the headers that guard it, and opens nothing to other sites', async () => {
  const { app, url } = await house()
  const { slug, credentials } = await openFixture(app, clock.now())
  const { paths } = await description(url)

  let read = 0
  for (const [path, methods] of Object.entries(paths)) {
    const address = path.replaceAll(/\{\w+\}/g, 'x')
    for (const method of ['OPTIONS', ...Object.keys(methods).map((one) => one.toUpperCase())]) {
      const asks: [place: string, credential: string | null][] = [['', null]]
      if (method === 'GET') asks.push([`/w/${slug}`, credentials['stale proof']])
      for (const [place, credential] of asks) {
        const headers = {
          ...headersOf(credential, url),
          'access-control-request-method': 'POST',
          ...(method === 'OPTIONS' ? { origin: 'https://evil.test' } : {}),
        }
        const response = await fetch(`${url}${place}${address}`, { method, headers })
        await response.arrayBuffer()

        const what = `${method} ${place}${path}: ${response.status}`
        assertGuarded(response, what)
        assert.equal(response.headers.get('cache-control'), 'no-store', what)
        assert.equal(response.headers.get('strict-transport-security'), null, what)
        assert.ok(response.status < 500, what)
        if (credential && response.ok) read++
      }
    }
  }
  assert.ok(read > 10, 'an owner could read hardly anything: the sweep would prove little')
})

test('SE-8: so does what is no endpoint: pages, files, unknown addresses, and what cannot be read', async () => {
  const { url } = await house()

  for (const path of [
    '/',
    '/sign-in',
    '/setup',
    '/api/docs',
    '/api/docs/',
    '/nowhere',
    '/api/nowhere',
    '/%zz',
    '/assets/x.js',
  ]) {
    const response = await fetch(url + path)
    await response.arrayBuffer()

    assertGuarded(response, path)
  }
})

test('SE-8: pages run nothing but their own files', async () => {
  const { url } = await house()

  for (const path of ['/', '/sign-in', '/setup']) {
    const policy = (await fetch(url + path)).headers.get('content-security-policy') ?? ''

    assert.match(policy, /default-src 'none'/, path)
    const [scripts = ''] = /script-src [^;]*/.exec(policy) ?? []
    assert.doesNotMatch(scripts, /unsafe|\*|http|data:/, path)
  }
})

test('SE-8: a server whose public address is https tells browsers to stay with it', async () => {
  const environment = {
    ...environmentOf(await testPlace()),
    CLAVIGER_PUBLIC_URL: 'https://access.example.test',
  }
  const { url, stop } = await start(readConfig(environment), { clock, log: testLog })
  closeAfterTests(stop)

  for (const path of ['/api/users', '/healthz', '/nowhere', '/setup']) {
    const response = await fetch(url + path)
    await response.arrayBuffer()

    assert.match(response.headers.get('strict-transport-security') ?? '', /^max-age=\d{8,}$/, path)
  }
})
