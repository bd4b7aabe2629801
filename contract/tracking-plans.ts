import { Type } from 'typebox'
import { can, endpoint, member, PageQuery, PageReply, Pagination, Success } from './endpoint.ts'
import { Id } from './grants.ts'
import { ResourceName } from './resources.ts'
import { Source } from './sources.ts'

const PlanType = Type.Enum(['ENGAGE', 'LIVE', 'PROPERTY_LIBRARY', 'RULE_LIBRARY', 'TEMPLATE'])
const Description = Type.String({ maxLength: 2_000 })

/** Segment's TrackingPlanV1 (public-api 3.5). */
const TrackingPlan = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.String(),
  slug: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  createdAt: Type.String(),
  updatedAt: Type.String(),
})
const TrackingPlanReply = Type.Object({ trackingPlan: TrackingPlan })
const on = { type: 'tracking_plan', param: 'trackingPlanId' }

/** Tracking plans without their rules (public-api 3.5), over the registry. */
export const trackingPlans = {
  list: endpoint('GET /tracking-plans', {
    access: member('lists only tracking plans that the caller may read'),
    says: 'Lists the tracking plans that the caller may read.',
    query: Type.Object(
      { type: Type.Optional(PlanType), pagination: Pagination },
      { additionalProperties: false },
    ),
    reply: Type.Object({ trackingPlans: Type.Array(TrackingPlan), pagination: PageReply }),
  }),
  get: endpoint('GET /tracking-plans/:trackingPlanId', {
    access: can('tracking-plan:read', on),
    says: 'Shows one tracking plan.',
    reply: TrackingPlanReply,
  }),
  create: endpoint('POST /tracking-plans', {
    access: can('tracking-plan:create', { type: 'tracking_plan', param: null }),
    says: 'Creates a tracking plan.',
    body: Type.Object(
      { name: ResourceName, type: PlanType, description: Type.Optional(Description) },
      { additionalProperties: false },
    ),
    reply: TrackingPlanReply,
  }),
  update: endpoint('PATCH /tracking-plans/:trackingPlanId', {
    access: can('tracking-plan:edit', on),
    says: 'Renames a tracking plan, or describes it anew.',
    body: Type.Object(
      { name: Type.Optional(ResourceName), description: Type.Optional(Description) },
      { additionalProperties: false },
    ),
    reply: Success,
  }),
  delete: endpoint('DELETE /tracking-plans/:trackingPlanId', {
    access: can('tracking-plan:delete', on),
    says: 'Deletes a tracking plan.',
    reply: Success,
  }),
  listSources: endpoint('GET /tracking-plans/:trackingPlanId/sources', {
    access: can('tracking-plan:read', on),
    says: 'Lists the connected sources that the caller may read.',
    query: PageQuery,
    reply: Type.Object({ sources: Type.Array(Source), pagination: PageReply }),
  }),
  addSource: endpoint('POST /tracking-plans/:trackingPlanId/sources', {
    access: can('tracking-plan:edit', on),
    says: 'Connects a source to a tracking plan. Takes `source:connect` on the source as well.',
    body: Type.Object({ sourceId: Id }, { additionalProperties: false }),
    reply: Success,
  }),
  removeSource: endpoint('DELETE /tracking-plans/:trackingPlanId/sources', {
    access: can('tracking-plan:edit', on),
    says: 'Takes a source off a tracking plan.',
    query: Type.Object({ sourceId: Id }, { additionalProperties: false }),
    reply: Success,
  }),
}
