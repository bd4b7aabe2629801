import { invites as endpoints } from '../../contract/invites.ts'
import { feature } from '../http/handlers.ts'
import { acceptInvite, lookUpInvite } from './accept.ts'
import * as operations from './invites.ts'

const SUCCESS = { status: 'SUCCESS' } as const

export const invites = feature('invites', endpoints, {
  create: async (caller, { body }) => ({ emails: await operations.createInvites(caller, body.invites) }),
  list: (caller, { query }) => operations.listInvites(caller, query.pagination),
  listDetails: (caller, { query }) => operations.listInviteDetails(caller, query.pagination),
  delete: async (caller, { query }) => {
    await operations.deleteInvites(caller, query.emails)
    return SUCCESS
  },
  modify: async (caller, { params, body }) => ({
    invite: await operations.modifyInvite(caller, params.inviteId, body),
  }),
  resend: async (caller, { params }) => ({ invite: await operations.resendInvite(caller, params.inviteId) }),
  lookUp: (visitor, { query }) => lookUpInvite(visitor, query.token),
  accept: (visitor, { body }) => acceptInvite(visitor, body.token, body),
})
