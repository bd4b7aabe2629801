import type { Miss, Path, ResourceName, ScopeFact, Via } from '../../access/index.ts'
import { wireType } from '../../contract/complete.ts'
import { missInWords, scopeInWords, type Words } from './words.ts'

/** A grant that allows, as the wire has it; grant ids only for who may read the audit trail. */
export function pathShown(words: Words, path: Path, showIds: boolean) {
  const { roleId, via, scope, resource, forAction, until } = path
  return {
    roleId,
    roleName: words.names.role(roleId),
    via: viaShown(words, via),
    scope: scopeShown(words, scope),
    resource: resourceShown(words, resource),
    forAction,
    ...times({ until }),
    ...(showIds && { grantId: path.grantId }),
  }
}

/** A grant that almost allowed it, as the wire has it. */
export function missShown(words: Words, about: { action: string }, miss: Miss, showIds: boolean) {
  const { kind, roleId, via, missing, needs, because, grantId } = miss
  return {
    kind,
    says: missInWords(words, about, miss),
    ...(roleId !== undefined && { roleId, roleName: words.names.role(roleId) }),
    ...(via && { via: viaShown(words, via) }),
    ...(missing && { missingLabels: missing }),
    ...(needs !== undefined && { needs }),
    ...(because && { inactiveBecause: because }),
    ...times(miss),
    ...(showIds && grantId !== undefined && { grantId }),
  }
}

/** How a role reaches somebody. */
export function viaShown({ names }: Words, via: Via) {
  return via.kind === 'own' ? via : { kind: via.kind, id: via.groupId, name: names.group(via.groupId) }
}

/** What a role is on, as data and in words. */
export function scopeShown(words: Words, scope: ScopeFact) {
  const says = scopeInWords(words, scope)
  if (scope.kind === 'all') return { kind: scope.kind, says }
  if (scope.kind === 'label') return { kind: scope.kind, says, labels: scope.labels }
  return { kind: scope.kind, says, ...resourceShown(words, scope), id: scope.id }
}

/** When a grant begins and ends, where it does. */
export function times({ from, until }: { from?: number | undefined; until?: number | undefined }) {
  return {
    ...(from !== undefined && { startsAt: new Date(from).toISOString() }),
    ...(until !== undefined && { endsAt: new Date(until).toISOString() }),
  }
}

/** A resource by id, with its name where that was read. */
export function resourceShown({ names }: Words, { type, id }: ResourceName) {
  const name = id === null ? undefined : names.resource(type, id)
  return { type: wireType(type), id, ...(name !== undefined && { name }) }
}
