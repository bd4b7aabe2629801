import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { before, beforeEach, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type DnsServer, openDnsServer } from '../../test/dns-server.ts'
import { type HttpsServer, openHttpsServer } from '../../test/https-server.ts'
import { listen } from '../../test/oidc.ts'
import { type Outward, OutwardRefusal, openOutward } from './outward.ts'

/** An address on the public internet, which leads to the https server of the tests. */
const PUBLIC = '93.184.215.14'
const BYTES_MAX = 10_000
const NOT_PUBLIC = /is no address on the public internet/

let dns: DnsServer
let web: HttpsServer
/** As an operator has it who changed nothing, and one who allows private addresses. */
let outward: Outward
let inward: Outward

before(async () => {
  dns = await openDnsServer()
  web = await openHttpsServer()
  const detours = { ca: web.ca, ports: new Map([[PUBLIC, web.port]]) }
  outward = openOutward({ dnsServers: dns.address, privateAddresses: 'refused' }, detours)
  inward = openOutward({ dnsServers: dns.address, privateAddresses: 'allowed' }, detours)
})
beforeEach(() => {
  dns.entries = new Map([['example.com', { A: [PUBLIC] }]])
  dns.asked = []
  dns.fails = false
  web.pages = new Map()
  web.asked = []
})

const refusedWith =
  (words: RegExp, isAway = false) =>
  (error: unknown) => {
    assert.ok(error instanceof OutwardRefusal, String(error))
    assert.match(error.message, words)
    assert.equal(error.isAway, isAway)
    return true
  }

test('a page on the public internet is got, under its own name and with nothing that tells of us', async () => {
  web.pages.set('example.com/metadata?a=1', '<EntityDescriptor/>')

  const fetched = await outward.getText('https://example.com/metadata?a=1', BYTES_MAX)

  assert.deepEqual(fetched, {
    status: 200,
    url: 'https://example.com/metadata?a=1',
    text: '<EntityDescriptor/>',
  })
  const headers = { host: 'example.com', 'accept-encoding': 'identity', 'user-agent': 'Claviger' }
  assert.deepEqual(web.asked[0]?.headers, { ...headers, connection: 'close' })
})

test('a page that is not there is an answer, and a status that means nothing is none', async () => {
  web.pages.set('example.com/odd', (_request, response) => response.writeHead(999).end())

  assert.equal((await outward.getText('https://example.com/no', BYTES_MAX)).status, 404)
  await assert.rejects(outward.fetch('https://example.com/odd'), refusedWith(/status 999/))
})

test('SA-18: a name that leads to a private address is not asked, nor one that leads to both kinds', async () => {
  dns.entries.set('inside.example', { A: ['10.0.0.1'] })
  dns.entries.set('both.example', { A: [PUBLIC, '127.0.0.1'] })
  dns.entries.set('six.example', { A: [PUBLIC], AAAA: ['::ffff:127.0.0.1'] })

  for (const host of ['inside.example', 'both.example', 'six.example', 'missing.example'])
    await assert.rejects(outward.getText(`https://${host}/`, BYTES_MAX), refusedWith(NOT_PUBLIC))

  assert.deepEqual(web.asked, [])
})

test('SA-18: a name that leads elsewhere with each look-up is connected to where it was looked at', async () => {
  const answers = [PUBLIC, '127.0.0.1']
  dns.entries.set('rebinding.example', { A: () => [answers.shift() ?? '127.0.0.1'] })
  web.pages.set('rebinding.example/', 'public')

  const first = await outward.getText('https://rebinding.example/', BYTES_MAX)
  const second = outward.getText('https://rebinding.example/', BYTES_MAX)

  assert.equal(first.text, 'public')
  await assert.rejects(second, refusedWith(NOT_PUBLIC))
  assert.equal(dns.asked.filter((one) => one.startsWith('A ')).length, 2)
})

test('SA-18: a redirect is looked at like the first address', async () => {
  const sendTo = (at: string, location: string) =>
    web.pages.set(at, (_request, response) => response.writeHead(302, { location }).end())
  sendTo('example.com/1', '/2')
  sendTo('example.com/2', 'https://other.example/3')
  sendTo('other.example/3', 'https://example.com/page')
  web.pages.set('example.com/page', 'here')
  sendTo('example.com/0', '/1')
  sendTo('example.com/inside', 'https://169.254.169.254/latest/meta-data/')
  sendTo('example.com/plain', 'http://example.com/page')
  sendTo('example.com/file', 'file:///etc/passwd')
  dns.entries.set('other.example', { A: [PUBLIC] })
  const get = (path: string) => outward.getText(`https://example.com${path}`, BYTES_MAX)

  const fetched = await get('/1')

  assert.deepEqual([fetched.text, fetched.url], ['here', 'https://example.com/page'])
  await assert.rejects(get('/0'), refusedWith(/more than 3 times/))
  await assert.rejects(get('/inside'), refusedWith(NOT_PUBLIC))
  await assert.rejects(get('/plain'), refusedWith(/by https/))
  await assert.rejects(get('/file'), refusedWith(/must begin with https/))
})

test('for openid-client redirects are answers, and bodies are sent', async () => {
  web.pages.set('example.com/token', async (request, response) => {
    const body = await text(request)
    response.writeHead(302, { location: 'https://127.0.0.1/' }).end(`${request.method} ${body}`)
  })

  const response = await outward.fetch('https://example.com/token', {
    method: 'POST',
    body: new URLSearchParams({ a: 'b' }),
    headers: { authorization: 'Basic abc' },
    redirect: 'manual',
  })

  assert.deepEqual([response.status, await response.text()], [302, 'POST a=b'])
  const { authorization, 'content-type': type } = web.asked[0]?.headers ?? {}
  assert.deepEqual([authorization, type], ['Basic abc', 'application/x-www-form-urlencoded;charset=UTF-8'])
  assert.equal(web.asked.length, 1)
})

test('SA-18: no more is read than may be, whether its length is told or not', async () => {
  const told = 'x'.repeat(BYTES_MAX + 1)
  web.pages.set('example.com/told', (_request, response) => {
    response.writeHead(200, { 'content-length': told.length }).end(told)
  })
  let sent = 0
  web.pages.set('example.com/endless', (_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(1_000))) sent += 1_000
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  })
  web.pages.set('example.com/fits', 'x'.repeat(BYTES_MAX))
  const get = (path: string) => outward.getText(`https://example.com${path}`, BYTES_MAX)

  await assert.rejects(get('/told'), refusedWith(/larger than 10000 bytes/))
  await assert.rejects(get('/endless'), refusedWith(/larger than 10000 bytes/))
  await assert.rejects(outward.fetch('https://example.com/endless'), refusedWith(/larger than 262144 bytes/))

  assert.equal((await get('/fits')).text.length, BYTES_MAX)
  assert.ok(sent < 20_000_000)
})

test('SA-18: what comes packed is not unpacked, however small it is', async () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000))
  web.pages.set('example.com/bomb', (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
  })

  const got = outward.getText('https://example.com/bomb', 10 * BYTES_MAX)

  await assert.rejects(got, refusedWith(/in a packed form \(gzip\)/))
})

test('OI-11: what drips, hangs or never connects is given up after five seconds in all', {
  timeout: 9_000,
}, async () => {
  web.pages.set('example.com/drips', (_request, response) => {
    const timer = setInterval(() => response.write('x'), 100)
    response.once('close', () => clearInterval(timer))
  })
  web.pages.set('example.com/hangs', () => {})
  web.pages.set('example.com/late', (_request, response) => {
    setTimeout(() => response.writeHead(302, { location: '/drips' }).end(), 2_000)
  })
  const start = performance.now()

  const gets = ['drips', 'hangs', 'late'].map((path) =>
    outward.getText(`https://example.com/${path}`, BYTES_MAX),
  )
  const all = await Promise.allSettled([...gets, outward.fetch('https://example.com/hangs')])

  for (const one of all)
    assert.ok(one.status === 'rejected' && refusedWith(/takes too long/, true)(one.reason))
  assert.ok(performance.now() - start < 6_000)
})

test('OI-11: DNS that does not answer is told from a name that is not there', {
  timeout: 12_000,
}, async () => {
  dns.fails = 'aloud'
  await assert.rejects(
    outward.getText('https://example.com/', BYTES_MAX),
    refusedWith(/DNS does not answer/, true),
  )
  await assert.rejects(outward.txt('example.com'), refusedWith(/DNS does not answer/, true))

  dns.fails = 'silently'
  const start = performance.now()
  const silent = refusedWith(/DNS does not answer|too long/, true)
  const texts = assert.rejects(outward.txt('example.com'), silent)
  await assert.rejects(outward.getText('https://example.com/', BYTES_MAX), silent)
  await texts
  assert.ok(performance.now() - start < 6_000)
})

test('a certificate for another name, or from nobody that is known, is refused', async () => {
  dns.entries.set('wrong.example', { A: [PUBLIC] })
  const unknown = openOutward(
    { dnsServers: dns.address, privateAddresses: 'refused' },
    { ports: new Map([[PUBLIC, web.port]]) },
  )

  await assert.rejects(outward.getText('https://wrong.example/', BYTES_MAX), refusedWith(/no certificate/))
  await assert.rejects(unknown.getText('https://example.com/', BYTES_MAX), refusedWith(/no certificate/))
  assert.deepEqual(web.asked, [])
})

test('where the operator allows private addresses they are asked by https, and this machine itself also without', async () => {
  const { url } = await listen((_request, response) => response.end('plain'))
  const { port } = new URL(url)
  dns.entries.set('inside.example', { A: ['127.0.0.1'] })
  dns.entries.set('router.example', { A: ['192.168.0.1'] })
  dns.entries.set('cloud.example', { A: ['169.254.169.254'] })
  web.pages.set(`inside.example:${web.port}/`, 'safe')

  assert.equal((await inward.getText(`https://inside.example:${web.port}/`, BYTES_MAX)).text, 'safe')
  for (const host of ['127.0.0.1', 'localhost', 'inside.example'])
    assert.equal((await inward.getText(`http://${host}:${port}/`, BYTES_MAX)).text, 'plain')

  await assert.rejects(inward.getText('http://router.example:8080/', BYTES_MAX), refusedWith(/by https/))
  await assert.rejects(inward.getText('http://example.com/', BYTES_MAX), refusedWith(/by https/))
  await assert.rejects(inward.getText('https://cloud.example/', BYTES_MAX), refusedWith(NOT_PUBLIC))
})

test('a server that is not there, or is none of the web, is said to be so', async () => {
  const { url, close } = await listen(() => {})
  await close()
  const odd = await listen((request) => request.socket.end('220 mail.example ESMTP\r\n'))

  await assert.rejects(inward.getText(url, BYTES_MAX), refusedWith(/does not answer/, true))
  await assert.rejects(inward.getText(odd.url, BYTES_MAX), refusedWith(/not answer as a web server/))
})

test('TXT records come as one text each, and none where there are none', async () => {
  dns.entries.set('example.com', { TXT: ['v=spf1 -all', 'x'.repeat(255)] })
  dns.entries.set('empty.example', { A: [PUBLIC] })

  assert.deepEqual((await outward.txt('example.com')).sort(), ['v=spf1 -all', 'x'.repeat(255)])
  assert.deepEqual(await outward.txt('empty.example'), [])
  assert.deepEqual(await outward.txt('missing.example'), [])
})
