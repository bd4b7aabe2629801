import { Problem } from '../../contract/problems.ts'
import { readCertificate } from './certificates.ts'
import { attributeOf, childrenOf, everyElement, is, ns, textOf } from './nodes.ts'
import { SamlRefusal } from './refusal.ts'
import { escaped, written } from './request.ts'
import type { CertificateInfo, IdpMetadata, SamlParty } from './saml.ts'
import { openXml, plainXml } from './xml.ts'

const bindings = 'urn:oasis:names:tc:SAML:2.0:bindings'
const formats = [
  'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
]
const encryptions = [
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  `${ns.encryption}rsa-oaep-mgf1p`,
]
const ENTITY_ID_MAX = 1_024
const URL_MAX = 2_000

/**
 * What identity providers read of us. `encryptFor` is the certificate (PEM) that assertions shall be encrypted for, if any.
 * The order of the elements is the schema's.
 */
export function writeMetadata(
  { acsUrl, entityId }: Pick<SamlParty, 'acsUrl' | 'entityId'>,
  encryptFor: string | null,
): string {
  const service = {
    Binding: `${bindings}:HTTP-POST`,
    Location: acsUrl,
    index: '0',
    isDefault: 'true',
  }
  const role = {
    AuthnRequestsSigned: 'false',
    WantAssertionsSigned: 'true',
    protocolSupportEnumeration: ns.protocol,
  }
  const lines = [
    `<md:EntityDescriptor ${written({ 'xmlns:md': ns.metadata, entityID: entityId })}>`,
    `  <md:SPSSODescriptor ${written(role)}>`,
    ...(encryptFor ? [encryptionKey(encryptFor)] : []),
    ...formats.map((format) => `    <md:NameIDFormat>${escaped(format)}</md:NameIDFormat>`),
    `    <md:AssertionConsumerService ${written(service)}/>`,
    '  </md:SPSSODescriptor>',
    '</md:EntityDescriptor>',
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines.join('\n')}\n`
}

function encryptionKey(certificate: string): string {
  const packed = certificate.replace(/-----[A-Z ]+-----|\s/g, '')
  const methods = encryptions.map((name) => `<md:EncryptionMethod ${written({ Algorithm: name })}/>`)
  return (
    `    <md:KeyDescriptor use="encryption"><ds:KeyInfo ${written({ 'xmlns:ds': ns.signature })}><ds:X509Data>` +
    `<ds:X509Certificate>${packed}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>` +
    `${methods.join('')}</md:KeyDescriptor>`
  )
}

/**
 * Reads the metadata of one identity provider, also where an EntitiesDescriptor is around it. A signature in it is not looked at: whoever
 * saves what was read has compared it. Raises `metadata-unreadable`.
 */
export async function readMetadata(xml: string): Promise<IdpMetadata> {
  const root = await opened(withoutComments(xml).trim())
  if (!['EntityDescriptor', 'EntitiesDescriptor'].some((name) => is(root, ns.metadata, name))) {
    throw unreadable(`The outermost element is ${root.localName}, not EntityDescriptor.`)
  }
  const entities = everyElement(root).filter((element) => is(element, ns.metadata, 'EntityDescriptor'))
  const found = entities.flatMap((entity) => providersIn(entity).map((provider) => ({ entity, provider })))
  const [only] = found
  if (!only || found.length > 1) throw unreadable(`It describes ${found.length} identity providers.`)

  const { entity, provider } = only
  const entityId = attributeOf(entity, 'entityID')?.trim()
  if (!entityId || entityId.length > ENTITY_ID_MAX)
    throw unreadable('It has no entityID of at most 1024 characters.')
  return { entityId, ssoUrl: ssoUrlOf(provider), certificates: certificatesOf(provider) }
}

/** What of an entity signs people in by SAML 2.0; it may have other roles besides. */
function providersIn(entity: Element): Element[] {
  return childrenOf(entity, ns.metadata, 'IDPSSODescriptor').filter((role) =>
    (attributeOf(role, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(ns.protocol),
  )
}

/** By HTTP-Redirect, as we ask; else another one, because most providers take both at the same address. */
function ssoUrlOf(provider: Element): string | null {
  const services = childrenOf(provider, ns.metadata, 'SingleSignOnService')
  const by = (binding: string) =>
    services.find((service) => attributeOf(service, 'Binding') === `${bindings}:${binding}`)
  const url = attributeOf(by('HTTP-Redirect') ?? by('HTTP-POST'), 'Location')?.trim()
  const isUsable = url !== undefined && url.length <= URL_MAX && /^https?:\/\/[^/\s]+[^\s]*$/.test(url)
  return isUsable ? url : null
}

function certificatesOf(provider: Element): CertificateInfo[] {
  const keys = childrenOf(provider, ns.metadata, 'KeyDescriptor').filter(
    (key) => (attributeOf(key, 'use') ?? 'signing') === 'signing',
  )
  const elements = keys
    .flatMap(everyElement)
    .filter((element) => is(element, ns.signature, 'X509Certificate'))
  const found = new Map<string, CertificateInfo>()
  for (const element of elements) {
    const certificate = certificateIn(textOf(element) ?? '')
    found.set(certificate.fingerprint, certificate)
  }
  return [...found.values()]
}

function certificateIn(text: string): CertificateInfo {
  try {
    return readCertificate(text)
  } catch (error) {
    throw error instanceof Problem ? unreadable(error.message) : error
  }
}

async function opened(xml: string): Promise<Element> {
  try {
    return await openXml(plainXml(xml))
  } catch (error) {
    throw error instanceof SamlRefusal ? unreadable(error.message) : error
  }
}

/** Metadata are written by people too, and no signature hangs on them: their comments do no harm. In linear time. */
function withoutComments(xml: string): string {
  const [head = '', ...rest] = xml.split('<!--')
  const tails = rest.map((part) => {
    const end = part.indexOf('-->')
    // Not closed: the guards say so.
    return end < 0 ? `<!--${part}` : part.slice(end + 3)
  })
  return [head, ...tails].join('')
}

function unreadable(what: string): Problem {
  return new Problem('metadata-unreadable', {
    message: `This is no metadata of a SAML 2.0 identity provider. ${what}`,
  })
}
