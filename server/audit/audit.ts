import type { Static } from 'typebox'
import type { audit } from '../../contract/audit.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { requireFeature } from '../caller/plan.ts'
import { readMoment } from '../http/moment.ts'
import { type Page, paged, pageOf } from '../http/page.ts'
import * as queries from './queries.ts'

type Query = Static<typeof audit.list.query>

const EARLIEST = new Date('1000-01-01T00:00:00Z')
const LATEST = new Date('3000-01-01T00:00:00Z')

/**
 * A page of what happened, newest first, by any of the filters (public-api 3.3). A filter that nothing matches, such as a
 * resource type of another product, gives an empty page. Raises `plan-limit`, and `invalid-input` for a moment that is none.
 */
export async function listEvents(caller: Caller, query: Query) {
  requireFeature(caller, 'audit-trail')
  const page = pageOf(caller, query.pagination, 'audit-events', 1)
  const filter = { ...readFilter(query), beforeSeq: seqOf(page) }
  const rows = await queries.listEvents(caller.db, caller.workspaceId, filter, page.count + 1)
  const { items, pagination } = paged(page, rows, (row) => [String(row.seq)])
  const events = items.map((row) => ({
    id: row.id,
    timestamp: row.at.toISOString(),
    type: row.type,
    actor: row.actor_id,
    actorKind: row.actor_kind,
    ...(row.actor_email === null ? {} : { actorEmail: row.actor_email }),
    ...actorOf(row),
    ...(row.for_id !== null &&
      row.for_name !== null && { onBehalfOf: { id: row.for_id, name: row.for_name } }),
    resourceId: row.resource_id,
    resourceType: row.resource_type,
    resourceName: row.resource_name,
    detail: row.detail,
    requestId: row.request_id,
    ...(row.ip === null ? {} : { ip: row.ip }),
  }))
  return { events, pagination }
}

function actorOf({
  present_name: now,
  actor_name: then,
}: Awaited<ReturnType<typeof queries.listEvents>>[number]) {
  const actorName = now ?? then
  return { ...(actorName === null ? {} : { actorName }), actorIsHere: now !== null }
}

function readFilter({ startTime, endTime, resourceId, resourceType, actor, onBehalfOf, type }: Query) {
  return {
    after: startTime === undefined ? EARLIEST : readMoment(startTime, 'startTime'),
    before: endTime === undefined ? LATEST : readMoment(endTime, 'endTime'),
    same: {
      ...(resourceId === undefined ? {} : { resource_id: resourceId }),
      ...(resourceType === undefined ? {} : { resource_type: resourceType.toUpperCase() }),
      ...(actor === undefined ? {} : { actor_id: actor }),
      ...(onBehalfOf === undefined ? {} : { for_id: onBehalfOf }),
      ...(type === undefined ? {} : { type }),
    },
  }
}

function seqOf({ after }: Page): number {
  if (!after) return Number.MAX_SAFE_INTEGER
  const [text = ''] = after
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const message = '"pagination.cursor" is not a cursor of this list'
  throw new Problem('invalid-input', { field: 'pagination.cursor', message })
}
