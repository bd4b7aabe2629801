import {
  constants,
  createCipheriv,
  createHash,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import { SignedXml } from 'xml-crypto'
import { selfSigned } from '../server/saml/certificates.ts'
import type { SamlParty } from '../server/saml/saml.ts'
import { answerXml, type SamlAnswer } from './saml-answer.ts'

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** An identity provider that the tests play: it signs whatever it is told to. */
export interface SamlIdp {
  entityId: string
  ssoUrl: string
  privateKey: KeyObject
  publicKey: KeyObject
  /** In PEM. */
  certificate: string
}

/** Makes an identity provider with a key of its own, of RSA or of the curve P-256. */
export function openSamlIdp(
  entityId = 'https://idp.example/entity',
  kind: 'rsa' | 'ec' = 'rsa',
  now = new Date(),
): SamlIdp {
  const keys =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = selfSigned(keys, 'idp.example', now)
  return { ...keys, entityId, ssoUrl: 'https://idp.example/sso', certificate }
}

/** A connection to the provider, with everything as it should be. */
export function partyOf(idp: SamlIdp, changes: Partial<SamlParty> = {}): SamlParty {
  return {
    acsUrl: 'https://claviger.example/sso/c1/acs',
    entityId: 'https://claviger.example/sso/c1/metadata',
    idpEntityId: idp.entityId,
    ssoUrl: idp.ssoUrl,
    certificates: [idp.certificate],
    acceptSignedResponse: false,
    acceptSha1: false,
    decryptionKey: null,
    ...changes,
  }
}

export interface SignOptions {
  /** Another key than the provider's own, and the certificate that stands in KeyInfo. */
  by?: Pick<SamlIdp, 'privateKey' | 'certificate'>
  method?: string
  digest?: string
  canonicalization?: string
  transforms?: string[]
  /** The lists of InclusiveNamespaces: for what is signed, and for SignedInfo. */
  prefixes?: string[]
  infoPrefixes?: string[]
  /** Signs as an HMAC whose secret is this text. */
  hmacSecret?: string
  withKeyInfo?: boolean
  /** Of the signature's own elements; `''` where its namespace is the default one. */
  prefix?: string
}

export interface EncryptOptions {
  cipher?: 'aes256-gcm' | 'aes128-gcm' | 'aes256-cbc'
  wrap?: 'rsa-oaep-mgf1p' | 'rsa-1_5'
  hash?: 'sha1' | 'sha256'
}

/** A message on its way: every step makes a new one, so a message can be forked. */
export interface SamlMessage {
  readonly xml: string
  /** As it is posted. */
  readonly base64: string
  edit(change: (xml: string) => string): SamlMessage
  change(change: (document: Document) => void): SamlMessage
  sign(what: 'Assertion' | 'Response', options?: SignOptions): SamlMessage
  /** Puts the assertion into an EncryptedAssertion for this certificate (PEM). */
  encrypt(certificate: string, options?: EncryptOptions): SamlMessage
}

/** What the provider answers, not signed yet: `answer(idp, …).sign('Assertion').base64`. */
export function answer(idp: SamlIdp, party: SamlParty, about: Partial<SamlAnswer> = {}): SamlMessage {
  return message(
    answerXml({ issuer: idp.entityId, acsUrl: party.acsUrl, audience: party.entityId, ...about }),
    idp,
  )
}

function message(xml: string, idp: SamlIdp): SamlMessage {
  const next = (changed: string) => message(changed, idp)
  return {
    xml,
    base64: Buffer.from(xml).toString('base64'),
    edit: (change) => {
      const edited = change(xml)
      if (edited === xml) throw new Error('the edit changed nothing')
      return next(edited)
    },
    change: (change) => next(changed(xml, change)),
    sign: (what, options = {}) => next(signed(xml, what, { by: idp, ...options })),
    encrypt: (certificate, options = {}) => next(encrypted(xml, certificate, options)),
  }
}

function changed(xml: string, change: (document: Document) => void): string {
  const document = new DOMParser().parseFromString(xml, 'text/xml')
  change(document)
  return document.toString()
}

function signed(
  xml: string,
  what: string,
  options: SignOptions & { by: Pick<SamlIdp, 'privateKey' | 'certificate'> },
) {
  const { privateKey, certificate } = options.by
  const method = options.method ?? `${more}${privateKey.asymmetricKeyType === 'ec' ? 'ecdsa' : 'rsa'}-sha256`
  const digest = options.digest ?? 'http://www.w3.org/2001/04/xmlenc#sha256'
  const signedXml = new SignedXml({
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ...(options.withKeyInfo === false ? {} : { publicCert: certificate }),
    signatureAlgorithm: method,
    canonicalizationAlgorithm: options.canonicalization ?? exclusive,
    ...(options.infoPrefixes ? { inclusiveNamespacesPrefixList: options.infoPrefixes } : {}),
  })
  signedXml.SignatureAlgorithms[method] = signerOf(method, privateKey, options.hmacSecret)
  signedXml.HashAlgorithms[digest] = hashOf(digest)
  signedXml.addReference({
    xpath: `//*[local-name(.)='${what}']`,
    transforms: options.transforms ?? [enveloped, exclusive],
    digestAlgorithm: digest,
    ...(options.prefixes ? { inclusiveNamespacesPrefixList: options.prefixes } : {}),
  })
  const reference = `//*[local-name(.)='${what}']/*[local-name(.)='Issuer']`
  signedXml.computeSignature(xml, {
    prefix: options.prefix ?? 'ds',
    location: { reference, action: 'after' },
  })
  return signedXml.getSignedXml()
}

function signerOf(method: string, privateKey: KeyObject, hmacSecret?: string) {
  const hash = /sha(?:1|256|384|512)$/.exec(method)?.[0] ?? 'sha256'
  return class {
    getSignature(signedInfo: unknown): string {
      const bytes = Buffer.from(String(signedInfo))
      if (hmacSecret !== undefined) return createHmac(hash, hmacSecret).update(bytes).digest('base64')
      return sign(hash, bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64')
    }
    verifySignature(): boolean {
      throw new Error('nothing is verified here')
    }
    getAlgorithmName(): string {
      return method
    }
  }
}

function hashOf(digest: string) {
  const hash = digest.replace(/^.*#/, '')
  return class {
    getHash(xml: string): string {
      return createHash(hash).update(xml).digest('base64')
    }
    getAlgorithmName(): string {
      return digest
    }
  }
}

function encrypted(
  xml: string,
  certificate: string,
  { cipher = 'aes256-gcm', wrap = 'rsa-oaep-mgf1p', hash = 'sha1' }: EncryptOptions,
) {
  const assertion = /<(\w+:)?Assertion[\s>][\s\S]*<\/\1?Assertion>/.exec(xml)?.[0] ?? ''
  const key = randomBytes(cipher.startsWith('aes256') ? 32 : 16)
  const publicKey = certificate.includes('CERTIFICATE')
    ? new X509Certificate(certificate).publicKey
    : createPublicKey(certificate)
  const padding = wrap === 'rsa-1_5' ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING
  const wrapped = publicEncrypt({ key: publicKey, padding, oaepHash: hash }, key)
  const isGcm = cipher.endsWith('gcm')
  const iv = randomBytes(isGcm ? 12 : 16)
  const name = `aes-${cipher.slice(3, 6)}-${cipher.slice(7)}`
  // Node types the two kinds apart by the literal name.
  const sealer = createCipheriv(name as 'aes-256-gcm', key, iv)
  const sealed = [iv, sealer.update(assertion), sealer.final()]
  if (isGcm) sealed.push(sealer.getAuthTag())
  const enc = 'http://www.w3.org/2001/04/xmlenc#'
  const digest = { sha1: 'http://www.w3.org/2000/09/xmldsig#sha1', sha256: `${enc}sha256` }[hash]
  const value = (bytes: Buffer) =>
    `<xenc:CipherData><xenc:CipherValue>${bytes.toString('base64')}</xenc:CipherValue></xenc:CipherData>`
  return xml.replace(
    assertion,
    '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">' +
      `<xenc:EncryptedData xmlns:xenc="${enc}" Type="${enc}Element">` +
      `<xenc:EncryptionMethod Algorithm="${isGcm ? 'http://www.w3.org/2009/xmlenc11#' : enc}${cipher}"/>` +
      '<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>' +
      `<xenc:EncryptionMethod Algorithm="${enc}${wrap}">` +
      `${wrap === 'rsa-1_5' ? '' : `<ds:DigestMethod Algorithm="${digest}"/>`}</xenc:EncryptionMethod>` +
      `${value(wrapped)}</xenc:EncryptedKey></ds:KeyInfo>${value(Buffer.concat(sealed))}` +
      '</xenc:EncryptedData></saml:EncryptedAssertion>',
  )
}
