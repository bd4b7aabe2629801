import type { Reader, Writer } from '../../db/open.ts'

/** Whether all of these grants came by breaking the glass. */
export async function areTaken(db: Reader, workspaceId: string, grantIds: string[]): Promise<boolean> {
  const taken = await db
    .selectFrom('break_glass_uses')
    .where('workspace_id', '=', workspaceId)
    .where('grant_id', 'in', grantIds)
    .select('grant_id')
    .execute()
  return taken.length === grantIds.length
}

/** Which uses are meant: of these people, or those that gave these grants. */
export type Which = { userIds: string[] } | { grantIds: string[] }

export interface EndedUse {
  id: string
  userId: string
  userName: string
  startedAt: Date
  endsAt: Date
}

/** Writes down that uses are over before their time; those that are over already stay as they are. */
export function endUses(
  tx: Writer,
  workspaceId: string,
  which: Which,
  { now, by }: { now: Date; by: { id: string; name: string } },
): Promise<EndedUse[]> {
  const [column, ids] =
    'userIds' in which ? (['user_id', which.userIds] as const) : (['grant_id', which.grantIds] as const)
  return tx
    .updateTable('break_glass_uses')
    .where('workspace_id', '=', workspaceId)
    .where(column, 'in', [...ids])
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .set({ ended_at: now, ended_by: by.id, ended_by_name: by.name })
    .returning([
      'id',
      'user_id as userId',
      'user_name as userName',
      'started_at as startedAt',
      'ends_at as endsAt',
    ])
    .execute()
}
