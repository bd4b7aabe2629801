import { provisioning as endpoints } from '../../contract/provisioning.ts'
import { feature } from '../http/handlers.ts'
import * as operations from './provisioning.ts'

const SUCCESS = { status: 'SUCCESS' } as const

export const provisioning = feature('provisioning', endpoints, {
  get: async (caller) => ({ provisioning: await operations.getProvisioning(caller) }),
  modify: async (caller, { body }) => {
    await operations.switchDryRun(caller, body.dryRun)
    return { provisioning: await operations.getProvisioning(caller) }
  },
  listTokens: async (caller) => ({ tokens: await operations.listScimTokens(caller) }),
  createToken: (caller, { body }) => operations.createScimToken(caller, body),
  revokeToken: async (caller, { params }) => {
    await operations.revokeScimToken(caller, params.scimTokenId)
    return SUCCESS
  },
  listRequests: (caller, { query }) => operations.listRequests(caller, query),
  releaseUser: async (caller, { params }) => {
    await operations.releaseUser(caller, params.userId)
    return SUCCESS
  },
  releaseGroup: async (caller, { params }) => {
    await operations.releaseUserGroup(caller, params.userGroupId)
    return SUCCESS
  },
})
