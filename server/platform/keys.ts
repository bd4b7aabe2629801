import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { base62 } from './ids.ts'

const SEAL_VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The keys of this server, all derived from its one secret key; a key made for one purpose tells nothing of another. */
export interface Keys {
  derive(purpose: string): Buffer
}

/** Derives purpose-bound keys (HKDF with SHA-256) from the server's secret key. */
export function openKeys(secretKey: string): Keys {
  const known = new Map<string, Buffer>()
  return {
    derive(purpose) {
      const key = known.get(purpose) ?? deriveKey(secretKey, `key ${purpose}`)
      known.set(purpose, key)
      return key
    },
  }
}

/**
 * The secret in a link (an invite, the set-up): made again from the same parts whenever it is needed, so nothing is
 * stored that a reader of the database could use. Change a part (a generation) and older links are dead.
 */
export function linkSecret(keys: Keys, purpose: string, ...parts: (string | number)[]): string {
  const mac = createHmac('sha256', keys.derive(`link ${purpose}`)).update(JSON.stringify(parts.map(String)))
  return base62(mac.digest())
}

/** Encrypts so that only who holds `secret` (a caller's own credential) can read it: AES-256-GCM, a fresh nonce each. */
export function seal(secret: string, plain: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', deriveKey(secret, 'seal'), nonce)
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(SEAL_VERSION), nonce, cipher.getAuthTag(), text])
}

/** What seal() hid, or null: another secret, or not what was sealed. */
export function unseal(secret: string, sealed: Uint8Array): string | null {
  const bytes = Buffer.from(sealed)
  const start = 1 + NONCE_BYTES + TAG_BYTES
  if (bytes.length < start || bytes[0] !== SEAL_VERSION) return null

  const nonce = bytes.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(secret, 'seal'), nonce, {
    authTagLength: TAG_BYTES,
  })
  decipher.setAuthTag(bytes.subarray(1 + NONCE_BYTES, start))
  const plain = decipher.update(bytes.subarray(start))
  try {
    return Buffer.concat([plain, decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

function deriveKey(from: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', from, '', `claviger ${purpose}`, 32))
}
