import type { Caller } from '../caller/caller.ts'
import { change, changed, outcome, unchanged } from '../caller/change.ts'
import { hasProvider } from '../caller/managed.ts'
import { isActive } from '../connections/connections.ts'
import { releaseGroup } from '../groups/groups.ts'
import { type PageInput, paged, pageOf } from '../http/page.ts'
import { releaseMember } from '../members/members.ts'
import { type Deed, requestLogOf } from './log.ts'
import * as queries from './queries.ts'

export { type Deed, noteRequest, requestLogOf } from './log.ts'
export { createScimToken, endScimToken, listScimTokens, revokeScimToken } from './tokens.ts'

/** Where an identity provider sends its people and groups, how much it manages, and when it last asked for anything. */
export async function getProvisioning(caller: Caller) {
  const { app, db, workspaceId } = caller
  await requestLogOf(app).flush()
  const managed = await queries.countManaged(db, workspaceId)
  const lastRequestAt = await queries.lastRequestAt(db, workspaceId)
  return {
    baseUrl: `${app.config.publicUrl}/scim/v2`,
    dryRun: await queries.isDryRun(db, workspaceId),
    managedUsers: managed.users,
    managedGroups: managed.groups,
    isOn: await hasProvider(db, caller),
    hasConnection: await isActive(db, workspaceId),
    lastRequestAt: lastRequestAt?.toISOString() ?? null,
  }
}

/** Switches the dry run on or off. */
export function switchDryRun(caller: Caller, isOn: boolean) {
  return change(caller, async (tx) => {
    const { workspaceId, workspace } = caller
    const wasOn = await queries.isDryRun(tx, workspaceId)
    if (wasOn === isOn) return unchanged(undefined)

    await queries.setDryRun(tx, workspaceId, isOn)
    const about = { resourceId: workspaceId, resourceName: workspace.name, detail: { from: wasOn, to: isOn } }
    return changed(undefined, { type: 'SCIM Dry Run Changed', ...about })
  })
}

/** A page of the last requests of the identity provider, newest first; of those alone that changed something, or were refused. */
export async function listRequests(
  caller: Caller,
  { outcome: ended, pagination }: { outcome?: 'changed' | 'refused'; pagination?: PageInput },
) {
  await requestLogOf(caller.app).flush()
  const page = pageOf(caller, pagination, `scim-requests/${ended ?? ''}`, 2)
  const rows = await queries.listRequests(caller.db, caller.workspaceId, ended, page)
  const { items, pagination: next } = paged(page, rows, (row) => [row.at.toISOString(), row.id])
  return { requests: items.map(shown), pagination: next }
}

/** Takes a member over from the identity provider; one that it does not manage stays as they are. Raises `not-found`. */
export function releaseUser(caller: Caller, userId: string) {
  return change(caller, async (tx) => outcome(undefined, await releaseMember(tx, caller, userId)))
}

/** Takes a group over from the identity provider, with who is in it. Raises `not-found`. */
export function releaseUserGroup(caller: Caller, groupId: string) {
  return change(caller, async (tx) => outcome(undefined, await releaseGroup(tx, caller, groupId)))
}

type Row = Awaited<ReturnType<typeof queries.listRequests>>[number]

function shown({ at, token_id, token_name, did, dry_run, request_id, ...row }: Row) {
  const token = { id: token_id, name: token_name }
  // Written by log.ts alone.
  const deeds = did as unknown as Deed[]
  return { ...row, at: at.toISOString(), token, did: deeds, dryRun: dry_run, requestId: request_id }
}
