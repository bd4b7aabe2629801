import { passkeys as endpoints } from '../../contract/passkeys.ts'
import { feature } from '../http/handlers.ts'
import { beginRegistration, listPasskeys, registerPasskey, removePasskey, renamePasskey } from './own.ts'
import {
  beginSecondFactor,
  beginSignIn,
  beginStepUp,
  completeSecondFactor,
  signIn,
  stepUp,
} from './passkeys.ts'

const SUCCESS = { status: 'SUCCESS' } as const

export const passkeys = feature('passkeys', endpoints, {
  signInOptions: async (visitor) => ({ options: await beginSignIn(visitor) }),
  signIn: async (visitor, { body }, wire) => {
    const { reply, secrets } = await signIn(visitor, body.response)
    wire.setSecrets(secrets)
    return reply
  },
  secondFactorOptions: async (visitor) => ({ options: await beginSecondFactor(visitor) }),
  secondFactor: async (visitor, { body }, wire) => {
    const { reply, secrets } = await completeSecondFactor(visitor, body.response)
    wire.setSecrets(secrets)
    return reply
  },
  stepUpOptions: async (person) => ({ options: await beginStepUp(person) }),
  stepUp: async (person, { body }, wire) => {
    const { session, freshUntil } = await stepUp(person, body.response)
    wire.setSecrets({ session })
    return { freshUntil }
  },
  list: async (person) => ({ passkeys: await listPasskeys(person) }),
  registerOptions: async (person) => ({ options: await beginRegistration(person) }),
  register: async (person, { body }, wire) => {
    const { session, ...reply } = await registerPasskey(person, body)
    wire.setSecrets({ session })
    return reply
  },
  rename: async (person, { params, body }) => ({
    passkey: await renamePasskey(person, params.passkeyId, body.name),
  }),
  remove: async (person, { params }, wire) => {
    wire.setSecrets({ session: await removePasskey(person, params.passkeyId) })
    return SUCCESS
  },
})
