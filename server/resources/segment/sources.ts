import type { Static } from 'typebox'
import type { Input } from '../../../contract/endpoint.ts'
import { Problem } from '../../../contract/problems.ts'
import type { Source, sources } from '../../../contract/sources.ts'
import { may } from '../../caller/admit.ts'
import type { Caller } from '../../caller/caller.ts'
import type { JsonObject } from '../../db/tables.ts'
import type { PageInput } from '../../http/page.ts'
import type { LabelName } from '../../labels/labels.ts'
import { newId } from '../../platform/ids.ts'
import type { ResourceRow } from '../queries.ts'
import * as queries from '../queries.ts'
import { editResource, findResource, putResource } from '../resources.ts'
import { listSome, listVisible } from '../visible.ts'
import { isEnabled, metadataIdOf, objectIn, settingsOver, textIn, textsIn } from './attributes.ts'
import { sourceMetadata } from './integrations.ts'

/** What a source keeps of its connections: they go with it, and never come back with its id. */
export const CONNECTED = { warehouses: 'warehouseIds', trackingPlan: 'trackingPlanId' } as const

const keyOf = (id: string) => ({ type: 'source', id })

/** A source as Segment writes it. The write key is there only for who may see it (public-api 3.4). */
export function shownSource(caller: Caller, row: ResourceRow): Static<typeof Source> {
  const { id, slug, name, labels } = row
  return {
    id,
    slug: slug ?? id,
    name,
    workspaceId: caller.workspaceId,
    enabled: isEnabled(row),
    writeKeys: may(caller, 'source:write-key', row) ? textsIn(row, 'writeKeys') : [],
    settings: objectIn(row, 'settings'),
    labels,
    metadata: sourceMetadata(metadataIdOf(row)),
  }
}

/** A page of the sources that the caller may read. */
export async function listSources(caller: Caller, pagination: PageInput) {
  const look = { name: 'sources', type: 'source', actions: ['source:read'] }
  const { rows, pagination: next } = await listVisible(caller, look, pagination)
  return { sources: rows.map((row) => shownSource(caller, row)), pagination: next }
}

/** One source, and its tracking plan while that is there. Raises `not-found`. */
export async function getSource(caller: Caller, id: string) {
  const row = await findResource(caller, keyOf(id))
  const planId = textIn(row, CONNECTED.trackingPlan)
  const plan = planId === undefined ? [] : [{ type: 'tracking_plan', id: planId }]
  const [found] = await queries.findResources(caller.db, caller.workspaceId, plan)
  return { source: shownSource(caller, row), trackingPlanId: found?.id ?? null }
}

/** Makes a source with a write key. It is named by its slug until it is renamed. Raises `resource-slug-taken`. */
export async function createSource(caller: Caller, body: Input<typeof sources.create>['body']) {
  const { slug, enabled, metadataId } = body
  const settings = settingsOver({}, body.settings)
  const attributes = { enabled, metadataId, settings, writeKeys: [newId()] }
  const row = await putResource(caller, keyOf(newId()), { name: slug, slug, attributes })
  return shownSource(caller, row)
}

/** Changes a source. Raises `not-found`, `resource-slug-taken`. */
export async function updateSource(caller: Caller, id: string, body: Input<typeof sources.update>['body']) {
  const { name, slug, enabled, settings } = body
  const row = await editResource(caller, keyOf(id), (present) => ({
    name,
    slug,
    attributes: {
      ...(enabled === undefined ? {} : { enabled }),
      ...(settings === undefined ? {} : { settings: settingsOver(objectIn(present, 'settings'), settings) }),
    },
  }))
  return shownSource(caller, row)
}

/** Puts labels on a resource beside those it has, and answers all of them; a new value of a key replaces the old one. */
export async function addLabels(caller: Caller, key: queries.ResourceKey, labels: LabelName[]) {
  const row = await editResource(caller, key, () => ({ labels, keepsLabels: true }))
  return { labels: row.labels }
}

/** Makes exactly these labels those of a resource. */
export async function replaceLabels(caller: Caller, key: queries.ResourceKey, labels: LabelName[]) {
  const row = await editResource(caller, key, () => ({ labels }))
  return { labels: row.labels }
}

/** A page of the warehouses that a source is connected to and the caller may read. Raises `not-found`. */
export async function listWarehousesOf(caller: Caller, id: string, pagination: PageInput) {
  const row = await findResource(caller, keyOf(id))
  const keys = textsIn(row, CONNECTED.warehouses).map((warehouse) => ({ type: 'warehouse', id: warehouse }))
  return listSome(caller, { name: `warehouses-of/${id}`, action: 'warehouse:read', keys }, pagination)
}

/** A page of the destinations on a source that the caller may read. Raises `not-found`. */
export async function listDestinationsOf(caller: Caller, id: string, pagination: PageInput) {
  await findResource(caller, keyOf(id))
  const keys = await queries.listChildren(caller.db, caller.workspaceId, keyOf(id), 'destination')
  return listSome(caller, { name: `destinations-of/${id}`, action: 'destination:read', keys }, pagination)
}

/** A page of the sources on a tracking plan that the caller may read (public-api, section 5). Raises `not-found`. */
export async function listSourcesOnPlan(caller: Caller, planId: string, pagination: PageInput) {
  await findResource(caller, { type: 'tracking_plan', id: planId })
  const sought = { name: CONNECTED.trackingPlan, text: planId }
  const keys = await queries.listWithAttribute(caller.db, caller.workspaceId, 'source', sought)
  const look = { name: `sources-on/${planId}`, action: 'source:read', keys }
  const { rows, pagination: next } = await listSome(caller, look, pagination)
  return { sources: rows.map((row) => shownSource(caller, row)), pagination: next }
}

/** What a source does with events that its tracking plan does not allow. Raises `not-found`. */
export async function getSchemaSettings(caller: Caller, id: string) {
  const row = await findResource(caller, keyOf(id))
  return { sourceId: id, settings: objectIn(row, 'schemaSettings') }
}

/** Changes what a source does with events that its tracking plan does not allow. Raises `not-found`. */
export async function updateSchemaSettings(
  caller: Caller,
  id: string,
  given: Input<typeof sources.updateSettings>['body'],
) {
  const row = await editResource(caller, keyOf(id), (present) => {
    const before = objectIn(present, 'schemaSettings')
    const laid = Object.entries(given).map(([name, value]) => {
      const part = before[name]
      const isObject = typeof value === 'object' && typeof part === 'object'
      return [name, isObject ? { ...part, ...value } : value]
    })
    return { attributes: { schemaSettings: { ...before, ...Object.fromEntries(laid) } } }
  })
  return { sourceId: id, settings: objectIn(row, 'schemaSettings') }
}

/**
 * Connects a source with something, or disconnects it: what `edit` makes of its attributes. Takes `source:connect` on the
 * source (rules 2.2: connecting takes rights on both). Raises `not-allowed`, and `not-found` for a source or another side
 * that is not there.
 */
export async function connectSource(
  caller: Caller,
  { sourceId, other }: { sourceId: string; other: queries.ResourceKey },
  edit: (row: ResourceRow) => JsonObject,
) {
  mayConnect(caller, sourceId)
  await findResource(caller, other)
  await editResource(caller, keyOf(sourceId), (row) => ({ attributes: edit(row) }))
}

/** Raises `not-allowed` for who may not connect this source, before anybody looks whether it exists. */
export function mayConnect(caller: Caller, sourceId: string) {
  const resource = keyOf(sourceId)
  if (may(caller, 'source:connect', resource)) return
  throw new Problem('not-allowed', { data: { action: 'source:connect', resource } })
}
