import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { connections } from '../../contract/connections.ts'
import {
  certificateUntil,
  completeOidc,
  completeSaml,
  faultAt,
  goodCertificate,
} from '../../test/connections.ts'
import { clock, openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { newId } from '../platform/ids.ts'
import { findConnection } from './connections.ts'

const DAY_MS = 86_400_000
const okta = { name: 'Okta', kind: 'saml', provider: 'okta' } as const
const keycloak = { name: 'Keycloak', kind: 'oidc', provider: 'other' } as const

async function eventsAbout({ owner }: TestWorkspace, resourceId: string) {
  const { events } = await owner(audit.list, { query: { resourceId } })
  return events.map(({ type, detail }) => ({ type, detail })).reverse()
}

test('a new connection is not active, and says what has to be copied into the identity provider', async () => {
  const place = await openWorkspace()
  const { owner, app } = place

  const { connection } = await owner(connections.create, { body: { ...okta, name: '  Okta ' } })

  const base = `${app.config.publicUrl}/sso/${connection.id}`
  assert.deepEqual(connection.copy, {
    acsUrl: `${base}/acs`,
    entityId: `${base}/metadata`,
    metadataUrl: `${base}/metadata`,
    redirectUri: null,
    startUrl: `${base}/start`,
  })
  const { name, isActive, isDefault, isComplete, testedAt, lastUsedAt, attributes, saml } = connection
  assert.deepEqual([name, isActive, isDefault, isComplete], ['Okta', false, false, false])
  assert.deepEqual([testedAt, lastUsedAt], [null, null])
  assert.deepEqual(attributes, { email: 'email', name: 'name', groups: null })
  assert.equal(saml?.idpInitiated, false)
  assert.equal(saml?.acceptSha1, false)
  const params = { connectionId: connection.id }
  assert.deepEqual(await owner(connections.get, { params }), { connection })
  assert.deepEqual((await owner(connections.list, { query: {} })).connections, [connection])
  assert.deepEqual(await eventsAbout(place, connection.id), [
    { type: 'Connection Created', detail: { kind: 'saml', provider: 'okta' } },
  ])
})

test('connections are listed page by page, in the order they were made', async () => {
  const { owner } = await openWorkspace()
  for (const name of ['C', 'A', 'B']) await owner(connections.create, { body: { ...okta, name } })

  const first = await owner(connections.list, { query: { pagination: { count: 2 } } })
  const cursor = first.pagination.next ?? ''
  const second = await owner(connections.list, { query: { pagination: { count: 2, cursor } } })

  const names = [...first.connections, ...second.connections].map((one) => one.name)
  assert.deepEqual(names, ['C', 'A', 'B'])
  assert.equal(second.pagination.next, undefined)
})

test('names are unique without case, also after a change of name and where twenty come at once', async () => {
  const { owner } = await openWorkspace()
  const { connection } = await owner(connections.create, { body: okta })
  await owner(connections.create, { body: keycloak })
  const params = { connectionId: connection.id }

  const same = owner(connections.create, { body: { ...keycloak, name: 'OKTA' } })
  await assert.rejects(same, { status: 409, code: 'connection-name-taken' })
  const renamed = owner(connections.modify, { params, body: { name: 'keycloak' } })
  await assert.rejects(renamed, { code: 'connection-name-taken' })
  await owner(connections.modify, { params, body: { name: 'okta' } })
  const body = { ...okta, name: 'Same' }
  const many = await Promise.allSettled(Array.from({ length: 20 }, () => owner(connections.create, { body })))
  assert.equal(many.filter((one) => one.status === 'fulfilled').length, 1)
})

test('a connection of another workspace is not there', async () => {
  const theirs = await openWorkspace()
  const { owner, ownerInPerson } = await openWorkspace()
  const { connection } = await theirs.owner(connections.create, { body: okta })
  const params = { connectionId: connection.id }
  const { call } = await ownerInPerson()

  const attempts = [
    () => owner(connections.get, { params }),
    () => owner(connections.get, { params: { connectionId: newId() } }),
    () => owner(connections.modify, { params, body: { name: 'Mine' } }),
    () => call(connections.activate, { params }),
    () => call(connections.deactivate, { params }),
    () => owner(connections.makeDefault, { params }),
    () => call(connections.delete, { params }),
    () => owner(connections.listSignIns, { params }),
    () => owner(connections.tryMapping, { params, body: { attributes: connection.attributes } }),
  ]
  for (const attempt of attempts) await assert.rejects(attempt(), { code: 'not-found' })
})

test('the plan must include single sign-on to add and to change connections, and not to take them away', async () => {
  const { owner, ownerInPerson, app, id } = await openWorkspace()
  const { connection } = await owner(connections.create, { body: okta })
  const { call } = await ownerInPerson()
  await setPlan(app, id, 'team')
  const params = { connectionId: connection.id }

  await assert.rejects(owner(connections.create, { body: keycloak }), { code: 'plan-limit' })
  const renamed = owner(connections.modify, { params, body: { name: 'Other' } })
  await assert.rejects(renamed, { code: 'plan-limit' })
  await assert.rejects(call(connections.activate, { params }), { code: 'plan-limit' })
  const link = call(connections.createSetUpLink, { body: { note: 'IT', days: 1 } })
  await assert.rejects(link, { code: 'plan-limit' })
  await call(connections.deactivate, { params })
  await call(connections.delete, { params })
})

async function setPlan(app: TestWorkspace['app'], id: string, plan: string) {
  await app.database.db.updateTable('workspaces').where('id', '=', id).set({ plan }).execute()
  app.identities.forget()
}

test('secrets are kept sealed, and stand in no answer, event or log; only the server itself reads them', async () => {
  const place = await openWorkspace()
  const { owner, app } = place
  const connectionId = await completeOidc(owner)
  const saml = await completeSaml(owner)
  await owner(connections.modify, { params: { connectionId: saml }, body: { saml: { encrypted: true } } })

  const { connection } = await owner(connections.get, { params: { connectionId } })
  assert.equal(connection.oidc?.hasSecret, true)
  const { connections: all } = await owner(connections.list, { query: {} })
  const { events } = await owner(audit.list, { query: {} })
  const rows = await app.database.db
    .selectFrom('connections')
    .where('workspace_id', '=', place.id)
    .selectAll()
    .execute()
  const inside = await findConnection(app, app.database.db, connectionId)
  const key = await findConnection(app, app.database.db, saml)
  assert.equal(inside?.secret, 'a client secret')
  assert.match(key?.secret ?? '', /^-----BEGIN PRIVATE KEY-----/)
  for (const text of [
    all,
    events,
    rows.map((row) => ({ ...row, secret_sealed: row.secret_sealed?.toString('utf8') })),
  ]) {
    assert.doesNotMatch(JSON.stringify(text), /a client secret|PRIVATE KEY/)
  }
})

test('every change is one event with before and after; of a secret it says only that it is another', async () => {
  const place = await openWorkspace()
  const { owner } = place
  const connectionId = await completeOidc(owner)
  const params = { connectionId }

  await owner(connections.modify, { params, body: { name: 'Two', oidc: { clientId: 'other' } } })
  await owner(connections.modify, { params, body: { oidc: { clientSecret: 'another secret' } } })
  await owner(connections.modify, {
    params,
    body: { oidc: { clientSecret: 'another secret', clientId: 'other' } },
  })

  const [, , ...rest] = await eventsAbout(place, connectionId)
  assert.deepEqual(rest, [
    {
      type: 'Connection Modified',
      detail: { from: { name: 'Keycloak', clientId: 'claviger' }, to: { name: 'Two', clientId: 'other' } },
    },
    { type: 'Connection Modified', detail: { from: {}, to: { secret: 'changed' } } },
  ])
})

test('certificates may be several: each is shown with its end, one given twice is kept once', async () => {
  const { owner } = await openWorkspace()
  const [old, next] = [
    certificateUntil(new Date(clock.now().getTime() - DAY_MS), 'old'),
    goodCertificate('next'),
  ]
  const connectionId = await completeSaml(owner)
  const params = { connectionId }
  const bundle = `Both of them\n${old}${next}`

  const body = { saml: { certificates: [bundle, next] } }
  const { connection } = await owner(connections.modify, { params, body })

  const shown = connection.saml?.certificates ?? []
  assert.deepEqual(
    shown.map((one) => one.subject),
    ['CN=old', 'CN=next'],
  )
  assert.match(shown[0]?.fingerprint ?? '', /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  assert.ok(new Date(shown[0]?.notAfter ?? '') < clock.now())
})

test('what is no certificate is refused by its place, and so are certificates that have all expired', async () => {
  const { owner } = await openWorkspace()
  const old = certificateUntil(new Date(clock.now().getTime() - DAY_MS))
  const params = { connectionId: await completeSaml(owner) }
  const give = (certificates: string[]) =>
    owner(connections.modify, { params, body: { saml: { certificates } } })

  await assert.rejects(give([goodCertificate(), 'rubbish']), faultAt('saml.certificates[1]'))
  await assert.rejects(give([old]), faultAt('saml.certificates'))
  await assert.rejects(give([goodCertificate(), '\0']), { code: 'invalid-input' })
  await give([])
})

const wrongSettings: [body: object, field: string][] = [
  [{ oidc: { clientId: 'x' } }, 'oidc'],
  [{ saml: { ssoUrl: 'http://idp.example/sso' } }, 'saml.ssoUrl'],
  [{ saml: { ssoUrl: 'https://user:password@idp.example/sso' } }, 'saml.ssoUrl'],
  [{ saml: { ssoUrl: 'javascript:alert(1)' } }, 'saml.ssoUrl'],
  [{ saml: { entityId: ' ' } }, 'saml.entityId'],
  [{ saml: { unknown: true } }, 'saml.unknown'],
]

for (const [body, field] of wrongSettings) {
  test(`settings that cannot be are refused by their name: ${JSON.stringify(body)}`, async () => {
    const { owner } = await openWorkspace()
    const { connection } = await owner(connections.create, { body: okta })
    // What the contract does not let in, too.
    const given = { params: { connectionId: connection.id }, body } as never

    await assert.rejects(owner(connections.modify, given), faultAt(field))
  })
}

test('OI-2, OI-7: an issuer is https, says no tenant of everybody, and is kept as the provider says it', async () => {
  const { owner } = await openWorkspace()
  const { connection } = await owner(connections.create, { body: keycloak })
  const params = { connectionId: connection.id }
  const give = (issuer: string) => owner(connections.modify, { params, body: { oidc: { issuer } } })

  for (const issuer of [
    'http://idp.example',
    'http://127.0.0.1:9000',
    'https://idp.example/?a=b',
    'https://idp.example/#x',
    'https://login.microsoftonline.com/common/v2.0',
    'https://login.microsoftonline.com/organizations/v2.0',
  ]) {
    await assert.rejects(give(issuer), faultAt('oidc.issuer'), issuer)
  }
  const { connection: saved } = await give('https://idp.example/realms/a/.well-known/openid-configuration')
  assert.equal(saved.oidc?.issuer, 'https://idp.example/realms/a')
})

test('Google needs a client id and a secret, and nothing else; its issuer cannot be another', async () => {
  const { owner } = await openWorkspace()
  const body = { name: 'Google', kind: 'oidc', provider: 'google' } as const
  const { connection } = await owner(connections.create, { body })
  const params = { connectionId: connection.id }

  const other = owner(connections.modify, { params, body: { oidc: { issuer: 'https://idp.example' } } })
  await assert.rejects(other, faultAt('oidc.issuer'))
  const oidc = { clientId: 'id', clientSecret: 'secret' }
  const { connection: saved } = await owner(connections.modify, { params, body: { oidc } })
  assert.equal(saved.oidc?.issuer, 'https://accounts.google.com')
  assert.equal(saved.isComplete, true)
})

test('SA-17: encryption makes a key and shows its certificate, keeps it, and throws it away', async () => {
  const { owner, app } = await openWorkspace()
  const connectionId = await completeSaml(owner)
  const params = { connectionId }
  const encrypt = async (encrypted: boolean) =>
    (await owner(connections.modify, { params, body: { saml: { encrypted } } })).connection.saml?.encryptFor
  const secret = async () => (await findConnection(app, app.database.db, connectionId))?.secret

  const first = await encrypt(true)
  const key = await secret()
  assert.match(first?.pem ?? '', /^-----BEGIN CERTIFICATE-----/)
  assert.deepEqual(await encrypt(true), first)
  assert.equal(await secret(), key)
  assert.equal(await encrypt(false), null)
  assert.equal(await secret(), null)
  assert.notDeepEqual(await encrypt(true), first)
})
