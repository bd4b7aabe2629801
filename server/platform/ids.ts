import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ID_LETTERS = 22
const SECRET_LETTERS = 30
const CHECKSUM_LETTERS = 6

/** What a secret begins with, so that people and secret scanners see what it is: `cvt_` a token, `cvd_` one for SCIM, `cvs_` a session, `cvh_` a visit of the support staff. */
export type SecretPrefix = `cv${string}_`

/** A new id: 22 random letters and digits (131 bits), never guessed and never twice. */
export function newId(): string {
  return randomLetters(ID_LETTERS)
}

/** A new secret: the prefix, 30 random letters and digits (178 bits), and 6 of checksum. Store only its hash. */
export function newSecret(prefix: SecretPrefix): string {
  const body = prefix + randomLetters(SECRET_LETTERS)
  return body + checksum(body)
}

/** Whether a text could be a secret that newSecret() made. One that could not be costs no database query. */
export function wellFormedSecret(text: string, prefix: SecretPrefix): boolean {
  if (text.length !== prefix.length + SECRET_LETTERS + CHECKSUM_LETTERS || !text.startsWith(prefix))
    return false
  const body = text.slice(0, -CHECKSUM_LETTERS)
  return text.slice(-CHECKSUM_LETTERS) === checksum(body)
}

/** What is stored of a secret, and looked up by. A plain SHA-256 is enough: the secret itself is random. */
export function hashSecret(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** Whether two byte strings are equal, in a time that does not tell where they differ. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Bytes as letters and digits, always the same number of them for the same number of bytes. */
export function base62(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 8) / Math.log2(LETTERS.length))
  return inLetters(BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`), length)
}

function checksum(body: string): string {
  return inLetters(BigInt(crc32(body)), CHECKSUM_LETTERS)
}

function inLetters(number: bigint, length: number): string {
  const base = BigInt(LETTERS.length)
  let text = ''
  for (let rest = number; text.length < length; rest /= base) text = LETTERS[Number(rest % base)] + text
  return text
}

// A byte of 248 and more is thrown away: 248 is the largest multiple of 62, so every letter stays equally likely.
function randomLetters(count: number): string {
  let text = ''
  while (text.length < count) {
    for (const byte of randomBytes(count - text.length)) if (byte < 248) text += LETTERS[byte % 62]
  }
  return text
}
