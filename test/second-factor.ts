import { Secret, TOTP } from 'otpauth'
import { mfa } from '../contract/mfa.ts'
import type { Visitor } from '../server/caller/caller.ts'
import { SESSION_COOKIE } from '../server/http/cookies.ts'
import { newId } from '../server/platform/ids.ts'
import { goOn } from '../server/sessions/sessions.ts'
import { type Jar, openJar } from './browser-jar.ts'
import { clock, type Person, type TestWorkspace } from './house.ts'
import { startSession } from './sessions.ts'
import { decree } from './settings.ts'

/** What tests of second factors say again and again. */

export const STEP_MS = 30_000
export const PENDING_COOKIE = '__Host-claviger-pending'

/** The code that an authenticator app shows at this moment: now, unless said otherwise. */
export function codeOf(secret: string, at: number = clock.now().getTime()): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })
}

/** A browser in which this person is signed in. */
export function browserOf({ url }: { url: string }, { session }: { session: string }): Jar {
  const jar = openJar(url)
  jar.cookies.set(SESSION_COOKIE, session)
  return jar
}

/** Another browser in which this person is signed in. */
export async function anotherBrowser(place: TestWorkspace, person: Person): Promise<Jar> {
  return browserOf(place, { ...person, session: await startSession(place.app, person.id) })
}

/** Sets up an authenticator app, and lets its first code pass, so that the next one works. */
export async function setUpTotp(place: { url: string }, person: { session: string }) {
  const jar = browserOf(place, person)
  const { secret } = await jar.call(mfa.enrol, {})
  const { recoveryCodes } = await jar.call(mfa.confirm, { body: { code: codeOf(secret) } })
  clock.move(STEP_MS)
  return { jar, secret, recoveryCodes }
}

/** A new browser in which this person's password was right, and nothing more. */
export async function halfSignIn({ app, url }: TestWorkspace, { id, email }: Person): Promise<Jar> {
  const visitor: Visitor = {
    app,
    now: clock.now(),
    requestId: newId(),
    ip: null,
    userAgent: null,
    credential: null,
    browser: { pending: null, device: null, flow: null },
    workspaceSlug: null,
    idempotency: null,
  }
  const proof = { methods: ['pwd'], twoFactors: false }
  const { secrets } = await app.database.db
    .transaction()
    .execute((tx) => goOn(tx, visitor, { id, email, name: 'Somebody' }, proof))
  if (!secrets.pending) throw new Error('the sign-in does not wait for a second factor')
  const jar = openJar(url)
  jar.cookies.set(PENDING_COOKIE, secrets.pending)
  return jar
}

/** Says that the workspace requires a second factor, or does not. */
export function requireMfa(place: TestWorkspace, isRequired = true) {
  return decree(place, { requireMfa: isRequired })
}

/** What happened to an account, the newest last. */
export async function eventsOfAccount({ app }: TestWorkspace, { id }: Person): Promise<string[]> {
  const rows = await app.database.db
    .selectFrom('account_events')
    .where('user_id', '=', id)
    .orderBy('at')
    .orderBy('id')
    .select('type')
    .execute()
  return rows.map((row) => row.type)
}
