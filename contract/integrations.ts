import { Type } from 'typebox'
import { endpoint, member, PageQuery, PageReply } from './endpoint.ts'

const nullable = Type.Optional(Type.Union([Type.String(), Type.Null()]))

const common = {
  id: Type.String(),
  name: Type.String(),
  slug: Type.String(),
  description: Type.String(),
  logos: Type.Object({ default: Type.String(), mark: nullable, alt: nullable }),
  options: Type.Array(
    Type.Object({
      name: Type.String(),
      type: Type.String(),
      required: Type.Boolean(),
      description: Type.Optional(Type.String()),
      label: Type.Optional(Type.String()),
    }),
  ),
}
const empty = Type.Object({})
const Nothing = Type.Array(Type.String())

/** Segment's WarehouseMetadataV1 (public-api 3.5). */
export const WarehouseMetadata = Type.Object(common)

/** Segment's SourceMetadataV1 (public-api 3.4). */
export const SourceMetadata = Type.Object({
  ...common,
  categories: Nothing,
  isCloudEventSource: Type.Boolean(),
  status: Type.String(),
})

/** Segment's DestinationMetadataV1 (public-api 3.5): arrays and objects are always there, and empty. */
export const DestinationMetadata = Type.Object({
  ...common,
  status: Type.String(),
  previousNames: Nothing,
  categories: Nothing,
  website: Type.String(),
  components: Nothing,
  supportedFeatures: empty,
  supportedMethods: empty,
  supportedPlatforms: empty,
  actions: Nothing,
  presets: Nothing,
})

const same = member('what could be connected is the same for everybody')

/** What sources, destinations and warehouses there are to be made (public-api 3.5, "catalog"). */
export const integrations = {
  listSources: endpoint('GET /catalog/sources', {
    access: same,
    says: 'Lists the kinds of sources.',
    query: PageQuery,
    reply: Type.Object({ sourcesCatalog: Type.Array(SourceMetadata), pagination: PageReply }),
  }),
  getSource: endpoint('GET /catalog/sources/:sourceMetadataId', {
    access: same,
    says: 'Shows one kind of source.',
    reply: Type.Object({ sourceMetadata: SourceMetadata }),
  }),
  listDestinations: endpoint('GET /catalog/destinations', {
    access: same,
    says: 'Lists the kinds of destinations.',
    query: PageQuery,
    reply: Type.Object({ destinationsCatalog: Type.Array(DestinationMetadata), pagination: PageReply }),
  }),
  getDestination: endpoint('GET /catalog/destinations/:destinationMetadataId', {
    access: same,
    says: 'Shows one kind of destination.',
    reply: Type.Object({ destinationMetadata: DestinationMetadata }),
  }),
  listWarehouses: endpoint('GET /catalog/warehouses', {
    access: same,
    says: 'Lists the kinds of warehouses.',
    query: PageQuery,
    reply: Type.Object({ warehousesCatalog: Type.Array(WarehouseMetadata), pagination: PageReply }),
  }),
  getWarehouse: endpoint('GET /catalog/warehouses/:warehouseMetadataId', {
    access: same,
    says: 'Shows one kind of warehouse.',
    reply: Type.Object({ warehouseMetadata: WarehouseMetadata }),
  }),
}
