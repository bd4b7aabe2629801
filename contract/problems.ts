import { accessRequestProblems } from './access-request-problems.ts'
import { scimProblems } from './scim-problems.ts'
import { signInProblems } from './sign-in-problems.ts'
import { ssoProblems } from './sso-problems.ts'

/**
 * Every refusal that a person or a program can meet. The key is the code, `status` the HTTP status outside the
 * Public API; under `/api`, `type` is Segment's class of the error (public-api 1.6) and `not-allowed` is said as 401,
 * as Segment documents. A database constraint named `group_name_taken` raises the problem `group-name-taken`.
 */
export const problems = {
  'not-signed-in': {
    status: 401,
    type: 'unauthorized',
    says: 'Send a valid token (Authorization: Bearer <token>), or sign in.',
  },
  ...signInProblems,
  ...ssoProblems,
  ...scimProblems,
  ...accessRequestProblems,
  'not-allowed': {
    status: 403,
    type: 'unauthorized',
    says: 'Your roles do not allow this.',
  },
  'not-found': {
    status: 404,
    type: 'not-found',
    says: 'Nothing here, or nothing you may see.',
  },
  'method-not-allowed': {
    status: 405,
    type: 'not-found',
    says: 'This address does not take this method.',
  },
  'asked-for': { status: 400, type: 'input-validation', says: 'This is the error that you asked for.' },
  'invalid-input': {
    status: 422,
    type: 'input-validation',
    says: 'The request is not valid.',
  },
  'too-large': {
    status: 413,
    type: 'too-large',
    says: 'The request is too large.',
  },
  'unsupported-media-type': {
    status: 415,
    type: 'input-validation',
    says: 'Send the body as application/json.',
  },
  'too-many-requests': {
    status: 429,
    type: 'RequestError',
    says: 'Too many requests',
  },
  'plan-limit': {
    status: 422,
    type: 'plan-limit',
    says: "The workspace's plan does not include this.",
  },
  'server-error': {
    status: 500,
    type: 'server-error',
    says: 'Something went wrong on our side. Nothing was changed.',
  },
  unavailable: {
    status: 503,
    type: 'server-error',
    says: 'The server cannot answer now. Try again in a moment.',
  },
  'idempotency-key-reused': {
    status: 422,
    type: 'input-validation',
    says: 'This Idempotency-Key was used before with another request. Use a new key.',
  },
  'sign-in-first': {
    status: 401,
    type: 'unauthorized',
    says: 'An account with the invited address exists. Sign in as that account, then open the link again.',
  },
  'already-set-up': {
    status: 409,
    type: 'conflict',
    says: 'This server is set up already. Sign in instead.',
  },

  'last-owner': {
    status: 409,
    type: 'conflict',
    says: 'A workspace needs at least one owner who is a person. Make someone else an owner first.',
  },
  'workspace-slug-taken': {
    status: 409,
    type: 'conflict',
    says: 'A workspace with this slug already exists.',
  },
  'user-email-taken': {
    status: 409,
    type: 'conflict',
    says: 'An account with this e-mail address already exists.',
  },
  'member-exists': {
    status: 409,
    type: 'conflict',
    says: 'This person is already a member of the workspace.',
  },
  'external-id-taken': {
    status: 409,
    type: 'conflict',
    says: 'This external id already names somebody in the workspace, as an external id, an id or an e-mail address.',
  },
  'invite-pending': {
    status: 409,
    type: 'conflict',
    says: 'An invite for this address is already pending.',
  },
  'invite-gone': {
    status: 410,
    type: 'gone',
    says: 'This invite was accepted, revoked, replaced, or has expired. Ask for a new one.',
  },
  'open-the-letter': {
    status: 403,
    type: 'unauthorized',
    says: 'Open the link in the letter that was sent to the invited address, or have it sent again. If you have an account with that address, sign in first.',
  },
  'invite-not-yours': {
    status: 403,
    type: 'unauthorized',
    says: 'This invite is for another e-mail address.',
  },
  'group-name-taken': {
    status: 409,
    type: 'conflict',
    says: 'A group with this name already exists.',
  },
  'role-name-taken': {
    status: 409,
    type: 'conflict',
    says: 'A role with this name already exists.',
  },
  'role-in-use': {
    status: 409,
    type: 'conflict',
    says: 'This role is still granted. Remove those grants first.',
  },
  'label-taken': {
    status: 409,
    type: 'conflict',
    says: 'This label already exists.',
  },
  'label-in-use': {
    status: 409,
    type: 'conflict',
    says: 'This label is in use. Remove it from everything that uses it first.',
  },
  'resource-exists': {
    status: 409,
    type: 'conflict',
    says: 'A resource of this type with this id already exists.',
  },
  'resource-slug-taken': {
    status: 409,
    type: 'conflict',
    says: 'A resource of this type with this slug already exists.',
  },
} as const satisfies Record<string, { status: number; type: string; says: string }>

export type ProblemCode = keyof typeof problems

/** One thing wrong in the request: the dotted path of the input, and a sentence that says what is expected. */
export interface Fault {
  field: string
  message: string
}

export interface ProblemDetails {
  /** What is wrong, when the catalogue's sentence can be more exact here. */
  message?: string
  /** The dotted path of the input that caused it. */
  field?: string
  /** Several faults at once: one entry each in the answer. */
  faults?: Fault[]
  /** Another status than the catalogue's: only where the caller asked for one. */
  status?: number
  /** For programs: what is missing, who uses it, how long to wait. Never a secret. */
  data?: Record<string, unknown>
}

/** A person's mistake, or a closed door: the only error that is shown to the caller as it is. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly details: ProblemDetails

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(details.message ?? problems[code].says)
    this.code = code
    this.details = details
  }

  get status(): number {
    return this.details.status ?? problems[this.code].status
  }
}

/** Whether a text (for instance a constraint's name with hyphens) is the code of a problem. */
export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problems, text)
}
