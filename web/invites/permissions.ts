import type { Given } from '../../client/call.ts'
import type { invites } from '../../contract/invites.ts'
import type { Draft } from '../grants/draft.ts'

type Permissions = NonNullable<Given<typeof invites.create>['body']['invites'][number]['permissions']>

/** A draft as invites take it: they do not want to be told the names of roles. */
export function invitePermissions(draft: Draft): Permissions {
  return draft.map(({ roleName: _, ...permission }) => permission)
}
