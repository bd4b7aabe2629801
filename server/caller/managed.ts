import { Problem } from '../../contract/problems.ts'
import type { Reader } from '../db/open.ts'
import type { Caller } from './caller.ts'
import { hasFeature } from './plan.ts'
import { isProvisioned } from './queries.ts'

/**
 * Whether an identity provider manages any of these members or groups now. Their mark counts only while a SCIM token of the
 * workspace works: what nobody could change any more must not stay closed.
 */
export async function managedAmong(
  db: Reader,
  caller: Caller,
  marked: { managed: boolean }[],
): Promise<boolean> {
  return marked.some((one) => one.managed) && (await hasProvider(db, caller))
}

/** Whether an identity provider can push to the workspace now: its plan has SCIM, and one of its tokens works. */
export async function hasProvider(db: Reader, caller: Caller): Promise<boolean> {
  return hasFeature(caller, 'scim') && (await isProvisioned(db, caller.workspaceId, caller.now))
}

/** What an identity provider manages is changed by it alone. Raises `managed-by-provider` for everybody else. */
export async function refuseManaged(db: Reader, caller: Caller, marked: { managed: boolean }[]) {
  if (caller.who.kind !== 'scim' && (await managedAmong(db, caller, marked)))
    throw new Problem('managed-by-provider')
}
