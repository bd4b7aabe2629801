import { account as endpoints } from '../../contract/account.ts'
import { feature } from '../http/handlers.ts'
import { signMemberOut } from '../members/members.ts'
import * as activity from './activity.ts'
import { deleteAccount } from './deletion.ts'
import * as email from './email.ts'
import * as profile from './profile.ts'

const SUCCESS = { status: 'SUCCESS' } as const
const MAILED = { status: 'mailed' } as const

export const account = feature('account', endpoints, {
  get: async (person) => ({ account: await profile.showAccount(person) }),
  modify: async (person, { body }) => ({ account: await profile.rename(person, body.name) }),
  changePassword: async (person, { body }, wire) => {
    const { session, ...warning } = await profile.changePassword(person, body)
    wire.setSecrets({ session })
    return { ...SUCCESS, ...warning }
  },
  changeEmail: async (person, { body }) => {
    await email.changeEmail(person, body.email)
    return MAILED
  },
  verifyEmail: async (person) => {
    await email.verifyEmail(person)
    return MAILED
  },
  lookUpEmail: (visitor, { query }) => email.lookUpEmail(visitor, query.token),
  confirmEmail: (visitor, { body }) => email.confirmEmail(visitor, body.token),
  listSessions: async (person) => ({ sessions: await activity.listOwnSessions(person) }),
  endSession: async (person, { params }, wire) => {
    const isThisOne = await activity.endOwnSession(person, params.sessionId)
    if (isThisOne) wire.setSecrets({ session: null })
    return SUCCESS
  },
  endOtherSessions: async (person) => {
    await activity.endOtherSessions(person)
    return SUCCESS
  },
  listEvents: (person, { query }) => activity.listOwnEvents(person, query.pagination),
  delete: async (person, { query }, wire) => {
    await deleteAccount(person, query.confirm)
    wire.setSecrets({ session: null })
    return SUCCESS
  },
  endSessionsOfMember: async (caller, { params }) => {
    await signMemberOut(caller, params.userId)
    return SUCCESS
  },
})
