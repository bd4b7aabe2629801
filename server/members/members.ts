import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Writer } from '../db/open.ts'
import * as queries from './queries.ts'

/** Step: makes a person a member, without any role of their own. */
export async function addMember(
  tx: Writer,
  caller: Caller,
  user: { id: string; name: string; email: string },
  type: 'User Added' | 'User Invite Accepted' = 'User Added',
): Promise<Happened> {
  await queries.insertMember(tx, caller.workspaceId, user.id, caller.now)
  const touches = { principals: [user.id] }
  return { type, resourceId: user.id, resourceName: user.name, detail: { email: user.email }, touches }
}
