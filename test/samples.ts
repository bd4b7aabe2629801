import type { api } from '../contract/index.ts'
import { newId } from '../server/platform/ids.ts'
import { accessRequestSamples } from './access-request-samples.ts'
import { accountSamples } from './account-samples.ts'
import { roleId } from './fixture.ts'
import { member, type Names, nothing, type Sample, with_ } from './sample.ts'
import { scimSamples } from './scim-samples.ts'
import { ssoSamples } from './sso-samples.ts'

type Api = typeof api

export type { Sample } from './sample.ts'

const prod = [{ key: 'environment', value: 'prod' }]
const sourceAdmin = ({ workspaceId }: Names) => ({
  permissions: [{ roleId: roleId('Source Admin'), resources: [{ id: workspaceId, type: 'WORKSPACE' }] }],
})
const group: Sample = ({ group: userGroupId }) => ({ params: { userGroupId } })
const token: Sample = ({ token: tokenId }) => ({ params: { tokenId } })
const role: Sample = ({ role: roleId }) => ({ params: { roleId } })
const source: Sample = ({ source: sourceId }) => ({ params: { sourceId } })
const space: Sample = ({ space: spaceId }) => ({ params: { spaceId } })
const warehouse: Sample = ({ warehouse: warehouseId }) => ({ params: { warehouseId } })
const destination: Sample = ({ destination: destinationId }) => ({ params: { destinationId } })
const plan: Sample = ({ trackingPlan: trackingPlanId }) => ({ params: { trackingPlanId } })
const aFunction: Sample = ({ function: functionId }) => ({ params: { functionId } })
const invite: Sample = ({ invite: inviteId }) => ({ params: { inviteId } })
const connection: Sample = (names) => ({ params: { warehouseId: names.warehouse, sourceId: names.source } })

const question = (names: Names) => ({
  subject: { type: 'user', id: names.member },
  action: { name: 'source:read' },
  resource: { type: 'source', id: names.source },
})

/** A sample for every endpoint of the contract: one that is missing does not compile. */
type Samples = { [F in keyof Api]: { [E in keyof Api[F]]: Sample } }

export const samples = {
  ...accountSamples,
  ...ssoSamples,
  ...scimSamples,
  ...accessRequestSamples,
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
    whoCanFile: ({ source }) => ({
      query: `?action=source:read&resourceType=source&resourceId=${source}`,
    }),
    whatCanFile: ({ member }) => ({
      query: `?action=source:read&resourceType=source&subjectType=user&subjectId=${member}`,
    }),
    accessFile: member,
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
    handBack: () => ({ query: `?roleId=${roleId('Workspace Owner')}` }),
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
    directory: () => ({ query: '?search=m&sort=name' }),
    exportAll: nothing,
    exportGroup: group,
    get: member,
    listGroups: member,
    modify: with_(member, () => ({ externalId: 'crm-1' })),
    remove: ({ member }) => ({ query: `?userIds.0=${member}` }),
    leave: nothing,
  },
  meta: { health: nothing, ready: nothing, openapi: nothing },
  previews: {
    make: with_(nothing, (names) => ({
      changes: [
        {
          route: 'POST /users/:userId/permissions',
          params: { userId: names.member },
          body: sourceAdmin(names),
        },
      ],
    })),
  },
  resources: {
    listTypes: nothing,
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
  words: {
    get: () => ({ query: '?language=de' }),
  },
  workspaces: {
    get: nothing,
    me: nothing,
    modify: with_(nothing, () => ({ name: 'Renamed' })),
    listMine: nothing,
    open: with_(nothing, () => ({ name: 'Another', slug: `another-${newId().toLowerCase()}` })),
  },
} satisfies Samples
