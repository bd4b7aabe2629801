import { hashSecret, wellFormedSecret } from '../platform/ids.ts'
import type { App } from './app.ts'
import type { Session, Visitor, Who, WorkspaceOfCaller } from './caller.ts'
import {
  findScimToken,
  findSession,
  findSetUpLink,
  findToken,
  type SessionRow,
  type SetUpLinkRow,
  type TokenRow,
  touchSession,
} from './queries.ts'
import { endOf, sessionOf, touch } from './session.ts'
import { findSupportVisit, type SupportVisitRow, touchVisit } from './visits/queries.ts'

const REMEMBERED_MAX = 10_000

type Bearer = { kind: 'token' | 'scim'; row: TokenRow } | { kind: 'link'; row: SetUpLinkRow }
type Visit = { kind: 'support'; row: SupportVisitRow }
type Found = Bearer | Visit | { kind: 'session'; row: SessionRow }
export type Identity = Bearer | Visit | { kind: 'session'; row: SessionRow; session: Session }

/**
 * Finds who a secret belongs to: a token's (also one for SCIM) or a set-up link's where it came as a bearer, a session's or a visit's of the support staff where it came as a cookie. On the embedded database, where this process is the only writer, found
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

  async function read(kind: Found['kind'], hash: Buffer, now: Date): Promise<Found | null> {
    const { db } = app().database
    if (kind === 'session') return asFound(kind, await findSession(db, hash, now))
    if (kind === 'support') return asFound(kind, await findSupportVisit(db, hash))
    if (kind === 'link') return asFound(kind, await findSetUpLink(db, hash))
    return asFound(kind, await (kind === 'token' ? findToken(db, hash) : findScimToken(db, hash)))
  }

  return {
    async find(credential, now) {
      const { secret } = credential
      const kind = kindOf(credential)
      if (!kind) return null
      const hash = hashSecret(secret)
      const key = hash.toString('latin1')
      const before = forgotten
      const earlier = remembered.get(key)
      const found = earlier && isStill(earlier, now) ? earlier : await read(kind, hash, now)
      if (!found) return null
      // What was read before a change and comes back after it must not be remembered.
      if (app().database.exclusive && before === forgotten) remember(remembered, key, found)
      if (found.kind === 'support') {
        const { row } = found
        if (endOf(row, row) <= now) return null
        await touch(app(), row, now, (tx) => touchVisit(tx, row, now))
        return found
      }
      if (found.kind !== 'session') {
        const until = found.row.expiresAt
        return until && until <= now ? null : found
      }
      const session = sessionOf(found.row)
      if (session.expiresAt <= now) return null
      await touch(app(), found.row, now, (tx) => touchSession(tx, found.row.id, now))
      return { ...found, session }
    },
    forget() {
      forgotten++
      remembered.clear()
    },
  }
}

/** Limits of sessions change by themselves where a membership ends. */
function isStill(found: Found, now: Date): boolean {
  const until = found.kind === 'session' ? found.row.limitsUntil : null
  return until === null || until > now
}

function remember(remembered: Map<string, Found>, key: string, identity: Found) {
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  remembered.set(key, identity)
}

/** What a secret is by its form; nothing where it came by the wrong way (SE-10). */
function kindOf({ from, secret }: Credential): Found['kind'] | null {
  if (from === 'cookie') {
    if (wellFormedSecret(secret, 'cvh_')) return 'support'
    return wellFormedSecret(secret, 'cvs_') ? 'session' : null
  }
  if (wellFormedSecret(secret, 'cvt_')) return 'token'
  if (wellFormedSecret(secret, 'cvd_')) return 'scim'
  return wellFormedSecret(secret, 'cvl_') ? 'link' : null
}

function asFound<Kind extends Found['kind'], Row>(kind: Kind, row: Row | undefined) {
  return row === undefined ? null : { kind, row }
}

/** The one who acts by a set-up link: whoever holds it. */
export function linkWho({ linkId, note, expiresAt }: SetUpLinkRow): Who {
  return { kind: 'link', id: linkId, name: note, email: null, until: expiresAt }
}

/** One of the operator's support staff, who acts in the name of the owner who let them in. */
export function visitWho({
  visitId,
  staffName,
  staffEmail,
  expiresAt,
  ownerId,
  ownerName,
}: Pick<
  SupportVisitRow,
  'visitId' | 'staffName' | 'staffEmail' | 'expiresAt' | 'ownerId' | 'ownerName'
>): Who {
  const onBehalfOf = { id: ownerId, name: ownerName }
  return { kind: 'support', id: visitId, name: staffName, email: staffEmail, until: expiresAt, onBehalfOf }
}

/** The one who acts, from the row of an API token or of a SCIM token. */
export function tokenWho(row: TokenRow, kind: 'token' | 'scim' = 'token'): Who {
  return {
    kind,
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
