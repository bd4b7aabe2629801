import type { Static } from 'typebox'
import type {
  DestinationMetadata,
  SourceMetadata,
  WarehouseMetadata,
} from '../../../contract/integrations.ts'
import { Problem } from '../../../contract/problems.ts'
import type { Caller } from '../../caller/caller.ts'
import { type PageInput, paged, pageOf } from '../../http/page.ts'

type Kind = 'source' | 'destination' | 'warehouse'

interface Integration {
  id: string
  name: string
  slug: string
  description: string
  categories: string[]
  website: string
}

/** A few well-known integrations, by the ids that Segment's own catalog has for the first of each kind. */
const known: Record<Kind, Integration[]> = {
  source: [
    integration('IqDTy1TpoU', 'Javascript', 'Events from a web site.', 'Website'),
    integration('http-api', 'HTTP API', 'Events from anything that speaks HTTP.', 'Server'),
    integration('node', 'Node.js', 'Events from a Node.js server.', 'Server'),
    integration('python', 'Python', 'Events from a Python server.', 'Server'),
    integration('go', 'Go', 'Events from a Go server.', 'Server'),
    integration('ios', 'iOS', 'Events from an iOS app.', 'Mobile'),
    integration('android', 'Android', 'Events from an Android app.', 'Mobile'),
    integration('salesforce', 'Salesforce', 'Objects from Salesforce.', 'CRM'),
  ],
  destination: [
    integration('54521fd525e721e32a72ee91', 'Amplitude', 'Product analytics.', 'Analytics'),
    integration('webhooks', 'Webhooks', 'Events to an address of your own.', 'Raw Data'),
    integration('google-analytics-4', 'Google Analytics 4', 'Web analytics.', 'Analytics'),
    integration('braze', 'Braze', 'Customer engagement.', 'Marketing'),
    integration('slack', 'Slack', 'Messages to a channel.', 'Livechat'),
  ],
  warehouse: [
    integration('aea3c55dsz', 'Redshift', 'Powered by Amazon Web Services.', 'Warehouse'),
    integration('postgres', 'Postgres', 'Powered by PostgreSQL.', 'Warehouse'),
    integration('snowflake', 'Snowflake', 'Powered by Snowflake.', 'Warehouse'),
    integration('bigquery', 'BigQuery', 'Powered by Google Cloud.', 'Warehouse'),
  ],
}

/** What a source's `metadataId` means; an id that the catalogue does not have stands for itself. */
export function sourceMetadata(id: string): Static<typeof SourceMetadata> {
  const found = integrationOf('source', id)
  return { ...common(found), categories: found.categories, isCloudEventSource: false, status: 'PUBLIC' }
}

/** What a warehouse's `metadataId` means. */
export function warehouseMetadata(id: string): Static<typeof WarehouseMetadata> {
  return common(integrationOf('warehouse', id))
}

/** What a destination's `metadataId` means. Arrays and objects are there and empty (public-api 3.5). */
export function destinationMetadata(id: string): Static<typeof DestinationMetadata> {
  const found = integrationOf('destination', id)
  return {
    ...common(found),
    status: 'PUBLIC',
    previousNames: [],
    categories: found.categories,
    website: found.website,
    components: [],
    supportedFeatures: {},
    supportedMethods: {},
    supportedPlatforms: {},
    actions: [],
    presets: [],
  }
}

/** A page of what the catalogue has of one kind, by id. */
export function listIntegrations<Shown>(
  caller: Caller,
  { kind, show }: { kind: Kind; show: (id: string) => Shown },
  pagination: PageInput,
) {
  const page = pageOf(caller, pagination, `catalog/${kind}`, 1)
  const [after = ''] = page.after ?? []
  const ids = known[kind].map((one) => one.id).sort()
  const rest = ids.filter((id) => id > after)
  const { items, pagination: next } = paged(page, rest.slice(0, page.count + 1), (id) => [id])
  return { items: items.map(show), pagination: next }
}

/** Raises `not-found` for an id that the catalogue does not have. */
export function knownId(kind: Kind, id: string): string {
  if (!known[kind].some((one) => one.id === id)) throw new Problem('not-found')
  return id
}

function integration(id: string, name: string, description: string, category: string): Integration {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return { id, name, slug, description, categories: [category], website: '' }
}

function integrationOf(kind: Kind, id: string): Integration {
  const found = known[kind].find((one) => one.id === id)
  return found ?? { id, name: id, slug: id, description: '', categories: [], website: '' }
}

function common({ id, name, slug, description }: Integration) {
  return { id, name, slug, description, logos: { default: '' }, options: [] }
}
