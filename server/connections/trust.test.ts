import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { connections } from '../../contract/connections.ts'
import type { Input } from '../../contract/endpoint.ts'
import { activeSaml, completeOidc, completeSaml, goodCertificate, testedBy } from '../../test/connections.ts'
import { openWorkspace, systemIn } from '../../test/house.ts'
import { change, outcome } from '../caller/change.ts'
import { findConnection, markTested } from './connections.ts'

type Body = Input<typeof connections.modify>['body']

const [first, second] = [goodCertificate('first'), goodCertificate('second')]
const others = { email: 'mail', name: 'name', groups: null }
const same = { email: 'email', name: 'displayName', groups: 'groups' }

/** What changes, of a connection that has two certificates, and whether it has to be tested again. */
const samlChanges: [what: string, body: Body, mustTest: boolean][] = [
  ['another entity id', { saml: { entityId: 'https://idp.example/two' } }, true],
  ['another address', { saml: { ssoUrl: 'https://idp.example/two' } }, true],
  ['a certificate less', { saml: { certificates: [second] } }, true],
  ['another certificate', { saml: { certificates: [first, goodCertificate()] } }, true],
  ['a certificate more', { saml: { certificates: [first, second, goodCertificate()] } }, false],
  ['the certificates in another order', { saml: { certificates: [second, first] } }, false],
  ['signed responses', { saml: { acceptSignedResponse: true } }, true],
  ['SHA-1', { saml: { acceptSha1: true } }, true],
  ['encryption', { saml: { encrypted: true } }, true],
  ['sign-ins from the provider', { saml: { idpInitiated: true } }, false],
  ['another attribute for the address', { attributes: others }, true],
  ['other attributes for name and groups', { attributes: same }, false],
  ['another name', { name: 'Other' }, false],
]
const oidcChanges: [what: string, body: Body, mustTest: boolean][] = [
  ['another issuer', { oidc: { issuer: 'https://two.example' } }, true],
  ['another client id', { oidc: { clientId: 'two' } }, true],
  ['another secret', { oidc: { clientSecret: 'two' } }, true],
  ['the same secret', { oidc: { clientSecret: 'a client secret' } }, false],
  ['a tenant', { oidc: { tenantId: 'two' } }, true],
  ['another attribute for the address', { attributes: others }, true],
]

for (const [kind, changes] of [
  ['saml', samlChanges],
  ['oidc', oidcChanges],
] as const) {
  for (const [what, body, mustTest] of changes) {
    test(`${kind}: ${what} ${mustTest ? 'has to be tested again' : 'needs no new test'}`, async () => {
      const place = await openWorkspace()
      const { owner } = place
      const connectionId =
        kind === 'saml' ? await completeSaml(owner, 'It', [first, second]) : await completeOidc(owner, 'It')
      await testedBy(place, connectionId)

      const { connection } = await owner(connections.modify, { params: { connectionId }, body })

      assert.equal(connection.testedAt === null, mustTest)
    })
  }
}

test('an active connection stays active when it changes, so that a new certificate shuts nobody out', async () => {
  const place = await openWorkspace()
  const { call } = await place.ownerInPerson()
  const connectionId = await activeSaml(place, call)
  const params = { connectionId }
  const next = goodCertificate('next')
  const before =
    (await call(connections.get, { params })).connection.saml?.certificates.map((one) => one.pem) ?? []

  const both = await call(connections.modify, { params, body: { saml: { certificates: [...before, next] } } })
  assert.equal(both.connection.isActive, true)
  assert.ok(both.connection.testedAt)
  const one = await call(connections.modify, { params, body: { saml: { certificates: [next] } } })

  assert.equal(one.connection.isActive, true)
  assert.equal(one.connection.testedAt, null)
  const { events } = await place.owner(audit.list, { query: { resourceId: connectionId } })
  assert.equal(events[0]?.detail.testAgain, true)
})

test('an active connection cannot lose what a sign-in needs', async () => {
  const place = await openWorkspace()
  const { call } = await place.ownerInPerson()
  const params = { connectionId: await activeSaml(place, call) }

  const emptied = call(connections.modify, { params, body: { saml: { certificates: [] } } })

  await assert.rejects(emptied, { code: 'connection-incomplete' })
  const { connection } = await call(connections.get, { params })
  assert.equal(connection.saml?.certificates.length, 1)
})

test('a test sign-in says nothing of settings that were changed while it was on its way', async () => {
  const place = await openWorkspace()
  const { owner, app, id, slug } = place
  const connectionId = await completeSaml(owner)
  const server = await systemIn(app, { id, slug, name: 'Test', plan: 'business' })
  const onItsWay = await findConnection(app, app.database.db, connectionId)
  assert.ok(onItsWay)
  const params = { connectionId }
  await owner(connections.modify, { params, body: { saml: { ssoUrl: 'https://idp.example/two' } } })

  await change(server, async (tx) => outcome(undefined, await markTested(tx, server, onItsWay)))

  const { connection } = await owner(connections.get, { params })
  assert.equal(connection.testedAt, null)
})

test('owners are told by mail when a connection is switched on, and when it believes others', async () => {
  const place = await openWorkspace()
  const { call, id } = await place.ownerInPerson()
  const params = { connectionId: await activeSaml(place, call, 'Okta') }
  await call(connections.modify, { params, body: { name: 'Renamed' } })
  await call(connections.modify, { params, body: { saml: { ssoUrl: 'https://idp.example/two' } } })

  const rows = await place.app.database.db
    .selectFrom('outbox')
    .where('workspace_id', '=', place.id)
    .orderBy('created_at')
    .select('payload')
    .execute()

  assert.deepEqual(
    rows.map(({ payload }) => [payload.userId, payload.what, payload.about]),
    [
      [id, 'connection-activated', 'Okta'],
      [id, 'connection-changed', 'Renamed'],
    ],
  )
})
