import type { Endpoint, Input, Reply } from '../contract/endpoint.ts'

/** Where a server is, and as whom to call it. */
export interface Connection {
  /** `https://access.example.com`, or with a workspace: `https://access.example.com/w/acme`. No slash at the end. */
  url: string
  /** An API token (`cvt_…`). */
  token?: string
  /** Further headers: the cookie of a session, for whoever has no browser. */
  headers?: Record<string, string>
  fetch?: typeof fetch
}

/** What the server refused: the first of its errors, with all of them, as the Public API writes them. */
export class Refused extends Error {
  readonly status: number
  /** The code of the problem (contract/problems.ts), or the class of the error where there is none. */
  readonly code: string
  readonly errors: readonly ApiError[]
  readonly requestId: string | null

  constructor(status: number, errors: readonly ApiError[], requestId: string | null) {
    super(errors[0]?.message ?? `The server answered ${status}.`)
    this.status = status
    this.errors = errors
    this.code = errors[0]?.data?.code ?? errors[0]?.type ?? 'unknown'
    this.requestId = requestId
  }
}

export interface ApiError {
  type: string
  message?: string
  field?: string
  status?: number
  data?: { code?: string; [key: string]: unknown }
}

/** The keys of each of several shapes; `keyof` knows only those that all have. */
type AnyKeyOf<Shape> = Shape extends unknown ? keyof Shape : never

/** What an endpoint wants to be given: those of path parameters, query and body that it has. */
export type Given<E extends Endpoint> = {
  [Part in keyof Input<E> as Input<E>[Part] extends undefined
    ? never
    : [AnyKeyOf<Input<E>[Part]>] extends [never]
      ? never
      : Part]: Input<E>[Part]
} & { idempotencyKey?: string }

/** What an endpoint answers. */
export type Answer<E extends Endpoint> = E extends { stream: string } ? string : Reply<E>

/**
 * Calls one endpoint of the contract, with everything typed by it. Answers what the endpoint replies, without the
 * envelope (for a stream: its text). Throws `Refused` for every answer that is no success.
 */
export async function call<E extends Endpoint>(
  connection: Connection,
  endpoint: E,
  given: Given<E>,
): Promise<Answer<E>> {
  const {
    params = {},
    query,
    body,
    idempotencyKey,
  } = given as {
    params?: Record<string, string>
    query?: Record<string, unknown>
    body?: unknown
    idempotencyKey?: string
  }
  const path = endpoint.path.replace(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
  const dialect = endpoint.dialect ?? 'api'
  const url = `${connection.url}${dialect === 'api' ? '/api' : ''}${path}${textOf(query)}`
  const headers: Record<string, string> = { accept: 'application/json', ...connection.headers }
  if (connection.token) headers.authorization = `Bearer ${connection.token}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey
  const send = connection.fetch ?? fetch
  const response = await send(url, {
    method: endpoint.method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw await refused(response)
  if (endpoint.stream) return (await response.text()) as Answer<E>

  const answer = (await response.json()) as { data: Answer<E> }
  return dialect === 'api' ? answer.data : (answer as Answer<E>)
}

async function refused(response: Response): Promise<Refused> {
  const requestId = response.headers.get('x-request-id')
  const text = await response.text()
  try {
    const parsed = JSON.parse(text) as { errors?: ApiError[] } | string
    const errors = typeof parsed === 'string' ? [{ type: 'refused', message: parsed }] : (parsed.errors ?? [])
    return new Refused(response.status, errors, requestId)
  } catch {
    return new Refused(response.status, [{ type: 'unknown', message: text.slice(0, 200) }], requestId)
  }
}

/** `{pagination: {count: 2}, emails: ['a']}` is `?pagination[count]=2&emails[0]=a`. */
function textOf(query: Record<string, unknown> | undefined): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) => pairsOf(name, value))
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''
}

function pairsOf(name: string, value: unknown): [string, string][] {
  if (value === undefined) return []
  if (typeof value !== 'object' || value === null) return [[name, value === null ? '' : String(value)]]
  return Object.entries(value).flatMap(([key, one]) => pairsOf(`${name}[${key}]`, one))
}
