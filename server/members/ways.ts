import type { Caller } from '../caller/caller.ts'
import type { SignInProvider } from '../platform/sign-in-file.ts'
import { providerOf } from '../providers/providers.ts'
import * as queries from './queries.ts'

/** How somebody can sign in, and when they last did something. */
export interface Ways {
  hasPassword: boolean
  hasPasskey: boolean
  /** Is known to an identity provider by which people sign in to this workspace. */
  hasSso: boolean
  /** Those that the server has at present. */
  providers: SignInProvider[]
  /** Has a second factor. */
  mfa: boolean
  lastActiveAt: Date | null
}

/** Of an account that was deleted since its row was read. */
const none: Ways = {
  hasPassword: false,
  hasPasskey: false,
  hasSso: false,
  providers: [],
  mfa: false,
  lastActiveAt: null,
}

/** How each of some members can sign in: for lists and downloads. */
export async function waysOfAll(
  { db, app, workspaceId }: Caller,
  userIds: string[],
): Promise<(userId: string) => Ways> {
  const rows = await queries.listWaysIn(db, workspaceId, userIds)
  const ways = new Map(
    rows.map(({ id, hasTotp, issuers, ...row }) => {
      const providers = issuers.flatMap((issuer) => providerOf(app, issuer) ?? [])
      return [id, { ...row, providers, mfa: hasTotp || row.hasPasskey }]
    }),
  )
  return (userId) => ways.get(userId) ?? none
}
