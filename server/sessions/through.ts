import type { Person, Session, Visitor } from '../caller/caller.ts'
import type { HappenedToAccount } from '../caller/change-account.ts'
import type { Reader, Writer } from '../db/open.ts'
import type { CookieSecrets } from '../http/cookies.ts'
import { leavePresent, openSession, remember, replaceSecret } from './opening.ts'
import * as queries from './queries.ts'

const DAY_MS = 86_400_000
/** RFC 8176 has no word for it; providers of accounts are `fed` here too. */
const METHODS = ['fed']

/** Which workspace's connection says who it is. */
export interface Through {
  workspaceId: string
  connectionId: string
  /** When it said so. */
  at: Date
}

/** Whether a session was proved to this workspace by its single sign-on, and says nothing of its person to anybody else. */
export async function speaksFor(
  db: Reader,
  { id, confined }: Session,
  workspaceId: string,
): Promise<boolean> {
  if (!confined) return false
  const proved = await queries.listProvedTo(db, id)
  return proved.length === 1 && proved[0] === workspaceId
}

/** The cookies of a sign-in through single sign-on, and what happened to the account. */
export interface OpenedThrough {
  secrets: CookieSecrets
  happened: HappenedToAccount[]
}

/**
 * Step: signs in through a workspace's single sign-on. Where this browser has a session of the same person, it goes on under a new secret
 * (standards/sign-in SE-1), proved to one workspace more; otherwise a new one begins, which speaks for that workspace alone (standards/sso
 * L-5), and another person's ends. `present` is who was signed in here before the transaction.
 */
export async function openThrough(
  tx: Writer,
  visitor: Visitor,
  { userId, present }: { userId: string; present: Person | null },
  through: Through,
): Promise<OpenedThrough> {
  const { secrets, happened } = await remember(tx, visitor, userId, METHODS)
  const isThere = present?.user.id === userId && (await queries.hasSession(tx, userId, present.session.id))
  if (present && isThere) {
    const session = await proveThrough(tx, present, through)
    return { secrets: { session, pending: null, ...secrets }, happened }
  }

  const proof = { methods: METHODS, twoFactors: false, confined: true }
  const { id, secret: session } = await openSession(tx, visitor, userId, proof)
  await queries.saveProof(tx, id, through)
  await leavePresent(tx, visitor)
  return { secrets: { session, pending: null, ...secrets }, happened }
}

/**
 * Step: a workspace's single sign-on proves a session (once more). It goes on under a new secret, which is answered. What is about the
 * account is no fresher for it; a session that speaks for no account is as old as the oldest of its proofs. Raises `not-signed-in`
 * where it was ended meanwhile.
 */
export async function proveThrough(tx: Writer, person: Person, through: Through): Promise<string> {
  const { session, app } = person
  const methods = JSON.stringify([...new Set([...session.methods, ...METHODS])])
  const secret = await replaceSecret(tx, person, { methods })
  await queries.saveProof(tx, session.id, through)
  const oldest = session.confined ? await queries.findOldestProof(tx, session.id) : undefined
  if (oldest) {
    const end = new Date(oldest.getTime() + app.config.sessionDays * DAY_MS)
    await queries.ageSession(tx, session.id, oldest, end)
  }
  return secret
}
