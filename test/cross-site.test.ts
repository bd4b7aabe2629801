import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openFixture } from './fixture.ts'
import { clock, headersOf, house, originOf } from './house.ts'

/** Plain requests to our workspace: as a browser with the owner's session sends them, and otherwise as told. */
async function open() {
  const { app, url } = await house()
  const { slug, credentials, workspaceId } = await openFixture(app, clock.now())
  const { cookie = '' } = headersOf(credentials.owner, url)
  const origin = originOf(url)
  const json = { 'content-type': 'application/json' }
  const makeGroup = (headers: Record<string, string>, body = '{"name":"Made"}') =>
    fetch(`${url}/w/${slug}/api/groups`, { method: 'POST', headers: { ...json, ...headers }, body })
  /** How much has happened in the workspace. */
  const happened = async () => {
    const { db } = app.database
    const row = await db
      .selectFrom('workspaces')
      .where('id', '=', workspaceId)
      .select('audit_seq')
      .executeTakeFirst()
    return row?.audit_seq
  }
  return { app, url, slug, credentials, cookie, origin, makeGroup, happened }
}

async function codeOf(response: Response): Promise<string | undefined> {
  const { errors } = (await response.json()) as { errors: { data?: { code?: string } }[] }
  return errors[0]?.data?.code
}

test('SE-7: what another site makes a browser send is refused, and nothing happens', async () => {
  const { cookie, origin, makeGroup, happened } = await open()
  const before = await happened()
  const evil = [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: `${origin}.evil.test` },
    { origin: origin.replace('http:', 'https:') },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'cross-site', origin },
    // Neither header: no browser leaves both out, and no program sends cookies without knowing what it does.
    {},
  ]

  for (const headers of evil) {
    const response = await makeGroup({ cookie, ...headers })

    assert.deepEqual([response.status, await codeOf(response)], [401, 'cross-site'], JSON.stringify(headers))
  }
  assert.equal(await happened(), before)
})

test('SE-7: our own pages and programs with a token are let through', async () => {
  const { cookie, origin, credentials, makeGroup } = await open()
  const authorization = `Bearer ${credentials['owner token']}`
  const good = [
    { cookie, origin },
    { cookie, origin, 'sec-fetch-site': 'same-origin' },
    { authorization },
    { authorization, origin: 'https://evil.test' },
  ]

  for (const [number, headers] of good.entries()) {
    const response = await makeGroup(headers as Record<string, string>, `{"name":"Group ${number}"}`)

    assert.equal(response.status, 200, JSON.stringify(headers))
  }
})

test('SE-7: a form, or JSON that says it is text, is not taken', async () => {
  const { url, slug, cookie, origin, happened } = await open()
  const before = await happened()
  const bodies: [type: string, body: string][] = [
    ['text/plain', '{"name":"Made"}'],
    ['text/plain;charset=UTF-8', '{"name":"Made","x":"="}'],
    ['application/x-www-form-urlencoded', 'name=Made'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nMade\r\n--x--',
    ],
    ['', '{"name":"Made"}'],
  ]

  for (const [type, body] of bodies) {
    const response = await fetch(`${url}/w/${slug}/api/groups`, {
      method: 'POST',
      headers: { cookie, origin, 'content-type': type },
      body,
    })

    assert.equal(response.status, 415, type)
  }
  assert.equal(await happened(), before)
})

test('SE-7: no header and no parameter turns a method into another', async () => {
  const { url, slug, cookie, origin, happened } = await open()
  const before = await happened()
  const api = `${url}/w/${slug}/api`
  const overrides = ['x-http-method-override', 'x-http-method', 'x-method-override']

  for (const name of overrides) {
    const read = await fetch(`${api}/users`, { headers: { cookie, origin, [name]: 'DELETE' } })
    assert.equal(read.status, 200, name)
    const leave = await fetch(`${api}/users/me`, {
      method: 'POST',
      headers: { cookie, origin, [name]: 'DELETE' },
    })
    assert.ok([404, 405].includes(leave.status), name)
  }
  const byQuery = await fetch(`${api}/users?_method=DELETE`, { headers: { cookie, origin } })
  assert.equal(byQuery.status, 422)
  assert.equal(await happened(), before)
})

test('SE-7: HEAD and reading from another site get nothing, and change nothing', async () => {
  const { url, slug, cookie, origin, happened } = await open()
  const before = await happened()
  const api = `${url}/w/${slug}/api`

  for (const path of ['/users', '/groups', '/users.csv', '/users/me']) {
    const response = await fetch(api + path, { method: 'HEAD', headers: { cookie, origin } })
    assert.ok([404, 405].includes(response.status), path)
  }
  const read = await fetch(`${api}/users`, { headers: { cookie, 'sec-fetch-site': 'cross-site' } })
  assert.equal(await codeOf(read), 'cross-site')
  const download = await fetch(`${api}/users.csv`, { headers: { cookie, 'sec-fetch-site': 'cross-site' } })
  assert.equal(await codeOf(download), 'cross-site')
  assert.equal(await happened(), before)
})

test('SE-7: another site cannot sign a browser in as somebody else', async () => {
  const { url, origin } = await open()
  const signIn = (headers: Record<string, string>) =>
    fetch(`${url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ email: 'eve@evil.test', password: 'known to eve alone' }),
    })

  for (const headers of [{ origin: 'https://evil.test' }, { 'sec-fetch-site': 'cross-site' }]) {
    const response = await signIn(headers as Record<string, string>)
    assert.deepEqual([await codeOf(response), response.headers.getSetCookie()], ['cross-site', []])
  }
  assert.equal(await codeOf(await signIn({ origin })), 'wrong-credentials')
})

test('SE-10: a token is no session and a session no token, wherever they are put', async () => {
  const { url, slug, credentials } = await open()
  const session = credentials.owner ?? ''
  const token = credentials['owner token'] ?? ''
  const [pending, origin] = [credentials['half signed in'] ?? '', originOf(url)]
  const cookie = (secret: string) => ({ cookie: `__Host-claviger=${secret}`, origin })
  const wrong: [what: string, path: string, headers: Record<string, string>][] = [
    ['token as a cookie', '/users', cookie(token)],
    ['session as a bearer', '/users', { authorization: `Bearer ${session}` }],
    ['waiting sign-in as a session', '/users', cookie(pending)],
    ['waiting sign-in as a bearer', '/users', { authorization: `Bearer ${pending}` }],
    ['session in another cookie', '/users', { cookie: `claviger=${session}`, origin }],
    ['session as basic', '/users', { authorization: `Basic ${btoa(`${session}:`)}` }],
  ]

  for (const [what, path, headers] of wrong) {
    const response = await fetch(`${url}/w/${slug}/api${path}`, { headers })

    assert.deepEqual([response.status, await codeOf(response)], [401, 'not-signed-in'], what)
  }
})

test('TK-1: a secret in the address is not looked at', async () => {
  const { url, slug, credentials } = await open()
  const token = credentials['owner token']

  for (const name of ['token', 'access_token', 'api_key', 'authorization']) {
    const response = await fetch(`${url}/w/${slug}/api/users?${name}=${token}`)

    assert.deepEqual([response.status, await codeOf(response)], [401, 'not-signed-in'], name)
  }
})
