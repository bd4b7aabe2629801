import { Problem, type ProblemCode } from '../../contract/problems.ts'
import type { SsoReason } from '../../contract/sso-reasons.ts'
import { OidcFailure } from '../oidc/oidc.ts'

/** A provider that is believed in what speaks against its own people (OI-8). */
export const NOT_CONFIRMED =
  'The provider says that the address is not confirmed (email_verified or xms_edov).'

/** What is known of whoever is refused, for the trace. */
export interface About {
  subject?: string | undefined
  email?: string | null | undefined
}

/** Why an answer of an identity provider is refused: for trace and audit trail. The person reads a problem's code alone. */
export class Refusal extends Error {
  readonly reason: SsoReason
  /** Plain text: what was found. */
  readonly detail: string
  readonly about: About

  constructor(reason: SsoReason, detail: string, about: About = {}) {
    super(detail)
    this.reason = reason
    this.detail = detail
    this.about = about
  }
}

/** Problems of other rooms that mean that nobody gets in, as reasons. */
const reasons: Partial<Record<ProblemCode, SsoReason>> = {
  'connection-incomplete': 'inactive',
  'external-id-taken': 'not-a-member',
  'plan-limit': 'plan-limit',
  'sign-in-over': 'no-request',
}

/** A refusal, of whatever was thrown on the way; null for what is nobody's fault but ours. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof OidcFailure) return new Refusal(error.reason, error.detail)
  const reason = error instanceof Problem ? reasons[error.code] : undefined
  return reason && error instanceof Problem ? new Refusal(reason, error.message) : null
}

const told: Partial<Record<SsoReason, ProblemCode>> = {
  unavailable: 'sso-unavailable',
  inactive: 'connection-inactive',
  'not-a-member': 'sso-not-a-member',
  'address-unproved': 'sso-address-unproved',
  'plan-limit': 'plan-limit',
}

/** The code of the problem that the person is told. Most reasons are not theirs to know: whoever tries messages out learns nothing. */
export function problemOf(reason: SsoReason): ProblemCode {
  return told[reason] ?? 'sso-refused'
}
