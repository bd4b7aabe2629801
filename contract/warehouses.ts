import { Type } from 'typebox'
import { can, endpoint, member, PageQuery, PageReply, Success } from './endpoint.ts'
import { Id } from './grants.ts'
import { WarehouseMetadata } from './integrations.ts'
import { AnyObject, ResourceName } from './resources.ts'

/** Segment's WarehouseV1 (public-api 3.5). The name is in `settings.name`, and a password is never in them. */
export const Warehouse = Type.Object({
  id: Type.String(),
  workspaceId: Type.String(),
  enabled: Type.Boolean(),
  settings: AnyObject,
  metadata: WarehouseMetadata,
})
const WarehouseReply = Type.Object({ warehouse: Warehouse })
const on = { type: 'warehouse', param: 'warehouseId' }

/** Warehouses (public-api 3.5), over the registry. */
export const warehouses = {
  list: endpoint('GET /warehouses', {
    access: member('lists only warehouses that the caller may read'),
    says: 'Lists the warehouses that the caller may read.',
    query: PageQuery,
    reply: Type.Object({ warehouses: Type.Array(Warehouse), pagination: PageReply }),
  }),
  get: endpoint('GET /warehouses/:warehouseId', {
    access: can('warehouse:read', on),
    says: 'Shows one warehouse.',
    reply: WarehouseReply,
  }),
  create: endpoint('POST /warehouses', {
    access: can('warehouse:create', { type: 'warehouse', param: null }),
    says: 'Creates a warehouse. It starts without sources.',
    body: Type.Object(
      {
        metadataId: Id,
        settings: AnyObject,
        name: Type.Optional(ResourceName),
        enabled: Type.Optional(Type.Boolean()),
        disconnectAllSources: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    reply: WarehouseReply,
    status: 201,
  }),
  update: endpoint('PATCH /warehouses/:warehouseId', {
    access: can('warehouse:edit', on),
    says: 'Changes a warehouse. A setting that is null is taken away.',
    body: Type.Object(
      {
        name: Type.Optional(Type.Union([ResourceName, Type.Null()])),
        enabled: Type.Optional(Type.Boolean()),
        settings: Type.Optional(AnyObject),
      },
      { additionalProperties: false },
    ),
    reply: WarehouseReply,
  }),
  delete: endpoint('DELETE /warehouses/:warehouseId', {
    access: can('warehouse:delete', on),
    says: 'Deletes a warehouse.',
    reply: Success,
  }),
  connect: endpoint('POST /warehouses/:warehouseId/connected-sources/:sourceId', {
    access: can('warehouse:edit', on),
    says: 'Connects a source to a warehouse. Takes `source:connect` on the source as well.',
    reply: Type.Object({ status: Type.Literal('CONNECTED') }),
    status: 201,
  }),
  disconnect: endpoint('DELETE /warehouses/:warehouseId/connected-sources/:sourceId', {
    access: can('warehouse:edit', on),
    says: 'Disconnects a source from a warehouse. Takes `source:connect` on the source as well.',
    reply: Success,
  }),
}
