import { providers as endpoints } from '../../contract/providers.ts'
import type { Person } from '../caller/caller.ts'
import { feature, type Handlers } from '../http/handlers.ts'
import { begin } from './flow.ts'
import { confirmWaiting, listIdentities, mustBeLinked, unlink } from './linking.ts'
import { comeBack, goStraight, providerOrNot } from './signing-in.ts'

const handlers: Handlers<typeof endpoints> = {
  start: async (visitor, { params, body }, wire) => {
    const provider = providerOrNot(visitor, params.providerId)
    const { url, secrets } = await begin(visitor, provider, { purpose: 'sign-in', by: null, ...body })
    wire.setSecrets(secrets)
    return { url }
  },
  deepLink: async (visitor, { params, query }, wire) => {
    const { to, secrets } = await goStraight(visitor, params.providerId, query.to)
    wire.setSecrets(secrets)
    return wire.redirect(to)
  },
  callback: async (visitor, { params, query }, wire) => {
    const { to, secrets } = await comeBack(visitor, params.providerId, query)
    wire.setSecrets(secrets)
    return wire.redirect(to)
  },
  stepUp: async (person, { params, body }, wire) => {
    const provider = providerOrNot(person, params.providerId)
    await mustBeLinked(person, provider)
    const wanted = { purpose: 'step-up' as const, by: sessionOf(person), ...body }
    const { url, secrets } = await begin(person, provider, wanted)
    wire.setSecrets(secrets)
    return { url }
  },
  list: async (person) => ({ identities: await listIdentities(person) }),
  link: async (person, { body }, wire) => {
    const provider = providerOrNot(person, body.providerId)
    const wanted = { purpose: 'link' as const, by: sessionOf(person), returnTo: body.returnTo }
    const { url, secrets } = await begin(person, provider, wanted)
    wire.setSecrets(secrets)
    return { url }
  },
  confirmLink: async (person) => ({ identity: await confirmWaiting(person) }),
  unlink: async (person, { params }) => {
    await unlink(person, params.providerId)
    return { status: 'SUCCESS' }
  },
}

function sessionOf({ user, session }: Person) {
  return { userId: user.id, sessionId: session.id }
}

export const providers = feature('providers', endpoints, handlers)
