import { destinations as destinationEndpoints } from '../../../contract/destinations.ts'
import { functions as functionEndpoints } from '../../../contract/functions.ts'
import { integrations as integrationEndpoints } from '../../../contract/integrations.ts'
import { sources as sourceEndpoints } from '../../../contract/sources.ts'
import { spaces as spaceEndpoints } from '../../../contract/spaces.ts'
import { trackingPlans as planEndpoints } from '../../../contract/tracking-plans.ts'
import { warehouses as warehouseEndpoints } from '../../../contract/warehouses.ts'
import type { Caller } from '../../caller/caller.ts'
import { feature } from '../../http/handlers.ts'
import { deleteResource } from '../resources.ts'
import * as onDestinations from './destinations.ts'
import * as onFunctions from './functions.ts'
import * as catalogue from './integrations.ts'
import * as onSources from './sources.ts'
import * as onSpaces from './spaces.ts'
import * as onPlans from './tracking-plans.ts'
import * as onWarehouses from './warehouses.ts'

const SUCCESS = { status: 'SUCCESS' } as const

async function remove(caller: Caller, type: string, id: string) {
  await deleteResource(caller, { type, id })
  return SUCCESS
}

const sources = feature('sources', sourceEndpoints, {
  list: (caller, { query }) => onSources.listSources(caller, query.pagination),
  get: (caller, { params }) => onSources.getSource(caller, params.sourceId),
  create: async (caller, { body }) => ({ source: await onSources.createSource(caller, body) }),
  update: async (caller, { params, body }) => ({
    source: await onSources.updateSource(caller, params.sourceId, body),
  }),
  delete: (caller, { params }) => remove(caller, 'source', params.sourceId),
  addLabels: (caller, { params, body }) =>
    onSources.addLabels(caller, { type: 'source', id: params.sourceId }, body.labels),
  replaceLabels: (caller, { params, body }) =>
    onSources.replaceLabels(caller, { type: 'source', id: params.sourceId }, body.labels),
  listWarehouses: async (caller, { params, query }) => {
    const { rows, pagination } = await onSources.listWarehousesOf(caller, params.sourceId, query.pagination)
    return { warehouses: rows.map((row) => onWarehouses.shownWarehouse(caller, row)), pagination }
  },
  listDestinations: async (caller, { params, query }) => {
    const { rows, pagination } = await onSources.listDestinationsOf(caller, params.sourceId, query.pagination)
    return { destinations: rows.map(onDestinations.shownDestination), pagination }
  },
  getSettings: (caller, { params }) => onSources.getSchemaSettings(caller, params.sourceId),
  updateSettings: (caller, { params, body }) => onSources.updateSchemaSettings(caller, params.sourceId, body),
})

const destinations = feature('destinations', destinationEndpoints, {
  list: (caller, { query }) => onDestinations.listDestinations(caller, query.pagination),
  get: async (caller, { params }) => ({
    destination: await onDestinations.getDestination(caller, params.destinationId),
  }),
  create: async (caller, { body }) => ({ destination: await onDestinations.createDestination(caller, body) }),
  update: async (caller, { params, body }) => ({
    destination: await onDestinations.updateDestination(caller, params.destinationId, body),
  }),
  delete: (caller, { params }) => remove(caller, 'destination', params.destinationId),
})

const warehouses = feature('warehouses', warehouseEndpoints, {
  list: (caller, { query }) => onWarehouses.listWarehouses(caller, query.pagination),
  get: async (caller, { params }) => ({
    warehouse: await onWarehouses.getWarehouse(caller, params.warehouseId),
  }),
  create: async (caller, { body }) => ({ warehouse: await onWarehouses.createWarehouse(caller, body) }),
  update: async (caller, { params, body }) => ({
    warehouse: await onWarehouses.updateWarehouse(caller, params.warehouseId, body),
  }),
  delete: (caller, { params }) => remove(caller, 'warehouse', params.warehouseId),
  connect: async (caller, { params }) => {
    await onWarehouses.connectWarehouse(caller, params.warehouseId, params.sourceId)
    return { status: 'CONNECTED' } as const
  },
  disconnect: async (caller, { params }) => {
    await onWarehouses.disconnectWarehouse(caller, params.warehouseId, params.sourceId)
    return SUCCESS
  },
})

const trackingPlans = feature('trackingPlans', planEndpoints, {
  list: (caller, { query }) => onPlans.listTrackingPlans(caller, query),
  get: async (caller, { params }) => ({
    trackingPlan: await onPlans.getTrackingPlan(caller, params.trackingPlanId),
  }),
  create: async (caller, { body }) => ({ trackingPlan: await onPlans.createTrackingPlan(caller, body) }),
  update: async (caller, { params, body }) => {
    await onPlans.updateTrackingPlan(caller, params.trackingPlanId, body)
    return SUCCESS
  },
  delete: (caller, { params }) => remove(caller, 'tracking_plan', params.trackingPlanId),
  listSources: (caller, { params, query }) =>
    onSources.listSourcesOnPlan(caller, params.trackingPlanId, query.pagination),
  addSource: async (caller, { params, body }) => {
    await onPlans.addSource(caller, params.trackingPlanId, body.sourceId)
    return SUCCESS
  },
  removeSource: async (caller, { params, query }) => {
    await onPlans.removeSource(caller, params.trackingPlanId, query.sourceId)
    return SUCCESS
  },
})

const functions = feature('functions', functionEndpoints, {
  list: (caller, { query }) => onFunctions.listFunctions(caller, query),
  get: async (caller, { params }) => ({ function: await onFunctions.getFunction(caller, params.functionId) }),
  create: async (caller, { body }) => ({ function: await onFunctions.createFunction(caller, body) }),
  update: async (caller, { params, body }) => ({
    function: await onFunctions.updateFunction(caller, params.functionId, body),
  }),
  delete: (caller, { params }) => remove(caller, 'function', params.functionId),
})

const spaces = feature('spaces', spaceEndpoints, {
  list: (caller, { query }) => onSpaces.listSpaces(caller, query.pagination),
  get: async (caller, { params }) => ({ space: await onSpaces.getSpace(caller, params.spaceId) }),
  addLabels: (caller, { params, body }) =>
    onSources.addLabels(caller, { type: 'space', id: params.spaceId }, body.labels),
  replaceLabels: (caller, { params, body }) =>
    onSources.replaceLabels(caller, { type: 'space', id: params.spaceId }, body.labels),
})

const integrations = feature('integrations', integrationEndpoints, {
  listSources: (caller, { query }) => {
    const look = { kind: 'source', show: catalogue.sourceMetadata } as const
    const { items, pagination } = catalogue.listIntegrations(caller, look, query.pagination)
    return { sourcesCatalog: items, pagination }
  },
  getSource: (_caller, { params }) => ({
    sourceMetadata: catalogue.sourceMetadata(catalogue.knownId('source', params.sourceMetadataId)),
  }),
  listDestinations: (caller, { query }) => {
    const look = { kind: 'destination', show: catalogue.destinationMetadata } as const
    const { items, pagination } = catalogue.listIntegrations(caller, look, query.pagination)
    return { destinationsCatalog: items, pagination }
  },
  getDestination: (_caller, { params }) => ({
    destinationMetadata: catalogue.destinationMetadata(
      catalogue.knownId('destination', params.destinationMetadataId),
    ),
  }),
  listWarehouses: (caller, { query }) => {
    const look = { kind: 'warehouse', show: catalogue.warehouseMetadata } as const
    const { items, pagination } = catalogue.listIntegrations(caller, look, query.pagination)
    return { warehousesCatalog: items, pagination }
  },
  getWarehouse: (_caller, { params }) => ({
    warehouseMetadata: catalogue.warehouseMetadata(
      catalogue.knownId('warehouse', params.warehouseMetadataId),
    ),
  }),
})

/** Segment's endpoints for its own resource types, each a thin translation over the one registry. */
export const segment = [sources, destinations, warehouses, trackingPlans, functions, spaces, integrations]
