import type { Explanation, LabelFact, Miss, Path, ResourceName, ScopeFact, Via } from '../../access/index.ts'
import type { Catalog } from '../../contract/catalog.ts'
import type { Names } from './names.ts'

/** Puts answers into words for people. Names are quoted, because anybody may call a group "everybody". */
export interface Words {
  names: Names
  catalog: Catalog
}

/** What a sentence is about. */
export interface Subject {
  /** As people call it: `Ada Lovelace`, `The token “CI”`. */
  called: string
  action: string
  resource: ResourceName
}

/** `the source “iOS app”`, `the type source as a whole`, `this workspace`. */
export function resourceInWords({ names, catalog }: Words, { type, id }: ResourceName): string {
  const word = catalog.resourceTypes[type]?.name ?? type
  if (id === null) return `the type ${word} as a whole`
  const name = names.resource(type, id)
  if (type === 'workspace' && name !== undefined) return 'this workspace'
  return name === undefined ? `the ${word} “${id}”` : `the ${word} “${name}”`
}

/** What a scope covers: `everything`, `the source “iOS app”`, `what is labelled environment:prod and brand:acme`. */
export function scopeInWords(words: Words, scope: ScopeFact): string {
  if (scope.kind === 'all') return 'everything'
  if (scope.kind === 'list') return resourceInWords(words, scope)
  return `what is labelled ${labelsInWords(scope.labels) || 'with nothing'}`
}

/** `environment:prod and brand:acme` */
export function labelsInWords(labels: LabelFact[]): string {
  return labels.map(({ key, value }) => `${key}:${value}`).join(' and ')
}

/** The answer to "may this subject do this, and why?" in one to three sentences. */
export function explanationInWords(
  words: Words,
  about: Subject,
  why: Explanation,
  whoCanGrant: string[],
): string {
  if (why.unknown) return unknownInWords(words, about, why.unknown)
  const deed = `do ${about.action} on ${resourceInWords(words, about.resource)}`
  if (why.allowed) return `${about.called} may ${deed}: ${pathsInWords(words, about, why.paths)}`

  const [miss] = why.nearest
  const nearest = miss ? missInWords(words, about, miss) : 'No role that reaches it was given.'
  const ask = whoCanGrant.length > 0 ? ` Who can grant it: ${whoCanGrant.join(', ')}.` : ''
  return `${about.called} may not ${deed}. ${nearest}${ask}`
}

/** A grant that almost allowed it, as a sentence. */
export function missInWords(words: Words, { action }: { action: string }, miss: Miss): string {
  if (miss.kind === 'membership-ended')
    return `The membership of the workspace ended on ${momentInWords(miss.until)}.`
  const role = roleInWords(words, miss)
  switch (miss.kind) {
    case 'needs-other-action':
      return `${role} gives it only together with ${miss.needs}, which is missing.`
    case 'plan':
      return `${role} is not part of the workspace's present plan.`
    case 'not-yet':
      return `${role} begins on ${momentInWords(miss.from)}.`
    case 'ended':
      return `${role} ended on ${momentInWords(miss.until)}.`
    case 'group-membership-ended':
      return `${role} reached them until their place in the group ended on ${momentInWords(miss.until)}.`
    case 'label-missing':
      return `${role} would give it if the resource were labelled ${labelsInWords(miss.missing ?? [])}.`
    case 'role-too-weak':
      return `${role} covers it, but does not include ${action}.`
    case 'scope-elsewhere':
      return `${role} includes ${action}, but is not given here.`
  }
}

function pathsInWords(words: Words, { action, resource }: Subject, paths: Path[]): string {
  const path = paths.find((one) => one.forAction === action) ?? paths[0]
  if (!path) throw new Error('allowed, and by nothing')
  const isItself = path.resource.id === resource.id && path.resource.type === resource.type
  const scope = scopeInWords(words, path.scope)
  const parent = isItself ? '' : ` and so what hangs on ${resourceInWords(words, path.resource)}`
  const until = path.until === undefined ? '' : ` until ${momentInWords(path.until)}`
  const others = paths.filter((one) => one.forAction === path.forAction).length - 1
  const more = others > 0 ? ` So do ${others} more.` : ''
  return `${lowered(roleInWords(words, path))} covers ${scope}${parent}${until}.${more}`
}

function roleInWords({ names }: Words, { roleId = '', via }: { roleId?: string; via?: Via }): string {
  const through = via?.kind === 'group' ? `through the group “${names.group(via.groupId)}”` : 'given directly'
  return `The role ${names.role(roleId)}, ${through},`
}

function unknownInWords(
  { catalog }: Words,
  about: Subject,
  unknown: NonNullable<Explanation['unknown']>,
): string {
  const { type } = about.resource
  if (unknown === 'subject') return `Nobody in this workspace is called ${about.called}.`
  if (unknown === 'resource-type') return `There is no resource type “${type}”.`
  return `There is no action “${about.action}” on the type ${catalog.resourceTypes[type]?.name ?? type}.`
}

function momentInWords(milliseconds: number | undefined): string {
  return milliseconds === undefined ? 'an unknown day' : new Date(milliseconds).toISOString()
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
