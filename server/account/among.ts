import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { listWorkspacesOf } from '../caller/queries.ts'
import type { Writer } from '../db/open.ts'
import { lockAlone } from './queries.ts'

/**
 * Step: holds the account so that its person joins no further workspace until the end, and makes sure that `among` are all that
 * they belong to. Raises `unavailable` where they joined or left one since those were looked up: trying again helps.
 */
export async function aloneAmong(tx: Writer, userId: string, among: Caller[]) {
  await lockAlone(tx, userId)
  const present = (await listWorkspacesOf(tx, userId)).map(({ id }) => id)
  const known = new Set(among.map(({ workspaceId }) => workspaceId))
  if (present.length !== known.size || !present.every((id) => known.has(id))) throw new Problem('unavailable')
}
