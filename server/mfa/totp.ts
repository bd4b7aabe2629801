import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'
import { Problem } from '../../contract/problems.ts'
import { mustBeManagedHere } from '../account/account.ts'
import type { App } from '../caller/app.ts'
import type { Person } from '../caller/caller.ts'
import { changeAccount } from '../caller/change-account.ts'
import type { Writer } from '../db/open.ts'
import { seal, unseal } from '../platform/keys.ts'
import { endSessions, mustGoOn, renew } from '../sessions/sessions.ts'
import { afterRemoval, mustKeepFactor } from './factors.ts'
import * as queries from './queries.ts'
import { addRecoveryCodes } from './recovery-codes.ts'

/** 160 bits, as RFC 4226 recommends for SHA-1, which is what every app can do. */
const SECRET_BYTES = 20
const STEP_MS = 30_000
/** A clock may be one step slow or fast (standards/sign-in MF-1). */
const WINDOW = 1
/** An address is cut in the QR code, which has room for about 2,000 characters. */
const LABEL_LENGTH_MAX = 64

type By = { app: Pick<App, 'keys'>; now: Date }

/**
 * Step: whether this is a code of the person's authenticator app now. If so, it is used: it and older ones work no more, also
 * where several come at once (MF-1). How often may be guessed is the caller's to limit.
 */
export async function checkTotp(tx: Writer, by: By, userId: string, code: string): Promise<boolean> {
  const found = await queries.findTotp(tx, userId)
  if (!found?.confirmedAt) return false
  const step = stepOf(secretIn(by, userId, found.sealed), code, by.now)
  return step !== null && queries.takeStep(tx, userId, step)
}

/**
 * Begins to set up an authenticator app: makes a secret, in the place of one that was never confirmed. It is answered here and
 * nowhere else, and stored sealed (MF-2). Raises `mfa-exists`, `managed-elsewhere`.
 */
export async function enrolTotp(person: Person) {
  const { app, user, now } = person
  const secret = new Secret({ size: SECRET_BYTES })
  await changeAccount(person, user.id, async (tx) => {
    await mustBeManagedHere(tx, person)
    await mustGoOn(tx, person)
    const sealed = seal(sealedWith(app, user.id), secret.base32)
    if (!(await queries.saveEnrolment(tx, user.id, sealed, now))) throw new Problem('mfa-exists')
    return { value: undefined, happened: [] }
  })
  const issuer = `Claviger (${new URL(app.config.publicUrl).hostname})`
  // By characters, so that none is cut in two.
  const label = [...user.email].slice(0, LABEL_LENGTH_MAX).join('')
  const uri = new TOTP({ issuer, label, secret }).toString()
  return { secret: secret.base32, uri, qr: renderSVG(uri, { ecc: 'M', border: 4 }) }
}

/**
 * Completes it with a first code. Ends all other sessions; this one goes on under a new secret, proved by two factors. Recovery
 * codes are made where the account has none left, and otherwise the list is empty. Raises `wrong-code`, `mfa-exists`,
 * `managed-elsewhere`, and `not-found` where nothing was begun.
 */
export function confirmTotp(person: Person, code: string) {
  const { user, now, session } = person
  return changeAccount(person, user.id, async (tx) => {
    await mustBeManagedHere(tx, person)
    const found = await queries.findTotp(tx, user.id)
    if (!found)
      throw new Problem('not-found', { message: 'Begin to set up an authenticator app, then confirm it.' })
    if (found.confirmedAt) throw new Problem('mfa-exists')
    const step = stepOf(secretIn(person, user.id, found.sealed), code, now)
    if (step === null) throw new Problem('wrong-code')

    await queries.confirmTotp(tx, user.id, { now, step })
    const { codes } = await queries.findFactors(tx, user.id)
    const recoveryCodes = codes > 0 ? [] : await addRecoveryCodes(tx, user.id, now)
    await endSessions(tx, user.id, session)
    const secret = await renew(tx, person, { methods: ['otp'], twoFactors: true })
    return { value: { recoveryCodes, session: secret }, happened: [{ type: 'Authenticator Added' }] }
  })
}

/**
 * Removes the authenticator app, ends all other sessions, and answers the new secret of this one. Raises `mfa-enforced`, and
 * `not-found` where there is none.
 */
export function removeTotp(person: Person): Promise<string> {
  const { user } = person
  return changeAccount(person, user.id, async (tx) => {
    const found = await queries.findTotp(tx, user.id)
    if (!found?.confirmedAt) throw new Problem('not-found')
    await mustKeepFactor(tx, user.id, 'totp')

    await queries.deleteTotp(tx, user.id)
    return { value: await afterRemoval(tx, person), happened: [{ type: 'Authenticator Removed' }] }
  })
}

/** The time step whose code this is, among those that are near now; null where it is none of them. */
function stepOf(secret: Secret, code: string, now: Date): number | null {
  const token = code.replace(/\s/g, '')
  if (!/^[0-9]{6}$/.test(token)) return null
  const delta = new TOTP({ secret }).validate({ token, timestamp: now.getTime(), window: WINDOW })
  return delta === null ? null : Math.floor(now.getTime() / STEP_MS) + delta
}

function secretIn({ app }: By, userId: string, sealed: Buffer): Secret {
  const secret = unseal(sealedWith(app, userId), sealed)
  if (secret === null) throw new Error('the secret of an authenticator app was sealed with another key')
  return Secret.fromBase32(secret)
}

/** Also by the person, so that a secret moved to another row opens nothing. */
function sealedWith({ keys }: Pick<App, 'keys'>, userId: string): string {
  return `${keys.derive('totp').toString('base64')}/${userId}`
}
