import type { Reader } from '../db/open.ts'

export interface EventFilter {
  /** Exclusive, all three. `seq` is the order in which things happened. */
  after: Date
  before: Date
  beforeSeq: number
  same: { resource_id?: string; resource_type?: string; actor_id?: string; type?: string }
}

/** Events of the audit trail, newest first. */
export function listEvents(
  db: Reader,
  workspaceId: string,
  { after, before, beforeSeq, same }: EventFilter,
  count: number,
) {
  return db
    .selectFrom('audit_events')
    .where('workspace_id', '=', workspaceId)
    .where('seq', '<', beforeSeq)
    .where('at', '>', after)
    .where('at', '<', before)
    .where((where) => where.and(same))
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(count)
    .execute()
}
