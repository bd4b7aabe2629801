import { connections as endpoints } from '../../contract/connections.ts'
import { feature } from '../http/handlers.ts'
import { beginTest } from '../sso/sso.ts'
import * as operations from './connections.ts'
import * as setUp from './set-up/set-up.ts'

const SUCCESS = { status: 'SUCCESS' } as const

export const connections = feature('connections', endpoints, {
  list: (caller, { query }) => operations.listConnections(caller, query.pagination),
  get: async (caller, { params }) => ({
    connection: await operations.getConnection(caller, params.connectionId),
  }),
  create: async (caller, { body }) => ({ connection: await operations.createConnection(caller, body) }),
  modify: async (caller, { params, body }) => ({
    connection: await operations.modifyConnection(caller, params.connectionId, body),
  }),
  activate: async (caller, { params }) => ({
    connection: await operations.activate(caller, params.connectionId),
  }),
  deactivate: async (caller, { params }) => ({
    connection: await operations.deactivate(caller, params.connectionId),
  }),
  makeDefault: async (caller, { params }) => ({
    connection: await operations.makeDefault(caller, params.connectionId),
  }),
  delete: async (caller, { params }) => {
    await operations.deleteConnection(caller, params.connectionId)
    return SUCCESS
  },
  readMetadata: async (caller, { body }) => ({
    metadata: await operations.readProviderMetadata(caller, body),
  }),
  test: async (caller, { params, body }, wire) => {
    const { url, secrets } = await beginTest(caller, wire.browser, params.connectionId, body.returnTo)
    wire.setSecrets(secrets)
    return { url }
  },
  tryMapping: async (caller, { params, body }) => ({
    found: await operations.tryMapping(caller, params.connectionId, body.attributes),
  }),
  listSignIns: async (caller, { params }) => ({
    signIns: await operations.listSignIns(caller, params.connectionId),
  }),
  listSetUpLinks: async (caller) => ({ setUpLinks: await setUp.listSetUpLinks(caller) }),
  createSetUpLink: (caller, { body }) => setUp.createSetUpLink(caller, body),
  deleteSetUpLink: async (caller, { params }) => {
    await setUp.deleteSetUpLink(caller, params.setUpLinkId)
    return SUCCESS
  },
  lookUpSetUp: (caller) => setUp.lookUpSetUp(caller),
})
