import { findPrincipal, hasPrincipal, type ResourceName } from '../../access/index.ts'
import { typeFromWire } from '../../contract/complete.ts'
import { Problem } from '../../contract/problems.ts'
import { may } from '../caller/admit.ts'
import type { Caller } from '../caller/caller.ts'

/** The subject type that names a token, whatever the catalog says; the others name members. */
const TOKEN = 'token'

/** Which principals a subject type names; null where the catalog does not know it. */
export function kindOf({ app }: Caller, subjectType: string): 'user' | 'token' | null {
  if (subjectType === TOKEN) return 'token'
  return app.catalog.subjectTypes.includes(subjectType) ? 'user' : null
}

/**
 * The id of the member or token that a subject names: a member by our id, `externalId` or e-mail address, a token by its id.
 * Undefined where there is none.
 */
export function findSubject(caller: Caller, { type, id }: { type: string; id: string }): string | undefined {
  const kind = kindOf(caller, type)
  if (kind === null) return undefined
  const found = kind === 'token' ? id : findPrincipal(caller.world, id)
  return found !== undefined && hasPrincipal(caller.world, found, kind) ? found : undefined
}

/** A resource by the name a question gives it: the type in either spelling, the workspace also by its slug. */
export function findResource(caller: Caller, type: string, id: string | null): ResourceName {
  const known = typeFromWire(caller.app.catalog, type) ?? type
  if (known === 'workspace' && id === caller.workspace.slug) return { type: known, id: caller.workspaceId }
  return { type: known, id }
}

/** Whom a question of the query form is about: the caller, where it names nobody. */
export function subjectOf(
  caller: Caller,
  { subjectType, subjectId }: { subjectType?: string; subjectId?: string },
): string | undefined {
  if (subjectId === undefined) return caller.principalId
  return findSubject(caller, {
    type: subjectType ?? caller.app.catalog.subjectTypes[0] ?? 'user',
    id: subjectId,
  })
}

/** Raises `invalid-input` for a type or an action that the catalog does not know. */
export function requireKnown({ app }: Caller, type: string, action: string) {
  const known = app.catalog.resourceTypes[type]
  if (!known) {
    throw new Problem('invalid-input', {
      field: 'resourceType',
      message: '"resourceType" is not a resource type',
    })
  }
  if (known.actions[action]) return
  throw new Problem('invalid-input', {
    field: 'action',
    message: `"action" is not an action on ${known.name}`,
  })
}

/** Whether the caller may ask about others than itself. */
export function mayAskAboutAll(caller: Caller): boolean {
  return may(caller, 'access:decide', { type: 'workspace', id: caller.workspaceId })
}

/** Everybody may ask about themselves; about others, existing or not, takes `access:decide`. Raises `not-allowed`. */
export function requireMayAsk(caller: Caller, who: string | undefined) {
  if (who !== caller.principalId && !mayAskAboutAll(caller)) throw notYours(caller)
}

/** The refusal of a question about somebody else. */
export function notYours({ workspaceId }: Caller): Problem {
  return new Problem('not-allowed', {
    message: 'You may ask about yourself; to ask about others takes access:decide.',
    data: { action: 'access:decide', resource: { type: 'workspace', id: workspaceId } },
  })
}

/** The state of the workspace that the caller's questions are answered from. */
export function revisionOf({ app, world }: Caller): number {
  return app.worlds.revisionOf(world)
}

/** Raises `unavailable` where this process has not seen the revision that a caller demands. */
export function requireRevision(caller: Caller, context: { min_revision?: number } | undefined) {
  const wanted = context?.min_revision
  if (wanted === undefined || wanted <= revisionOf(caller)) return
  throw new Problem('unavailable', {
    message: `Revision ${wanted} is not here yet; the present one is ${revisionOf(caller)}.`,
  })
}
