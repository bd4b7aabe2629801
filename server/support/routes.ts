import { support as endpoints } from '../../contract/support.ts'
import { feature } from '../http/handlers.ts'
import { getSupportAccess, grantSupportAccess, revokeSupportAccess } from './support.ts'
import { beginVisit, leave, lookUpLink } from './visits.ts'

const SUCCESS = { status: 'SUCCESS' } as const

export const support = feature('support', endpoints, {
  get: (caller) => getSupportAccess(caller),
  grant: (caller, { body }) => grantSupportAccess(caller, body.days),
  revoke: async (caller) => {
    await revokeSupportAccess(caller)
    return SUCCESS
  },
  lookUp: (visitor, { query }) => lookUpLink(visitor, query.token),
  signIn: async (visitor, { body }, wire) => {
    const { workspace, secret } = await beginVisit(visitor, body.token)
    wire.setSecrets({ session: secret, pending: null })
    return { workspace }
  },
  leave: async (caller, _input, wire) => {
    await leave(caller)
    wire.setSecrets({ session: null })
    return SUCCESS
  },
})
