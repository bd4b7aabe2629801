import { mfa as endpoints } from '../../contract/mfa.ts'
import { feature } from '../http/handlers.ts'
import { showFactors, signInWithCode } from './mfa.ts'
import { mailRecoveryCode, recover, resetOfMember } from './recovery.ts'
import { renewRecoveryCodes } from './recovery-codes.ts'
import { confirmTotp, enrolTotp, removeTotp } from './totp.ts'

const SUCCESS = { status: 'SUCCESS' } as const
const MAILED = { status: 'mailed' } as const

export const mfa = feature('mfa', endpoints, {
  signIn: async (visitor, { body }, wire) => {
    const { reply, secrets } = await signInWithCode(visitor, body)
    wire.setSecrets(secrets)
    return reply
  },
  mailCode: async (visitor) => {
    await mailRecoveryCode(visitor)
    return MAILED
  },
  recover: async (visitor, { body }, wire) => {
    const { reply, secrets } = await recover(visitor, body.code)
    wire.setSecrets(secrets)
    return reply
  },
  get: (person) => showFactors(person),
  enrol: (person) => enrolTotp(person),
  confirm: async (person, { body }, wire) => {
    const { recoveryCodes, session } = await confirmTotp(person, body.code)
    wire.setSecrets({ session })
    return { recoveryCodes }
  },
  removeTotp: async (person, _, wire) => {
    wire.setSecrets({ session: await removeTotp(person) })
    return SUCCESS
  },
  renewRecoveryCodes: async (person) => ({ recoveryCodes: await renewRecoveryCodes(person) }),
  resetOfMember: async (caller, { params }) => {
    await resetOfMember(caller, params.userId)
    return SUCCESS
  },
})
