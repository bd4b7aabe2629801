import type { Reader } from '../db/open.ts'

export interface EventFilter {
  /** Exclusive, all three. `seq` is the order in which things happened. */
  after: Date
  before: Date
  beforeSeq: number
  same: { resource_id?: string; resource_type?: string; actor_id?: string; for_id?: string; type?: string }
}

/** Events of the audit trail, newest first, each with what its actor is called now (null for who is not in the workspace any more). */
export function listEvents(
  db: Reader,
  workspaceId: string,
  { after, before, beforeSeq, same }: EventFilter,
  count: number,
) {
  const events = db
    .selectFrom('audit_events')
    .where('workspace_id', '=', workspaceId)
    .where('seq', '<', beforeSeq)
    .where('at', '>', after)
    .where('at', '<', before)
    .where((where) => where.and(same))
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(count)
  return db
    .selectFrom(events.as('events'))
    .leftJoin('memberships', (join) =>
      join
        .on('events.actor_kind', '=', 'user')
        .onRef('memberships.workspace_id', '=', 'events.workspace_id')
        .onRef('memberships.user_id', '=', 'events.actor_id'),
    )
    .leftJoin('users', 'users.id', 'memberships.user_id')
    .leftJoin('tokens', (join) =>
      join
        .on('events.actor_kind', '=', 'token')
        .onRef('tokens.workspace_id', '=', 'events.workspace_id')
        .onRef('tokens.id', '=', 'events.actor_id'),
    )
    .leftJoin('scim_tokens', (join) =>
      join
        .on('events.actor_kind', '=', 'scim')
        .onRef('scim_tokens.workspace_id', '=', 'events.workspace_id')
        .onRef('scim_tokens.id', '=', 'events.actor_id'),
    )
    .selectAll('events')
    .select((row) =>
      row.fn.coalesce('users.name', 'tokens.description', 'scim_tokens.description').as('present_name'),
    )
    .orderBy('events.seq', 'desc')
    .execute()
}
