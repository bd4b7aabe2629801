import assert from 'node:assert/strict'
import { groups } from '../contract/groups.ts'
import { invites } from '../contract/invites.ts'
import { members } from '../contract/members.ts'
import { SCIM_TYPE } from '../server/http/scim.ts'
import { hashSecret, newId, newSecret } from '../server/platform/ids.ts'
import { clock, openWorkspace, type TestWorkspace } from './house.ts'
import { provedDomain } from './sso-house.ts'

export const CORE = 'urn:ietf:params:scim:schemas:core:2.0'
export const USER = `${CORE}:User`
export const GROUP = `${CORE}:Group`
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0'
const PATCH = `${MESSAGES}:PatchOp`

/** The detail keywords of RFC 7644, section 3.12. */
const keywords = [
  ...['invalidFilter', 'tooMany', 'uniqueness', 'mutability', 'invalidSyntax'],
  ...['invalidPath', 'noTarget', 'invalidValue', 'invalidVers', 'sensitive'],
]

interface Valued {
  value: string
  display?: string
  type?: string
  primary?: boolean
}

/** What tests read of an answer, whichever kind it is of. */
export interface Resource {
  schemas: string[]
  id: string
  userName: string
  displayName: string
  externalId?: string
  active: boolean
  name: { givenName?: string; familyName?: string; formatted?: string }
  emails: Valued[]
  members?: Valued[]
  groups?: Valued[]
  meta: { resourceType: string; created: string; lastModified: string; location: string }
  totalResults: number
  startIndex: number
  itemsPerPage: number
  Resources: Resource[]
  scimType?: string
  detail: string
  [name: string]: unknown
}

export interface ScimAnswer {
  status: number
  headers: Headers
  text: string
  body: Resource
}

type Sent = { body?: unknown; query?: Record<string, string>; headers?: Record<string, string> }
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** An identity provider: it calls `/scim/v2` with its token, and every answer is held to the form that RFC 7644 gives it. */
export interface Provider {
  send(method: Method, path: string, sent?: Sent): Promise<ScimAnswer>
  get(path: string, query?: Record<string, string>): Promise<ScimAnswer>
  post(path: string, body: unknown): Promise<ScimAnswer>
  put(path: string, body: unknown): Promise<ScimAnswer>
  /** Sends these operations; anything that is no list is the body itself. */
  patch(path: string, operations: unknown): Promise<ScimAnswer>
  delete(path: string): Promise<ScimAnswer>
}

/** A workspace that an identity provider pushes to. */
export interface Provisioned extends TestWorkspace, Provider {
  secret: string
  /** A domain that the workspace has verified. */
  domain: string
  /** What the console's API shows of the workspace, without its owner. */
  look(): Promise<Look>
}

/** Members and invited by the local part of their address, sorted. */
export interface Look {
  members: string[]
  invited: string[]
  groups: Record<string, string[]>
}

/** The same with nobody but the owner. */
export const nobody: Look = { members: [], invited: [], groups: {} }

/** Opens a workspace with a verified domain and a SCIM token. `contentType` is what the provider calls its JSON. */
export async function openProvisioned({
  contentType = 'application/scim+json',
}: {
  contentType?: string
} = {}): Promise<Provisioned> {
  const place = await openWorkspace()
  const domain = `${place.slug}.example`
  const about = { workspace_id: place.id, created_at: clock.now() }
  await place.app.database.db.insertInto('domains').values(provedDomain(about, domain)).execute()
  const secret = await addScimToken(place)
  const provider = providerOf(place, { secret, contentType })
  return { ...place, ...provider, secret, domain, look: () => look(place) }
}

/** Makes a SCIM token for a workspace, and answers its secret. */
export async function addScimToken({ app, id }: TestWorkspace): Promise<string> {
  const secret = newSecret('cvd_')
  const about = { workspace_id: id, id: newId(), description: 'Provider', hint: secret.slice(-4) }
  const row = { ...about, secret_hash: hashSecret(secret), created_by: 'test', created_at: clock.now() }
  await app.database.db.insertInto('scim_tokens').values(row).execute()
  return secret
}

/** Calls SCIM as a provider with this secret does; null sends none. */
export function providerOf(
  { url, app }: Pick<TestWorkspace, 'url' | 'app'>,
  { secret, contentType = 'application/scim+json' }: { secret: string | null; contentType?: string },
): Provider {
  const send: Provider['send'] = async (method, path, { body, query, headers } = {}) => {
    const asked = query ? `?${new URLSearchParams(query)}` : ''
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(`${url}${path.startsWith('/w/') ? '' : '/scim/v2'}${path}${asked}`, {
      method,
      headers: {
        ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
        ...(body === undefined ? {} : { 'content-type': contentType }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: text }),
    })
    return read(response, {
      what: `${method} ${path}${asked}`,
      path,
      base: `${app.config.publicUrl}/scim/v2`,
    })
  }
  return {
    send,
    get: (path, query) => send('GET', path, query ? { query } : {}),
    post: (path, body) => send('POST', path, { body }),
    put: (path, body) => send('PUT', path, { body }),
    patch: (path, operations) => send('PATCH', path, { body: patchOf(operations) }),
    delete: (path) => send('DELETE', path),
  }
}

/** Has the provider add somebody of the verified domain, and answers what it was answered. */
export async function add(place: Provisioned, local: string, more: object = {}) {
  const userName = `${local}@${place.domain}`
  const { status, body } = await place.post('/Users', { schemas: [USER], userName, ...more })
  assert.equal(status, 201)
  return body
}

/** The body of a PATCH. */
export function patchOf(operations: unknown): unknown {
  return Array.isArray(operations) ? { schemas: [PATCH], Operations: operations } : operations
}

async function read(
  response: Response,
  about: { what: string; path: string; base: string },
): Promise<ScimAnswer> {
  const { status, headers } = response
  const text = await response.text()
  const told = `${about.what}: ${status} ${text.slice(0, 500)}`
  if (status === 204) {
    assert.equal(text, '', told)
    // Whoever reads a body that is not there fails by it.
    return { status, headers, text, body: {} as Resource }
  }
  assert.equal(headers.get('content-type'), SCIM_TYPE, told)
  // Everything is looked at below before a test relies on it.
  const body = JSON.parse(text) as Resource
  if (status >= 400) assertError(status, body, told)
  else assertResource(body, about.base, told)
  if (status === 201) assert.equal(headers.get('location'), `${about.base}${about.path}/${body.id}`, told)
  return { status, headers, text, body }
}

function assertError(status: number, body: Resource, told: string) {
  assert.deepEqual(body.schemas, [`${MESSAGES}:Error`], told)
  assert.equal(body.status, String(status), told)
  assert.ok(typeof body.detail === 'string' && body.detail !== '', told)
  assert.ok(body.scimType === undefined || keywords.includes(body.scimType), told)
}

function assertResource(body: Resource, base: string, told: string) {
  assert.ok(Array.isArray(body.schemas), told)
  if (body.schemas[0] === `${MESSAGES}:ListResponse`) {
    const { totalResults, startIndex, itemsPerPage, Resources } = body
    for (const number of [totalResults, startIndex, itemsPerPage]) assert.ok(Number.isInteger(number), told)
    assert.equal(Resources.length, itemsPerPage, told)
    for (const one of Resources) assertResource(one, base, told)
    return
  }
  const kind = body.schemas.includes(USER) ? 'User' : body.schemas.includes(GROUP) ? 'Group' : null
  if (kind === null) return
  assert.ok(typeof body.id === 'string' && body.id !== '', told)
  assert.ok(!('password' in body), told)
  if (body.meta === undefined) return
  const { resourceType, location, created, lastModified } = body.meta
  assert.equal(resourceType, kind, told)
  assert.equal(location, `${base}/${kind}s/${body.id}`, told)
  assert.ok(Date.parse(created) <= Date.parse(lastModified), told)
}

async function look({ owner, ownerPerson }: TestWorkspace): Promise<Look> {
  const page = { pagination: { count: 1_000 } }
  const localOf = (email: string) => email.split('@')[0] ?? email
  const { users } = await owner(members.list, { query: page })
  const { invites: invited } = await owner(invites.list, { query: page })
  const { userGroups } = await owner(groups.list, { query: page })
  const filled: [string, string[]][] = []
  for (const { id: userGroupId, name } of userGroups) {
    const { users: within } = await owner(groups.listUsers, { params: { userGroupId }, query: page })
    const { emails } = await owner(groups.listInvites, { params: { userGroupId }, query: page })
    filled.push([name, [...within.map(({ email }) => email), ...emails].map(localOf).sort()])
  }
  const others = users.filter(({ id }) => id !== ownerPerson.id)
  return {
    members: others.map(({ email }) => localOf(email)).sort(),
    invited: invited.map(localOf).sort(),
    groups: Object.fromEntries(filled.sort()),
  }
}
