import { Type } from 'typebox'
import { Destination } from './destinations.ts'
import { can, endpoint, member, PageQuery, PageReply, Success } from './endpoint.ts'
import { Id, Label } from './grants.ts'
import { SourceMetadata } from './integrations.ts'
import { AnyObject, LabelsBody, LabelsReply, ResourceName, Slug } from './resources.ts'
import { Warehouse } from './warehouses.ts'

/** Segment's SourceV1 (public-api 3.4). */
export const Source = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  name: Type.String(),
  workspaceId: Type.String(),
  enabled: Type.Boolean(),
  /** Empty for callers who may not see the write key of this source. */
  writeKeys: Type.Array(Type.String()),
  settings: AnyObject,
  labels: Type.Array(Label),
  metadata: SourceMetadata,
})
const SourceReply = Type.Object({ source: Source })

const onViolation = Type.Optional(Type.Enum(['ALLOW', 'BLOCK', 'OMIT_PROPERTIES', 'OMIT_TRAITS']))
const flag = Type.Optional(Type.Boolean())
const closed = { additionalProperties: false }
const TraitSettings = Type.Object(
  { allowUnplannedTraits: flag, allowTraitsOnViolations: flag, commonEventOnViolations: onViolation },
  closed,
)
const SchemaSettings = Type.Object(
  {
    track: Type.Optional(
      Type.Object(
        {
          allowUnplannedEvents: flag,
          allowUnplannedEventProperties: flag,
          allowEventOnViolations: flag,
          allowPropertiesOnViolations: flag,
          commonEventOnViolations: onViolation,
        },
        closed,
      ),
    ),
    identify: Type.Optional(TraitSettings),
    group: Type.Optional(TraitSettings),
    forwardingViolationsTo: Type.Optional(Id),
    forwardingBlockedEventsTo: Type.Optional(Id),
  },
  closed,
)
const SchemaReply = Type.Object({ sourceId: Type.String(), settings: SchemaSettings })

const on = { type: 'source', param: 'sourceId' }

/** Sources (public-api 3.4), over the registry. */
export const sources = {
  list: endpoint('GET /sources', {
    access: member('lists only sources that the caller may read'),
    says: 'Lists the sources that the caller may read.',
    query: PageQuery,
    reply: Type.Object({ sources: Type.Array(Source), pagination: PageReply }),
  }),
  get: endpoint('GET /sources/:sourceId', {
    access: can('source:read', on),
    says: 'Shows one source, and the tracking plan it is connected to.',
    reply: Type.Object({ source: Source, trackingPlanId: Type.Union([Type.String(), Type.Null()]) }),
  }),
  create: endpoint('POST /sources', {
    access: can('source:create', { type: 'source', param: null }),
    says: 'Creates a source with a write key. It starts without warehouses.',
    body: Type.Object(
      {
        slug: Slug,
        enabled: Type.Boolean(),
        metadataId: Id,
        settings: Type.Optional(AnyObject),
        disconnectAllWarehouses: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    reply: SourceReply,
    status: 201,
  }),
  update: endpoint('PATCH /sources/:sourceId', {
    access: can('source:edit', on),
    says: 'Changes a source. A setting that is null is taken away.',
    body: Type.Object(
      {
        name: Type.Optional(ResourceName),
        enabled: Type.Optional(Type.Boolean()),
        slug: Type.Optional(Slug),
        settings: Type.Optional(AnyObject),
      },
      closed,
    ),
    reply: SourceReply,
  }),
  delete: endpoint('DELETE /sources/:sourceId', {
    access: can('source:delete', on),
    says: 'Deletes a source with its destinations.',
    reply: Success,
  }),
  addLabels: endpoint('POST /sources/:sourceId/labels', {
    access: can('source:label', on),
    previewable: true,
    says: 'Puts labels on a source, beside those it has. A new value of a key replaces the old one.',
    body: LabelsBody,
    reply: LabelsReply,
  }),
  replaceLabels: endpoint('PUT /sources/:sourceId/labels', {
    access: can('source:label', on),
    previewable: true,
    says: 'Makes exactly these labels those of a source.',
    body: LabelsBody,
    reply: LabelsReply,
  }),
  listWarehouses: endpoint('GET /sources/:sourceId/connected-warehouses', {
    access: can('source:read', on),
    says: 'Lists the connected warehouses that the caller may read.',
    query: PageQuery,
    reply: Type.Object({ warehouses: Type.Array(Warehouse), pagination: PageReply }),
  }),
  listDestinations: endpoint('GET /sources/:sourceId/connected-destinations', {
    access: can('source:read', on),
    says: 'Lists the destinations of a source that the caller may read.',
    query: PageQuery,
    reply: Type.Object({ destinations: Type.Array(Destination), pagination: PageReply }),
  }),
  getSettings: endpoint('GET /sources/:sourceId/settings', {
    access: can('source:read', on),
    says: 'Shows what a source does with events that its tracking plan does not allow.',
    reply: SchemaReply,
  }),
  updateSettings: endpoint('PATCH /sources/:sourceId/settings', {
    access: can('source:edit', on),
    says: 'Changes what a source does with events that its tracking plan does not allow.',
    body: SchemaSettings,
    reply: SchemaReply,
  }),
}
