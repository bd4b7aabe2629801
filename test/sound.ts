import type { Dialect, Endpoint } from '../contract/endpoint.ts'
import type { Fixture } from './fixture.ts'
import { headersOf } from './house.ts'
import type { Random } from './random.ts'
import type { Sample } from './samples.ts'
import { valueFor } from './values.ts'

/** A request that no server may obey. `path` is already encoded, or wrong on purpose. */
export interface Malformed {
  what: string
  endpoint: Endpoint
  method: string
  path: string
  headers: Record<string, string>
  body?: string | Buffer
}

/** What a generator works with: an endpoint, our workspace, and another one. */
export interface Making {
  random: Random
  /** Where the server is. */
  url: string
  endpoint: Endpoint
  /** Where the path parameters come from. */
  sample: Sample
  ours: Fixture
  theirs: Fixture
}

/** Makes one kind of malformed request, or null where it makes no sense for the endpoint. */
export type Maker = (making: Making) => Malformed | null

/** The parts of a request as a careful client would send it, before something is spoilt. */
export function sound(making: Making) {
  const { endpoint, ours, random } = making
  const body = endpoint.body ? valueFor(endpoint.body, random) : undefined
  const query = endpoint.query ? valueFor(endpoint.query, random) : undefined
  return { params: paramsOf(making, ours), query: query as Record<string, unknown> | undefined, body }
}

/** Parts of a request that are as they should be. */
export type Sound = ReturnType<typeof sound>

/** A request of these parts, as the owner sends it: with a token, and in person what tokens cannot; to SCIM, as the provider does. */
export function build(
  { endpoint, ours, url }: Making,
  what: string,
  { params, query, body }: Sound,
): Malformed {
  const asText = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const { kind } = endpoint.access
  const inPerson = kind === 'signedIn' || endpoint.stepUp === true
  const who = kind === 'scim' ? 'SCIM token' : inPerson ? 'owner' : 'owner token'
  const credential = kind === 'anyone' ? null : ours.credentials[who]
  const headers = {
    ...headersOf(credential, url),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const mount = inPerson && kind !== 'signedIn' ? `/w/${ours.slug}` : ''
  const path = mount + pathOf(endpoint, params) + (query ? `?${pairsOf('', query).join('&')}` : '')
  return { what, endpoint, method: endpoint.method, path, headers, ...asText }
}

/** Where a dialect is served for a token. */
function mountOf(dialect: Dialect = 'api'): string {
  return dialect === 'api' ? '/api' : ''
}

function pathOf({ path, dialect }: Endpoint, params: Record<string, string>): string {
  return mountOf(dialect) + path.replace(/:([A-Za-z]+)/g, (_, name: string) => params[name] ?? '')
}

function pairsOf(prefix: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [`${prefix}=${encodeURIComponent(String(value))}`]
  return Object.entries(value).flatMap(([key, one]) => pairsOf(prefix ? `${prefix}[${key}]` : key, one))
}

/** The path parameters of the endpoint's sample, for a workspace. */
export function paramsOf({ sample }: Making, { ids, workspaceId, slug }: Fixture): Record<string, string> {
  return sample({ ...ids, workspaceId, slug }).params ?? {}
}
