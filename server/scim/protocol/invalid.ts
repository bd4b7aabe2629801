import { Problem } from '../../../contract/problems.ts'

/** The detail keywords of RFC 7644, section 3.12, table 9, that this server raises by `scim-invalid`. */
export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'mutability'
  | 'noTarget'

/** The refusal of a request that is not valid, as SCIM says it: `message` is for the people who read the provider's log. */
export function invalid(scimType: ScimType, message: string): Problem {
  return new Problem('scim-invalid', { message, data: { scimType } })
}
