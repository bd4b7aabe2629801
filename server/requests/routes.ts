import { accessRequests as endpoints } from '../../contract/access-requests.ts'
import { feature } from '../http/handlers.ts'
import * as operations from './requests.ts'

export const accessRequests = feature('accessRequests', endpoints, {
  create: async (caller, { body }) => ({ accessRequest: await operations.createRequest(caller, body) }),
  listMine: (caller, { query }) => operations.listOwn(caller, query),
  withdraw: async (caller, { params }) => ({
    accessRequest: await operations.withdrawRequest(caller, params.accessRequestId),
  }),
  list: (caller, { query }) => operations.listRequests(caller, query),
  get: (caller, { params }) => operations.getRequest(caller, params.accessRequestId),
  resolve: async (caller, { params, body }) => ({
    accessRequest: await operations.resolveRequest(caller, params.accessRequestId, body),
  }),
  dismiss: async (caller, { params, body }) => ({
    accessRequest: await operations.dismissRequest(caller, params.accessRequestId, body.reason),
  }),
  exportAll: (caller, { query }) => operations.exportRequests(caller, query),
})
