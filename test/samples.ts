import type { api } from '../contract/index.ts'
import { newId } from '../server/platform/ids.ts'
import { type Fixture, roleId } from './fixture.ts'

type Api = typeof api
type Names = Fixture['ids'] & { workspaceId: string; slug: string }

/** One valid call of an endpoint, naming what the fixture has. */
export type Sample = (names: Names) => { params?: Record<string, string>; query?: string; body?: unknown }

const nothing: Sample = () => ({})
const prod = [{ key: 'environment', value: 'prod' }]
const sourceAdmin = ({ workspaceId }: Names) => ({
  permissions: [{ roleId: roleId('Source Admin'), resources: [{ id: workspaceId, type: 'WORKSPACE' }] }],
})
const member: Sample = ({ member: userId }) => ({ params: { userId } })
const group: Sample = ({ group: userGroupId }) => ({ params: { userGroupId } })
const token: Sample = ({ token: tokenId }) => ({ params: { tokenId } })
const role: Sample = ({ role: roleId }) => ({ params: { roleId } })
const source: Sample = ({ source: sourceId }) => ({ params: { sourceId } })
const space: Sample = ({ space: spaceId }) => ({ params: { spaceId } })
const warehouse: Sample = ({ warehouse: warehouseId }) => ({ params: { warehouseId } })
const destination: Sample = ({ destination: destinationId }) => ({ params: { destinationId } })
const provider: Sample = () => ({ params: { providerId: 'example' } })
const passkey: Sample = ({ passkey: passkeyId }) => ({ params: { passkeyId } })
const signed: Sample = ({ stepUpAnswer }) => ({ body: { response: JSON.parse(stepUpAnswer) } })
const plan: Sample = ({ trackingPlan: trackingPlanId }) => ({ params: { trackingPlanId } })
const aFunction: Sample = ({ function: functionId }) => ({ params: { functionId } })
const invite: Sample = ({ invite: inviteId }) => ({ params: { inviteId } })
const connection: Sample = (names) => ({ params: { warehouseId: names.warehouse, sourceId: names.source } })

/** A new one each time: tries are counted by address. */
const somebody = () => `${newId()}@example.test`

function with_(sample: Sample, body: (names: Names) => unknown): Sample {
  return (names) => ({ ...sample(names), body: body(names) })
}

const question = (names: Names) => ({
  subject: { type: 'user', id: names.member },
  action: { name: 'source:read' },
  resource: { type: 'source', id: names.source },
})

/** A sample for every endpoint of the contract: one that is missing does not compile. */
type Samples = { [F in keyof Api]: { [E in keyof Api[F]]: Sample } }

export const samples = {
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
  audit: { list: nothing },
  authzen: {
    evaluate: with_(nothing, question),
    evaluateAll: with_(nothing, (names) => ({ ...question(names), evaluations: [{}] })),
    searchSubject: with_(nothing, (names) => ({ ...question(names), subject: { type: 'user' } })),
    searchResource: with_(nothing, (names) => ({ ...question(names), resource: { type: 'source' } })),
    searchAction: with_(nothing, (names) => ({ ...question(names), action: undefined })),
    metadata: nothing,
    metadataOfWorkspace: ({ slug }) => ({ params: { workspace: slug } }),
  },
  decisions: {
    explain: with_(nothing, question),
    whoCan: ({ source }) => ({ query: `?action=source:read&resourceType=source&resourceId=${source}` }),
    whatCan: ({ member }) => ({
      query: `?action=source:read&resourceType=source&subjectType=user&subjectId=${member}`,
    }),
    accessOfUser: member,
    accessOfToken: token,
  },
  destinations: {
    list: nothing,
    get: destination,
    create: with_(nothing, ({ source: sourceId }) => ({ sourceId, metadataId: 'webhooks', settings: {} })),
    update: with_(destination, () => ({ name: 'Renamed' })),
    delete: destination,
  },
  echo: { get: () => ({ query: '?message=hello' }) },
  functions: {
    list: () => ({ query: '?resourceType=SOURCE' }),
    get: aFunction,
    create: with_(nothing, () => ({ code: '', displayName: 'New', resourceType: 'SOURCE' })),
    update: with_(aFunction, () => ({ displayName: 'Renamed' })),
    delete: aFunction,
  },
  grants: {
    addToUser: with_(member, sourceAdmin),
    replaceForUser: with_(member, sourceAdmin),
    addToGroup: with_(group, sourceAdmin),
    replaceForGroup: with_(group, sourceAdmin),
    replaceForToken: with_(token, sourceAdmin),
  },
  groups: {
    list: nothing,
    create: with_(nothing, () => ({ name: 'New' })),
    get: group,
    rename: with_(group, () => ({ name: 'Renamed' })),
    delete: group,
    listUsers: group,
    listInvites: group,
    addUsers: with_(group, ({ memberEmail }) => ({ emails: [memberEmail] })),
    replaceUsers: with_(group, ({ memberEmail }) => ({ emails: [memberEmail] })),
    removeUsers: (names) => ({
      ...group(names),
      query: `?emails.0=${encodeURIComponent(names.memberEmail)}`,
    }),
  },
  integrations: {
    listSources: nothing,
    getSource: () => ({ params: { sourceMetadataId: 'ios' } }),
    listDestinations: nothing,
    getDestination: () => ({ params: { destinationMetadataId: 'webhooks' } }),
    listWarehouses: nothing,
    getWarehouse: () => ({ params: { warehouseMetadataId: 'postgres' } }),
  },
  invites: {
    create: with_(nothing, ({ slug }) => ({ invites: [{ email: `new@${slug}.test` }] })),
    list: nothing,
    listDetails: nothing,
    delete: ({ inviteEmail }) => ({ query: `?emails.0=${encodeURIComponent(inviteEmail)}` }),
    modify: with_(invite, sourceAdmin),
    resend: invite,
    lookUp: () => ({ query: '?token=wrong' }),
    accept: with_(nothing, () => ({ token: 'wrong', name: 'Ada', password: 'correct horse battery' })),
    sendLetter: with_(nothing, () => ({ token: 'wrong' })),
  },
  labels: {
    list: nothing,
    create: with_(nothing, () => ({ label: { key: 'brand', value: 'new' } })),
    delete: () => ({ params: { key: 'brand', value: 'acme' } }),
    usage: nothing,
  },
  mailbox: { page: nothing },
  members: {
    list: nothing,
    exportAll: nothing,
    exportGroup: group,
    get: member,
    listGroups: member,
    modify: with_(member, () => ({ externalId: 'crm-1' })),
    remove: ({ member }) => ({ query: `?userIds.0=${member}` }),
    leave: nothing,
  },
  meta: { health: nothing, ready: nothing, openapi: nothing },
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
  resources: {
    list: nothing,
    get: ({ source }) => ({ params: { type: 'source', id: source } }),
    put: with_(
      () => ({ params: { type: 'space', id: 'new' } }),
      () => ({ name: 'New' }),
    ),
    update: with_(
      ({ source }) => ({ params: { type: 'source', id: source } }),
      () => ({ name: 'Renamed' }),
    ),
    delete: ({ source }) => ({ params: { type: 'source', id: source } }),
    bulk: with_(nothing, () => ({ upserts: [{ type: 'space', id: 'new', name: 'New' }] })),
    assignLabels: with_(nothing, ({ space }) => ({
      assignments: [{ resource: { type: 'space', id: space }, labels: prod }],
    })),
  },
  roles: {
    list: nothing,
    create: with_(nothing, () => ({ name: 'New', may: { source: ['source:read'] } })),
    modify: with_(role, () => ({ description: 'Changed' })),
    delete: role,
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
  sources: {
    list: nothing,
    get: source,
    create: with_(nothing, () => ({ slug: 'new', enabled: true, metadataId: 'javascript' })),
    update: with_(source, () => ({ name: 'Renamed' })),
    delete: source,
    addLabels: with_(source, () => ({ labels: [{ key: 'brand', value: 'acme' }] })),
    replaceLabels: with_(source, () => ({ labels: [...prod, { key: 'brand', value: 'acme' }] })),
    listWarehouses: source,
    listDestinations: source,
    getSettings: source,
    updateSettings: with_(source, () => ({ track: { allowUnplannedEvents: false } })),
  },
  spaces: {
    list: nothing,
    get: space,
    addLabels: with_(space, () => ({ labels: prod })),
    replaceLabels: with_(space, () => ({ labels: prod })),
  },
  tokens: {
    list: nothing,
    create: with_(nothing, () => ({ description: 'New', access: 'owner' })),
    current: nothing,
    get: token,
    describe: with_(token, () => ({ description: 'Changed' })),
    revoke: token,
    revokeLeaked: with_(nothing, ({ tokenSecret }) => ({ token: tokenSecret })),
  },
  trackingPlans: {
    list: nothing,
    get: plan,
    create: with_(nothing, () => ({ name: 'New', type: 'LIVE' })),
    update: with_(plan, () => ({ name: 'Renamed' })),
    delete: plan,
    listSources: plan,
    addSource: with_(plan, ({ source: sourceId }) => ({ sourceId })),
    removeSource: (names) => ({ ...plan(names), query: `?sourceId=${names.source}` }),
  },
  warehouses: {
    list: nothing,
    get: warehouse,
    create: with_(nothing, () => ({ metadataId: 'postgres', settings: { name: 'New' } })),
    update: with_(warehouse, () => ({ name: 'Renamed' })),
    delete: warehouse,
    connect: connection,
    disconnect: connection,
  },
  workspaces: {
    get: nothing,
    modify: with_(nothing, () => ({ name: 'Renamed' })),
    listMine: nothing,
    open: with_(nothing, () => ({ name: 'Another', slug: `another-${newId().toLowerCase()}` })),
  },
} satisfies Samples
