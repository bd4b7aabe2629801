import { wireType } from '../../contract/complete.ts'
import { resources as endpoints } from '../../contract/resources.ts'
import type { Caller } from '../caller/caller.ts'
import { feature } from '../http/handlers.ts'
import type { ResourceKey, ResourceRow } from './queries.ts'
import * as operations from './resources.ts'
import { mayRegister } from './visible.ts'

export const resources = feature('resources', endpoints, {
  list: async (caller, { query }) => {
    const { rows, pagination } = await operations.listResources(caller, query)
    return { resources: rows.map((row) => shown(caller, row)), pagination }
  },
  get: async (caller, { params }) => ({
    resource: shown(caller, await operations.getResource(caller, params)),
  }),
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
  const resource = { ...onWire(row), name, slug, parent: parent && onWire(parent), labels, ...times }
  return mayRegister(caller) ? { ...resource, attributes: withoutSecrets(row) } : resource
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
