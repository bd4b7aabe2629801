import type { TestWorkspace } from './house.ts'

/** The names of what happened in a workspace, as its audit trail has them, the newest last. */
export async function eventsIn({ app, id }: Pick<TestWorkspace, 'app' | 'id'>): Promise<string[]> {
  const { db } = app.database
  const rows = await db
    .selectFrom('audit_events')
    .where('workspace_id', '=', id)
    .orderBy('seq')
    .select('type')
    .execute()
  return rows.map((row) => row.type)
}
