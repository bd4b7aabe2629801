import { Type } from 'typebox'
import { can, endpoint, member } from './endpoint.ts'

/** Ids are opaque texts of 1 to 255 characters (public-api 1.10). */
export const Id = Type.String({ minLength: 1, maxLength: 255 })

export const LABEL_PART = '^[A-Za-z][A-Za-z0-9_-]*$'
export const LABEL_PART_MAX = 100
const LabelPart = Type.String({ pattern: LABEL_PART, maxLength: LABEL_PART_MAX })

/** A label as it is written: key and value begin with a letter; letters, digits, hyphens, underscores (rules, section 5). */
export const LabelInput = Type.Object(
  {
    key: LabelPart,
    value: LabelPart,
    description: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
)

/** A label that is named only: its format does not matter, because it must exist. */
export const LabelName = Type.Object(
  {
    key: Id,
    value: Id,
    description: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
)

export const Label = Type.Object({
  key: Type.String(),
  value: Type.String(),
  description: Type.Optional(Type.String()),
})

/**
 * What a permission is on: the whole workspace (`WORKSPACE` without labels), what carries all of some labels
 * (`WORKSPACE` with labels), or one resource (public-api, section 2). Types are written in capitals; either case is read.
 */
export const PermissionResourceInput = Type.Object(
  {
    id: Id,
    type: Type.String({ minLength: 1, maxLength: 100 }),
    labels: Type.Optional(Type.Union([Type.Array(LabelName, { maxItems: 50 }), Type.Null()])),
  },
  { additionalProperties: false },
)

export const PermissionResource = Type.Object({
  id: Type.String(),
  type: Type.String(),
  labels: Type.Array(Label),
})

/** A moment in ISO 8601, such as `2026-03-01T09:30:00Z`, between the years 1000 and 2999. Null, or left out: without limit. */
export const Limit = Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Null()]))
/** From when a permission gives something, that instant included, and until when, that instant excluded. */
const limits = { startsAt: Limit, endsAt: Limit }

const RESOURCES_MAX = 1_000
const PERMISSIONS_MAX = 500

/** A role, and what it is granted on. */
export const PermissionInput = Type.Object(
  {
    roleId: Id,
    resources: Type.Array(PermissionResourceInput, { maxItems: RESOURCES_MAX }),
    roleName: Type.Optional(Type.String({ maxLength: 200 })),
    labels: Type.Optional(Type.Array(LabelName, { maxItems: 50 })),
    ...limits,
  },
  { additionalProperties: false },
)

/** As in invites, where Segment leaves `resources` out for the whole workspace and puts labels beside the role. */
export const InvitePermissionInput = Type.Object(
  {
    roleId: Id,
    resources: Type.Optional(Type.Array(PermissionResourceInput, { maxItems: RESOURCES_MAX })),
    labels: Type.Optional(Type.Array(LabelName, { maxItems: 50 })),
    ...limits,
  },
  { additionalProperties: false },
)

export const Permission = Type.Object({
  roleId: Type.String(),
  roleName: Type.String(),
  resources: Type.Array(PermissionResource),
  /**
   * Whether it counts now. It does not while the plan does not include the role or the scope (rules, section 15), before it
   * begins, and once it has ended; it is kept until somebody takes it away.
   */
  active: Type.Boolean(),
  /** ISO 8601, only where there is such a limit. */
  startsAt: Type.Optional(Type.String()),
  endsAt: Type.Optional(Type.String()),
})

export const Permissions = Type.Array(Permission)
const PermissionsBody = Type.Object(
  { permissions: Type.Array(PermissionInput, { maxItems: PERMISSIONS_MAX }) },
  { additionalProperties: false },
)
const PermissionsReply = Type.Object({ permissions: Permissions })

/** Of a membership of the workspace or of a group: whether it lasts, and when it ends, that instant excluded; only where it does, in ISO 8601. */
export const MembershipStatus = Type.Enum(['active', 'ended'])
export const EndsAt = Type.Optional(Type.String())

/** Who holds what: Segment's permission writes for members and groups, and the same for tokens (public-api 3.1, 3.2). */
export const grants = {
  addToUser: endpoint('POST /users/:userId/permissions', {
    access: can('grant:edit'),
    previewable: true,
    says: 'Grants roles to a member, beside those the member has. Answers all of them.',
    body: PermissionsBody,
    reply: PermissionsReply,
    perMinute: 60,
  }),
  replaceForUser: endpoint('PUT /users/:userId/permissions', {
    access: can('grant:edit'),
    previewable: true,
    says: "Replaces a member's own roles. Roles through groups stay.",
    body: PermissionsBody,
    reply: PermissionsReply,
    perMinute: 60,
  }),
  addToGroup: endpoint('POST /groups/:userGroupId/permissions', {
    access: can('grant:edit'),
    previewable: true,
    says: 'Grants roles to a group, beside those the group has. Answers all of them.',
    body: PermissionsBody,
    reply: PermissionsReply,
    perMinute: 60,
  }),
  replaceForGroup: endpoint('PUT /groups/:userGroupId/permissions', {
    access: can('grant:edit'),
    previewable: true,
    says: "Replaces a group's roles.",
    body: PermissionsBody,
    reply: PermissionsReply,
    perMinute: 60,
  }),
  replaceForToken: endpoint('PUT /tokens/:tokenId/permissions', {
    access: can('token:edit'),
    previewable: true,
    says: "Replaces a token's roles.",
    body: PermissionsBody,
    reply: PermissionsReply,
    perMinute: 60,
  }),
  handBack: endpoint('DELETE /users/me/permissions', {
    access: member(
      'everybody may give back what they hold themselves; the last owner may not give up ownership',
    ),
    previewable: true,
    says: 'Gives back one of the own roles of the signed-in person, or all grants of one role. Answers what is left.',
    query: Type.Object(
      {
        roleId: Id,
        /** One grant of this role, as the person's own access shows it. Left out: all of them. */
        grantId: Type.Optional(Id),
      },
      { additionalProperties: false },
    ),
    reply: PermissionsReply,
    perMinute: 60,
  }),
}
