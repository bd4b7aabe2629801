import { Type } from 'typebox'
import { can, endpoint, member, PageQuery, PageReply, Pagination, Success } from './endpoint.ts'
import { EndsAt, Id, Limit, MembershipStatus, Permissions } from './grants.ts'

/** Segment's UserV1 (public-api, section 2), and what it does not show. */
const User = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  /** The member's own; those through groups are the groups'. */
  permissions: Permissions,
  /** What applications call this person. */
  externalId: Type.Union([Type.String(), Type.Null()]),
  /** Owner through any path is owner (rules 2.6). */
  isOwner: Type.Boolean(),
  /** Whoever ended stays in the list until they are removed, or stay longer; people with a pending invite are listed apart. */
  status: MembershipStatus,
  endsAt: EndsAt,
  /** The identity provider manages that they are in the workspace: only there they are removed. */
  managed: Type.Boolean(),
})
const UserReply = Type.Object({ user: User })

const USERS_MAX = 1_000

/** A member as the console lists them. Times are ISO 8601. */
const Listed = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  isOwner: Type.Boolean(),
  status: MembershipStatus,
  endsAt: EndsAt,
  permissions: Permissions,
  /** The first three by name, and how many there are. */
  groups: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  groupCount: Type.Integer(),
  /** Where one group was asked for: when it does not reach them any more. */
  groupEndsAt: EndsAt,
  /** The identity provider manages that they are in the workspace. */
  managed: Type.Boolean(),
  /** Has a second factor. */
  mfa: Type.Boolean(),
  /** How they can sign in: `sso` (the workspace's own), `password`, `passkey`, and the ids of providers. */
  signIn: Type.Array(Type.String()),
  joinedAt: Type.String(),
  /** When a session of theirs was last used, up to a minute behind; null where there is none any more. */
  lastActiveAt: Type.Union([Type.String(), Type.Null()]),
})

const YesNo = Type.Enum(['yes', 'no'])
const SearchText = Type.String({ maxLength: 255 })

export const members = {
  list: endpoint('GET /users', {
    access: can('member:read'),
    says: 'Lists the members of the workspace with their own roles, in the order they joined.',
    query: Type.Object(
      {
        pagination: Pagination,
        /** A part of the name or of the e-mail address, in any case. */
        search: Type.Optional(Type.String({ maxLength: 255 })),
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({ users: Type.Array(User), pagination: PageReply }),
  }),
  directory: endpoint('GET /users/directory', {
    access: can('member:read'),
    says: 'Lists the members as the console shows them: searched, filtered and in the order asked for, with their number.',
    query: Type.Object(
      {
        /** A part of the name or of the e-mail address, in any case. */
        search: Type.Optional(SearchText),
        /** Who holds this role, directly or through a group. */
        roleId: Type.Optional(Id),
        groupId: Type.Optional(Id),
        owner: Type.Optional(YesNo),
        mfa: Type.Optional(YesNo),
        /** `sso`, `password`, `passkey`, or the id of a provider. */
        signIn: Type.Optional(Type.String({ maxLength: 100 })),
        sort: Type.Optional(Type.Enum(['name', 'email', 'joined', 'active'])),
        order: Type.Optional(Type.Enum(['up', 'down'])),
        pagination: Pagination,
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({ users: Type.Array(Listed), pagination: PageReply }),
  }),
  exportAll: endpoint('GET /users.csv', {
    access: can('member:export'),
    stepUp: true,
    says: 'Downloads all members with their roles and groups. People with a pending invite are not in it.',
    reply: Type.String(),
    stream: 'text/csv',
    perMinute: 10,
  }),
  exportGroup: endpoint('GET /groups/:userGroupId/users.csv', {
    access: can('member:export'),
    stepUp: true,
    says: 'Downloads the members in a group with their roles and groups.',
    reply: Type.String(),
    stream: 'text/csv',
    perMinute: 10,
  }),
  get: endpoint('GET /users/:userId', {
    access: can('member:read'),
    says: 'Shows one member with their own roles.',
    reply: UserReply,
  }),
  listGroups: endpoint('GET /users/:userId/groups', {
    access: can('member:read'),
    says: 'Lists the groups that a member is in, each with when their place in it ends.',
    query: PageQuery,
    reply: Type.Object({
      groups: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), endsAt: EndsAt })),
      pagination: PageReply,
    }),
  }),
  modify: endpoint('PATCH /users/:userId', {
    access: can('member:edit'),
    previewable: true,
    says: 'Sets or clears the external id, by which applications name this member in decisions, and when their membership ends.',
    body: Type.Object(
      {
        externalId: Type.Optional(Type.Union([Id, Type.Null()])),
        /** Null: they are a member for good. */
        endsAt: Limit,
      },
      { additionalProperties: false, minProperties: 1 },
    ),
    reply: UserReply,
    perMinute: 60,
  }),
  remove: endpoint('DELETE /users', {
    access: can('member:remove'),
    previewable: true,
    says: 'Removes members from the workspace. Their accounts stay. An id that names no member is no mistake.',
    query: Type.Object(
      { userIds: Type.Array(Type.String({ maxLength: 255 }), { minItems: 1, maxItems: USERS_MAX }) },
      { additionalProperties: false },
    ),
    reply: Success,
    perMinute: 60,
  }),
  leave: endpoint('DELETE /users/me', {
    access: member('everybody may leave a workspace; the last owner may not'),
    says: 'Leaves the workspace: the signed-in person is no member any more. Their account stays.',
    reply: Success,
    perMinute: 60,
  }),
}
