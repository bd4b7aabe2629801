import { Type } from 'typebox'
import { can, endpoint, PageQuery, PageReply, Success } from './endpoint.ts'
import { Permissions } from './grants.ts'

/** A user of the workspace as lists show it (public-api, section 2: MinimalUserV1). */
export const MinimalUser = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
})

const UserGroup = Type.Object({
  id: Type.String(),
  name: Type.String(),
  memberCount: Type.Integer(),
  permissions: Permissions,
})
const NameBody = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' }) },
  { additionalProperties: false },
)

/** E-mail addresses of members or of people with a pending invite. */
const EMAILS_MAX = 1_000
export const Emails = Type.Array(Type.String({ minLength: 1, maxLength: 320 }), { maxItems: EMAILS_MAX })
const EmailsBody = Type.Object({ emails: Emails }, { additionalProperties: false })
const GroupReply = Type.Object({ userGroup: UserGroup })

export const groups = {
  list: endpoint('GET /groups', {
    access: can('group:read'),
    says: 'Lists the groups of the workspace with their roles.',
    query: PageQuery,
    reply: Type.Object({
      userGroups: Type.Array(UserGroup),
      pagination: PageReply,
    }),
  }),
  create: endpoint('POST /groups', {
    access: can('group:edit'),
    says: 'Creates a group without members and without roles.',
    body: NameBody,
    reply: GroupReply,
    perMinute: 60,
  }),
  get: endpoint('GET /groups/:userGroupId', {
    access: can('group:read'),
    says: 'Shows one group with its roles.',
    reply: GroupReply,
  }),
  rename: endpoint('PATCH /groups/:userGroupId', {
    access: can('group:edit'),
    says: 'Renames a group.',
    body: NameBody,
    reply: GroupReply,
    perMinute: 60,
  }),
  delete: endpoint('DELETE /groups/:userGroupId', {
    access: can('group:edit'),
    says: 'Deletes a group. Its members stay in the workspace.',
    reply: Success,
    perMinute: 60,
  }),
  listUsers: endpoint('GET /groups/:userGroupId/users', {
    access: can('group:read'),
    says: 'Lists the members in a group.',
    query: PageQuery,
    reply: Type.Object({
      users: Type.Array(MinimalUser),
      pagination: PageReply,
    }),
  }),
  listInvites: endpoint('GET /groups/:userGroupId/invites', {
    access: can('group:read'),
    says: 'Lists the addresses of pending invites in a group.',
    query: PageQuery,
    reply: Type.Object({
      emails: Type.Array(Type.String()),
      pagination: PageReply,
    }),
  }),
  addUsers: endpoint('POST /groups/:userGroupId/users', {
    access: can('group:edit'),
    says: 'Adds members, or pending invites, to a group by e-mail address.',
    body: EmailsBody,
    reply: GroupReply,
    perMinute: 60,
  }),
  replaceUsers: endpoint('PUT /group/:userGroupId/users', {
    access: can('group:edit'),
    says: 'Makes exactly these members and pending invites the content of a group.',
    also: ['/groups/:userGroupId/users'],
    body: EmailsBody,
    reply: GroupReply,
    perMinute: 60,
  }),
  removeUsers: endpoint('DELETE /group/:userGroupId/users', {
    access: can('group:edit'),
    says: 'Removes members, or pending invites, from a group.',
    also: ['/groups/:userGroupId/users'],
    query: Type.Object({ emails: Emails }, { additionalProperties: false }),
    reply: Success,
    perMinute: 60,
  }),
}
