import assert from 'node:assert/strict'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { openSamlIdp } from '../../test/saml-idp.ts'
import { idpMetadata, metadataOf } from '../../test/saml-metadata.ts'
import { selfSigned } from './certificates.ts'
import { childrenOf, elementsIn, ns } from './nodes.ts'
import { newKeyPair, readCertificate, readMetadata, writeMetadata } from './saml.ts'
import { openXml, plainXml } from './xml.ts'

const now = new Date('2026-11-21T12:00:00Z')
const first = openSamlIdp('https://one.example', 'rsa', now)
const second = openSamlIdp('https://two.example', 'ec', now)
const certificates = [first.certificate, second.certificate]
const fingerprints = certificates.map((pem) => new X509Certificate(pem).fingerprint256)

for (const [provider, { xml, ssoUrl, entityId, count }] of Object.entries(idpMetadata(certificates))) {
  test(`the metadata of ${provider} are read: entity, address and all certificates that sign`, async () => {
    const metadata = await readMetadata(xml)

    assert.equal(metadata.entityId, entityId)
    assert.equal(metadata.ssoUrl, ssoUrl)
    assert.deepEqual(
      metadata.certificates.map(({ fingerprint }) => fingerprint),
      fingerprints.slice(0, count),
    )
    assert.ok(metadata.certificates.every(({ pem }) => pem.startsWith('-----BEGIN CERTIFICATE-----\n')))
  })
}

test('SA-18: metadata with several providers, of another kind, or with anything hidden in it are not read', async () => {
  const one = metadataOf({ entityId: 'https://a.example', certificates })
  const bare = one.replace(/<\?xml[^>]*\?>/, '')
  const bad = {
    two: `<md:EntitiesDescriptor xmlns:md="${ns.metadata}">${bare}${bare.replace('a.example', 'b.example')}</md:EntitiesDescriptor>`,
    none: one.replaceAll('IDPSSODescriptor', 'SPSSODescriptor'),
    saml1: one.replace('SAML:2.0:protocol', 'SAML:1.1:protocol'),
    'no entity': one.replace(/entityID="[^"]*"/, ''),
    'certificate that is none': one.replace(/(<ds:X509Certificate>)[^<]{20}/, '$1AAAA'),
    html: '<html><body>Sign in</body></html>',
    empty: '',
    words: 'no XML at all',
    doctype: one.replace('<md:Entity', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><md:Entity'),
    'hidden doctype': one.replace('<md:Entity', '<!DOC<!-- -->TYPE x><md:Entity'),
    instruction: one.replace('<md:Entity', '<?xml-stylesheet href="x"?><md:Entity'),
    huge: one.replace('</md:EntityDescriptor>', `${' '.repeat(262_144)}$&`),
    'not closed': `${one}<!-- ${'<!--'.repeat(50_000)}`,
  }

  for (const [name, xml] of Object.entries(bad)) {
    await assert.rejects(readMetadata(xml), { code: 'metadata-unreadable' }, name)
  }
})

test('metadata with comments are read, as people write them', async () => {
  const xml = metadataOf({ entityId: 'https://a.example', certificates }).replace(
    '<md:IDPSSODescriptor',
    '<!-- ask <IT> before you change anything -- please -->$&',
  )

  assert.equal((await readMetadata(xml)).entityId, 'https://a.example')
})

test('an address that is none for a browser is left out', async () => {
  const xml = metadataOf({ entityId: 'https://a.example', certificates }).replaceAll(
    /Location="[^"]*"/g,
    'Location="javascript:alert(1)"',
  )

  assert.equal((await readMetadata(xml)).ssoUrl, null)
})

test('our metadata say in the order of the schema where answers go, and no more', async () => {
  const ours = {
    acsUrl: 'https://c.example/sso/1/acs?a=1&b="2"',
    entityId: 'https://c.example/sso/1/metadata',
  }
  const xml = writeMetadata(ours, null)

  const root = await openXml(plainXml(xml))
  const [role] = childrenOf(root, ns.metadata, 'SPSSODescriptor')

  assert.equal(root.getAttribute('entityID'), ours.entityId)
  assert.ok(role)
  assert.equal(role.getAttribute('WantAssertionsSigned'), 'true')
  const inside = elementsIn(role).map(({ localName }) => localName)
  assert.deepEqual(inside, ['NameIDFormat', 'NameIDFormat', 'NameIDFormat', 'AssertionConsumerService'])
  const [service] = childrenOf(role, ns.metadata, 'AssertionConsumerService')
  assert.equal(service?.getAttribute('Location'), ours.acsUrl)
  assert.equal(service?.getAttribute('Binding'), 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST')
  assert.equal(service?.getAttribute('index'), '0')
})

test('SA-17: our metadata carry the certificate that assertions are encrypted for, and how', async () => {
  const { certificate } = await newKeyPair('claviger', now)
  const ours = { acsUrl: 'https://c.example/acs', entityId: 'https://c.example/metadata' }
  const root = await openXml(plainXml(writeMetadata(ours, certificate)))

  const [role] = childrenOf(root, ns.metadata, 'SPSSODescriptor')
  const [key] = role ? childrenOf(role, ns.metadata, 'KeyDescriptor') : []

  assert.ok(key && role && elementsIn(role)[0] === key)
  assert.equal(key.getAttribute('use'), 'encryption')
  assert.equal(readCertificate(key.firstChild?.textContent ?? '').pem, certificate)
  const methods = childrenOf(key, ns.metadata, 'EncryptionMethod').map((one) => one.getAttribute('Algorithm'))
  assert.deepEqual(methods, [
    'http://www.w3.org/2009/xmlenc11#aes256-gcm',
    'http://www.w3.org/2009/xmlenc11#aes128-gcm',
    'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
  ])
})

test('a certificate is read in PEM or without its frame, and says from when to when it is good', () => {
  const info = readCertificate(first.certificate)
  const bare = first.certificate.replace(/-----[A-Z ]+-----/g, '').replace(/\n/g, '\r\n  ')

  assert.deepEqual(readCertificate(bare), info)
  assert.match(info.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  assert.equal(info.subject, 'CN=idp.example')
  assert.deepEqual([info.notBefore, info.notAfter], [now, new Date('2036-11-21T12:00:00Z')])
})

test('what is no certificate, or several, or has a weak key, is refused', () => {
  const weak = selfSigned(generateKeyPairSync('rsa', { modulusLength: 1024 }), 'weak', now)
  const edwards = generateKeyPairSync('ed25519')
  const bad = [
    '',
    'certificate',
    first.certificate.slice(0, 400),
    first.certificate + second.certificate,
    first.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    first.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    edwards.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    weak,
  ]

  for (const pem of bad) assert.throws(() => readCertificate(pem), { code: 'invalid-input' })
})

test('a new key pair has a certificate for its key, good for ten years, signed by itself', async () => {
  const { privateKey, certificate } = await newKeyPair(`claviger ${'x'.repeat(100)}`, now)
  const read = new X509Certificate(certificate)

  assert.match(privateKey, /^-----BEGIN PRIVATE KEY-----/)
  assert.ok(read.verify(read.publicKey))
  assert.ok(read.checkIssued(read))
  assert.equal(read.ca, false)
  assert.equal(read.publicKey.asymmetricKeyDetails?.modulusLength, 3072)
  assert.equal(readCertificate(certificate).notAfter.toISOString(), '2036-11-21T12:00:00.000Z')
  const late = selfSigned(
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    'late',
    new Date('2045-01-31T00:00:00Z'),
  )
  assert.equal(readCertificate(late).notAfter.toISOString(), '2055-01-31T00:00:00.000Z')
})
