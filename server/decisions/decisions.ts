import {
  endOf,
  explain,
  hasPrincipal,
  listActions,
  listPrincipals,
  listResources,
  type ResourceName,
} from '../../access/index.ts'
import { wireType } from '../../contract/complete.ts'
import type { decisions } from '../../contract/decisions.ts'
import type { Input, Reply } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import { may } from '../caller/admit.ts'
import type { Caller } from '../caller/caller.ts'
import { type Page, paged, pageOf } from '../http/page.ts'
import {
  findResource,
  findSubject,
  mayAskAboutAll,
  requireKnown,
  requireMayAsk,
  revisionOf,
  subjectOf,
} from './asking.ts'
import { type Names, nothingNamed, readNames } from './names.ts'
import { missShown, pathShown, resourceShown, times } from './shown.ts'
import { explanationInWords } from './words.ts'

export { mayAskAboutAll } from './asking.ts'
export { nothingNamed, readNames } from './names.ts'

/** How many of those who could grant what is missing are named. */
const GRANTERS_MAX = 10
/** No principal has this id. */
const NOBODY = ''

/**
 * Whether a subject may do something, and why: every grant that allows it, or the nearest misses, the smallest roles that would do,
 * and who can grant them. Raises `not-allowed` for a question about somebody else without `access:decide`.
 */
export async function explainDecision(
  caller: Caller,
  { subject, action, resource }: Input<typeof decisions.explain>['body'],
): Promise<Reply<typeof decisions.explain>> {
  const who = findSubject(caller, subject)
  requireMayAsk(caller, who)
  const asked = findResource(caller, resource.type, resource.id ?? null)
  const isVisible = maySee(caller, who ?? NOBODY, asked)
  const on = isVisible ? asked : { ...asked, id: null }
  const revision = revisionOf(caller)
  const why = explain(caller.world, {
    who: who ?? NOBODY,
    action: action.name,
    resource: on,
    at: atOf(caller),
  })
  const granters = why.allowed || why.unknown ? [] : listGranters(caller)

  const held = [...why.paths, ...why.nearest]
  const names = await readNames(caller, {
    subjects: [...(who === undefined ? [] : [who]), ...granters],
    roles: [...held.flatMap(({ roleId = [] }) => roleId), ...why.smallestRoles],
    vias: held.flatMap(({ via = [] }) => via),
    scopes: why.paths.map((path) => path.scope),
    resources: [on, ...why.paths.map((path) => path.resource)],
  })
  const words = { names, catalog: caller.app.catalog }
  const called = who === undefined ? `“${subject.id}”` : calledInWords(caller, who, names.subject(who).name)
  const about = { called, action: action.name, resource: asked }
  const whoCanGrant = grantersShown(caller, granters, names)
  const showIds = may(caller, 'audit:read', workspaceOf(caller))
  const { name = subject.id } = who === undefined ? {} : names.subject(who)
  return {
    allowed: why.allowed,
    sentence: explanationInWords(
      words,
      about,
      why,
      whoCanGrant.map((one) => one.name),
    ),
    about: {
      subject: { type: subject.type, name },
      action: action.name,
      resource: resourceShown(words, asked),
    },
    revision,
    ...(why.unknown && { unknown: why.unknown }),
    paths: why.paths.map((path) => pathShown(words, path, showIds)),
    nearest: why.nearest.map((miss) => missShown(words, about, miss, showIds)),
    smallestRoles: why.smallestRoles.map((id) => ({ id, name: names.role(id) })),
    whoCanGrant,
  }
}

/**
 * A page of the members and tokens that may do an action on a resource, by id, with their number. Without a resource id: on the type as
 * a whole. Raises `invalid-input` for a type or an action that the catalog does not know.
 */
export async function listWhoCan(
  caller: Caller,
  query: Input<typeof decisions.whoCan>['query'],
): Promise<Reply<typeof decisions.whoCan>> {
  const { action, resourceType, resourceId = null, subjectType, pagination } = query
  const resource = findResource(caller, resourceType, resourceId)
  requireKnown(caller, resource.type, action)
  const list = `who-can/${JSON.stringify([action, resource, subjectType])}`
  const page = pageOf(caller, pagination, list, 1)
  const question = { action, resource, at: atOf(caller), ...(subjectType && { kind: subjectType }) }
  const { ids, total } = listPrincipals(caller.world, question, oneMore(page))
  const { items, pagination: next } = paged(page, ids, (id) => [id])

  const names = await readNames(caller, { ...nothingNamed, subjects: items })
  const subjects = items.map((id) => {
    const { name, email } = names.subject(id)
    const type = hasPrincipal(caller.world, id, 'token') ? 'token' : 'user'
    const until = endOf(caller.world, { ...question, who: id })
    return { type, id, name, ...(email === null ? {} : { email }), ...times({ until }) }
  })
  return { subjects, pagination: { ...next, totalEntries: total } }
}

/**
 * A page of the registered resources of a type on which a subject, or the caller, may do an action, by id. Raises `not-allowed` for
 * somebody else without `access:decide`, `not-found` for a subject that is not there, `invalid-input` for an unknown type or action.
 */
export async function listWhatCan(
  caller: Caller,
  query: Input<typeof decisions.whatCan>['query'],
): Promise<Reply<typeof decisions.whatCan>> {
  const { action, resourceType, pagination } = query
  const who = subjectOf(caller, query)
  requireMayAsk(caller, who)
  if (who === undefined) throw new Problem('not-found')
  const { type } = findResource(caller, resourceType, null)
  requireKnown(caller, type, action)
  const page = pageOf(caller, pagination, `what-can/${JSON.stringify([who, action, type])}`, 1)
  const { ids } = listResources(caller.world, { who, action, type, at: atOf(caller) }, oneMore(page))
  const { items, pagination: next } = paged(page, ids, (id) => [id])

  const names = await readNames(caller, { ...nothingNamed, resources: items.map((id) => ({ type, id })) })
  const resources = items.map((id) => {
    const until = endOf(caller.world, { who, action, resource: { type, id }, at: atOf(caller) })
    return { id, type: wireType(type), name: names.resource(type, id) ?? id, ...times({ until }) }
  })
  return { resources, pagination: next }
}

/** Who asks about itself only must not learn from an explanation that a resource exists which it cannot see. */
function maySee(caller: Caller, who: string, resource: ResourceName): boolean {
  if (resource.type === 'workspace' || mayAskAboutAll(caller)) return true
  return listActions(caller.world, { who, resource, at: atOf(caller) }).length > 0
}

function listGranters(caller: Caller): string[] {
  const question = {
    action: 'grant:edit',
    resource: workspaceOf(caller),
    kind: 'user' as const,
    at: atOf(caller),
  }
  return listPrincipals(caller.world, question, { count: GRANTERS_MAX }).ids
}

/** Their addresses are for who may read the members anyway (docs/decisions/0026). */
function grantersShown(caller: Caller, ids: string[], names: Names) {
  const mayWrite = may(caller, 'member:read', workspaceOf(caller))
  return ids.map((id) => {
    const { name, email } = names.subject(id)
    return { id, name, ...(mayWrite && email !== null && { email }) }
  })
}

function calledInWords({ world }: Caller, who: string, name: string): string {
  return hasPrincipal(world, who, 'token') ? `The token “${name}”` : name
}

function oneMore({ count, after }: Page): { count: number; after?: string } {
  const [id] = after ?? []
  return { count: count + 1, ...(id !== undefined && { after: id }) }
}

function atOf({ now }: Caller): number {
  return now.getTime()
}

function workspaceOf({ workspaceId }: Caller): { type: string; id: string } {
  return { type: 'workspace', id: workspaceId }
}
