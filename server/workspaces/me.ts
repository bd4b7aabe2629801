import { isOwner, listActions } from '../../access/index.ts'
import type { Caller, Who } from '../caller/caller.ts'

/**
 * Who asks, and what they may do in the workspace as a whole: every action on it, and of the other types those that make
 * something new (`source:create`).
 */
export function describeCaller(caller: Caller) {
  const { who, principalId, world, workspaceId, now, app, session } = caller
  if (who.kind !== 'user' && who.kind !== 'token' && who.kind !== 'support')
    throw new Error(`${who.kind} asked who it is`)
  const at = now.getTime()
  const on = { who: principalId, at }
  const { workspace, ...others } = app.catalog.resourceTypes
  const may = listActions(world, { ...on, resource: { type: 'workspace', id: workspaceId } })
  const creating = Object.entries(others).flatMap(([type, { actions }]) =>
    listActions(world, { ...on, resource: { type, id: null } }).filter((action) => actions[action]?.creates),
  )
  return {
    kind: who.kind === 'token' ? who.kind : ('user' as const),
    id: principalId,
    name: who.name,
    isOwner: isOwner(world, principalId, at),
    // The same name may be an action of several types.
    may: [...new Set([...may, ...creating])],
    connection: session?.sso?.name ?? null,
    visit: visitOf(who),
  }
}

/** Of support staff: who acts in whose name, and until when. */
function visitOf({ name, email, until, onBehalfOf }: Who) {
  if (!onBehalfOf || !until) return null
  return {
    staffName: name,
    staffEmail: email ?? '',
    ownerName: onBehalfOf.name,
    endsAt: until.toISOString(),
  }
}
