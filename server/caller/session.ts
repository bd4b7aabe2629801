import { Problem } from '../../contract/problems.ts'
import type { Writer } from '../db/open.ts'
import type { App } from './app.ts'
import type { Caller, Person, Session } from './caller.ts'
import type { SessionRow } from './queries.ts'

const MINUTE_MS = 60_000
/** How old the last proof of a factor may be for what asks for a fresh one (standards/sign-in SE-9). */
const FRESH_MS = 10 * MINUTE_MS
/** Where inactivity ends a session, its last use is written down to the second; elsewhere it is only shown to people. */
const TOUCH_MS = { strict: 1_000, relaxed: MINUTE_MS }

/**
 * A session by the rules that hold for its person now: seven days from the sign-in whatever they do, and where a workspace
 * that they belong to is stricter, its hours and its minutes of inactivity (rules, section 7; standards/sign-in SE-3, SE-4).
 */
export function sessionOf(row: SessionRow): Session {
  const { id, userId, authenticatedAt, factorAt, mfaAt, methods, lastUsedAt, confined } = row
  const { idleMinutes, sessionHours } = row
  const limits = { idleMinutes, sessionHours }
  const expiresAt = endOf(row, limits)
  const proofs = { authenticatedAt, factorAt, mfaAt, methods, confined, sso: null }
  return { id, userId, ...proofs, lastUsedAt, expiresAt, ...limits }
}

/** When a session ends by itself under the limits of its person: the earliest of them. */
export function endOf(
  { authenticatedAt, lastUsedAt, expiresAt }: Pick<Session, 'authenticatedAt' | 'lastUsedAt' | 'expiresAt'>,
  { idleMinutes, sessionHours }: Pick<Session, 'idleMinutes' | 'sessionHours'>,
): Date {
  const ends = [expiresAt.getTime()]
  if (sessionHours !== null) ends.push(authenticatedAt.getTime() + sessionHours * 60 * MINUTE_MS)
  if (idleMinutes !== null) ends.push(lastUsedAt.getTime() + idleMinutes * MINUTE_MS)
  return new Date(Math.min(...ends))
}

/** Notes by `write` that a session is used now. What is remembered of it in memory is brought along. */
export async function touch(
  { database }: Pick<App, 'database'>,
  row: Pick<SessionRow, 'lastUsedAt' | 'idleMinutes'>,
  now: Date,
  write: (tx: Writer) => Promise<unknown>,
) {
  const since = now.getTime() - row.lastUsedAt.getTime()
  if (since < (row.idleMinutes === null ? TOUCH_MS.relaxed : TOUCH_MS.strict)) return
  row.lastUsedAt = now
  await database.db.transaction().execute(write)
}

/** Until when nothing asks a session for a fresh proof whose last one was at `factorAt`: ISO 8601. */
export function freshUntil({ factorAt }: Pick<Session, 'factorAt'>): string {
  return new Date(factorAt.getTime() + FRESH_MS).toISOString()
}

/**
 * Asks a person for a factor that is at most ten minutes old (SE-9): for operations of which only some need it. What always needs
 * it says `stepUp` in its endpoint. A token never gets older; what it may not do at all is refused elsewhere. Support staff has no
 * proof to give. Raises `step-up-required`, `not-allowed`.
 */
export function requireFresh(by: Pick<Caller, 'now' | 'session' | 'who'> | Person) {
  const { session, now } = by
  if ('who' in by && by.who.kind === 'support') requireFreshPerson(by)
  if (session && now.getTime() - session.factorAt.getTime() > FRESH_MS) throw new Problem('step-up-required')
}

/**
 * The same where only a person will do, such as for whom a workspace believes (docs/decisions/0024): never a token, never a set-up link.
 * Raises `not-allowed`, `step-up-required`.
 */
export function requireFreshPerson(caller: Pick<Caller, 'now' | 'session' | 'who'>) {
  if (!caller.session) {
    const message =
      'Only a person can do this, signed in with a fresh proof. A token, a link or support staff cannot.'
    throw new Problem('not-allowed', { message })
  }
  requireFresh(caller)
}

/**
 * Asks a person for more than a password, proved in the last ten minutes: a second factor, or a passkey that checked who they are. What
 * a workspace's single sign-on says is no factor of the account, and counts for nothing here. Raises `strong-factor-required`.
 */
export function requireStrongFactor({ session, now }: Pick<Caller, 'now' | 'session'>) {
  const provedAt = session?.mfaAt?.getTime() ?? Number.NEGATIVE_INFINITY
  if (now.getTime() - provedAt > FRESH_MS) throw new Problem('strong-factor-required')
}
