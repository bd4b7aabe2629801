import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, type Happened } from '../caller/change.ts'
import { requireFeature } from '../caller/plan.ts'
import type { Writer } from '../db/open.ts'
import { mailOwners, mustOwnOtherwise } from '../grants/grants.ts'
import { readMoment } from '../http/moment.ts'
import { hashSecret, newId, newSecret } from '../platform/ids.ts'
import { tidyName } from '../platform/names.ts'
import * as queries from './queries.ts'

/** So many there are at once, at most. */
const TOKENS_MAX = 50
/** The last characters of a secret, by which people recognise a token in a list. */
const HINT_LENGTH = 4

/** The SCIM tokens of the workspace, in the order they were made. */
export async function listScimTokens({ db, workspaceId }: Caller) {
  return (await queries.listTokens(db, workspaceId)).map(shown)
}

/**
 * Makes a SCIM token, and answers its secret, which is not kept; every owner gets a letter. `expiresAt` is ISO 8601. Raises `plan-limit`,
 * `invalid-input` for a moment that is none or is over, and where there are too many; `not-allowed` for who broke the glass.
 */
export function createScimToken(caller: Caller, wanted: { description: string; expiresAt?: string }) {
  return change(caller, async (tx) => {
    requireFeature(caller, 'scim')
    // It would add people to groups that own the workspace when these hours are over.
    await mustOwnOtherwise(tx, caller)
    const { workspaceId, now, who } = caller
    const expiresAt = wanted.expiresAt === undefined ? null : endOf(now, wanted.expiresAt)
    if ((await queries.listTokens(tx, workspaceId)).length >= TOKENS_MAX) {
      const message = `A workspace has ${TOKENS_MAX} SCIM tokens at most. Revoke one first.`
      throw new Problem('invalid-input', { message })
    }
    const id = newId()
    const secret = newSecret('cvd_')
    const description = tidyName(wanted.description)
    await queries.insertToken(tx, {
      ...{ workspace_id: workspaceId, id, description, secret_hash: hashSecret(secret) },
      ...{ hint: secret.slice(-HINT_LENGTH), created_by: who.id, created_at: now, expires_at: expiresAt },
    })
    const mail = await mailOwners(tx, caller, 'scim-token-created', [description])
    const detail = { expiresAt: expiresAt?.toISOString() ?? null }
    const about = { resourceId: id, resourceName: description, detail, mail }
    const token = await queries.findToken(tx, workspaceId, id)
    if (!token) throw new Error(`the SCIM token ${id} was made and is not there`)
    return changed({ token: shown(token), secret }, { type: 'SCIM Token Created', ...about })
  })
}

/** Ends a SCIM token: the very next request with it is refused, and so is what waits behind this. Raises `not-found`. */
export function revokeScimToken(caller: Caller, id: string) {
  return change(caller, async (tx) => {
    const [ended] = await endScimToken(tx, caller, id, 'revoked')
    if (!ended) throw new Problem('not-found')
    return changed(undefined, ended)
  })
}

/** Step: a SCIM token works no more. Nothing happens where there is none. */
export async function endScimToken(
  tx: Writer,
  { workspaceId }: Caller,
  id: string,
  because: 'revoked' | 'leaked',
): Promise<Happened[]> {
  const token = await queries.findToken(tx, workspaceId, id)
  if (!token) return []
  await queries.deleteToken(tx, workspaceId, id)
  const about = { resourceId: id, resourceName: token.description, detail: { because } }
  return [{ type: 'SCIM Token Revoked', ...about }]
}

function endOf(now: Date, wanted: string): Date {
  const field = 'expiresAt'
  const moment = readMoment(wanted, field)
  if (moment > now) return moment
  throw new Problem('invalid-input', { field, message: '"expiresAt" must be in the future' })
}

function shown({ id, description, hint, createdBy, makerName, makerIsHere, ...times }: queries.TokenRow) {
  return {
    id,
    description,
    hint,
    createdBy: { id: createdBy, name: makerName ?? createdBy, gone: !makerIsHere },
    createdAt: times.createdAt.toISOString(),
    expiresAt: times.expiresAt?.toISOString() ?? null,
    lastUsedAt: times.lastUsedAt?.toISOString() ?? null,
  }
}
