import type { Static } from 'typebox'
import type { Destination, destinations } from '../../../contract/destinations.ts'
import type { Input } from '../../../contract/endpoint.ts'
import type { Caller } from '../../caller/caller.ts'
import type { PageInput } from '../../http/page.ts'
import { newId } from '../../platform/ids.ts'
import type { ResourceRow } from '../queries.ts'
import { editResource, findResource, putResource } from '../resources.ts'
import { listVisible } from '../visible.ts'
import { isEnabled, metadataIdOf, objectIn, settingsOver } from './attributes.ts'
import { destinationMetadata } from './integrations.ts'
import { mayConnect } from './sources.ts'

const keyOf = (id: string) => ({ type: 'destination', id })

/** A destination as Segment writes it. */
export function shownDestination(row: ResourceRow): Static<typeof Destination> {
  return {
    id: row.id,
    name: row.name,
    enabled: isEnabled(row),
    sourceId: row.parent?.id ?? '',
    settings: objectIn(row, 'settings'),
    metadata: destinationMetadata(metadataIdOf(row)),
  }
}

/** A page of the destinations that the caller may read. */
export async function listDestinations(caller: Caller, pagination: PageInput) {
  const look = { name: 'destinations', type: 'destination', actions: ['destination:read'] }
  const { rows, pagination: next } = await listVisible(caller, look, pagination)
  return { destinations: rows.map(shownDestination), pagination: next }
}

/** One destination. Raises `not-found`. */
export async function getDestination(caller: Caller, id: string) {
  return shownDestination(await findResource(caller, keyOf(id)))
}

/** Adds a destination to a source. Raises `not-allowed` without `source:connect` on it, `not-found` without the source. */
export async function createDestination(caller: Caller, body: Input<typeof destinations.create>['body']) {
  const { sourceId, metadataId, enabled = true } = body
  mayConnect(caller, sourceId)
  const parent = { type: 'source', id: sourceId }
  await findResource(caller, parent)
  const row = await putResource(caller, keyOf(newId()), {
    name: body.name ?? destinationMetadata(metadataId).name,
    parent,
    attributes: { enabled, metadataId, settings: settingsOver({}, body.settings) },
  })
  return shownDestination(row)
}

/** Changes a destination; a name that is null is taken away. Raises `not-found`. */
export async function updateDestination(
  caller: Caller,
  id: string,
  body: Input<typeof destinations.update>['body'],
) {
  const { enabled, settings } = body
  const row = await editResource(caller, keyOf(id), (present) => ({
    name: body.name === null ? destinationMetadata(metadataIdOf(present)).name : body.name,
    attributes: {
      ...(enabled === undefined ? {} : { enabled }),
      ...(settings === undefined ? {} : { settings: settingsOver(objectIn(present, 'settings'), settings) }),
    },
  }))
  return shownDestination(row)
}
