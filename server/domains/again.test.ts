import assert from 'node:assert/strict'
import { afterEach, before, test } from 'node:test'
import { domains } from '../../contract/domains.ts'
import { eventsIn } from '../../test/events.ts'
import { type As, clock, openWorkspace } from '../../test/house.ts'
import {
  type Internet,
  newDomain,
  openInternet,
  PUBLIC_ADDRESS,
  prove,
  startOn,
} from '../../test/with-domains.ts'
import { letters } from '../letters/letters.ts'
import type { Running } from '../main.ts'
import { checkAgain } from './domains.ts'

const DAY_MS = 86_400_000

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

async function added(owner: As) {
  const { domain } = await owner(domains.add, { body: { domain: newDomain() } })
  internet.dns.entries.set(domain.domain, { A: [PUBLIC_ADDRESS] })
  return domain
}

test('L-2: verified domains are looked at again each day; a proof that is gone is told once, and takes nothing away', async () => {
  const workspace = await openWorkspace({ on: running })
  const { owner } = workspace
  const domain = await added(owner)
  await prove(internet, owner, domain)
  const told = async () =>
    (await eventsIn(workspace)).filter((type) => type === 'Domain Proof Missing').length
  const shown = async () => {
    const [one] = (await owner(domains.list, {})).domains
    return [one?.status, one?.lastCheck?.found, await told()]
  }
  const pass = async (days: number) => {
    clock.move(days * DAY_MS)
    await checkAgain(running.app)
  }
  const asked = internet.dns.asked.length

  await pass(0.5)
  assert.equal(internet.dns.asked.length, asked)
  await pass(0.6)
  assert.deepEqual(await shown(), ['verified', true, 0])
  assert.ok(internet.dns.asked.length > asked)
  internet.dns.fails = 'aloud'
  await pass(1.1)
  assert.deepEqual(await shown(), ['verified', true, 0])
  internet.dns.fails = false
  internet.dns.entries.delete(domain.txt.name)
  await pass(1.1)
  await pass(100)
  assert.deepEqual(await shown(), ['verified', false, 1])
  internet.dns.entries.set(domain.txt.name, { TXT: [domain.txt.value] })
  await pass(1.1)
  assert.deepEqual(await shown(), ['verified', true, 1])
  internet.dns.entries.delete(domain.txt.name)
  internet.web.pages.set(`${domain.domain}/`, `<head>${domain.metaTag}</head>`)
  await pass(1.1)

  assert.deepEqual(await shown(), ['verified', true, 1])
})

test('owners get one letter each time the proof of a verified domain goes missing', async () => {
  const { owner, id } = await openWorkspace({ on: running })
  const domain = await added(owner)
  const { app } = running
  const written = async () => {
    const rows = app.database.db.selectFrom('outbox').where('workspace_id', '=', id)
    const found = await rows.orderBy('id').select(['kind', 'payload']).execute()
    return found.filter(({ payload }) => payload.what === 'domain-proof-missing')
  }
  const pass = async () => {
    clock.move(1.1 * DAY_MS)
    await checkAgain(app)
    return (await written()).length
  }
  const counts: number[] = []

  await owner(domains.check, { params: { domainId: domain.id } })
  counts.push((await written()).length)
  await prove(internet, owner, domain)
  internet.dns.entries.delete(domain.txt.name)
  counts.push(await pass(), await pass())
  internet.dns.entries.set(domain.txt.name, { TXT: [domain.txt.value] })
  counts.push(await pass())
  internet.dns.entries.delete(domain.txt.name)
  counts.push(await pass())

  assert.deepEqual(counts, [0, 1, 1, 1, 2])
  const [{ kind, payload } = { kind: '', payload: {} }] = await written()
  const letter = await letters[kind]?.(app, { workspaceId: id, payload, attempts: 1 })
  assert.ok(letter && letter !== 'later')
  assert.equal(letter.subject, `The proof of the domain ${domain.domain} of the workspace Test is gone`)
  assert.match(letter.text, /Nobody is shut out/)
})
