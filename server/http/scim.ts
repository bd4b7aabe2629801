import type { FastifyInstance } from 'fastify'
import { Problem, type ProblemCode } from '../../contract/problems.ts'
import { SCIM_MEDIA_TYPE } from '../../contract/scim.ts'
import { readJson } from './json.ts'

const ADDRESS = /^(\/w\/[^/]+)?\/scim(\/|\?|$)/
/** What is there, and is called in another way. */
const PLACES = /\/scim\/v2\/(Users|Groups|ServiceProviderConfig|ResourceTypes|Schemas)(\/[^/?]+)?\/?(\?|$)/

/** Whether an address is one of SCIM, also where nothing is. */
export function isScim(url: string): boolean {
  return ADDRESS.test(url)
}

/** What is said of an address of SCIM that has no route for this method: RFC 7644, section 4, wants 405 where there is something. */
export function notInScim(url: string): Problem {
  return new Problem(PLACES.test(url) ? 'method-not-allowed' : 'not-found')
}

/** What every answer of SCIM is (RFC 7644, section 3.1). */
export const SCIM_TYPE = `${SCIM_MEDIA_TYPE}; charset=utf-8`
const SCIM_JSON = /^application\/scim\+json\s*(;.*)?$/i
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** RFC 7644, section 3.12: what is not valid is 400, and what the plan or the token does not include is 403. */
const statuses: Partial<Record<ProblemCode, number>> = { 'invalid-input': 400, 'plan-limit': 403 }

/** The detail keyword of a problem (RFC 7644, section 3.12, table 9), where there is one. */
const keywords: Partial<Record<ProblemCode, string>> = {
  'invalid-input': 'invalidValue',
  'scim-user-name-taken': 'uniqueness',
  'user-email-taken': 'uniqueness',
  'member-exists': 'uniqueness',
  'invite-pending': 'uniqueness',
  'external-id-taken': 'uniqueness',
  'group-name-taken': 'uniqueness',
}

/** Makes routes of this scope take `application/scim+json` beside plain JSON, which some providers send (standards/scim SC-1). */
export function readScim(scope: FastifyInstance) {
  readJson(scope, SCIM_JSON)
}

/** The status of a problem in SCIM, where it is another than elsewhere. */
export function scimStatus({ code }: Problem): number | undefined {
  return statuses[code]
}

/** A problem in the error form of SCIM: `status` is a text (RFC 7644, section 3.12). */
export function scimError(problem: Problem, status: number) {
  const scimType =
    problem.details.data?.scimType ?? (isUnreadable(problem) ? 'invalidSyntax' : keywords[problem.code])
  return {
    schemas: [ERROR],
    status: String(status),
    ...(scimType ? { scimType } : {}),
    detail: problem.message,
  }
}

/** The body as a whole, and not something in it. */
function isUnreadable({ code, details }: Problem): boolean {
  return code === 'invalid-input' && details.field === 'body'
}
