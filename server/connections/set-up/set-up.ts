import { Problem } from '../../../contract/problems.ts'
import type { Caller } from '../../caller/caller.ts'
import { change, changed } from '../../caller/change.ts'
import { requireFeature } from '../../caller/plan.ts'
import { mailOwners, mustOwnOtherwise } from '../../grants/grants.ts'
import { hashSecret, newId, newSecret } from '../../platform/ids.ts'
import { tidyName } from '../../platform/names.ts'
import * as queries from './queries.ts'

const DAY_MS = 86_400_000
/** So many work at once, at most. */
const LINKS_MAX = 50

/** The set-up links that still work, newest first. */
export async function listSetUpLinks({ db, workspaceId, now }: Caller) {
  const rows = await queries.listLinks(db, workspaceId, { now, count: LINKS_MAX })
  return rows.map(shown)
}

/**
 * Makes a link with which somebody who is no owner can set single sign-on up, for so many days. Its address is in the answer and nowhere
 * else. Raises `plan-limit`, `invalid-input` where too many work at once, `not-allowed` for who broke the glass (docs/decisions/0033).
 */
export function createSetUpLink(caller: Caller, wanted: { note: string; days: number }) {
  return change(caller, async (tx) => {
    requireFeature(caller, 'sso')
    await mustOwnOtherwise(tx, caller)
    const { app, workspaceId, now, who } = caller
    const present = await queries.listLinks(tx, workspaceId, { now, count: LINKS_MAX })
    if (present.length >= LINKS_MAX) {
      const message = `A workspace has ${LINKS_MAX} set-up links at most. Revoke one first.`
      throw new Problem('invalid-input', { message })
    }
    const id = newId()
    const secret = newSecret('cvl_')
    const note = tidyName(wanted.note)
    const expiresAt = new Date(now.getTime() + wanted.days * DAY_MS)
    await queries.insertLink(tx, {
      ...{ workspace_id: workspaceId, id, secret_hash: hashSecret(secret), note },
      ...{ created_by: who.id, created_at: now, expires_at: expiresAt },
    })
    const row = {
      id,
      note,
      createdBy: who.id,
      makerName: who.name,
      createdAt: now,
      expiresAt,
      lastUsedAt: null,
    }
    // Behind `#`, which browsers send to no server.
    const url = `${app.config.publicUrl}/set-up#token=${secret}`
    const mail = await mailOwners(tx, caller, 'set-up-link-created', [note])
    const created = { ...happenedTo(row), detail: { expiresAt: expiresAt.toISOString() }, mail }
    return changed({ setUpLink: shown(row), url }, { type: 'Set-Up Link Created', ...created })
  })
}

/** Ends a set-up link: the next request with it is refused. Raises `not-found`. */
export function deleteSetUpLink(caller: Caller, id: string) {
  return change(caller, async (tx) => {
    const link = await queries.findLink(tx, caller.workspaceId, id)
    if (!link) throw new Problem('not-found')
    await queries.deleteLink(tx, caller.workspaceId, id)
    return changed(undefined, { type: 'Set-Up Link Revoked', ...happenedTo(link) })
  })
}

/** What a set-up link is for, or, for an owner, which workspace. */
export function lookUpSetUp({ who, workspace: { name, slug } }: Caller) {
  const isLink = who.kind === 'link'
  const expiresAt = (isLink && who.until?.toISOString()) || null
  return { workspace: { name, slug }, expiresAt, note: isLink ? who.name : null }
}

/** Step of housekeeping: throws away the set-up links that are over. */
export { deleteOver as forgetOldSetUpLinks } from './queries.ts'

type Row = NonNullable<Awaited<ReturnType<typeof queries.findLink>>>

function shown({ id, note, createdBy, makerName, createdAt, expiresAt, lastUsedAt }: Row) {
  return {
    id,
    note,
    createdBy: { id: createdBy, name: makerName },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }
}

function happenedTo({ id, note }: Pick<Row, 'id' | 'note'>) {
  return { resourceId: id, resourceName: note }
}
