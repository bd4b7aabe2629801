import { Type } from 'typebox'
import { can, endpoint, member, PageQuery, PageReply, Success } from './endpoint.ts'
import { Id } from './grants.ts'
import { DestinationMetadata } from './integrations.ts'
import { AnyObject, ResourceName } from './resources.ts'

/** Segment's DestinationV1 (public-api 3.5). */
export const Destination = Type.Object({
  id: Type.String(),
  name: Type.String(),
  enabled: Type.Boolean(),
  sourceId: Type.String(),
  settings: AnyObject,
  metadata: DestinationMetadata,
})
const DestinationReply = Type.Object({ destination: Destination })
const on = { type: 'destination', param: 'destinationId' }

/** Destinations, each hanging on a source (public-api 3.5), over the registry. */
export const destinations = {
  list: endpoint('GET /destinations', {
    access: member('lists only destinations that the caller may read'),
    says: 'Lists the destinations that the caller may read.',
    query: PageQuery,
    reply: Type.Object({ destinations: Type.Array(Destination), pagination: PageReply }),
  }),
  get: endpoint('GET /destinations/:destinationId', {
    access: can('destination:read', on),
    says: 'Shows one destination.',
    reply: DestinationReply,
  }),
  create: endpoint('POST /destinations', {
    access: member('adding one takes `source:connect` on the source that the body names'),
    says: 'Adds a destination to a source.',
    body: Type.Object(
      {
        sourceId: Id,
        metadataId: Id,
        settings: AnyObject,
        enabled: Type.Optional(Type.Boolean()),
        name: Type.Optional(ResourceName),
      },
      { additionalProperties: false },
    ),
    reply: DestinationReply,
  }),
  update: endpoint('PATCH /destinations/:destinationId', {
    access: can('destination:edit', on),
    says: 'Changes a destination. A setting that is null is taken away.',
    body: Type.Object(
      {
        name: Type.Optional(Type.Union([ResourceName, Type.Null()])),
        enabled: Type.Optional(Type.Boolean()),
        settings: Type.Optional(AnyObject),
      },
      { additionalProperties: false },
    ),
    reply: DestinationReply,
  }),
  delete: endpoint('DELETE /destinations/:destinationId', {
    access: can('destination:delete', on),
    says: 'Removes a destination from its source.',
    reply: Success,
  }),
}
