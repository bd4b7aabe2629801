import type { ParseKeys } from 'i18next'
import type { Reply } from '../../contract/endpoint.ts'
import type { provisioning } from '../../contract/provisioning.ts'
import { isRecord } from '../audit/event.ts'

/** One request of the identity provider. */
export type ScimRequest = Reply<typeof provisioning.listRequests>['requests'][number]

/** How a request ended. `would`: it would have changed something, and was only tried out. */
export type Outcome = 'changed' | 'would' | 'same' | 'read' | 'refused'

/** What a dry run answers to what it tried out: there nothing was wrong with the request. */
const TRIED_OUT = 503

export function outcomeOf({ method, status, did, dryRun }: ScimRequest): Outcome {
  const isTriedOut = dryRun && status === TRIED_OUT
  if (status >= 400 && !isTriedOut) return 'refused'
  if (did.length > 0) return dryRun ? 'would' : 'changed'
  return method === 'GET' ? 'read' : 'same'
}

/** What a request was about: the text for it, and the name that belongs into it. */
export interface About {
  text: ParseKeys
  name: string
}

/** What a request was about, as far as its address, its body and what it did tell. */
export function aboutOf(request: ScimRequest): About {
  const [, room = '', id] = /\/scim\/v2\/([^/?]*)(?:\/([^?]+))?/i.exec(request.path) ?? []
  if (/^(ServiceProviderConfig|ResourceTypes|Schemas)$/i.test(room)) return plain('discover')
  if (/^Users$/i.test(room)) return id === undefined ? aboutUsers(request) : aboutUser(request)
  if (/^Groups$/i.test(room)) return id === undefined ? aboutGroups(request) : aboutGroup(request)
  return plain('other')
}

type Deed = keyof typeof import('../i18n/en/provisioning.ts').provisioning.log.deed

function plain(deed: Deed): About {
  return { text: `provisioning.log.deed.${deed}`, name: '' }
}

function named(deed: Deed, name: string, nameless: Deed): About {
  return name === '' ? plain(nameless) : { text: `provisioning.log.deed.${deed}`, name }
}

function aboutUsers({ method, path, sent }: ScimRequest): About {
  if (method === 'POST') return named('addUser', textOf(sent, 'userName'), 'addSomebody')
  if (/[?&]count=1(&|$)/.test(path) && !/[?&]filter=/.test(path)) return plain('testUsers')
  return named('findUser', soughtIn(path), 'listUsers')
}

function aboutUser(request: ScimRequest): About {
  const { method, sent } = request
  const name = textOf(sent, 'userName') || nameIn(request, 'USER')
  if (method === 'GET') return plain('getUser')
  if (method === 'DELETE') return named('removeUser', name, 'removeSomebody')
  const isActive = activeIn(sent)
  if (isActive === false) return named('deactivate', name, 'deactivateSomebody')
  // A full replacement always says that somebody is active: only a change that says nothing else is about that.
  if (isActive === true && method === 'PATCH') return named('activate', name, 'activateSomebody')
  return named('changeUser', name, 'changeSomebody')
}

function aboutGroups({ method, path, sent }: ScimRequest): About {
  if (method === 'POST') return named('addGroup', textOf(sent, 'displayName'), 'addSomeGroup')
  return named('findGroup', soughtIn(path), 'listGroups')
}

function aboutGroup(request: ScimRequest): About {
  const { method, sent } = request
  const name = nameIn(request, 'GROUP') || textOf(sent, 'displayName')
  if (method === 'GET') return plain('getGroup')
  if (method === 'DELETE') return named('removeGroup', name, 'removeSomeGroup')
  return named('changeGroup', name, 'changeSomeGroup')
}

/** The first thing of this kind that the request did something to, by name. */
function nameIn({ did }: ScimRequest, kind: 'USER' | 'GROUP'): string {
  const own = kind === 'USER' ? /^(User |SCIM Profile)/ : /^(User Group |Group |Subjects )/
  const isIt = (type: string) => own.test(type) && (kind === 'GROUP' || !/^User Group /.test(type))
  return did.find(({ type }) => isIt(type))?.resourceName ?? ''
}

/** What a filter looks for: the first text in quotation marks. */
function soughtIn(path: string): string {
  const query = new URLSearchParams(path.split('?')[1] ?? '')
  return /"((?:[^"\\]|\\.)+)"/.exec(query.get('filter') ?? '')?.[1] ?? ''
}

/** A text at the top of a body, also where that was cut and is no JSON any more. */
function textOf(sent: string | null, key: string): string {
  const value = parsed(sent)?.[key]
  if (typeof value === 'string') return value
  const [, found] = new RegExp(`"${key}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(sent ?? '') ?? []
  return found ?? ''
}

/** Whether a body says that somebody is active, in any of the ways in which providers say it; null where it says nothing of it. */
function activeIn(sent: string | null): boolean | null {
  const body = parsed(sent)
  if (!body) return null
  const operations = Array.isArray(body.Operations) ? body.Operations.filter(isRecord) : []
  const said = [
    body.active,
    ...operations.map(({ path, value }) => {
      if (typeof path === 'string' && path.toLowerCase() === 'active') return value
      return path === undefined && isRecord(value) ? value.active : undefined
    }),
  ].find((value) => value !== undefined)
  return said === undefined ? null : String(said).toLowerCase() === 'true'
}

function parsed(sent: string | null): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(sent ?? '')
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

/** A body with line breaks, or as it came where it is cut. */
export function legible(sent: string): string {
  const body = parsed(sent)
  return body ? JSON.stringify(body, null, 2) : sent
}
