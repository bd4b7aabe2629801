import type { Dialect, Endpoint } from '../../contract/endpoint.ts'
import { SCIM_MEDIA_TYPE } from '../../contract/scim.ts'
import { SESSION_COOKIE } from './cookies.ts'

const text = { type: 'string' }

/** How the Public API refuses (public-api 1.6). */
const errors = {
  type: 'object',
  required: ['errors'],
  properties: {
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['type'],
        properties: {
          type: { ...text, description: 'The class of the error.' },
          message: { ...text, description: 'What is wrong, and what to do about it.' },
          field: { ...text, description: 'The dotted path of the input that caused it.' },
          status: { type: 'integer' },
          data: {
            type: 'object',
            description: 'For programs: `code` names the problem exactly.',
            properties: { code: text },
            additionalProperties: true,
          },
        },
      },
    },
  },
}

const retryAfter = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } }

/** What each refusal of the Public API means, by status (public-api 1.6). */
const meanings = {
  401: 'No valid credential, or its roles do not allow this.',
  404: 'Nothing here, or nothing you may see.',
  409: 'Something that is there already stands against it.',
  413: 'The request is too large.',
  422: 'The request is not valid, or the plan does not include this. All faults are listed.',
  429: 'Too many calls.',
  500: 'Something went wrong on our side. Nothing was changed.',
  503: 'The server cannot answer now.',
} as const

type Status = keyof typeof meanings
const waiting: readonly Status[] = [429, 503]

function refusal(status: Status) {
  const schema = { $ref: '#/components/schemas/Errors' }
  const content = { 'application/json': { schema } }
  const headers = waiting.includes(status) ? { headers: retryAfter } : {}
  return [`Refused${status}`, { description: meanings[status], content, ...headers }] as const
}

const decisionRefusal = {
  description: 'The question is not valid (400), or the caller is not known (401) or may not ask (403).',
  content: { 'application/json': { schema: { ...text, description: 'What is wrong.' } } },
}

/** The media type of a dialect's JSON. */
export function jsonOf(dialect: Dialect | undefined): string {
  return dialect === 'scim' ? SCIM_MEDIA_TYPE : 'application/json'
}

const scimRefusal = {
  description:
    'The request is refused (4XX), or the server cannot do it now: also in a dry run (5XX). RFC 7644, section 3.12.',
  content: {
    [SCIM_MEDIA_TYPE]: {
      schema: {
        type: 'object',
        required: ['schemas', 'status', 'detail'],
        properties: {
          schemas: { type: 'array', items: text },
          status: { ...text, description: 'The status of the answer, as a text.' },
          scimType: { ...text, description: 'The detail keyword, where there is one.' },
          detail: { ...text, description: 'What is wrong.' },
        },
      },
    },
  },
}

/** What operations refer to. */
export const sharedSchemas = {
  securitySchemes: {
    token: {
      type: 'http',
      scheme: 'bearer',
      description: 'An API token (`cvt_…`). It speaks for its own workspace.',
    },
    scimToken: {
      type: 'http',
      scheme: 'bearer',
      description: 'A SCIM token (`cvd_…`). It opens SCIM, for its own workspace, and nothing else.',
    },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: SESSION_COOKIE,
      description:
        'The session of a person, who speaks for the workspace in the path (`/w/{slug}/…`). Every change also needs an `Origin` of ours.',
    },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'The same key with the same request takes effect once, and is answered the same, for a day.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
  },
  responses: {
    ...Object.fromEntries(Object.keys(meanings).map((status) => refusal(Number(status) as Status))),
    DecisionRefused: decisionRefusal,
    ScimRefused: scimRefusal,
  },
  schemas: { Errors: errors },
}

/** The refusals that an endpoint can answer with. */
export function errorReplies({ method, access, body, dialect = 'api' }: Endpoint) {
  if (dialect === 'scim') {
    const refused = { $ref: '#/components/responses/ScimRefused' }
    return { '4XX': refused, '5XX': refused }
  }
  if (dialect !== 'api') return { '4XX': { $ref: '#/components/responses/DecisionRefused' } }

  const statuses: Status[] = [
    ...(access.kind === 'anyone' ? [] : [401 as const]),
    404,
    ...(method === 'GET' ? [] : [409 as const]),
    ...(body ? [413 as const] : []),
    422,
    429,
    500,
    503,
  ]
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/Refused${status}` }]),
  )
}
