import { sso as endpoints } from '../../contract/sso.ts'
import { feature, type Handlers, type Wire } from '../http/handlers.ts'
import type { WayOn } from './refusing.ts'
import * as operations from './sso.ts'

const handlers: Handlers<typeof endpoints> = {
  lookUp: async (visitor, { body }, wire) => answer(await operations.beginByAddress(visitor, body), wire),
  begin: async (visitor, { params, body }, wire) =>
    answer(await operations.beginByConnection(visitor, params.connectionId, body.returnTo), wire),
  destination: (visitor, { params }) => operations.showDestination(visitor, params.connectionId),
  start: async (visitor, { params, query }, wire) =>
    lead(await operations.goStraight(visitor, params.connectionId, query.returnTo), wire),
  acs: async (visitor, { params, body }, wire) =>
    lead(await operations.takeAnswer(visitor, params.connectionId, body), wire),
  finish: async (visitor, { params, query }, wire) =>
    lead(await operations.finish(visitor, params.connectionId, query.code), wire),
  callback: async (visitor, { params, query }, wire) =>
    lead(await operations.comeBack(visitor, params.connectionId, query), wire),
  metadata: (visitor, { params }) => operations.showMetadata(visitor, params.connectionId),
  stepUp: async (caller, { body }, wire) =>
    answer(await operations.beginStepUp(caller, wire.browser, body.returnTo), wire),
  confirmLink: async (person, _input, wire) => {
    const { workspace, session } = await operations.confirmWaiting(person)
    wire.setSecrets({ session })
    return { workspace }
  },
  overview: (caller) => operations.overview(caller),
  listExemptions: async (caller) => ({ exemptions: await operations.listExemptions(caller) }),
  addExemption: async (caller, { params }) => ({ exemption: await operations.exempt(caller, params.userId) }),
  removeExemption: async (caller, { params }) => {
    await operations.endExemption(caller, params.userId)
    return { status: 'SUCCESS' }
  },
}

function answer({ url, secrets }: operations.Begun, wire: Wire) {
  wire.setSecrets(secrets)
  return { url }
}

function lead({ to, secrets }: WayOn, wire: Wire) {
  wire.setSecrets(secrets)
  return wire.redirect(to)
}

export const sso = feature('sso', endpoints, handlers)
