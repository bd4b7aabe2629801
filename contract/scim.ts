import { Type } from 'typebox'
import { endpoint, scimClient } from './endpoint.ts'

/** The media type of every answer (RFC 7644, section 3.1). */
export const SCIM_MEDIA_TYPE = 'application/scim+json'

/** Names of attributes have any case, and providers send more than they were asked for: the body is read by hand. */
const Resource = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })
const Nothing = Type.Unsafe<undefined>({})
const FILTER_MAX = 10_000
const NAMES_MAX = 10_000

const Shown = {
  /** Names of attributes, with commas between. */
  attributes: Type.Optional(Type.String({ maxLength: NAMES_MAX })),
  excludedAttributes: Type.Optional(Type.String({ maxLength: NAMES_MAX })),
}
const open = { additionalProperties: true }
const ShownQuery = Type.Object(Shown, open)
const ListQuery = Type.Object(
  {
    /** RFC 7644, section 3.4.2.2. An empty one is wrong, and must not find everybody. */
    filter: Type.Optional(Type.String({ minLength: 0, maxLength: FILTER_MAX })),
    /** From 1 on. */
    startIndex: Type.Optional(Type.Integer()),
    /** 0 asks for the number of results alone. */
    count: Type.Optional(Type.Integer()),
    ...Shown,
  },
  open,
)

const spec = {
  access: scimClient('an identity provider speaks for the workspace of its token'),
  dialect: 'scim',
} as const
const list = { ...spec, query: ListQuery, reply: Resource }
const one = { ...spec, query: ShownQuery, reply: Resource }
const written = { ...one, body: Resource }
const made = { ...written, status: 201 } as const
const removed = { ...spec, reply: Nothing, silent: 'always' } as const

/** SCIM 2.0 (RFC 7643, RFC 7644): what an identity provider calls. The workspace is the token's. */
export const scim = {
  listUsers: endpoint('GET /scim/v2/Users', { ...list, says: 'Lists the people of the workspace.' }),
  createUser: endpoint('POST /scim/v2/Users', { ...made, says: 'Adds a person to the workspace.' }),
  getUser: endpoint('GET /scim/v2/Users/:id', { ...one, says: 'Shows a person.' }),
  replaceUser: endpoint('PUT /scim/v2/Users/:id', {
    ...written,
    says: 'Replaces what the provider says of a person.',
  }),
  patchUser: endpoint('PATCH /scim/v2/Users/:id', {
    ...written,
    says: 'Changes what the provider says of a person.',
  }),
  deleteUser: endpoint('DELETE /scim/v2/Users/:id', {
    ...removed,
    says: 'Removes a person from the workspace. The account stays.',
  }),
  listGroups: endpoint('GET /scim/v2/Groups', { ...list, says: 'Lists the groups of the workspace.' }),
  createGroup: endpoint('POST /scim/v2/Groups', { ...made, says: 'Makes a group.' }),
  getGroup: endpoint('GET /scim/v2/Groups/:id', { ...one, says: 'Shows a group with its members.' }),
  replaceGroup: endpoint('PUT /scim/v2/Groups/:id', {
    ...written,
    says: 'Replaces the name and the members of a group.',
  }),
  /** Answers 204, without a body, unless attributes are asked for: a group may have many members. */
  patchGroup: endpoint('PATCH /scim/v2/Groups/:id', {
    ...written,
    reply: Type.Unsafe<Record<string, unknown> | undefined>({ type: 'object', additionalProperties: true }),
    silent: 'unless-asked',
    says: 'Changes the name or the members of a group.',
  }),
  deleteGroup: endpoint('DELETE /scim/v2/Groups/:id', {
    ...removed,
    says: 'Deletes a group. Its members stay.',
  }),
  config: endpoint('GET /scim/v2/ServiceProviderConfig', {
    ...list,
    says: 'Says what of SCIM this server does.',
  }),
  listResourceTypes: endpoint('GET /scim/v2/ResourceTypes', { ...list, says: 'Lists users and groups.' }),
  getResourceType: endpoint('GET /scim/v2/ResourceTypes/:id', {
    ...one,
    says: 'Describes users, or groups.',
  }),
  listSchemas: endpoint('GET /scim/v2/Schemas', {
    ...list,
    says: 'Lists the attributes that are understood.',
  }),
  getSchema: endpoint('GET /scim/v2/Schemas/:id', {
    ...one,
    says: 'Describes the attributes of one schema.',
  }),
}
