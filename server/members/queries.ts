import type { Writer } from '../db/open.ts'

/** Makes a person a member, without any role. */
export async function insertMember(tx: Writer, workspaceId: string, userId: string, createdAt: Date) {
  await tx.insertInto('principals').values({ workspace_id: workspaceId, id: userId, kind: 'user' }).execute()
  await tx.insertInto('memberships').values({ workspace_id: workspaceId, user_id: userId, created_at: createdAt }).execute()
}
