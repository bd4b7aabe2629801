import { randomBytes } from 'node:crypto'
import type { App } from '../server/caller/app.ts'
import { newId } from '../server/platform/ids.ts'
import { openAuthenticator } from './authenticator.ts'
import type { Maker } from './fixture-rows.ts'

const MINUTE_MS = 60_000

/** What samples name: a passkey that can be removed, and answers (as JSON) to what was begun for its person. */
export interface FixturePasskeys {
  passkey: string
  stepUpAnswer: string
  newPasskeyAnswer: string
}

/** Two passkeys of a person, so that one can be removed, and a step-up and a registration that wait for their answers. */
export function passkeysOf({ rows, now }: Maker, { config }: App, userId: string): FixturePasskeys {
  const { hostname, origin } = new URL(config.publicUrl)
  const add = () => {
    const device = openAuthenticator(origin)
    const id = newId()
    const { credentialId: credential_id, publicKey: public_key } = device
    const about = { sign_count: 0, synced: false, name: 'Laptop', created_at: now }
    rows.add('passkeys', { id, user_id: userId, credential_id, public_key, ...about })
    return { id, device }
  }
  const begin = (purpose: 'register' | 'step-up') => {
    const challenge = randomBytes(32).toString('base64url')
    const expires_at = new Date(now.getTime() + MINUTE_MS)
    rows.add('challenges', { challenge, purpose, user_id: userId, expires_at })
    return { challenge, rpId: hostname }
  }
  const { device } = add()
  const { id: passkey } = add()
  return {
    passkey,
    stepUpAnswer: JSON.stringify(device.sign(begin('step-up'))),
    newPasskeyAnswer: JSON.stringify(openAuthenticator(origin).make(begin('register'))),
  }
}
