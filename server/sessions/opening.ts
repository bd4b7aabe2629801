import { Problem } from '../../contract/problems.ts'
import type { Person, Visitor } from '../caller/caller.ts'
import type { HappenedToAccount } from '../caller/change-account.ts'
import type { Reader, Writer } from '../db/open.ts'
import { hashSecret, newId, newSecret, wellFormedSecret } from '../platform/ids.ts'
import * as queries from './queries.ts'

const DAY_MS = 86_400_000

/** Whose session it is. */
export interface Account {
  id: string
  name: string
  email: string
}

/** Where a session begins: the browser, as far as it says. */
export type Place = Pick<Visitor, 'app' | 'now' | 'ip' | 'userAgent'>

/** What proved a person: methods by RFC 8176 (pwd, otp, hwk, swk, fed, rcv), and whether they were two factors. */
export interface Proof {
  methods: string[]
  twoFactors: boolean
}

/**
 * Step: opens a session, and answers its id, and its secret, which is not kept (product: 7 days, never extended by activity).
 * `confined`: it speaks for the workspaces whose single sign-on proves it, and for no account (standards/sso L-5).
 */
export async function openSession(
  tx: Writer,
  { app, now, ip, userAgent }: Place,
  userId: string,
  { methods, twoFactors, confined = false }: Proof & { confined?: boolean },
): Promise<{ id: string; secret: string }> {
  const [id, secret] = [newId(), newSecret('cvs_')]
  await queries.insertSession(tx, {
    id,
    user_id: userId,
    secret_hash: hashSecret(secret),
    created_at: now,
    authenticated_at: now,
    factor_at: now,
    mfa_at: twoFactors ? now : null,
    methods: JSON.stringify(methods),
    last_used_at: now,
    expires_at: new Date(now.getTime() + app.config.sessionDays * DAY_MS),
    user_agent: userAgent,
    ip,
    confined,
  })
  return { id, secret }
}

/** Step: the session goes on under a new secret, which is answered. Raises `not-signed-in` where it was ended meanwhile. */
export async function replaceSecret(
  tx: Writer,
  { session, user }: Person,
  values: queries.SessionChange,
): Promise<string> {
  const secret = newSecret('cvs_')
  const changed = { ...values, secret_hash: hashSecret(secret) }
  if (!(await queries.updateSession(tx, user.id, session.id, changed))) throw new Problem('not-signed-in')
  return secret
}

/** Step: knows this browser from now on, and says what to tell of the sign-in. */
export async function remember(tx: Writer, visitor: Visitor, userId: string, methods: string[]) {
  const { browser, now } = visitor
  const isKnown = await isKnownDevice(tx, visitor, userId)
  const isNew = !isKnown && (await queries.hasDevice(tx, userId))
  const device =
    browser.device !== null && wellFormedSecret(browser.device, 'cvd_') ? browser.device : newSecret('cvd_')
  await queries.saveDevice(tx, userId, hashSecret(device), now)
  const type = isNew ? 'Signed In From New Device' : 'Signed In'
  const happened: HappenedToAccount[] = [{ type, detail: { methods } }]
  return { secrets: { device }, isKnown, happened }
}

/** Whether this person signed in with this browser before: such a one is not locked out by strangers who guess (RL-1). */
export function isKnownDevice(db: Reader, { browser }: Visitor, userId: string): Promise<boolean> {
  const { device } = browser
  return device === null ? Promise.resolve(false) : queries.isKnownDevice(db, userId, hashSecret(device))
}

/** Step: ends the session that this browser had: it is replaced, never carried on. */
export async function leavePresent(tx: Writer, { credential }: Visitor) {
  if (credential?.from === 'cookie') await queries.deleteSessionOf(tx, hashSecret(credential.secret))
}
