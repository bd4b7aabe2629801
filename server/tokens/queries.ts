import type { Writer } from '../db/open.ts'

export interface NewToken {
  id: string
  description: string
  secretHash: Buffer
  hint: string
  createdBy: string
  createdAt: Date
  expiresAt: Date | null
}

/** Keeps a token by the hash of its secret. */
export async function insertToken(tx: Writer, workspaceId: string, token: NewToken) {
  const { id, description, secretHash, hint, createdBy, createdAt, expiresAt } = token
  await tx.insertInto('principals').values({ workspace_id: workspaceId, id, kind: 'token' }).execute()
  const times = { created_at: createdAt, expires_at: expiresAt }
  const row = { workspace_id: workspaceId, id, description, secret_hash: secretHash, hint, created_by: createdBy, ...times }
  await tx.insertInto('tokens').values(row).execute()
}
