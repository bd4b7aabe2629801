import { roles as endpoints } from '../../contract/roles.ts'
import { feature } from '../http/handlers.ts'
import * as operations from './roles.ts'

const SUCCESS = { status: 'SUCCESS' } as const

export const roles = feature('roles', endpoints, {
  list: (caller, { query }) => operations.listRoles(caller, query),
  create: async (caller, { body }) => ({ role: await operations.createRole(caller, body) }),
  modify: async (caller, { params, body }) => ({
    role: await operations.modifyRole(caller, params.roleId, body),
  }),
  delete: async (caller, { params }) => {
    await operations.deleteRole(caller, params.roleId)
    return SUCCESS
  },
})
