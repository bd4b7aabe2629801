import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { SAML } from '@node-saml/node-saml'
import * as samlify from 'samlify'
import { answer, openSamlIdp, partyOf } from '../../test/saml-idp.ts'
import { samlifyAnswer, samlifyIdp } from '../../test/samlify.ts'
import { readResponse, requestUrl, writeMetadata } from './saml.ts'

// What we make of SAML, held against what others make of it: nobody here has written both sides.

const now = new Date()
const idp = openSamlIdp('https://idp.example/entity', 'rsa', now)
const party = partyOf(idp)

test('an answer of samlify, which read our metadata, is taken', async () => {
  const sp = samlify.ServiceProvider({ metadata: writeMetadata(party, null) })

  const made = await samlifyAnswer(samlifyIdp(idp), sp, {
    requestId: '_request',
    email: 'ada@example.com',
    now,
  })
  const verdict = await readResponse(party, made, now)

  assert.ok(verdict.ok, verdict.ok ? '' : `${verdict.reason}: ${verdict.detail}`)
  assert.equal(verdict.claim.subject, 'ada@example.com')
  assert.deepEqual({ ...verdict.claim.attributes }, { email: ['ada@example.com'] })
})

test('our request is understood by samlify', async () => {
  const sp = samlify.ServiceProvider({ metadata: writeMetadata(party, null) })
  const url = new URL(await requestUrl(party, { id: '_abc', relayState: '', forceAuthn: false, now }))

  const { extract } = await samlifyIdp(idp).parseLoginRequest(sp, 'redirect', {
    query: { SAMLRequest: url.searchParams.get('SAMLRequest') ?? '' },
  })

  assert.equal(extract.issuer, party.entityId)
  assert.equal(extract.request?.id, '_abc')
  assert.equal(extract.request?.destination, idp.ssoUrl)
  assert.equal(sp.entityMeta.getAssertionConsumerService('post'), party.acsUrl)
})

test('node-saml reads the same in the messages of our own provider as we do', async () => {
  const other = new SAML({
    callbackUrl: party.acsUrl,
    issuer: party.entityId,
    idpCert: idp.certificate,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: 120_000,
  })
  const message = answer(idp, party, { now, subject: 'ada', attributes: { groups: ['a', 'b'] } })
  const { base64 } = message.sign('Assertion', { prefixes: ['xs'] }).sign('Response')

  const { profile } = await other.validatePostResponseAsync({ SAMLResponse: base64 })
  const verdict = await readResponse(party, base64, now)

  assert.ok(verdict.ok)
  assert.equal(verdict.claim.subject, profile?.nameID)
  assert.deepEqual(verdict.claim.attributes.groups, profile?.groups)
})

test('SA-2: one library of signatures and one parser are installed, so that what is verified is what is read', () => {
  const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'))
  const packages: [path: string, { version: string }][] = Object.entries(lock.packages)

  const installed = (name: string) =>
    packages.filter(([path]) => path.endsWith(`node_modules/${name}`)).map(([, { version }]) => version)

  assert.equal(installed('xml-crypto').length, 1)
  assert.equal(installed('@xmldom/xmldom').length, 1)
  // Older ones are known to be open to CVE-2025-29774 and CVE-2025-29775.
  const [major = 0, minor = 0, patch = 0] = (installed('xml-crypto')[0] ?? '').split('.').map(Number)
  assert.ok(major > 6 || (major === 6 && (minor > 3 || (minor === 3 && patch >= 2))))
})
