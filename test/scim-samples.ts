import type { api } from '../contract/index.ts'
import { newId } from '../server/platform/ids.ts'
import { nothing, type Sample, with_ } from './sample.ts'

type Api = Pick<typeof api, 'provisioning' | 'scim'>

const CORE = 'urn:ietf:params:scim:schemas:core:2.0'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const user: Sample = ({ member: id }) => ({ params: { id } })
const group: Sample = ({ group: id }) => ({ params: { id } })
const someone = () => ({
  schemas: [`${CORE}:User`],
  userName: `new-${newId().toLowerCase()}@scim.test`,
  displayName: 'New',
})
const rename = { op: 'replace', path: 'displayName', value: 'Renamed' }

/** Samples of SCIM: of what the workspace's owners call, and of what its identity provider does. */
export const scimSamples = {
  provisioning: {
    get: nothing,
    modify: with_(nothing, () => ({ dryRun: true })),
    listTokens: nothing,
    createToken: with_(nothing, () => ({ description: 'Okta' })),
    revokeToken: ({ scimToken: scimTokenId }) => ({ params: { scimTokenId } }),
    listRequests: nothing,
    releaseUser: ({ managed: userId }) => ({ params: { userId } }),
    releaseGroup: ({ managedGroup: userGroupId }) => ({ params: { userGroupId } }),
  },
  scim: {
    listUsers: () => ({ query: `?filter=${encodeURIComponent('userName eq "nobody@scim.test"')}` }),
    createUser: with_(nothing, someone),
    getUser: user,
    replaceUser: with_(user, someone),
    patchUser: with_(user, () => ({ schemas: [PATCH], Operations: [rename] })),
    deleteUser: user,
    listGroups: nothing,
    createGroup: with_(nothing, () => ({ schemas: [`${CORE}:Group`], displayName: `New ${newId()}` })),
    getGroup: group,
    replaceGroup: with_(group, () => ({ schemas: [`${CORE}:Group`], displayName: `New ${newId()}` })),
    patchGroup: with_(group, () => ({ schemas: [PATCH], Operations: [rename] })),
    deleteGroup: group,
    config: nothing,
    listResourceTypes: nothing,
    getResourceType: () => ({ params: { id: 'User' } }),
    listSchemas: nothing,
    getSchema: () => ({ params: { id: `${CORE}:Group` } }),
  },
} satisfies { [F in keyof Api]: { [E in keyof Api[F]]: Sample } }
