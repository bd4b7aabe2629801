import { accountEvents } from '../../contract/account-events.ts'
import type { Person } from '../caller/caller.ts'
import { changeAccount } from '../caller/change-account.ts'
import { endOf } from '../caller/session.ts'
import type { Writer } from '../db/open.ts'
import { type PageInput, paged, pageOf } from '../http/page.ts'
import {
  deviceOf,
  endSession,
  endSessions,
  listSessions,
  listThrough,
  mustGoOn,
} from '../sessions/sessions.ts'
import * as queries from './queries.ts'

const DAY_MS = 86_400_000
const EVENT_DAYS = 365

/** Where the person is signed in, last used first, each with when it ends by itself. */
export async function listOwnSessions({ app, now, user, session }: Person) {
  const rows = await listSessions(app.database.db, user.id)
  const through = await listThrough(app.database.db, user.id)
  return rows.flatMap((row) => {
    const { authenticated_at: authenticatedAt, last_used_at: lastUsedAt, expires_at: expiresAt } = row
    const end = endOf({ authenticatedAt, lastUsedAt, expiresAt }, session)
    if (end <= now) return []
    return {
      id: row.id,
      current: row.id === session.id,
      device: deviceOf(row.user_agent),
      ip: row.ip,
      methods: row.methods,
      through: through.filter((one) => one.sessionId === row.id),
      confined: row.confined,
      createdAt: row.created_at.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
      expiresAt: end.toISOString(),
    }
  })
}

/** Ends one session of the person; one that is not there has ended already. Whether it was this one. */
export async function endOwnSession(person: Person, sessionId: string): Promise<boolean> {
  const { user, session } = person
  await changeAccount(person, user.id, async (tx) => {
    await mustGoOn(tx, person)
    const isEnded = await endSession(tx, user.id, sessionId)
    return { value: undefined, happened: isEnded ? [{ type: 'Session Revoked' }] : [] }
  })
  return sessionId === session.id
}

/** Ends every session of the person but this one, and every sign-in that waits for its second factor. */
export function endOtherSessions(person: Person) {
  const { user, session } = person
  return changeAccount(person, user.id, async (tx) => {
    await mustGoOn(tx, person)
    const count = await endSessions(tx, user.id, session)
    return { value: undefined, happened: count > 0 ? [{ type: 'Session Revoked', detail: { count } }] : [] }
  })
}

/** A page of what happened to the account, newest first. */
export async function listOwnEvents({ app, user }: Person, pagination: PageInput) {
  const page = pageOf({ workspaceId: user.id }, pagination, 'account-events', 2)
  const rows = await queries.listEvents(app.database.db, user.id, page)
  const { items, pagination: next } = paged(page, rows, (row) => [row.at.toISOString(), row.id])
  const events = items.map(({ id, at, type, ip, userAgent }) => ({
    id,
    at: at.toISOString(),
    type,
    says: saysOf(type),
    device: deviceOf(userAgent),
    ip,
  }))
  return { events, pagination: next }
}

/** Step of housekeeping: forgets what happened to accounts more than a year ago. */
export function forgetOldEvents(tx: Writer, now: Date) {
  return queries.deleteEvents(tx, new Date(now.getTime() - EVENT_DAYS * DAY_MS))
}

/** A newer server may have written a type that this one does not know. */
function saysOf(type: string): string {
  return Object.entries(accountEvents).find(([name]) => name === type)?.[1].says ?? type
}
