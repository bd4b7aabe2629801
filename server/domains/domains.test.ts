import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { connections } from '../../contract/connections.ts'
import { domains } from '../../contract/domains.ts'
import { eventsIn } from '../../test/events.ts'
import { as, clock, openWorkspace } from '../../test/house.ts'
import { type Internet, newDomain, openInternet, prove, startOn } from '../../test/with-domains.ts'
import type { Running } from '../main.ts'
import { newId } from '../platform/ids.ts'
import { isProvedBy, verifiedDomain } from './domains.ts'

const DAY_MS = 86_400_000

let internet: Internet
let running: Running

before(async () => {
  internet = await openInternet()
  running = await startOn(internet)
})
afterEach(() => clock.reset())

const open = () => openWorkspace({ on: running })

test('a domain is added, listed by name, verified by a record and taken away', async () => {
  const workspace = await open()
  const { owner, ownerInPerson } = workspace
  const olivia = await ownerInPerson()
  const name = newDomain()
  await owner(domains.add, { body: { domain: `z${name}` } })

  const { domain } = await owner(domains.add, { body: { domain: name } })
  const token = domain.txt.value.split('=')[1]
  const ends = new Date(Date.now() + 14 * DAY_MS).toISOString().slice(0, 10)

  assert.deepEqual(domain, {
    id: domain.id,
    domain: name,
    status: 'pending',
    txt: { name: `_claviger-challenge.${name}`, value: `claviger-domain-verification=${token}` },
    metaTag: `<meta name="claviger-domain-verification" content="${token}">`,
    tokenExpiresAt: domain.tokenExpiresAt,
    verifiedAt: null,
    verifiedBy: null,
    lastCheck: null,
    connectionId: null,
  })
  assert.equal(domain.tokenExpiresAt.slice(0, 10), ends)
  internet.dns.entries.set(domain.txt.name, { TXT: ['other', domain.txt.value] })
  const params = { domainId: domain.id }
  const { domain: checked } = await owner(domains.check, { params })
  assert.deepEqual([checked.status, checked.verifiedBy, checked.lastCheck?.found], ['verified', 'dns', true])
  const { domains: listed } = await owner(domains.list, {})
  assert.deepEqual(
    listed.map((one) => [one.domain, one.status]),
    [
      [name, 'verified'],
      [`z${name}`, 'pending'],
    ],
  )
  await olivia.call(domains.delete, { params })
  assert.equal((await owner(domains.list, {})).domains.length, 1)
  assert.equal(await verifiedDomain(running.app.database.db, `ada@${name}`), undefined)
  const events = (await eventsIn(workspace)).filter((type) => type.startsWith('Domain'))
  assert.deepEqual(events, ['Domain Added', 'Domain Added', 'Domain Verified', 'Domain Removed'])
})

test('a domain is known by its name in DNS, however it is written', async () => {
  const { owner } = await open()
  const name = newDomain()

  const { domain: plain } = await owner(domains.add, { body: { domain: `  ${name.toUpperCase()}. ` } })
  const { domain: umlaut } = await owner(domains.add, { body: { domain: `Bücher-${name}` } })

  assert.deepEqual([plain.domain, umlaut.domain.startsWith('xn--bcher-')], [name, true])
  const again = owner(domains.add, { body: { domain: name } })
  await assert.rejects(again, { status: 409, code: 'domain-added' })
})

const noDomains = [
  'localhost',
  'com',
  '10.0.0.1',
  '127.1',
  '0x7f.1',
  '[::1]',
  'a..com',
  '-a.com',
  'a_b.com',
  '.com',
]
const noDomainsEither = [
  'https://example.com',
  'example.com/path',
  'ada@example.com',
  'example.com:443',
  'ex ample.com',
  'a%41.com',
  `${'a'.repeat(64)}.com`,
  `${'a.'.repeat(140)}com`,
  'example.1',
  '.',
]

test('what is no domain of e-mail addresses is refused', async () => {
  const { owner } = await open()

  for (const domain of [...noDomains, ...noDomainsEither])
    await assert.rejects(
      owner(domains.add, { body: { domain } }),
      { status: 422, code: 'invalid-input' },
      `${domain} was added`,
    )
})

test('public mail domains are refused, and those below them', async () => {
  const { owner } = await open()

  for (const domain of [
    'gmail.com',
    'GMAIL.com.',
    'sales.gmail.com',
    'yahoo.co.uk',
    'web.de',
    'tutanota.com',
  ])
    await assert.rejects(owner(domains.add, { body: { domain } }), { status: 422, code: 'domain-public' })

  // A registry, below which companies have names of their own.
  await owner(domains.add, { body: { domain: `${newId().toLowerCase()}.za.com` } })
})

test('the people of a domain are led to one of the connections of the workspace, and to no other', async () => {
  const workspace = await open()
  const { owner } = workspace
  const body = { name: 'Okta', kind: 'saml', provider: 'okta' } as const
  const { connection } = await owner(connections.create, { body })
  const { connection: foreign } = await (await open()).owner(connections.create, { body })
  const connectionId = connection.id

  const { domain } = await owner(domains.add, { body: { domain: newDomain(), connectionId } })
  const params = { domainId: domain.id }
  const { domain: toDefault } = await owner(domains.modify, { params, body: { connectionId: null } })
  await owner(domains.modify, { params, body: { connectionId: null } })
  const { domain: back } = await owner(domains.modify, { params, body: { connectionId } })

  assert.deepEqual(
    [domain.connectionId, toDefault.connectionId, back.connectionId],
    [connectionId, null, connectionId],
  )
  for (const other of [foreign.id, newId()]) {
    const refused = { status: 422, code: 'invalid-input' }
    await assert.rejects(owner(domains.modify, { params, body: { connectionId: other } }), refused)
    const add = owner(domains.add, { body: { domain: newDomain(), connectionId: other } })
    await assert.rejects(add, refused)
  }
  const events = (await eventsIn(workspace)).filter((type) => type === 'Domain Modified')
  assert.equal(events.length, 2)
})

test('a connection that is deleted leaves its domains to the default', async () => {
  const { owner, ownerInPerson } = await open()
  const olivia = await ownerInPerson()
  const body = { name: 'Okta', kind: 'saml', provider: 'okta' } as const
  const { connection } = await owner(connections.create, { body })
  await owner(domains.add, { body: { domain: newDomain(), connectionId: connection.id } })

  await olivia.call(connections.delete, { params: { connectionId: connection.id } })

  assert.equal((await owner(domains.list, {})).domains[0]?.connectionId, null)
})

test('a token is good for 14 days, and a new one for 14 more', async () => {
  const { owner } = await open()
  const { domain } = await owner(domains.add, { body: { domain: newDomain() } })
  const params = { domainId: domain.id }
  internet.dns.entries.set(domain.txt.name, { TXT: [domain.txt.value] })

  clock.move(14 * DAY_MS + 60_000)
  const { domain: late } = await owner(domains.check, { params })
  const { domain: renewed } = await owner(domains.renew, { params })
  const { domain: stale } = await owner(domains.check, { params })

  assert.deepEqual([late.status, late.lastCheck?.found], ['expired', false])
  assert.match(late.lastCheck?.message ?? '', /Renew it/)
  assert.deepEqual([renewed.status, renewed.lastCheck], ['pending', null])
  assert.notEqual(renewed.txt.value, domain.txt.value)
  assert.match(stale.lastCheck?.message ?? '', /another token/)
  internet.dns.entries.set(domain.txt.name, { TXT: [renewed.txt.value] })
  assert.equal((await owner(domains.check, { params })).domain.status, 'verified')
  const { domain: same } = await owner(domains.renew, { params })
  assert.deepEqual([same.status, same.txt], ['verified', renewed.txt])
})

test('domains are part of the business plan, and can be taken away on every other', async () => {
  const team = await openWorkspace({ plan: 'team', on: running })
  const business = await open()
  const { domain } = await business.owner(domains.add, { body: { domain: newDomain() } })
  const olivia = await business.ownerInPerson()
  const params = { domainId: domain.id }

  const added = team.owner(domains.add, { body: { domain: newDomain() } })
  await assert.rejects(added, { status: 422, code: 'plan-limit' })
  const { db } = running.app.database
  await db.updateTable('workspaces').where('id', '=', business.id).set({ plan: 'team' }).execute()

  const changes = [
    () => business.owner(domains.check, { params }),
    () => business.owner(domains.renew, { params }),
    () => business.owner(domains.modify, { params, body: { connectionId: null } }),
  ]
  for (const change of changes) await assert.rejects(change(), { code: 'plan-limit' })
  await olivia.call(domains.delete, { params })
})

test('domains are for owners, and those of another workspace are not there', async () => {
  const { owner, member } = await open()
  const { domain } = await owner(domains.add, { body: { domain: newDomain() } })
  const ada = await member()
  const there = await open()
  const params = { domainId: domain.id }

  await assert.rejects(ada.call(domains.list, {}), { code: 'not-allowed' })
  await assert.rejects(ada.call(domains.add, { body: { domain: newDomain() } }), { code: 'not-allowed' })
  const stranger = await there.ownerInPerson()
  const calls = [
    () => stranger.call(domains.check, { params }),
    () => stranger.call(domains.renew, { params }),
    () => stranger.call(domains.modify, { params, body: { connectionId: null } }),
    () => stranger.call(domains.delete, { params }),
  ]
  for (const call of calls) await assert.rejects(call(), { status: 404, code: 'not-found' })
  assert.deepEqual((await there.owner(domains.list, {})).domains, [])
})

test('whoever holds a set-up link adds and verifies domains, and takes none away', async () => {
  const { ownerInPerson, owner, url } = await open()
  const olivia = await ownerInPerson()
  const made = await olivia.call(connections.createSetUpLink, { body: { note: 'For IT', days: 3 } })
  const link = as({ url, token: made.url.split('#token=')[1] ?? '' })

  const { domain } = await link(domains.add, { body: { domain: newDomain() } })
  const params = { domainId: domain.id }
  internet.dns.entries.set(domain.txt.name, { TXT: [domain.txt.value] })
  await link(domains.check, { params })

  assert.equal((await owner(domains.list, {})).domains[0]?.status, 'verified')
  await assert.rejects(link(domains.delete, { params }), { code: 'not-allowed' })
})

test('L-2: a connection speaks for addresses of just the domains that its workspace verified for it', async () => {
  const workspace = await open()
  const { owner } = workspace
  const { db } = running.app.database
  const body = { name: 'Okta', kind: 'saml', provider: 'okta' } as const
  const { connection } = await owner(connections.create, { body })
  const [mine, pending] = [newDomain(), newDomain()]
  await owner(domains.add, { body: { domain: pending } })
  const { domain } = await owner(domains.add, { body: { domain: mine } })
  await prove(internet, owner, domain)
  const here = { id: connection.id, workspace: { id: workspace.id } }
  const other = { id: newId(), workspace: { id: workspace.id } }
  const foreign = { id: connection.id, workspace: { id: (await open()).id } }

  assert.equal(await isProvedBy(db, here, `ada@${mine}`), true)
  assert.equal(await isProvedBy(db, here, `Ada@${mine.toUpperCase()}`), true)
  assert.equal(await isProvedBy(db, other, `ada@${mine}`), true)
  const refused = [
    `ada@sub.${mine}`,
    `ada@${pending}`,
    'ada@com',
    mine,
    `@${mine}`,
    '',
    `ada@${mine}@evil.com`,
    `a@\0${mine}`,
    `ada@${mine}.`,
    `ada@\u00ad${mine}`,
    `ada@${mine.replace('.com', '.ｃom')}`,
  ]
  for (const email of refused) assert.equal(await isProvedBy(db, here, email), false, email)
  const { domain: umlaut } = await owner(domains.add, { body: { domain: `bücher-${mine}` } })
  await prove(internet, owner, umlaut)
  assert.equal(await isProvedBy(db, here, `ada@BÜCHER-${mine}`), true)
  assert.equal(await isProvedBy(db, here, `ada@${umlaut.domain}`), true)
  assert.equal(await isProvedBy(db, foreign, `ada@${mine}`), false)
  await owner(domains.modify, { params: { domainId: domain.id }, body: { connectionId: connection.id } })
  assert.deepEqual(
    [await isProvedBy(db, here, `ada@${mine}`), await isProvedBy(db, other, `ada@${mine}`)],
    [true, false],
  )
  assert.deepEqual(await verifiedDomain(db, `ada@${mine}`), {
    workspaceId: workspace.id,
    domain: mine,
    connectionId: connection.id,
  })
})
