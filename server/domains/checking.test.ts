import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { domains } from '../../contract/domains.ts'
import { eventsIn } from '../../test/events.ts'
import { type As, clock, openWorkspace } from '../../test/house.ts'
import { type Internet, newDomain, openInternet, PUBLIC_ADDRESS, startOn } from '../../test/with-domains.ts'
import type { Running } from '../main.ts'

let internet: Internet
let running: Running

before(async () => {
  internet = await openInternet()
  running = await startOn(internet)
})
afterEach(() => {
  clock.reset()
  internet.dns.fails = false
})

const open = () => openWorkspace({ on: running })

async function added(owner: As) {
  const { domain } = await owner(domains.add, { body: { domain: newDomain() } })
  internet.dns.entries.set(domain.domain, { A: [PUBLIC_ADDRESS] })
  const check = async () => (await owner(domains.check, { params: { domainId: domain.id } })).domain
  return { domain, check, token: domain.txt.value.split('=')[1] ?? '' }
}

/** What the last look said. */
async function messageOf(check: () => Promise<{ lastCheck: { message: string | null } | null }>) {
  return (await check()).lastCheck?.message ?? ''
}

const right: [says: string, page: (tag: string, token: string) => string][] = [
  [
    'in the head',
    (tag) => `<!doctype html><html><head><title>Acme</title>${tag}</head><body>Hello</body></html>`,
  ],
  ['without a head being written', (tag) => `<!doctype html>\n<title>Acme</title>\n${tag}<p>Hello`],
  [
    'in capitals, without quotes, with attributes around',
    (_tag, token) =>
      `<HTML><HEAD><META id=a CONTENT=${token} data-b NAME='Claviger-Domain-Verification' /></HEAD>`,
  ],
  ['beside that of another workspace', (tag, token) => `<head>${tag.replace(token, 'other')}${tag}</head>`],
  [
    'after a script that writes of a body',
    (tag) => `<head><script>"</head><body>"</script><style>p{}</style>${tag}</head>`,
  ],
]

for (const [says, page] of right) {
  test(`a domain is verified by the meta tag on its front page: ${says}`, async () => {
    const { owner } = await open()
    const { domain, check, token } = await added(owner)
    internet.web.pages.set(`${domain.domain}/`, page(domain.metaTag, token))

    const { status, verifiedBy, lastCheck } = await check()

    assert.deepEqual([status, verifiedBy, lastCheck?.message], ['verified', 'html', null])
  })
}

const wrong: [says: string, page: (tag: string, token: string) => string, message: RegExp][] = [
  ['nothing', () => '', /no such meta tag/],
  ['a comment', (tag) => `<head><!-- ${tag} --></head>`, /no such meta tag/],
  ['a script', (tag) => `<head><script>document.write('${tag}')</script></head>`, /no such meta tag/],
  ['a title', (tag) => `<head><title>${tag}</title></head>`, /no such meta tag/],
  ['a template', (tag) => `<head><template>${tag}</template></head>`, /no such meta tag/],
  [
    'the body',
    (tag) => `<head><title>A</title></head><body><p>Comments:</p>${tag}</body>`,
    /no such meta tag/,
  ],
  [
    'the body, where no head was written',
    (tag) => `<title>A</title><div>Comments: ${tag}</div>`,
    /no such meta tag/,
  ],
  ['text, where neither was written', (tag) => `Hello ${tag}`, /no such meta tag/],
  ['another name', (tag) => `<head>${tag.replace('name="c', 'property="c')}</head>`, /no such meta tag/],
  ['another token', (tag, token) => `<head>${tag.replace(token, 'other')}</head>`, /another token, “other”/],
  ['part of a token', (tag, token) => `<head>${tag.replace(token, token.slice(1))}</head>`, /another token/],
]

for (const [says, page, message] of wrong) {
  test(`a front page proves nothing that has the meta tag in: ${says}`, async () => {
    const { owner } = await open()
    const { domain, check, token } = await added(owner)
    internet.web.pages.set(`${domain.domain}/`, page(domain.metaTag, token))

    const { status, lastCheck } = await check()

    assert.deepEqual([status, lastCheck?.found], ['pending', false])
    assert.match(lastCheck?.message ?? '', message)
  })
}

test('a front page may send on within its domain, and not out of it', async () => {
  const { owner } = await open()
  const { domain, check } = await added(owner)
  const sendTo = (location: string) =>
    internet.web.pages.set(`${domain.domain}/`, (_request, response) =>
      response.writeHead(301, { location }).end(),
    )
  internet.dns.entries.set(`www.${domain.domain}`, { A: [PUBLIC_ADDRESS] })
  internet.dns.entries.set(`not${domain.domain}`, { A: [PUBLIC_ADDRESS] })
  for (const host of [`www.${domain.domain}`, `not${domain.domain}`])
    internet.web.pages.set(`${host}/welcome`, `<head>${domain.metaTag}</head>`)

  sendTo(`https://not${domain.domain}/welcome`)
  assert.match(await messageOf(check), /sends on to not/)
  sendTo('http://127.0.0.1/')
  assert.match(await messageOf(check), /no address on the public internet|by https/)
  sendTo(`https://www.${domain.domain}/welcome`)

  assert.equal((await check()).status, 'verified')
})

test('what is wrong is said in words: with the record, with the page, with DNS', async () => {
  const { owner } = await open()
  const { domain, check } = await added(owner)
  const { entries } = internet.dns
  const { name, value } = domain.txt

  const first = await messageOf(check)
  assert.match(first, new RegExp(`DNS: there is no TXT record at ${name} yet`))
  assert.match(first, /Front page: https:.* answers with status 404/)
  entries.set(name, { TXT: ['claviger-domain-verification=another'] })
  assert.match(await messageOf(check), /has another token, “claviger-domain-verification=another”/)
  entries.set(name, { TXT: [`hello "${value}"\u0007`] })
  assert.match(await messageOf(check), /says “hello "claviger.* /)
  entries.delete(name)
  entries.set(domain.domain, { TXT: [value] })
  const atTop = await messageOf(check)
  assert.match(atTop, new RegExp(`the TXT record is at ${domain.domain}. It must be at ${name}`))
  assert.match(atTop, /Front page: .* no address on the public internet/)
  entries.delete(domain.domain)
  entries.set(`${name}.${domain.domain}`, { TXT: [value] })
  assert.match(
    await messageOf(check),
    /the TXT record is at .*; many forms want only the part before the domain/,
  )
  internet.dns.fails = 'aloud'

  assert.match(await messageOf(check), /DNS: DNS does not answer/)
})

test("a domain that two workspaces claim is of the one that proves it, and an unproved claim is in nobody's way", async () => {
  const [first, second, third] = [await open(), await open(), await open()]
  const name = newDomain()
  const { domain: mine } = await first.owner(domains.add, { body: { domain: name } })
  const { domain: theirs } = await second.owner(domains.add, { body: { domain: name } })
  internet.dns.entries.set(mine.txt.name, { TXT: [mine.txt.value] })

  const { domain: unproved } = await second.owner(domains.check, { params: { domainId: theirs.id } })
  await first.owner(domains.check, { params: { domainId: mine.id } })
  internet.dns.entries.set(mine.txt.name, { TXT: [mine.txt.value, theirs.txt.value] })
  const late = second.owner(domains.check, { params: { domainId: theirs.id } })

  assert.notEqual(mine.txt.value, theirs.txt.value)
  assert.match(unproved.lastCheck?.message ?? '', /has another token/)
  const claimed = { status: 409, code: 'domain-claimed', message: 'This domain has already been claimed.' }
  await assert.rejects(late, claimed)
  await assert.rejects(third.owner(domains.add, { body: { domain: name } }), claimed)
  const olivia = await first.ownerInPerson()
  await olivia.call(domains.delete, { params: { domainId: mine.id } })
  assert.equal(
    (await second.owner(domains.check, { params: { domainId: theirs.id } })).domain.status,
    'verified',
  )
})

test('of two workspaces that prove a domain at once, one has it', async () => {
  const name = newDomain()
  const claims = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const workspace = await open()
      const { domain } = await workspace.owner(domains.add, { body: { domain: name } })
      return { ...workspace, domain }
    }),
  )
  const all = claims.map(({ domain }) => domain.txt.value)
  internet.dns.entries.set(`_claviger-challenge.${name}`, { TXT: all })

  const checks = await Promise.allSettled(
    claims.map(({ owner, domain }) => owner(domains.check, { params: { domainId: domain.id } })),
  )

  assert.equal(checks.filter((one) => one.status === 'fulfilled').length, 1)
  for (const one of checks) if (one.status === 'rejected') assert.equal(one.reason.code, 'domain-claimed')
  const events = await Promise.all(claims.map(eventsIn))
  assert.equal(events.flat().filter((type) => type === 'Domain Verified').length, 1)
})

test('a domain that is renewed or taken away while it is looked at is not verified by what was found', async () => {
  const { owner, ownerInPerson } = await open()
  const olivia = await ownerInPerson()
  const renewed = await added(owner)
  const removed = await added(owner)
  for (const { domain } of [renewed, removed])
    internet.dns.entries.set(domain.txt.name, { TXT: [domain.txt.value] })
  const slowly = async ({ domain, check }: typeof renewed, meanwhile: () => Promise<unknown>) => {
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve
    })
    const done = Promise.withResolvers<void>()
    internet.web.pages.set(`${domain.domain}/`, async (_request, response) => {
      asked()
      await done.promise
      response.writeHead(404).end()
    })
    const checking = check().catch((error) => error.code)
    await isAsked
    await meanwhile()
    done.resolve()
    return checking
  }

  const first = await slowly(renewed, () => owner(domains.renew, { params: { domainId: renewed.domain.id } }))
  const second = await slowly(removed, () =>
    olivia.call(domains.delete, { params: { domainId: removed.domain.id } }),
  )

  assert.equal(first.status, 'pending')
  assert.equal(second, 'not-found')
})
