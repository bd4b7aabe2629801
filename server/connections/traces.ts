import { Problem } from '../../contract/problems.ts'
import { type SsoReason, ssoReasons } from '../../contract/sso-reasons.ts'
import type { Caller } from '../caller/caller.ts'
import type { Writer } from '../db/open.ts'
import { newId } from '../platform/ids.ts'
import { plainText } from './claims.ts'
import type { Connection } from './connection.ts'
import * as queries from './queries.ts'

const KEPT = 100
const KEPT_MS = 30 * 86_400_000
const LENGTH_MAX = 300

/** One sign-in that was tried. */
export interface Trace {
  at: Date
  requestId: string
  ip: string | null
  outcome: 'signed-in' | 'tested' | 'refused'
  reason?: SsoReason | undefined
  /** In words what was found, never raw XML and never a secret. Cut at 300 characters, as the others are. */
  detail?: string | undefined
  subject?: string | undefined
  email?: string | null | undefined
}

/**
 * Step: notes a sign-in that was tried, and throws away all but the last hundred of the connection. One that succeeded is also noted as the
 * connection's last use.
 */
export async function writeTrace(
  tx: Writer,
  { id, workspace }: { id: string; workspace: Pick<Connection['workspace'], 'id'> },
  { at, requestId, ip, outcome, reason, detail, subject, email }: Trace,
) {
  await queries.insertTrace(tx, {
    ...{ workspace_id: workspace.id, connection_id: id, id: newId(), at, outcome },
    reason: reason ?? null,
    detail: short(detail),
    subject: short(subject),
    email: short(email),
    ...{ request_id: requestId, ip },
  })
  await queries.trimTraces(tx, workspace.id, id, KEPT)
  if (outcome === 'signed-in') await queries.updateConnection(tx, workspace.id, id, { last_used_at: at })
}

/** The last sign-ins of a connection, newest first, with the rule that refused one. Raises `not-found`. */
export async function listSignIns({ db, workspaceId, now }: Caller, connectionId: string) {
  if (!(await queries.findConnection(db, workspaceId, connectionId))) throw new Problem('not-found')
  const since = new Date(now.getTime() - KEPT_MS)
  const rows = await queries.listTraces(db, workspaceId, connectionId, { since, count: KEPT })
  return rows.map(({ at, reason, ...row }) => ({
    ...row,
    at: at.toISOString(),
    reason: reason === null ? null : explained(reason),
  }))
}

/** Step of housekeeping: throws away the sign-ins of more than thirty days ago. */
export function forgetOldTraces(tx: Writer, now: Date) {
  return queries.deleteTraces(tx, new Date(now.getTime() - KEPT_MS))
}

/** A reason that an older version wrote down and this one does not know is shown by its code. */
function explained(code: string) {
  const { rule, says } = isReason(code) ? ssoReasons[code] : { rule: '', says: code }
  return { code, rule, says }
}

function isReason(code: string): code is SsoReason {
  return Object.hasOwn(ssoReasons, code)
}

function short(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : [...plainText(text)].slice(0, LENGTH_MAX).join('')
}
