import { grants as endpoints } from '../../contract/grants.ts'
import { feature } from '../http/handlers.ts'
import { addGrants, replaceGrants } from './grants.ts'
import { handBack } from './handing-back.ts'

export const grants = feature('grants', endpoints, {
  addToUser: async (caller, { params, body }) => ({
    permissions: await addGrants(caller, { kind: 'user', id: params.userId }, body.permissions),
  }),
  replaceForUser: async (caller, { params, body }) => ({
    permissions: await replaceGrants(caller, { kind: 'user', id: params.userId }, body.permissions),
  }),
  addToGroup: async (caller, { params, body }) => ({
    permissions: await addGrants(caller, { kind: 'group', id: params.userGroupId }, body.permissions),
  }),
  replaceForGroup: async (caller, { params, body }) => ({
    permissions: await replaceGrants(caller, { kind: 'group', id: params.userGroupId }, body.permissions),
  }),
  replaceForToken: async (caller, { params, body }) => ({
    permissions: await replaceGrants(caller, { kind: 'token', id: params.tokenId }, body.permissions),
  }),
  handBack: async (caller, { query }) => ({ permissions: await handBack(caller, query) }),
})
