import type { Input } from '../../../contract/endpoint.ts'
import type { trackingPlans } from '../../../contract/tracking-plans.ts'
import type { Caller } from '../../caller/caller.ts'
import type { PageInput } from '../../http/page.ts'
import { newId } from '../../platform/ids.ts'
import type { ResourceRow } from '../queries.ts'
import * as queries from '../queries.ts'
import { editResource, findResource, putResource } from '../resources.ts'
import { listVisible } from '../visible.ts'
import { textIn } from './attributes.ts'
import { CONNECTED, connectSource } from './sources.ts'

const keyOf = (id: string) => ({ type: 'tracking_plan', id })
const TYPE_DEFAULT = 'LIVE'

/** A page of the tracking plans, of one type or all, that the caller may read. */
export async function listTrackingPlans(
  caller: Caller,
  { type, pagination }: { type?: string; pagination?: PageInput },
) {
  const keep = (row: ResourceRow) => typeOf(row) === type
  const look = {
    name: `tracking-plans/${type ?? ''}`,
    type: 'tracking_plan',
    actions: ['tracking-plan:read'],
  }
  const { rows, pagination: next } = await listVisible(caller, type ? { ...look, keep } : look, pagination)
  return { trackingPlans: rows.map(shown), pagination: next }
}

/** One tracking plan. Raises `not-found`. */
export async function getTrackingPlan(caller: Caller, id: string) {
  return shown(await findResource(caller, keyOf(id)))
}

/** Makes a tracking plan. */
export async function createTrackingPlan(caller: Caller, body: Input<typeof trackingPlans.create>['body']) {
  const { name, ...attributes } = body
  return shown(await putResource(caller, keyOf(`tp_${newId()}`), { name, attributes }))
}

/** Renames a tracking plan, or describes it anew. Raises `not-found`. */
export async function updateTrackingPlan(
  caller: Caller,
  id: string,
  body: Input<typeof trackingPlans.update>['body'],
) {
  const { name, ...attributes } = body
  await editResource(caller, keyOf(id), () => ({ name, attributes }))
}

/** Connects a source to a tracking plan; a source has one, so it leaves the one it had. Raises as `connectSource`. */
export async function addSource(caller: Caller, planId: string, sourceId: string) {
  await connectSource(caller, { sourceId, other: keyOf(planId) }, () => ({
    [CONNECTED.trackingPlan]: planId,
  }))
}

/**
 * Takes a source off a tracking plan, which the plan's editor may do alone. A source that is not on it is no mistake,
 * and answered as one that is not there at all. Raises `not-found` for the plan.
 */
export async function removeSource(caller: Caller, planId: string, sourceId: string) {
  await findResource(caller, keyOf(planId))
  const [source] = await queries.findResources(caller.db, caller.workspaceId, [
    { type: 'source', id: sourceId },
  ])
  if (!source || textIn(source, CONNECTED.trackingPlan) !== planId) return
  await editResource(caller, source, (row) => {
    const isOnIt = textIn(row, CONNECTED.trackingPlan) === planId
    return isOnIt ? { attributes: { [CONNECTED.trackingPlan]: null } } : {}
  })
}

function shown(row: ResourceRow) {
  const { id, name, slug, createdAt, updatedAt } = row
  const description = textIn(row, 'description')
  return {
    id,
    name,
    type: typeOf(row),
    ...(slug === null ? {} : { slug }),
    ...(description === undefined ? {} : { description }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

function typeOf(row: ResourceRow): string {
  return textIn(row, 'type') ?? TYPE_DEFAULT
}
