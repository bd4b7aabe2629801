import type { Writer } from '../db/open.ts'

export interface NewWorkspace {
  id: string
  slug: string
  name: string
  plan: string
  createdAt: Date
}

/** Makes a workspace with its two first labels; the constraint `workspace_slug_taken` decides whether the slug is free. */
export async function insertWorkspace(tx: Writer, { id, slug, name, plan, createdAt }: NewWorkspace) {
  await tx.insertInto('workspaces').values({ id, slug, name, plan, created_at: createdAt }).execute()
  const label = { workspace_id: id, key: 'environment', description: '', built_in: true, created_at: createdAt }
  const labels = ['dev', 'prod'].map((value) => ({ ...label, value }))
  await tx.insertInto('labels').values(labels).execute()
}
