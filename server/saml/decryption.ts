import { createDecipheriv, createPrivateKey, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto'
import { attributeOf, childrenOf, everyElement, is, ns, textOf } from './nodes.ts'
import { SamlRefusal } from './refusal.ts'

const gcm = 'http://www.w3.org/2009/xmlenc11#'
const ciphers: Record<string, { name: 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm'; bytes: number }> = {
  [`${gcm}aes128-gcm`]: { name: 'aes-128-gcm', bytes: 16 },
  [`${gcm}aes192-gcm`]: { name: 'aes-192-gcm', bytes: 24 },
  [`${gcm}aes256-gcm`]: { name: 'aes-256-gcm', bytes: 32 },
}
const wraps = [`${ns.encryption}rsa-oaep-mgf1p`, `${gcm}rsa-oaep`]
/** Of OAEP, where it stays safe with SHA-1. */
const hashes: Record<string, string> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
  [`${ns.encryption}sha256`]: 'sha256',
  [`${ns.encryption}sha512`]: 'sha512',
}
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * The text of an encrypted assertion. Only what cannot be used as an oracle is opened: AES-GCM with a key wrapped by RSA-OAEP; and whatever is
 * wrong with the rest, the answer is the same (SA-17). Throws `SamlRefusal`.
 */
export function decrypt(encrypted: Element, privateKey: string | null): string {
  if (!privateKey)
    throw new SamlRefusal('not-decryptable', 'Encryption is not switched on in this connection.')
  try {
    return opened(encrypted, createPrivateKey(privateKey))
  } catch {
    const wanted = 'It takes the certificate of this connection, RSA-OAEP and AES-GCM.'
    throw new SamlRefusal('not-decryptable', `The encrypted assertion could not be opened. ${wanted}`)
  }
}

function opened(encrypted: Element, privateKey: KeyObject): string {
  const sealed = only(childrenOf(encrypted, ns.encryption, 'EncryptedData'))
  const wrapped = only(
    everyElement(encrypted).filter((element) => is(element, ns.encryption, 'EncryptedKey')),
  )
  const cipher = ciphers[algorithmOf(sealed)]
  if (!cipher || !wraps.includes(algorithmOf(wrapped))) throw new Error('another algorithm')

  const key = unwrapped(wrapped, privateKey, cipher.bytes)
  const bytes = cipherValueOf(sealed)
  const decipher = createDecipheriv(cipher.name, key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()])
  return new TextDecoder('utf-8', { fatal: true }).decode(text)
}

/** A key that does not come out is replaced by a random one, so that both fail at the same place. */
function unwrapped(wrapped: Element, key: KeyObject, bytes: number): Buffer {
  const method = only(childrenOf(wrapped, ns.encryption, 'EncryptionMethod'))
  const [digest] = childrenOf(method, ns.signature, 'DigestMethod')
  const hash = digest ? hashes[attributeOf(digest, 'Algorithm') ?? ''] : 'sha1'
  const random = randomBytes(bytes)
  try {
    const found = hash ? privateDecrypt({ key, oaepHash: hash }, cipherValueOf(wrapped)) : random
    return found.length === bytes ? found : random
  } catch {
    return random
  }
}

function algorithmOf(element: Element): string {
  const method = only(childrenOf(element, ns.encryption, 'EncryptionMethod'))
  return attributeOf(method, 'Algorithm') ?? ''
}

function cipherValueOf(element: Element): Buffer {
  const data = only(childrenOf(element, ns.encryption, 'CipherData'))
  return Buffer.from(textOf(only(childrenOf(data, ns.encryption, 'CipherValue'))) ?? '', 'base64')
}

function only(elements: Element[]): Element {
  const [first, second] = elements
  if (!first || second) throw new Error('not exactly one')
  return first
}
