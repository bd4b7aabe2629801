import { signIn as endpoints } from '../../contract/sign-in.ts'
import { feature } from '../http/handlers.ts'
import { judgePassword } from '../passwords/passwords.ts'
import * as operations from './sign-in.ts'
import { listWays } from './ways.ts'

const SUCCESS = { status: 'SUCCESS' } as const
const MAILED = { status: 'mailed' } as const

export const signIn = feature('signIn', endpoints, {
  ways: ({ app }) => listWays(app),
  withPassword: async (visitor, { body }, wire) => {
    const { reply, secrets } = await operations.signIn(visitor, body)
    wire.setSecrets(secrets)
    return reply
  },
  signUp: async (visitor, { body }) => {
    await operations.mailSignUp(visitor, body)
    return MAILED
  },
  lookUpSignUp: (visitor, { query }) => operations.openSignUp(visitor, query.token),
  completeSignUp: async (visitor, { body }, wire) => {
    const { reply, secrets } = await operations.completeSignUp(visitor, body)
    wire.setSecrets(secrets)
    return reply
  },
  forgotPassword: async (visitor, { body }) => {
    await operations.mailReset(visitor, body.email)
    return MAILED
  },
  lookUpReset: (visitor, { query }) => operations.openReset(visitor, query.token),
  resetPassword: async (visitor, { body }, wire) => {
    const warning = await operations.resetPassword(visitor, body)
    wire.setSecrets({ session: null, pending: null })
    return { ...SUCCESS, ...warning }
  },
  checkPassword: ({ app }, { body: { password, words = [] } }) => judgePassword(app, { password, words }),
  signOut: async (person, _input, wire) => {
    await operations.signOut(person)
    wire.setSecrets({ session: null, pending: null })
    return SUCCESS
  },
  stepUp: async (person, { body }, wire) => {
    const { freshUntil, session } = await operations.stepUp(person, body)
    wire.setSecrets({ session })
    return { freshUntil }
  },
})
