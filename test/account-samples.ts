import type { api } from '../contract/index.ts'
import { newId } from '../server/platform/ids.ts'
import { member, nothing, type Sample, with_ } from './sample.ts'

type Api = Pick<typeof api, 'account' | 'mfa' | 'passkeys' | 'providers' | 'setup' | 'signIn'>

const provider: Sample = () => ({ params: { providerId: 'example' } })
const passkey: Sample = ({ passkey: passkeyId }) => ({ params: { passkeyId } })
const signed: Sample = ({ stepUpAnswer }) => ({ body: { response: JSON.parse(stepUpAnswer) } })

/** A new one each time: tries are counted by address. */
const somebody = () => `${newId()}@example.test`

/** Samples of the endpoints that are about people and how they get in. */
export const accountSamples = {
  account: {
    get: nothing,
    modify: with_(nothing, () => ({ name: 'Renamed' })),
    changePassword: with_(nothing, () => ({ password: 'correct horse battery staple' })),
    changeEmail: with_(nothing, ({ slug }) => ({ email: `another@${slug}.test` })),
    verifyEmail: nothing,
    lookUpEmail: () => ({ query: '?token=wrong' }),
    confirmEmail: with_(nothing, () => ({ token: 'wrong' })),
    listSessions: nothing,
    // One that is not there has ended already.
    endSession: () => ({ params: { sessionId: 'another' } }),
    endOtherSessions: nothing,
    listEvents: nothing,
    delete: ({ slug }) => ({ query: `?confirm=Olivia@${slug}.test` }),
    endSessionsOfMember: member,
  },
  mfa: {
    signIn: with_(nothing, () => ({ way: 'totp', code: '000000' })),
    mailCode: nothing,
    recover: with_(nothing, () => ({ code: 'AAAA-BBBB-CCCC' })),
    get: nothing,
    enrol: nothing,
    confirm: with_(nothing, () => ({ code: '000000' })),
    removeTotp: nothing,
    renewRecoveryCodes: nothing,
    resetOfMember: member,
  },
  passkeys: {
    signInOptions: nothing,
    signIn: signed,
    secondFactorOptions: nothing,
    secondFactor: signed,
    stepUpOptions: nothing,
    stepUp: signed,
    list: nothing,
    registerOptions: nothing,
    register: with_(nothing, ({ newPasskeyAnswer }) => ({
      name: 'New',
      response: JSON.parse(newPasskeyAnswer),
    })),
    rename: with_(passkey, () => ({ name: 'Renamed' })),
    remove: passkey,
  },
  providers: {
    start: with_(provider, () => ({})),
    deepLink: provider,
    callback: provider,
    stepUp: with_(provider, () => ({})),
    list: nothing,
    link: with_(nothing, () => ({ providerId: 'example' })),
    confirmLink: nothing,
    unlink: provider,
  },
  setup: {
    page: nothing,
    setUp: with_(nothing, () => ({
      token: 'wrong',
      workspace: { name: 'New', slug: 'new' },
      owner: { name: 'Ada', email: 'ada@example.test', password: 'correct horse battery' },
    })),
  },
  signIn: {
    ways: nothing,
    withPassword: with_(nothing, () => ({ email: somebody(), password: 'wrong' })),
    signUp: with_(nothing, () => ({ email: somebody() })),
    lookUpSignUp: () => ({ query: '?token=wrong' }),
    completeSignUp: with_(nothing, () => ({
      token: 'wrong',
      name: 'Ada',
      password: 'correct horse battery',
    })),
    forgotPassword: with_(nothing, () => ({ email: somebody() })),
    lookUpReset: () => ({ query: '?token=wrong' }),
    resetPassword: with_(nothing, () => ({ token: 'wrong', password: 'correct horse battery' })),
    checkPassword: with_(nothing, () => ({ password: 'correct horse battery', words: ['Ada'] })),
    signOut: nothing,
    stepUp: with_(nothing, () => ({ password: 'wrong' })),
  },
} satisfies { [F in keyof Api]: { [E in keyof Api[F]]: Sample } }
