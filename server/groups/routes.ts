import { groups as endpoints } from '../../contract/groups.ts'
import { feature } from '../http/handlers.ts'
import * as operations from './groups.ts'

const SUCCESS = { status: 'SUCCESS' } as const

export const groups = feature('groups', endpoints, {
  list: (caller, { query }) => operations.listGroups(caller, query),
  create: async (caller, { body }) => ({
    userGroup: await operations.createGroup(caller, body),
  }),
  get: async (caller, { params }) => ({
    userGroup: await operations.getGroup(caller, params.userGroupId),
  }),
  rename: async (caller, { params, body }) => ({
    userGroup: await operations.renameGroup(caller, params.userGroupId, body.name),
  }),
  delete: async (caller, { params }) => {
    await operations.deleteGroup(caller, params.userGroupId)
    return SUCCESS
  },
  listUsers: (caller, { params, query }) =>
    operations.listGroupUsers(caller, params.userGroupId, query.pagination),
  listInvites: (caller, { params, query }) =>
    operations.listGroupInvites(caller, params.userGroupId, query.pagination),
  addUsers: async (caller, { params, body }) => ({
    userGroup: await operations.addToGroup(caller, params.userGroupId, body),
  }),
  replaceUsers: async (caller, { params, body }) => ({
    userGroup: await operations.replaceInGroup(caller, params.userGroupId, body.emails),
  }),
  removeUsers: async (caller, { params, query }) => {
    await operations.removeFromGroup(caller, params.userGroupId, query.emails)
    return SUCCESS
  },
})
