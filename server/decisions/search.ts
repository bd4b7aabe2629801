import { hash } from 'node:crypto'
import {
  endOf,
  listActions,
  listPrincipals,
  listResources,
  namesOf,
  type Question,
} from '../../access/index.ts'
import type { authzen } from '../../contract/authzen.ts'
import type { Input, Reply } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import {
  findResource,
  findSubject,
  kindOf,
  mayAskAboutAll,
  notYours,
  requireMayAsk,
  requireRevision,
} from './asking.ts'

/** The most results on one page, and how many there are where none was asked for. */
const COUNT_MAX = 1_000

type SubjectSearch = Input<typeof authzen.searchSubject>['body']
type ResourceSearch = Input<typeof authzen.searchResource>['body']
type ActionSearch = Input<typeof authzen.searchAction>['body']

/**
 * Who may do this, through groups and labels too (AZ-5 to AZ-7). A member is called as the application calls it
 * (`externalId`), else by our id. Raises `not-allowed` without `access:decide`.
 */
export function searchSubject(caller: Caller, search: SubjectSearch): Reply<typeof authzen.searchSubject> {
  if (!mayAskAboutAll(caller)) throw notYours(caller)
  const page = readPage(caller, search)
  const { type } = search.subject
  const kind = kindOf(caller, type)
  if (kind === null) return answer(page, [])

  const resource = findResource(caller, search.resource.type, search.resource.id)
  const question = { action: search.action.name, resource, kind, at: caller.now.getTime() }
  const { ids, total, next } = listPrincipals(caller.world, question, page.request)
  const results = ids.map((id) => ({
    type,
    id: nameGivenTo(caller, id) ?? id,
    ...ending(caller, { ...question, who: id }),
  }))
  return answer(page, results, { total, next })
}

/** On which registered resources of a type a subject may do this. Raises `not-allowed`. */
export function searchResource(caller: Caller, search: ResourceSearch): Reply<typeof authzen.searchResource> {
  const who = findSubject(caller, search.subject)
  requireMayAsk(caller, who)
  const page = readPage(caller, search)
  if (who === undefined) return answer(page, [])

  const { type } = findResource(caller, search.resource.type, null)
  const question = { who, action: search.action.name, type, at: caller.now.getTime() }
  const { ids, next } = listResources(caller.world, question, page.request)
  const results = ids.map((id) => ({
    type: search.resource.type,
    id,
    ...ending(caller, { ...question, resource: { type, id } }),
  }))
  return answer(page, results, { next })
}

/** What a subject may do to a resource. Raises `not-allowed`. */
export function searchAction(caller: Caller, search: ActionSearch): Reply<typeof authzen.searchAction> {
  const who = findSubject(caller, search.subject)
  requireMayAsk(caller, who)
  const page = readPage(caller, search)
  if (who === undefined) return answer(page, [])

  const resource = findResource(caller, search.resource.type, search.resource.id)
  const names = listActions(caller.world, { who, resource, at: caller.now.getTime() })
  const { after, count } = page.request
  const start = after === undefined ? 0 : names.indexOf(after) + 1
  const shown = names.slice(start, start + count)
  const next = start + count < names.length ? shown.at(-1) : undefined
  const results = shown.map((name) => ({
    name,
    ...ending(caller, { who, action: name, resource, at: caller.now.getTime() }),
  }))
  return answer(page, results, { total: names.length, next })
}

/** Our own id for a member is random; an application that gave one of its own wants to read that (docs/decisions/0010). */
function nameGivenTo({ world }: Caller, id: string): string | undefined {
  const [_email, externalId] = namesOf(world, id)
  return externalId
}

/** Until when what was found holds, where it ends by itself. */
function ending({ world }: Caller, question: Question) {
  const end = endOf(world, question)
  return end === undefined ? {} : { properties: { ends_at: new Date(end).toISOString() } }
}

interface SearchPage {
  asked: boolean
  request: { count: number; after?: string }
  /** Binds tokens to one search in one workspace. */
  bound: () => string
}

type Search = { page?: { limit?: number; token?: string }; context?: { min_revision?: number } }

/** A token continues the very search it came from; a client that sends no limit with it gets the first one's (AZ-6). */
function readPage(caller: Caller, search: Search): SearchPage {
  requireRevision(caller, search.context)
  const { limit, token } = search.page ?? {}
  const asked = search.page !== undefined
  const bound = () => fingerprint(caller.workspaceId, search)
  if (!token) return { asked, request: { count: Math.min(limit ?? COUNT_MAX, COUNT_MAX) }, bound }

  const [from, after, count] = parseToken(token)
  if (from !== bound() || typeof after !== 'string' || typeof count !== 'number') {
    throw new Problem('invalid-input', {
      field: 'page.token',
      message: '"page.token" does not belong to this search: repeat the request that it came from',
    })
  }
  return { asked, request: { count: Math.max(1, Math.min(limit ?? count, COUNT_MAX)), after }, bound }
}

function parseToken(token: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}

function answer<Result>(
  { asked, request, bound }: SearchPage,
  results: Result[],
  { total, next }: { total?: number; next?: string | undefined } = {},
) {
  if (!asked && next === undefined) return { results }
  const token = [bound(), next, request.count]
  const next_token = next === undefined ? '' : Buffer.from(JSON.stringify(token)).toString('base64url')
  return { page: { next_token, count: results.length, ...(total !== undefined && { total }) }, results }
}

function fingerprint(workspaceId: string, { page: _, ...search }: Search): string {
  return hash('sha256', `${workspaceId}\n${JSON.stringify(sorted(search))}`, 'base64url').slice(0, 16)
}

/** Members in one order, because no client promises to keep it. Depth is bounded where the body was read. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return entries.map(([name, one]) => [name, sorted(one)])
}
