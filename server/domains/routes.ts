import { domains as endpoints } from '../../contract/domains.ts'
import { feature } from '../http/handlers.ts'
import * as operations from './domains.ts'

const SUCCESS = { status: 'SUCCESS' } as const

export const domains = feature('domains', endpoints, {
  list: async (caller) => ({ domains: await operations.listDomains(caller) }),
  add: async (caller, { body }) => ({ domain: await operations.addDomain(caller, body) }),
  modify: async (caller, { params, body }) => ({
    domain: await operations.leadTo(caller, params.domainId, body.connectionId),
  }),
  check: async (caller, { params }) => ({ domain: await operations.checkDomain(caller, params.domainId) }),
  renew: async (caller, { params }) => ({ domain: await operations.renewDomain(caller, params.domainId) }),
  delete: async (caller, { params }) => {
    await operations.removeDomain(caller, params.domainId)
    return SUCCESS
  },
})
