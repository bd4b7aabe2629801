import type { Static } from 'typebox'
import type { Input } from '../../../contract/endpoint.ts'
import type { Warehouse, warehouses } from '../../../contract/warehouses.ts'
import type { Caller } from '../../caller/caller.ts'
import type { JsonObject } from '../../db/tables.ts'
import type { PageInput } from '../../http/page.ts'
import { newId } from '../../platform/ids.ts'
import type { ResourceRow } from '../queries.ts'
import { editResource, findResource, putResource } from '../resources.ts'
import { listVisible } from '../visible.ts'
import { isEnabled, metadataIdOf, objectIn, settingsOver, textsIn } from './attributes.ts'
import { warehouseMetadata } from './integrations.ts'
import { CONNECTED, connectSource } from './sources.ts'

const keyOf = (id: string) => ({ type: 'warehouse', id })

/** A warehouse as Segment writes it: its name is in its settings, and a password never is (public-api 3.5, trap 14). */
export function shownWarehouse(caller: Caller, row: ResourceRow): Static<typeof Warehouse> {
  const settings = { ...withoutPassword(objectIn(row, 'settings')), name: row.name }
  const metadata = warehouseMetadata(metadataIdOf(row))
  return { id: row.id, workspaceId: caller.workspaceId, enabled: isEnabled(row), settings, metadata }
}

/** A page of the warehouses that the caller may read. */
export async function listWarehouses(caller: Caller, pagination: PageInput) {
  const look = { name: 'warehouses', type: 'warehouse', actions: ['warehouse:read'] }
  const { rows, pagination: next } = await listVisible(caller, look, pagination)
  return { warehouses: rows.map((row) => shownWarehouse(caller, row)), pagination: next }
}

/** One warehouse. Raises `not-found`. */
export async function getWarehouse(caller: Caller, id: string) {
  return shownWarehouse(caller, await findResource(caller, keyOf(id)))
}

/** Makes a warehouse, named as the body or else its settings say, or by its kind. */
export async function createWarehouse(caller: Caller, body: Input<typeof warehouses.create>['body']) {
  const { metadataId, enabled = true } = body
  const { settings, name } = readSettings({}, body.settings)
  const attributes = { enabled, metadataId, settings }
  const row = await putResource(caller, keyOf(newId()), {
    name: body.name ?? name ?? warehouseMetadata(metadataId).name,
    attributes,
  })
  return shownWarehouse(caller, row)
}

/** Changes a warehouse; a name that is null is taken away. Raises `not-found`. */
export async function updateWarehouse(
  caller: Caller,
  id: string,
  body: Input<typeof warehouses.update>['body'],
) {
  const { enabled } = body
  const row = await editResource(caller, keyOf(id), (present) => {
    const { settings, name } = readSettings(objectIn(present, 'settings'), body.settings)
    return {
      name: body.name === null ? warehouseMetadata(metadataIdOf(present)).name : (body.name ?? name),
      attributes: { ...(enabled === undefined ? {} : { enabled }), settings },
    }
  })
  return shownWarehouse(caller, row)
}

/** Connects a source to a warehouse; one that is connected already stays so. Raises as `connectSource`. */
export async function connectWarehouse(caller: Caller, warehouseId: string, sourceId: string) {
  await connectSource(caller, { sourceId, other: keyOf(warehouseId) }, (row) => ({
    [CONNECTED.warehouses]: [...new Set([...textsIn(row, CONNECTED.warehouses), warehouseId])],
  }))
}

/** Disconnects a source from a warehouse; one that is not connected is no mistake. Raises as `connectSource`. */
export async function disconnectWarehouse(caller: Caller, warehouseId: string, sourceId: string) {
  await connectSource(caller, { sourceId, other: keyOf(warehouseId) }, (row) => ({
    [CONNECTED.warehouses]: textsIn(row, CONNECTED.warehouses).filter((id) => id !== warehouseId),
  }))
}

/** The name is kept as the resource's own, and a password, which nothing here uses, not at all. */
function readSettings(present: JsonObject, given?: Record<string, unknown>) {
  const { name, ...rest } = settingsOver(present, given)
  const settings = withoutPassword(rest)
  return typeof name === 'string' && name.trim() !== ''
    ? { settings, name: name.slice(0, 255) }
    : { settings }
}

function withoutPassword({ password: _, ...rest }: JsonObject): JsonObject {
  return rest
}
