import { invites as endpoints } from '../../contract/invites.ts'
import { feature } from '../http/handlers.ts'
import { acceptInvite, lookUpInvite } from './accept.ts'
import * as operations from './invites.ts'
import { sendInviteLetter } from './letter.ts'

const SUCCESS = { status: 'SUCCESS' } as const
const MAILED = { status: 'mailed' } as const

export const invites = feature('invites', endpoints, {
  create: async (caller, { body }) => ({ emails: await operations.createInvites(caller, body.invites) }),
  list: (caller, { query }) => operations.listInvites(caller, query.pagination),
  listDetails: (caller, { query }) => operations.listInviteDetails(caller, query.pagination, query.search),
  delete: async (caller, { query }) => {
    await operations.deleteInvites(caller, query.emails)
    return SUCCESS
  },
  modify: async (caller, { params, body }) => ({
    invite: await operations.modifyInvite(caller, params.inviteId, body),
  }),
  resend: async (caller, { params }) => ({ invite: await operations.resendInvite(caller, params.inviteId) }),
  lookUp: (visitor, { query }) => lookUpInvite(visitor, query.token),
  accept: async (visitor, { body }, wire) => {
    const { secrets, ...accepted } = await acceptInvite(visitor, body.token, body)
    wire.setSecrets(secrets)
    return accepted
  },
  sendLetter: async (visitor, { body }) => {
    await sendInviteLetter(visitor, body.token)
    return MAILED
  },
})
