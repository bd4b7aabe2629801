import type { SsoReason } from '../../contract/sso-reasons.ts'
import { OutwardRefusal } from '../platform/outward.ts'

const DETAIL_MAX = 300
const VALUE_MAX = 100
/** Causes of causes: how far down an error is looked at. */
const DEPTH_MAX = 5

/** Why nobody came back from a provider: for the trace and the operator, never for the person. */
export class OidcFailure extends Error {
  reason: SsoReason
  /** What was found: plain text of at most 300 characters, with no secret and no token in it. */
  detail: string

  constructor(reason: SsoReason, detail: string) {
    super(`${reason}: ${detail}`)
    this.reason = reason
    this.detail = detail.replace(/\p{Cc}/gu, ' ').slice(0, DETAIL_MAX)
  }
}

/** What was asked when it went wrong. */
export type Stage = 'discovery' | 'code' | 'userinfo'

/** The library's error as far as it is looked at. */
interface LibraryError {
  name?: string
  code?: string
  message?: string
  cause?: unknown
  error?: string
  status?: number
}

const timeouts = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT'])
/** Words of the library, which has one code for all that is wrong with an answer. */
const aboutSignature = /signature|"alg" header|JWK|verification key/
const aboutIssuerOfAnswer = /response parameter "iss"|"iss" \(issuer\) response/
const aboutState = /"state" response|response parameter "state"/

/** Whatever was thrown while a provider was asked, as a failure with its reason. */
export function failureOf(stage: Stage, error: unknown): OidcFailure {
  if (error instanceof OidcFailure) return error
  const chain = chainOf(error)
  const refusal = chain.find((one) => one instanceof OutwardRefusal)
  if (refusal) return new OidcFailure(refusal.isAway ? 'unavailable' : 'discovery', refusal.message)

  const [first = {}] = chain as LibraryError[]
  const isAway = timeouts.has(first.code ?? '') || first.message === 'fetch failed' || statusOf(chain) >= 500
  if (isAway) return new OidcFailure('unavailable', detailOf(chain))
  return new OidcFailure(reasonOf(stage, chain), detailOf(chain))
}

function reasonOf(stage: Stage, chain: unknown[]): SsoReason {
  if (stage !== 'code') return stage
  const [{ code, name } = {}] = chain as LibraryError[]
  const words = chain.map((one) => (one as LibraryError).message ?? '').join('; ')
  if (name === 'AuthorizationResponseError') return 'provider-error'
  if (name === 'ResponseBodyError' || name === 'WWWAuthenticateChallengeError') return 'code-refused'
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON') return 'code-refused'
  if (code === 'OAUTH_KEY_SELECTION_FAILED' || code === 'OAUTH_UNSUPPORTED_OPERATION')
    return 'token-signature'
  if (code?.startsWith('OAUTH_JWT_')) return 'token-claims'
  if (aboutIssuerOfAnswer.test(words)) return 'mixed-up'
  if (aboutState.test(words)) return 'state'
  if (/no authorization code/.test(words)) return 'provider-error'
  return aboutSignature.test(words) ? 'token-signature' : 'token-claims'
}

const REFUSED_US = 'the provider did not accept our client id and secret'

/** What a reader of the trace can go by: the library's words, and of a claim what was expected and found. */
function detailOf(chain: unknown[]): string {
  const parts = chain.flatMap((one) => {
    const { name, message, error, status, claim, expected, claims } = one as LibraryError & {
      claim?: string
      expected?: unknown
      claims?: Record<string, unknown>
    }
    // What proves something is not repeated, even where it is of no use any more.
    const isTold = claim !== undefined && claim !== 'nonce' && !claim.endsWith('_hash')
    return [
      name === 'WWWAuthenticateChallengeError' ? REFUSED_US : message,
      error,
      status === undefined ? undefined : `status ${status}`,
      isTold ? `${claim} is ${shown(claims?.[claim])}, expected ${shown(expected)}` : undefined,
    ]
  })
  const texts = parts.filter((part): part is string => typeof part === 'string' && part !== '')
  return [...new Set(texts)].join(': ') || 'no reason was given'
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'missing').slice(0, VALUE_MAX)
}

function statusOf(chain: unknown[]): number {
  const statuses = chain.map((one) => (one as LibraryError).status)
  return statuses.find((status) => typeof status === 'number') ?? 0
}

function chainOf(error: unknown): object[] {
  const chain: object[] = []
  let one = error
  while (typeof one === 'object' && one !== null && chain.length < DEPTH_MAX) {
    chain.push(one)
    one = (one as LibraryError).cause
  }
  return chain
}
