import type { TObject, TSchema } from 'typebox'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { App } from '../caller/app.ts'
import type { Feature } from './handlers.ts'
import { errorReplies, jsonOf, sharedSchemas } from './openapi-shared.ts'
import { isServed } from './serve.ts'

/** The sections of the page, in the order in which a newcomer wants them. What is not named comes after. */
const tags: Record<string, string> = {
  workspaces: 'The workspace: its name, plan and settings.',
  signIn: 'How people get in, and prove again that it is them.',
  mfa: 'Second factors: authenticator app and recovery codes.',
  passkeys: 'Passkeys, as the first factor or the second.',
  providers: 'Accounts at external providers: signing in with them, linking them.',
  account: 'The account of the signed-in person, and where they are signed in.',
  members: 'The people in the workspace.',
  invites: 'People who are asked to join.',
  groups: 'Sets of members that share roles.',
  roles: 'What can be granted: the roles of the catalog, and your own.',
  grants: 'Who holds which role, on what.',
  accessRequests: 'Asking for access, and answering.',
  labels: '`key:value` marks on resources, by which roles can be granted.',
  words: 'What the catalog says, in other languages.',
  resources: 'The registry of what roles can be granted on, for all types alike.',
  sources: 'Sources, as Segment speaks of them.',
  destinations: 'Destinations, as Segment speaks of them.',
  warehouses: 'Warehouses, as Segment speaks of them.',
  trackingPlans: 'Tracking plans, as Segment speaks of them.',
  functions: 'Functions, as Segment speaks of them.',
  spaces: 'Spaces, as Segment speaks of them.',
  integrations: "The catalog of integrations, as Segment's clients ask for it.",
  tokens: 'API tokens for programs.',
  connections: 'Single sign-on: the identity providers of a workspace, and links for whoever sets them up.',
  domains: 'Single sign-on: the domains of e-mail addresses that a workspace has proved.',
  sso: 'Signing in through single sign-on, and who may enter without it.',
  breakGlass: 'Nominated people who become owners for a few hours, in an emergency.',
  support: "The operator's support staff: letting them in, for a time.",
  provisioning:
    'SCIM, from the side of the workspace: tokens, the activity log, and what the identity provider manages.',
  scim: 'SCIM 2.0 (RFC 7643, RFC 7644), for identity providers.',
  decisions: 'Why somebody may do something, and who may do what.',
  authzen: 'Decisions in the manner of the OpenID AuthZEN Authorization API 1.0.',
  previews: 'What a change would do to who may what, before it is made.',
  audit: 'What happened, and who did it.',
  echo: 'For trying out a client.',
}

/**
 * The OpenAPI 3.1 description of everything that this server serves to programs, made of the contract: TypeBox schemas are
 * JSON Schema already. Pages for browsers and health checks are left out.
 */
export function describeApi(app: App, features: Feature[]): Record<string, unknown> {
  const shown = features.flatMap(({ name, endpoints }) =>
    Object.entries(endpoints)
      .filter(([, endpoint]) => endpoint.dialect !== 'plain' && isServed(app, endpoint))
      .map(([operation, endpoint]) => ({ tag: name, operationId: `${name}.${operation}`, endpoint })),
  )
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { tag, operationId, endpoint } of shown) {
    const path = pathOf(endpoint)
    const methods = paths[path] ?? {}
    methods[endpoint.method.toLowerCase()] = { operationId, tags: [tag], ...operationOf(endpoint) }
    paths[path] = methods
  }
  const used = new Set(shown.map(({ tag }) => tag))
  const known = Object.entries(tags).filter(([name]) => used.has(name))
  const others = [...used].filter((name) => !(name in tags)).map((name) => ({ name }))
  return {
    openapi: '3.1.0',
    info: about,
    servers: serversOf(app),
    security: [{ token: [] }, { session: [] }],
    tags: [...known.map(([name, description]) => ({ name, description })), ...others],
    paths,
    components: sharedSchemas,
  }
}

const about = {
  title: 'Claviger API',
  version: '1',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  description:
    'Who is in this workspace, what may they do, why, and who changed it. Wire-compatible with Segment’s Public API.\n\n' +
    'Successful answers are `{"data": …}`, refusals `{"errors": [{"type", "message", …}]}`. Every answer carries ' +
    '`X-Request-Id`. Lists come in pages: ask again with `pagination.next` as the cursor, until there is none.',
}

const STEP_UP =
  'Only for a person whose last proof of a factor is at most ten minutes old; otherwise refused with `step-up-required`.'

const FORM = 'application/x-www-form-urlencoded'

/** As a path, so that it is right whatever name or port the server is reached by. */
function serversOf({ config }: App) {
  const prefix = new URL(config.publicUrl).pathname.replace(/\/$/, '')
  const workspace = { default: 'acme', description: 'The slug of the workspace.' }
  return [
    { url: prefix || '/', description: 'The workspace of the token.' },
    {
      url: `${prefix}/w/{workspace}`,
      description: 'A workspace by name, as sessions need it.',
      variables: { workspace },
    },
  ]
}

function pathOf({ path, dialect = 'api' }: Endpoint): string {
  const inBraces = path.replace(/:([A-Za-z]+)/g, '{$1}')
  if (dialect !== 'api') return inBraces
  return path === '/' ? '/api' : `/api${inBraces}`
}

function operationOf(endpoint: Endpoint) {
  const { says, query, body, stepUp, form, dialect } = endpoint
  const parameters = [
    ...pathParameters(endpoint.path),
    ...queryParameters(query),
    ...headerParameters(endpoint),
  ]
  return {
    summary: says,
    ...(stepUp ? { description: STEP_UP } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? { requestBody: { required: true, content: { [form ? FORM : jsonOf(dialect)]: { schema: body } } } }
      : {}),
    responses: { ...success(endpoint), ...errorReplies(endpoint) },
    ...securityOf(endpoint),
  }
}

/** Either kind of credential opens what says nothing. */
function securityOf({ access, stepUp }: Endpoint) {
  if (access.kind === 'anyone') return { security: [] }
  if (access.kind === 'scim') return { security: [{ scimToken: [] }] }
  return access.kind === 'signedIn' || stepUp ? { security: [{ session: [] }] } : {}
}

function success({ reply, status = 200, stream, silent, dialect = 'api' }: Endpoint) {
  const nothing = { 204: { description: 'It was done.' } }
  if (silent === 'always') return nothing
  const enveloped = { type: 'object', required: ['data'], properties: { data: reply } }
  const schema = stream ? { type: 'string' } : dialect === 'api' ? enveloped : reply
  const description = status === 201 ? 'It was made.' : 'It was done.'
  const content = { [stream ?? jsonOf(dialect)]: { schema } }
  return { [status]: { description, content }, ...(silent ? nothing : {}) }
}

function pathParameters(path: string) {
  const names = [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name)
  const schema = { type: 'string', minLength: 1, maxLength: 255 }
  return names.map((name) => ({ name, in: 'path', required: true, schema }))
}

function queryParameters(query: TObject | undefined) {
  const required = new Set<string>(query?.required ?? [])
  return Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema,
    ...(isObject(schema) ? { style: 'deepObject', explode: true } : {}),
  }))
}

function isObject(schema: TSchema): boolean {
  return (schema as { type?: unknown }).type === 'object'
}

function headerParameters({ method, access }: Endpoint) {
  const isKept = method === 'POST' && access.kind !== 'anyone'
  return isKept ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []
}
