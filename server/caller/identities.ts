import { hashSecret, wellFormedSecret } from '../platform/ids.ts'
import type { App } from './app.ts'
import type { Session, Visitor, Who, WorkspaceOfCaller } from './caller.ts'
import { findSession, findToken, type SessionRow, type TokenRow } from './queries.ts'
import { sessionOf, touch } from './session.ts'

const REMEMBERED_MAX = 10_000

type Found = { kind: 'token'; row: TokenRow } | { kind: 'session'; row: SessionRow }
export type Identity =
  | { kind: 'token'; row: TokenRow }
  | { kind: 'session'; row: SessionRow; session: Session }

/**
 * Finds who a secret belongs to: a token's where it came as a bearer, a session's where it came as a cookie. On the embedded database, where this process is the only writer, found
 * identities are remembered until the next change; on PostgreSQL every request asks, and so learns the access version.
 */
export interface Identities {
  find(credential: Credential, now: Date): Promise<Identity | null>
  forget(): void
}

type Credential = NonNullable<Visitor['credential']>

/** Opens the look-up over a database. `app` is read at use time, because the app holds this value itself. */
export function openIdentities(app: () => Pick<App, 'database' | 'config'>): Identities {
  const remembered = new Map<string, Found>()
  let forgotten = 0

  async function read({ from }: Credential, hash: Buffer): Promise<Found | null> {
    const { db } = app().database
    if (from === 'bearer') {
      const row = await findToken(db, hash)
      return row ? { kind: 'token', row } : null
    }
    const row = await findSession(db, hash)
    return row ? { kind: 'session', row } : null
  }

  return {
    async find(credential, now) {
      const { from, secret } = credential
      if (!wellFormedSecret(secret, from === 'bearer' ? 'cvt_' : 'cvs_')) return null
      const hash = hashSecret(secret)
      const key = hash.toString('latin1')
      const before = forgotten
      const found = remembered.get(key) ?? (await read(credential, hash))
      if (!found) return null
      // What was read before a change and comes back after it must not be remembered.
      if (app().database.exclusive && before === forgotten) remember(remembered, key, found)
      if (found.kind === 'token') {
        const until = found.row.expiresAt
        return until && until <= now ? null : found
      }
      const session = sessionOf(found.row)
      if (session.expiresAt <= now) return null
      await touch(app(), found.row, now)
      return { ...found, session }
    },
    forget() {
      forgotten++
      remembered.clear()
    },
  }
}

function remember(remembered: Map<string, Found>, key: string, identity: Found) {
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  remembered.set(key, identity)
}

/** The one who acts, from a token's row. */
export function tokenWho(row: TokenRow): Who {
  return {
    kind: 'token',
    id: row.tokenId,
    name: row.description,
    email: null,
    until: row.expiresAt,
  }
}

/** The workspace of a token's row or of a membership. */
export function workspaceOf(row: {
  workspaceId: string
  slug: string
  workspaceName: string
  plan: string
}): WorkspaceOfCaller {
  return {
    id: row.workspaceId,
    slug: row.slug,
    name: row.workspaceName,
    plan: row.plan,
  }
}
