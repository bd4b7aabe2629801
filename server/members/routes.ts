import { members as endpoints } from '../../contract/members.ts'
import { feature } from '../http/handlers.ts'
import { listDirectory } from './directory/directory.ts'
import * as operations from './members.ts'

const SUCCESS = { status: 'SUCCESS' } as const

export const members = feature('members', endpoints, {
  list: (caller, { query }) => operations.listMembers(caller, query.pagination, query.search),
  directory: (caller, { query }) => listDirectory(caller, query),
  exportAll: (caller) => operations.exportMembers(caller),
  exportGroup: (caller, { params }) => operations.exportMembers(caller, params.userGroupId),
  get: async (caller, { params }) => ({ user: await operations.getMember(caller, params.userId) }),
  listGroups: (caller, { params, query }) =>
    operations.listGroupsOfMember(caller, params.userId, query.pagination),
  modify: async (caller, { params, body }) => ({
    user: await operations.modifyMember(caller, params.userId, body),
  }),
  remove: async (caller, { query }) => {
    await operations.removeMembers(caller, query.userIds)
    return SUCCESS
  },
  leave: async (caller) => {
    await operations.leave(caller)
    return SUCCESS
  },
})
