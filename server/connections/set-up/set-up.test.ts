import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../../contract/audit.ts'
import { connections } from '../../../contract/connections.ts'
import { domains } from '../../../contract/domains.ts'
import { groups } from '../../../contract/groups.ts'
import { workspaces } from '../../../contract/workspaces.ts'
import { activeSaml, completeSaml, goodCertificate, testedBy } from '../../../test/connections.ts'
import { as, clock, openWorkspace, type TestWorkspace } from '../../../test/house.ts'
import { tidyUp } from '../../caller/housekeeping.ts'
import { forgetOldSetUpLinks } from '../connections.ts'

const DAY_MS = 86_400_000

afterEach(() => clock.reset())

/** A set-up link, and who calls with it. */
async function linkIn(place: TestWorkspace, days = 3) {
  const { call, id } = await place.ownerInPerson()
  const made = await call(connections.createSetUpLink, { body: { note: ' For IT ', days } })
  const token = made.url.split('#token=')[1] ?? ''
  return { ...made, token, link: as({ url: place.url, token }), owner: call, ownerId: id }
}

test('a set-up link is shown once, is stored as a hash, and says what it is for', async () => {
  const place = await openWorkspace()

  const { setUpLink, url, token, link, owner, ownerId } = await linkIn(place)

  assert.equal(url, `${place.app.config.publicUrl}/set-up#token=${token}`)
  assert.match(token, /^cvl_[0-9A-Za-z]{36}$/)
  const { id, note, createdBy, lastUsedAt } = setUpLink
  assert.deepEqual([note, createdBy.id, lastUsedAt], ['For IT', ownerId, null])
  const workspace = { name: 'Test', slug: place.slug }
  const { expiresAt } = setUpLink
  assert.deepEqual(await link(connections.lookUpSetUp, {}), { workspace, expiresAt, note: 'For IT' })
  assert.deepEqual(await owner(connections.lookUpSetUp, {}), { workspace, expiresAt: null, note: null })
  assert.deepEqual((await owner(connections.listSetUpLinks, {})).setUpLinks, [setUpLink])
  const { events } = await place.owner(audit.list, { query: { resourceId: id } })
  assert.deepEqual(
    events.map((one) => [one.type, one.resourceName]),
    [['Set-Up Link Created', 'For IT']],
  )
  const rows = await place.app.database.db.selectFrom('set_up_links').selectAll().execute()
  assert.ok(!JSON.stringify([rows, events]).includes(token))
})

test('with a set-up link somebody sets up the first connection alone: made, configured and switched on', async () => {
  const place = await openWorkspace()
  const { link, setUpLink } = await linkIn(place)

  const connectionId = await completeSaml(link)
  await testedBy(place, connectionId)
  const { connection } = await link(connections.activate, { params: { connectionId } })

  assert.deepEqual([connection.isActive, connection.isDefault], [true, true])
  const { events } = await place.owner(audit.list, { query: { actor: setUpLink.id } })
  assert.deepEqual(
    events.map((one) => [one.type, one.actorKind]),
    [
      ['Connection Activated', 'link'],
      ['Connection Modified', 'link'],
      ['Connection Created', 'link'],
    ],
  )
  await place.app.lastUsed.flush()
  const { setUpLinks } = await place.owner(connections.listSetUpLinks, {})
  assert.ok(setUpLinks[0]?.lastUsedAt)
})

test('a set-up link in wrong hands changes nothing of whom an active connection believes, and lets no other in', async () => {
  const place = await openWorkspace()
  const { link, owner } = await linkIn(place)
  const params = { connectionId: await activeSaml(place, owner, 'Ours') }
  const spare = await completeSaml(link, 'Theirs')
  await testedBy(place, spare)
  const { userGroup } = await place.owner(groups.create, { body: { name: 'Admins' } })
  const mine = goodCertificate()
  const change = (body: object) => () => link(connections.modify, { params, body })
  const before = await owner(connections.get, { params })

  for (const attempt of [
    change({
      saml: { certificates: [...(before.connection.saml?.certificates ?? []).map((one) => one.pem), mine] },
    }),
    change({ saml: { entityId: 'https://evil.example' } }),
    change({ saml: { ssoUrl: 'https://evil.example' } }),
    change({ saml: { acceptSha1: true } }),
    change({ saml: { idpInitiated: true } }),
    change({ attributes: { email: 'nickname', name: 'name', groups: null } }),
    change({ attributes: { email: 'email', name: 'name', groups: 'nickname' } }),
    change({ groups: [{ claim: 'x', groupId: userGroup.id }] }),
    () => link(connections.activate, { params: { connectionId: spare } }),
    () => link(connections.deactivate, { params }),
    () => link(connections.delete, { params }),
    () => link(connections.createSetUpLink, { body: { note: 'More', days: 14 } }),
    () => link(connections.listSetUpLinks, {}),
    () => link(workspaces.get, {}),
    () => link(groups.list, { query: {} }),
    () => link(audit.list, { query: {} }),
  ]) {
    await assert.rejects(attempt(), { code: 'not-allowed' })
  }
  assert.deepEqual(await owner(connections.get, { params }), before)
  await link(connections.modify, { params, body: { name: 'A name' } })
  await link(connections.listSignIns, { params })
})

test('where a connection is active, neither link nor token moves a domain that was verified to another one', async () => {
  const place = await openWorkspace()
  const { link, owner } = await linkIn(place)
  const connectionId = await completeSaml(link)
  const { domain } = await link(domains.add, { body: { domain: `${place.slug}.com`, connectionId } })
  const params = { domainId: domain.id }
  const move = (by: typeof link, to: string | null) =>
    by(domains.modify, { params, body: { connectionId: to } })
  await place.app.database.db
    .transaction()
    .execute((tx) =>
      tx.updateTable('domains').where('id', '=', domain.id).set({ verified_at: clock.now() }).execute(),
    )
  const { connection } = await link(connections.get, { params: { connectionId } })
  assert.deepEqual(connection.domains, [{ id: domain.id, domain: domain.domain, verified: true }])
  await move(link, null)
  await move(link, connectionId)
  await activeSaml(place, owner, 'Other')

  await assert.rejects(move(link, null), { code: 'not-allowed' })
  await assert.rejects(move(place.owner, null), { code: 'not-allowed' })
  await move(owner, null)
})

test('what waits behind the revocation of its link is refused', async () => {
  const place = await openWorkspace()
  const { link, owner, setUpLink } = await linkIn(place)
  const body = { name: 'Late', kind: 'saml', provider: 'okta' } as const

  const [revoked, ...late] = await Promise.allSettled([
    owner(connections.deleteSetUpLink, { params: { setUpLinkId: setUpLink.id } }),
    ...Array.from({ length: 5 }, (_, index) =>
      link(connections.create, { body: { ...body, name: `Late ${index}` } }),
    ),
  ])

  assert.equal(revoked?.status, 'fulfilled')
  const { events } = await place.owner(audit.list, { query: {} })
  const types = events.map((one) => one.type).filter((type) => /Link Revoked|Connection Created/.test(type))
  // Newest first: nothing was made after it.
  assert.equal(types[0], 'Set-Up Link Revoked')
  assert.equal(late.filter((one) => one.status === 'fulfilled').length, types.length - 1)
})

test('a revoked set-up link is refused with the next request, and so is one that is over', async () => {
  const place = await openWorkspace()
  const { link, owner, setUpLink } = await linkIn(place)
  const short = await linkIn(place, 1)
  await link(connections.list, { query: {} })

  await owner(connections.deleteSetUpLink, { params: { setUpLinkId: setUpLink.id } })

  await assert.rejects(link(connections.list, { query: {} }), { code: 'not-signed-in' })
  await assert.rejects(link(connections.create, { body: { name: 'x', kind: 'saml', provider: 'okta' } }), {
    code: 'not-signed-in',
  })
  const again = owner(connections.deleteSetUpLink, { params: { setUpLinkId: setUpLink.id } })
  await assert.rejects(again, { code: 'not-found' })
  await short.link(connections.list, { query: {} })
  clock.move(DAY_MS)
  await assert.rejects(short.link(connections.list, { query: {} }), { code: 'not-signed-in' })
  assert.deepEqual((await place.owner(connections.listSetUpLinks, {})).setUpLinks, [])
  await tidyUp(place.app, [forgetOldSetUpLinks])
  const rows = await place.app.database.db
    .selectFrom('set_up_links')
    .where('workspace_id', '=', place.id)
    .selectAll()
    .execute()
  assert.deepEqual(rows, [])
})

test('a set-up link works in its own workspace only, for 14 days at most, and as a bearer only', async () => {
  const place = await openWorkspace()
  const other = await openWorkspace()
  const { token, owner, ownerId } = await linkIn(place)

  const elsewhere = as({ url: `${place.url}/w/${other.slug}`, token })
  await assert.rejects(elsewhere(connections.list, { query: {} }), { code: 'not-found' })
  const inPlace = as({ url: `${place.url}/w/${place.slug}`, token })
  await inPlace(connections.list, { query: {} })
  const cookie = `claviger_session=${token}`
  const response = await fetch(`${place.url}/w/${place.slug}/api/connections`, { headers: { cookie } })
  assert.equal(response.status, 401)
  for (const days of [0, 15, 1.5]) {
    const made = owner(connections.createSetUpLink, { body: { note: 'IT', days } })
    await assert.rejects(made, { code: 'invalid-input' })
  }
  const theirs = await other.ownerInPerson()
  const { setUpLinks } = await owner(connections.listSetUpLinks, {})
  const params = { setUpLinkId: setUpLinks[0]?.id ?? '' }
  await assert.rejects(theirs.call(connections.deleteSetUpLink, { params }), { code: 'not-found' })
  assert.equal(setUpLinks[0]?.createdBy.id, ownerId)
})
