import { tokens as endpoints } from '../../contract/tokens.ts'
import { feature } from '../http/handlers.ts'
import * as operations from './tokens.ts'

const SUCCESS = { status: 'SUCCESS' } as const

export const tokens = feature('tokens', endpoints, {
  list: (caller, { query }) => operations.listTokens(caller, query.pagination),
  create: (caller, { body }) => operations.createToken(caller, body),
  current: async (caller) => ({ token: await operations.getCurrentToken(caller) }),
  get: async (caller, { params }) => ({ token: await operations.getToken(caller, params.tokenId) }),
  describe: async (caller, { params, body }) => ({
    token: await operations.describeToken(caller, params.tokenId, body.description),
  }),
  revoke: async (caller, { params }) => {
    await operations.revokeToken(caller, params.tokenId)
    return SUCCESS
  },
  revokeLeaked: async (visitor, { body }) => {
    await operations.revokeLeakedToken(visitor, body.token)
    return SUCCESS
  },
})
