import { workspaces as endpoints } from '../../contract/workspaces.ts'
import { feature } from '../http/handlers.ts'
import { describeCaller } from './me.ts'
import * as operations from './workspaces.ts'

export const workspaces = feature('workspaces', endpoints, {
  get: async (caller) => ({ workspace: await operations.getWorkspace(caller) }),
  me: (caller) => ({ me: describeCaller(caller) }),
  modify: async (caller, { body }) => ({ workspace: await operations.modifyWorkspace(caller, body) }),
  listMine: (person, { query }) => operations.listMyWorkspaces(person, query.pagination),
  open: async (person, { body }) => ({ workspace: await operations.openOneMore(person, body) }),
})
