import { Type } from 'typebox'
import { can, endpoint, PageQuery, PageReply, Pagination, Success } from './endpoint.ts'
import { EndsAt, Limit, PermissionInput, Permissions } from './grants.ts'

/** A user of the workspace as lists show it (public-api, section 2: MinimalUserV1). */
export const MinimalUser = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
})

/** Their place in the group ends with their membership of the workspace, if that ends first. Ended, they stay in the list until they are removed. */
const GroupUser = Type.Object({ ...MinimalUser.properties, endsAt: EndsAt })

const UserGroup = Type.Object({
  id: Type.String(),
  name: Type.String(),
  memberCount: Type.Integer(),
  permissions: Permissions,
  /** The identity provider manages its name and who is in it; its roles are given here. */
  managed: Type.Boolean(),
})
const GroupName = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' })
const NameBody = Type.Object({ name: GroupName }, { additionalProperties: false })

/** E-mail addresses of members or of people with a pending invite. */
const EMAILS_MAX = 1_000
export const Emails = Type.Array(Type.String({ minLength: 1, maxLength: 320 }), { maxItems: EMAILS_MAX })
const EmailsBody = Type.Object({ emails: Emails }, { additionalProperties: false })
const GroupReply = Type.Object({ userGroup: UserGroup })

export const groups = {
  list: endpoint('GET /groups', {
    access: can('group:read'),
    says: 'Lists the groups of the workspace with their roles, in the order they were made or by name.',
    query: Type.Object(
      {
        /** A part of the name, in any case. Then, and with `sort`, the number of all that match is answered too. */
        search: Type.Optional(Type.String({ maxLength: 255 })),
        sort: Type.Optional(Type.Enum(['name'])),
        order: Type.Optional(Type.Enum(['up', 'down'])),
        pagination: Pagination,
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({
      userGroups: Type.Array(UserGroup),
      pagination: PageReply,
    }),
  }),
  create: endpoint('POST /groups', {
    access: can('group:edit'),
    previewable: true,
    says: 'Creates a group: by its name alone, or with its roles and its members. Either all of it is done, or nothing.',
    body: Type.Object(
      {
        name: GroupName,
        permissions: Type.Optional(Type.Array(PermissionInput, { maxItems: 500 })),
        /** Of members or of people with a pending invite. */
        emails: Type.Optional(Emails),
      },
      { additionalProperties: false },
    ),
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
    previewable: true,
    says: 'Deletes a group. Its members stay in the workspace.',
    reply: Success,
    perMinute: 60,
  }),
  listUsers: endpoint('GET /groups/:userGroupId/users', {
    access: can('group:read'),
    says: 'Lists the members in a group, each with when it does not reach them any more.',
    query: PageQuery,
    reply: Type.Object({
      users: Type.Array(GroupUser),
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
    previewable: true,
    says: 'Adds members, or pending invites, to a group by e-mail address, perhaps for a time.',
    body: Type.Object(
      {
        emails: Emails,
        /**
         * Until when they are in it, also who is already; null: for good. Left out, who comes is in it for good, and so is whose place had
         * ended.
         */
        endsAt: Limit,
      },
      { additionalProperties: false },
    ),
    reply: GroupReply,
    perMinute: 60,
  }),
  replaceUsers: endpoint('PUT /group/:userGroupId/users', {
    access: can('group:edit'),
    previewable: true,
    says: 'Makes exactly these members and pending invites the content of a group.',
    also: ['/groups/:userGroupId/users'],
    body: EmailsBody,
    reply: GroupReply,
    perMinute: 60,
  }),
  removeUsers: endpoint('DELETE /group/:userGroupId/users', {
    access: can('group:edit'),
    previewable: true,
    says: 'Removes members, or pending invites, from a group.',
    also: ['/groups/:userGroupId/users'],
    query: Type.Object({ emails: Emails }, { additionalProperties: false }),
    reply: Success,
    perMinute: 60,
  }),
}
