import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { newId } from '../server/platform/ids.ts'
import { listen } from './oidc.ts'

/** What a provider does wrong. Whatever is left out is done right. */
export interface Forgery {
  /** Claims of the ID token, put over the right ones; undefined takes one out. */
  claims?: Record<string, unknown>
  /** The same for what the userinfo endpoint says. */
  userinfo?: Record<string, unknown>
  signedBy?: 'another key' | 'nobody' | 'the public key' | 'the client secret'
  /** Entries of the ID token's header, put over the right ones; undefined takes one out. */
  header?: Record<string, unknown>
  /** Parameters of the way back, put over the right ones; undefined takes one out. */
  back?: Record<string, string | undefined>
  /** Entries of the discovery document, put over the right ones. */
  discovery?: Record<string, unknown>
  /** The token endpoint never answers. */
  hangs?: boolean
  /** The keys are not to be had. */
  hidesKeys?: boolean
}

/** A provider on this machine that forges on demand. */
export interface Forger {
  issuer: string
  clientId: string
  clientSecret: string
  person: Record<string, unknown>
  forgery: Forgery
  /** What was asked of the authorization endpoint, the last time. */
  asked: URLSearchParams
  /** How often a code was brought to the token endpoint. */
  exchanged: number
  /** How often its keys were asked for. */
  keysAsked: number
  /** Signs with a new key from now on, and tells of no other. */
  rotate(): void
  close(): Promise<void>
}

const clientId = 'claviger'
const clientSecret = 'a secret between the two of them'
const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const first = { ...newKeys(), kid: 'right' }
const wrong = newKeys()
/** With what each forger signs by now, where that is not the first. */
const rotated = new WeakMap<Forger, typeof first>()
const keysOf = (forger: Forger) => rotated.get(forger) ?? first

/** Starts it. With `saysIssuer` it names itself in the way back (RFC 9207). */
export async function openForger({ saysIssuer = false } = {}): Promise<Forger> {
  const { url: issuer, close } = await listen((request, response) => answer(request, response))
  const forger: Forger = {
    issuer,
    clientId,
    clientSecret,
    person: { sub: 'nobody' },
    forgery: {},
    asked: new URLSearchParams(),
    exchanged: 0,
    keysAsked: 0,
    rotate: () => rotated.set(forger, { ...newKeys(), kid: newId() }),
    close,
  }
  const pages: Record<string, (url: URL, response: ServerResponse) => void> = {
    '/.well-known/openid-configuration': (_url, response) =>
      send(response, { ...discoveryOf(issuer, saysIssuer), ...forger.forgery.discovery }),
    '/jwks': (_url, response) => {
      forger.keysAsked++
      const { publicKey, kid } = keysOf(forger)
      if (forger.forgery.hidesKeys) response.writeHead(500).end()
      else send(response, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256' }] })
    },
    '/authorize': ({ searchParams }, response) => {
      forger.asked = searchParams
      const back = new URL(searchParams.get('redirect_uri') ?? '')
      const given = {
        code: 'code',
        state: searchParams.get('state') ?? '',
        ...(saysIssuer ? { iss: issuer } : {}),
      }
      for (const [name, value] of Object.entries({ ...given, ...forger.forgery.back })) {
        if (value !== undefined) back.searchParams.set(name, value)
      }
      response.writeHead(303, { location: back.href }).end()
    },
    '/token': (_url, response) => {
      forger.exchanged++
      if (forger.forgery.hangs) return
      const id_token = idTokenOf(forger)
      send(response, { access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token })
    },
    '/userinfo': (_url, response) => send(response, { ...forger.person, ...forger.forgery.userinfo }),
  }
  return forger

  function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', issuer)
    const page = pages[url.pathname]
    if (page) page(url, response)
    else response.writeHead(404).end()
  }
}

function discoveryOf(issuer: string, saysIssuer: boolean) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    ...(saysIssuer ? { authorization_response_iss_parameter_supported: true } : {}),
  }
}

function idTokenOf(forger: Forger): string {
  const { issuer, person, forgery, asked } = forger
  const { kid, privateKey, publicKey } = keysOf(forger)
  const now = Math.floor(Date.now() / 1000)
  const times = { iat: now, exp: now + 60, auth_time: now }
  const claims = {
    iss: issuer,
    aud: clientId,
    nonce: asked.get('nonce'),
    ...times,
    ...person,
    ...forgery.claims,
  }
  const signers = {
    itself: { alg: 'RS256', signature: byKey(privateKey) },
    'another key': { alg: 'RS256', signature: byKey(wrong.privateKey) },
    nobody: { alg: 'none', signature: () => '' },
    'the public key': { alg: 'HS256', signature: bySecret(pemOf(publicKey)) },
    'the client secret': { alg: 'HS256', signature: bySecret(clientSecret) },
  }
  const { alg, signature } = signers[forgery.signedBy ?? 'itself']
  const input = [{ alg, kid, typ: 'JWT', ...forgery.header }, claims].map(encoded).join('.')
  return `${input}.${signature(input)}`
}

const byKey = (key: KeyObject) => (input: string) =>
  sign('sha256', Buffer.from(input), key).toString('base64url')
const bySecret = (secret: string) => (input: string) =>
  createHmac('sha256', secret).update(input).digest('base64url')
const pemOf = (key: KeyObject) => String(key.export({ format: 'pem', type: 'spki' }))

/** A key that was never the forger's, as a token's header would offer it. */
export const foreignKey = () => wrong.publicKey.export({ format: 'jwk' })

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

function send(response: ServerResponse, body: object) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
