import { Type } from 'typebox'
import { anyone, can, endpoint, PageQuery, PageReply, Pagination, Success } from './endpoint.ts'
import { EndsAt, Id, InvitePermissionInput, Limit, Permissions } from './grants.ts'

const INVITES_MAX = 500
const GROUPS_MAX = 100
const EMAILS_MAX = 1_000

const PersonName = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' })
const InvitePermissions = Type.Array(InvitePermissionInput, { maxItems: 500 })
const GroupIds = Type.Array(Id, { maxItems: GROUPS_MAX })

/** Segment's InviteV1 (public-api, section 2), with the groups to join and what to call the person. */
const InviteInput = Type.Object(
  {
    email: Type.String({ minLength: 1, maxLength: 320 }),
    permissions: Type.Optional(InvitePermissions),
    groupIds: Type.Optional(GroupIds),
    name: Type.Optional(PersonName),
    /** Until when they will be a member; null, or left out: for good. */
    endsAt: Limit,
  },
  { additionalProperties: false },
)

/** An invite as the console shows it. Times are ISO 8601. */
const Invite = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  /** An expired invite stays until it is revoked, sent again, or its address is invited again. */
  status: Type.Union([Type.Literal('pending'), Type.Literal('expired')]),
  /** The member or token that invited; `name` is null where it is not known any more. */
  invitedBy: Type.Object({ id: Type.String(), name: Type.Union([Type.String(), Type.Null()]) }),
  createdAt: Type.String(),
  expiresAt: Type.String(),
  /** When the membership ends that it makes. Once that has passed, it has expired too. */
  endsAt: EndsAt,
  permissions: Permissions,
  groups: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  /** What the person opens to accept. Only while it works, and only for those who may invite. */
  link: Type.Optional(Type.String()),
})
const InviteReply = Type.Object({ invite: Invite })

/** The secret of a link: workspace, invite and proof, with points between them. */
const Token = Type.String({ minLength: 1, maxLength: 700 })
const User = Type.Object({ id: Type.String(), name: Type.String(), email: Type.String() })

export const invites = {
  create: endpoint('POST /invites', {
    access: can('invite:edit'),
    says: 'Invites people, with roles and groups. Either all of them are invited, or nobody.',
    body: Type.Object(
      { invites: Type.Array(InviteInput, { minItems: 1, maxItems: INVITES_MAX }) },
      { additionalProperties: false },
    ),
    reply: Type.Object({ emails: Type.Array(Type.String()) }),
    status: 201,
    perMinute: 60,
  }),
  list: endpoint('GET /invites', {
    access: can('invite:read'),
    says: 'Lists the addresses that are invited and have not accepted.',
    query: PageQuery,
    reply: Type.Object({ invites: Type.Array(Type.String()), pagination: PageReply }),
  }),
  listDetails: endpoint('GET /invites/details', {
    access: can('invite:read'),
    says: 'Lists the invites with their roles and groups, who sent them, and until when they can be accepted.',
    query: Type.Object(
      {
        /** A part of the address or of the name, in any case. */
        search: Type.Optional(Type.String({ maxLength: 255 })),
        pagination: Pagination,
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({ invites: Type.Array(Invite), pagination: PageReply }),
  }),
  delete: endpoint('DELETE /invites', {
    access: can('invite:edit'),
    says: 'Revokes invites by address. An address without an invite is no mistake.',
    query: Type.Object(
      { emails: Type.Array(Type.String({ maxLength: 320 }), { minItems: 1, maxItems: EMAILS_MAX }) },
      { additionalProperties: false },
    ),
    reply: Success,
    perMinute: 60,
  }),
  modify: endpoint('PATCH /invites/:inviteId', {
    access: can('invite:edit'),
    says: 'Changes what an invite will give: its roles, its groups, the name, until when.',
    body: Type.Object(
      {
        permissions: Type.Optional(InvitePermissions),
        groupIds: Type.Optional(GroupIds),
        name: Type.Optional(Type.Union([PersonName, Type.Null()])),
        endsAt: Limit,
      },
      { additionalProperties: false },
    ),
    reply: InviteReply,
    perMinute: 60,
  }),
  resend: endpoint('POST /invites/:inviteId/resend', {
    access: can('invite:edit'),
    says: 'Sends an invite again, with a new link and a new term. Older links stop working.',
    reply: InviteReply,
    perMinute: 60,
  }),
  lookUp: endpoint('GET /invites/lookup', {
    access: anyone('the link carries its own secret'),
    says: 'Shows what a link invites to, and changes nothing.',
    query: Type.Object({ token: Token }, { additionalProperties: false }),
    reply: Type.Object({
      workspace: Type.Object({ name: Type.String() }),
      email: Type.String(),
      name: Type.Union([Type.String(), Type.Null()]),
      /** Then the person signs in to accept; otherwise accepting makes the account. Of a copied link, told only where the server sends no mail. */
      hasAccount: Type.Boolean(),
      /**
       * The link was mailed: whoever has it reads the mailbox. A copied link makes no account where the server sends mail
       * (`open-the-letter`).
       */
      proves: Type.Boolean(),
      expiresAt: Type.String(),
      /** When the membership ends that it makes. */
      endsAt: EndsAt,
    }),
    perMinute: 60,
  }),
  accept: endpoint('POST /invites/accept', {
    access: anyone('the link carries its own secret'),
    says: 'Accepts an invite: registers a person without an account and signs them in, or takes the one that is signed in.',
    body: Type.Object(
      {
        token: Token,
        name: Type.Optional(PersonName),
        password: Type.Optional(Type.String({ minLength: 8, maxLength: 128 })),
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({
      workspace: Type.Object({ id: Type.String(), slug: Type.String(), name: Type.String() }),
      user: User,
    }),
    perMinute: 60,
  }),
  sendLetter: endpoint('POST /invites/letter', {
    access: anyone('the link carries its own secret, and the letter goes to the invited address only'),
    says: 'Sends the letter of an invite again, for somebody who has a copied link.',
    body: Type.Object({ token: Token }, { additionalProperties: false }),
    reply: Type.Object({ status: Type.Literal('mailed') }),
    perMinute: 60,
  }),
}
