import { listActions } from '../../access/index.ts'
import { wireType } from '../../contract/complete.ts'
import { resources as endpoints } from '../../contract/resources.ts'
import type { Caller } from '../caller/caller.ts'
import { feature } from '../http/handlers.ts'
import type { ResourceKey, ResourceRow } from './queries.ts'
import * as operations from './resources.ts'
import { mayRegister } from './visible.ts'
import { textOfKey } from './wanted.ts'

export const resources = feature('resources', endpoints, {
  listTypes: (caller) => ({ types: operations.listTypes(caller) }),
  list: async (caller, { query }) => {
    const { rows, pagination } = await operations.listResources(caller, query)
    const parents = await operations.listParentNames(caller, rows)
    return { resources: rows.map((row) => withParent(shown(caller, row), row, parents)), pagination }
  },
  get: async (caller, { params }) => {
    const row = await operations.getResource(caller, params)
    const parents = await operations.listParentNames(caller, [row])
    return { resource: withParent(shown(caller, row), row, parents) }
  },
  put: async (caller, { params, body }) => ({
    resource: shown(caller, await operations.putResource(caller, params, body)),
  }),
  update: async (caller, { params, body }) => ({
    resource: shown(caller, await operations.editResource(caller, params, () => body)),
  }),
  delete: async (caller, { params }) => {
    await operations.deleteResource(caller, params)
    return { status: 'SUCCESS' } as const
  },
  bulk: (caller, { body }) => operations.writeResources(caller, body),
  assignLabels: async (caller, { body }) => {
    const rows = await operations.assignLabels(caller, body.assignments)
    return { assignments: rows.map((row) => ({ resource: onWire(row), labels: row.labels })) }
  },
})

function shown(caller: Caller, row: ResourceRow) {
  const { name, slug, parent, labels, createdAt, updatedAt } = row
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
  const facts = { name, slug, parent: parent && onWire(parent), labels, may: mayOn(caller, row) }
  const resource = { ...onWire(row), ...facts, ...times }
  return mayRegister(caller) ? { ...resource, attributes: withoutSecrets(row) } : resource
}

function withParent<Shown extends object>(
  resource: Shown,
  { parent }: ResourceRow,
  names: Map<string, string>,
) {
  const name = parent && names.get(textOfKey(parent))
  return parent && name ? { ...resource, parent: { ...onWire(parent), name } } : resource
}

/** What the caller may do to it. Making another one is nothing that is done to this one. */
function mayOn({ world, principalId, now, app }: Caller, { type, id }: ResourceKey): string[] {
  const actions = app.catalog.resourceTypes[type]?.actions ?? {}
  const may = listActions(world, { who: principalId, resource: { type, id }, at: now.getTime() })
  return may.filter((action) => !actions[action]?.creates)
}

function onWire({ type, id }: ResourceKey) {
  return { type: wireType(type), id }
}

/** A write key takes an action of its own, which registering does not give; a password is shown to nobody (public-api 3.5). */
function withoutSecrets({ attributes: { writeKeys: _, settings, ...rest } }: ResourceRow) {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    return settings === undefined ? rest : { ...rest, settings }
  }
  const { password: _password, ...shownSettings } = settings
  return { ...rest, settings: shownSettings }
}
