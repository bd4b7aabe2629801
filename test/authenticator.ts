import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign as signWith } from 'node:crypto'

/** What a test may change of an honest answer. */
export interface Changes {
  origin?: string
  rpId?: string
  /** Whether the device checked its person, by a fingerprint for instance. */
  isVerified?: boolean
  /** Whether the passkey is copied between devices. */
  isSynced?: boolean
  /** The counter that the device says; 0 where it has none. */
  signCount?: number
  challenge?: string
  type?: string
  userHandle?: string | null
}

/** A device with one passkey, as software: it answers the server's options in the JSON form of WebAuthn, with P-256 and no attestation. */
export interface Authenticator {
  credentialId: string
  /** In COSE's form, as servers keep it. */
  publicKey: Buffer
  /** The answer of `navigator.credentials.create()`. */
  make(options: unknown, changes?: Changes): Attestation
  /** The answer of `navigator.credentials.get()`. */
  sign(options: unknown, changes?: Changes): Assertion
}

interface Credential {
  id: string
  rawId: string
  type: 'public-key'
  clientExtensionResults: Record<string, never>
}
type Attestation = Credential & {
  response: { clientDataJSON: string; attestationObject: string; transports: string[] }
}
type Assertion = Credential & {
  response: {
    clientDataJSON: string
    authenticatorData: string
    signature: string
    userHandle: string | null
  }
}

/** What of the options the device reads. */
interface Options {
  challenge: string
  rpId?: string
  rp?: { id: string }
  user?: { id: string }
}

const FLAGS = { present: 0x01, verified: 0x04, mayBeCopied: 0x08, isCopied: 0x10, hasCredential: 0x40 }

/** Opens a device in a browser that shows pages of `origin`. */
export function openAuthenticator(origin: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  const credentialId = id.toString('base64url')
  const credential: Credential = {
    id: credentialId,
    rawId: credentialId,
    type: 'public-key',
    clientExtensionResults: {},
  }
  let userHandle: string | null = null
  const key = coseOf(publicKey)
  const clientOf = (type: string, { challenge }: Options, changes: Changes) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...said(changes) }))

  return {
    credentialId,
    publicKey: key,
    make(given, changes = {}) {
      const options = given as Options
      userHandle = options.user?.id ?? null
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const made = Buffer.concat([Buffer.alloc(16), length, id, key])
      const attestation = cborMap([
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(dataOf(options, changes, made))],
      ])
      const clientDataJSON = clientOf('webauthn.create', options, changes).toString('base64url')
      const attestationObject = attestation.toString('base64url')
      return { ...credential, response: { clientDataJSON, attestationObject, transports: ['internal'] } }
    },
    sign(given, changes = {}) {
      const options = given as Options
      const client = clientOf('webauthn.get', options, changes)
      const authenticatorData = dataOf(options, changes)
      const signed = Buffer.concat([authenticatorData, createHash('sha256').update(client).digest()])
      const response = {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signWith('sha256', signed, privateKey).toString('base64url'),
        userHandle: changes.userHandle === undefined ? userHandle : changes.userHandle,
      }
      return { ...credential, response }
    },
  }
}

/** A key of P-256 for ECDSA with SHA-256 (RFC 9053). */
function coseOf(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return cborMap([
    [cborInteger(1), cborInteger(2)],
    [cborInteger(3), cborInteger(-7)],
    [cborInteger(-1), cborInteger(1)],
    [cborInteger(-2), cborBytes(Buffer.from(x, 'base64url'))],
    [cborInteger(-3), cborBytes(Buffer.from(y, 'base64url'))],
  ])
}

function said({ origin, challenge, type }: Changes) {
  return { ...(origin && { origin }), ...(challenge && { challenge }), ...(type && { type }) }
}

/** The authenticator data of WebAuthn 6.1. */
function dataOf({ rp, rpId }: Options, changes: Changes, made?: Buffer): Buffer {
  const { isVerified = true, isSynced = false, signCount = 0 } = changes
  const name = changes.rpId ?? rp?.id ?? rpId ?? ''
  const flags =
    FLAGS.present |
    (isVerified ? FLAGS.verified : 0) |
    (isSynced ? FLAGS.mayBeCopied | FLAGS.isCopied : 0) |
    (made ? FLAGS.hasCredential : 0)
  const rest = Buffer.alloc(5)
  rest.writeUInt8(flags)
  rest.writeUInt32BE(signCount, 1)
  return Buffer.concat([createHash('sha256').update(name).digest(), rest, made ?? Buffer.alloc(0)])
}

/** The few forms of CBOR (RFC 8949) that WebAuthn asks for here. */
function cborHead(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff])
}

function cborInteger(value: number): Buffer {
  return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value)
}

function cborBytes(bytes: Buffer): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes])
}

function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)])
}

function cborMap(pairs: [Buffer, Buffer][]): Buffer {
  return Buffer.concat([cborHead(5, pairs.length), ...pairs.flat()])
}
