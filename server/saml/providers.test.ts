import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SamlAnswer } from '../../test/saml-answer.ts'
import { answer, openSamlIdp, partyOf, type SamlMessage } from '../../test/saml-idp.ts'
import { readResponse, type SamlParty } from './saml.ts'

const now = new Date('2026-11-21T12:00:00Z')
const idp = openSamlIdp('https://idp.example/entity', 'rsa', now)
const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const old = 'http://www.w3.org/2000/09/xmldsig#'
const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'
const emailFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'
const decryptionKey = idp.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

interface Good {
  about?: Partial<SamlAnswer>
  party?: Partial<SamlParty>
  send(message: SamlMessage): SamlMessage
}

/** What the usual providers send, in the shapes that they send it in. */
const good: Record<string, Good> = {
  'Okta: both signed, with a list of prefixes and an e-mail address as NameID': {
    about: {
      prefixes: { protocol: 'saml2p', assertion: 'saml2' },
      subject: 'ada@example.com',
      format: emailFormat,
      attributes: { email: 'ada@example.com', firstName: 'Ada', groups: ['Everyone', 'Analysts'] },
      typesOn: 'assertion',
    },
    send: (message) =>
      message
        .sign('Assertion', { prefixes: ['xs'] })
        .sign('Response', { prefixes: ['xs'] })
        .edit((xml) => `<?xml version="1.0" encoding="UTF-8"?>${xml}`),
  },
  'a list of prefixes in SignedInfo too': {
    about: { typesOn: 'assertion' },
    send: (message) => message.sign('Assertion', { prefixes: ['xs', 'xsi'], infoPrefixes: ['xs', 'xsi'] }),
  },
  'Entra ID: the assertion signed, its namespace the default one': {
    about: {
      prefixes: { protocol: 'samlp', assertion: '' },
      attributes: {
        [`${claims}/emailaddress`]: 'ada@example.com',
        [`${claims}/name`]: 'Ada Lovelace',
        'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups': [
          '2b1f3c1e-0000-4000-8000-000000000001',
          '2b1f3c1e-0000-4000-8000-000000000002',
        ],
      },
    },
    send: (message) => message.sign('Assertion', { prefix: '' }),
  },
  'OneLogin: the response signed, the types declared on the assertion': {
    about: {
      typesOn: 'assertion',
      format: emailFormat,
      subject: 'ada@example.com',
      attributes: { 'User.email': 'ada@example.com', 'User.FirstName': 'Ada', memberOf: 'a;b' },
    },
    party: { acceptSignedResponse: true },
    send: (message) => message.sign('Response'),
  },
  'Google: the assertion signed, with an XML declaration that says standalone': {
    about: { prefixes: { protocol: 'saml2p', assertion: 'saml2' }, attributes: { mail: 'ada@example.com' } },
    send: (message) =>
      message.sign('Assertion').edit((xml) => `<?xml version="1.0" encoding="UTF-8" standalone="no"?>${xml}`),
  },
  'ADFS: no format of the NameID, and a signature without prefix': {
    about: {
      prefixes: { protocol: 'samlp', assertion: '' },
      format: null,
      attributes: { [`${claims}/upn`]: 'ada@corp.example', [`${claims}/emailaddress`]: 'ada@example.com' },
    },
    send: (message) =>
      message
        .edit((xml) =>
          xml.replace('Destination=', 'Consent="urn:oasis:names:tc:SAML:2.0:consent:unspecified" $&'),
        )
        .sign('Assertion', { prefix: '' }),
  },
  'Keycloak: both signed': { send: (message) => message.sign('Assertion').sign('Response') },
  'only the response signed, with all in the default namespaces': {
    about: { prefixes: { protocol: '', assertion: '' } },
    party: { acceptSignedResponse: true },
    send: (message) => message.sign('Response'),
  },
  'no attributes at all': { about: { attributes: {} }, send: (message) => message.sign('Assertion') },
  'printed on many lines before it was signed': {
    about: { isPretty: true },
    send: (message) => message.sign('Assertion').sign('Response'),
  },
  'line ends of Windows': {
    about: { isPretty: true },
    send: (message) => message.sign('Assertion').edit((xml) => xml.replace(/\n/g, '\r\n')),
  },
  'letters of other scripts': {
    about: { subject: 'Ада 爱达 🙂 & <Co>', attributes: { name: 'Zoë "Z" & Søn' } },
    send: (message) => message.sign('Assertion'),
  },
  'RSA with SHA-384': {
    send: (message) => message.sign('Assertion', { method: `${more}rsa-sha384`, digest: `${more}sha384` }),
  },
  'RSA with SHA-512': {
    send: (message) =>
      message.sign('Assertion', {
        method: `${more}rsa-sha512`,
        digest: 'http://www.w3.org/2001/04/xmlenc#sha512',
      }),
  },
  'SHA-1, where the connection accepts it': {
    party: { acceptSha1: true },
    send: (message) => message.sign('Assertion', { method: `${old}rsa-sha1`, digest: `${old}sha1` }),
  },
  'no KeyInfo': { send: (message) => message.sign('Assertion', { withKeyInfo: false }) },
  'a KeyInfo that names the wrong certificate': {
    send: (message) =>
      message.sign('Assertion', {
        by: { privateKey: idp.privateKey, certificate: openSamlIdp('https://x.example').certificate },
      }),
  },
  'no Destination': {
    send: (message) => message.edit((xml) => xml.replace(/ Destination="[^"]*"/, '')).sign('Assertion'),
  },
  'begun at the provider': { about: { inResponseTo: null }, send: (message) => message.sign('Assertion') },
  'a second confirmation, of another method': {
    send: (message) =>
      message
        .edit((xml) =>
          xml.replace(
            '<saml:SubjectConfirmation ',
            '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"/>$&',
          ),
        )
        .sign('Assertion'),
  },
  'several audiences': {
    send: (message) =>
      message
        .edit((xml) =>
          xml.replace('<saml:Audience>', '<saml:Audience>https://other.example</saml:Audience>$&'),
        )
        .sign('Assertion'),
  },
  'a clock that goes two minutes late': {
    about: { now: new Date(now.getTime() - 419_000) },
    send: (message) => message.sign('Assertion'),
  },
  'a clock that goes two minutes early': {
    about: { now: new Date(now.getTime() + 119_000) },
    send: (message) => message.sign('Assertion'),
  },
  'encrypted with AES-256-GCM': {
    party: { decryptionKey },
    send: (message) => message.sign('Assertion').encrypt(idp.certificate),
  },
  'encrypted with AES-128-GCM and OAEP with SHA-256, the response signed too': {
    party: { decryptionKey },
    send: (message) =>
      message
        .sign('Assertion')
        .encrypt(idp.certificate, { cipher: 'aes128-gcm', hash: 'sha256' })
        .sign('Response'),
  },
  'encrypted, and nothing but the response signed': {
    party: { decryptionKey, acceptSignedResponse: true },
    send: (message) => message.encrypt(idp.certificate).sign('Response'),
  },
  'encrypted, with the key beside the data, as Shibboleth writes it': {
    party: { decryptionKey },
    send: (message) =>
      message
        .sign('Assertion')
        .encrypt(idp.certificate)
        .edit((xml) =>
          xml.replace(
            /(<ds:KeyInfo [^>]*>)(<xenc:EncryptedKey>)(.*<\/xenc:EncryptedKey>)(<\/ds:KeyInfo>.*<\/xenc:EncryptedData>)/,
            '$1<ds:RetrievalMethod URI="#_key"/>$4<xenc:EncryptedKey xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="_key">$3',
          ),
        ),
  },
}

for (const [name, { about, party: changes, send }] of Object.entries(good)) {
  test(`a genuine message is taken: ${name}`, async () => {
    const party = partyOf(idp, changes)
    const said = { now, ...about }

    const verdict = await readResponse(party, send(answer(idp, party, said)).base64, now)

    assert.ok(verdict.ok, verdict.ok ? '' : `${verdict.reason}: ${verdict.detail}`)
    const { claim } = verdict
    assert.equal(claim.subject, about?.subject ?? 'ada-0001')
    assert.equal(claim.inResponseTo, about?.inResponseTo === null ? null : '_request')
    const wanted = about?.attributes ?? { email: 'ada@example.com' }
    assert.deepEqual({ ...claim.attributes }, mapped(wanted))
    assert.deepEqual(claim.authenticatedAt, said.now)
    assert.equal(claim.usableUntil.getTime(), said.now.getTime() + 420_000)
  })
}

test('SA-1: while a provider changes its certificate, both work, and the old one stops when it is removed', async () => {
  const next = openSamlIdp(idp.entityId, 'rsa', now)
  const during = partyOf(idp, { certificates: [idp.certificate, next.certificate] })
  const after = partyOf(next)
  const byOld = answer(idp, during, { now }).sign('Assertion').base64
  const byNew = answer(next, during, { now }).sign('Assertion').base64

  const verdicts = await Promise.all([
    readResponse(during, byOld, now),
    readResponse(during, byNew, now),
    readResponse(after, byNew, now),
    readResponse(after, byOld, now),
  ])

  assert.deepEqual(
    verdicts.map((verdict) => (verdict.ok ? 'taken' : verdict.reason)),
    ['taken', 'taken', 'taken', 'wrong-signature'],
  )
})

test('SA-7: a key of an elliptic curve signs as well', async () => {
  const curve = openSamlIdp('https://curve.example', 'ec', now)
  const party = partyOf(curve)
  const methods = ['sha256', 'sha384', 'sha512'].map((hash) => `${more}ecdsa-${hash}`)

  const verdicts = await Promise.all(
    methods.map((method) =>
      readResponse(party, answer(curve, party, { now }).sign('Assertion', { method }).base64, now),
    ),
  )

  assert.deepEqual(
    verdicts.map(({ ok }) => ok),
    [true, true, true],
  )
})

test('a message may be broken into lines of base64', async () => {
  const party = partyOf(idp)
  const { base64 } = answer(idp, party, { now }).sign('Assertion')

  const verdict = await readResponse(party, base64.replace(/.{76}/g, '$&\r\n'), now)

  assert.ok(verdict.ok)
})

test('SA-16: the same NameID with another address is the same subject, and the refusal of a genuine one names it', async () => {
  const party = partyOf(idp)
  const read = (about: Partial<SamlAnswer>) =>
    readResponse(party, answer(idp, party, { now, ...about }).sign('Assertion').base64, now)

  const moved = await read({ attributes: { email: 'countess@example.com' } })
  const late = await read({ now: new Date(now.getTime() - 3_600_000) })

  assert.equal(moved.ok && moved.claim.subject, 'ada-0001')
  assert.deepEqual(!late.ok && { reason: late.reason, subject: late.subject }, {
    reason: 'confirmation-time',
    subject: 'ada-0001',
  })
})

test('an attribute may have any name, and comes in as many pieces as it likes', async () => {
  const party = partyOf(idp)
  const message = answer(idp, party, {
    now,
    attributes: { __proto__x: 'a', constructor: 'b', groups: ['one', '', 'two'] },
  })
    .edit((xml) =>
      xml
        .replace('"__proto__x"', '"__proto__"')
        .replace(
          '</saml:AttributeStatement>',
          '<saml:Attribute Name="groups"><saml:AttributeValue>three</saml:AttributeValue></saml:Attribute>$&',
        ),
    )
    .sign('Assertion')

  const verdict = await readResponse(party, message.base64, now)

  assert.ok(verdict.ok)
  const { attributes } = verdict.claim
  assert.deepEqual(Object.entries(attributes), [
    ['__proto__', ['a']],
    ['constructor', ['b']],
    ['groups', ['one', 'two', 'three']],
  ])
  assert.equal(attributes.toString, undefined)
})

function mapped(attributes: SamlAnswer['attributes']) {
  return Object.fromEntries(Object.entries(attributes).map(([name, values]) => [name, [values].flat()]))
}
