import { Type } from 'typebox'
import { can, endpoint, PageReply, Pagination, Success } from './endpoint.ts'

const closed = { additionalProperties: false }
/** ISO 8601, or null where there is none. */
const Moment = Type.Union([Type.String(), Type.Null()])

/** A SCIM token as lists show it. Its secret is nowhere: only `hint`, the last characters, tells which one it is. */
const ScimToken = Type.Object({
  id: Type.String(),
  description: Type.String(),
  hint: Type.String(),
  createdBy: Type.Object({ id: Type.String(), name: Type.String(), gone: Type.Boolean() }),
  createdAt: Type.String(),
  expiresAt: Moment,
  /** Up to a minute behind. */
  lastUsedAt: Moment,
})

/** One thing that a request did, or would have done, in the words of the audit trail. */
const Deed = Type.Object({ type: Type.String(), resourceId: Type.String(), resourceName: Type.String() })

/** One request of the identity provider. */
const ScimRequest = Type.Object({
  id: Type.String(),
  at: Type.String(),
  token: Type.Object({ id: Type.String(), name: Type.String() }),
  method: Type.String(),
  /** With the query, from `/scim/v2` on. */
  path: Type.String(),
  status: Type.Integer(),
  /** The body as it came, without passwords, and cut where it is long; null where there was none. */
  sent: Type.Union([Type.String(), Type.Null()]),
  /** What it changed, the first hundred things. In a dry run: what it would have changed. */
  did: Type.Array(Deed),
  /** Why it was refused; null where it was not. */
  refused: Type.Union([Type.String(), Type.Null()]),
  dryRun: Type.Boolean(),
  requestId: Type.String(),
})

const Provisioning = Type.Object({
  /** What is copied into the identity provider. */
  baseUrl: Type.String(),
  dryRun: Type.Boolean(),
  /** Members and groups that the identity provider manages. */
  managedUsers: Type.Integer(),
  managedGroups: Type.Integer(),
  /** Whether a token works: what the provider manages is read-only for as long as one does. */
  isOn: Type.Boolean(),
  /** Whether people can come in through single sign-on. */
  hasConnection: Type.Boolean(),
  lastRequestAt: Moment,
})
const ProvisioningReply = Type.Object({ provisioning: Provisioning })

/** SCIM, from the workspace's side: its tokens, what the identity provider sent, and what it manages (rules, section 10). */
export const provisioning = {
  get: endpoint('GET /provisioning', {
    access: can('authentication:edit'),
    says: 'Shows where an identity provider sends its people and groups, and how much it manages.',
    reply: ProvisioningReply,
  }),
  modify: endpoint('PATCH /provisioning', {
    access: can('authentication:edit'),
    stepUp: true,
    says: 'Switches the dry run on or off: with it, what would change is in the activity log, and nothing is changed.',
    body: Type.Object({ dryRun: Type.Boolean() }, closed),
    reply: ProvisioningReply,
    perMinute: 60,
  }),
  listTokens: endpoint('GET /provisioning/tokens', {
    access: can('authentication:edit'),
    says: 'Lists the SCIM tokens of the workspace, in the order they were made.',
    reply: Type.Object({ tokens: Type.Array(ScimToken) }),
  }),
  createToken: endpoint('POST /provisioning/tokens', {
    access: can('authentication:edit'),
    stepUp: true,
    says: 'Creates a SCIM token. Its secret is in this answer, and nowhere else ever again.',
    body: Type.Object(
      {
        description: Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' }),
        /** ISO 8601, in the future. Without it the token works until it is revoked. */
        expiresAt: Type.Optional(Type.String({ maxLength: 40 })),
      },
      closed,
    ),
    reply: Type.Object({ token: ScimToken, secret: Type.String() }),
    status: 201,
    perMinute: 60,
  }),
  revokeToken: endpoint('DELETE /provisioning/tokens/:scimTokenId', {
    access: can('authentication:edit'),
    stepUp: true,
    says: 'Revokes a SCIM token: the very next request with it is refused.',
    reply: Success,
    perMinute: 60,
  }),
  listRequests: endpoint('GET /provisioning/requests', {
    access: can('authentication:edit'),
    says: 'Lists the last requests of the identity provider, newest first: what came, what it changed, and why one was refused.',
    query: Type.Object(
      {
        /** `changed`: something changed, or would have in a dry run. `refused`: an error was answered. */
        outcome: Type.Optional(Type.Enum(['changed', 'refused'])),
        pagination: Pagination,
      },
      closed,
    ),
    reply: Type.Object({ requests: Type.Array(ScimRequest), pagination: PageReply }),
  }),
  releaseUser: endpoint('DELETE /provisioning/users/:userId', {
    access: can('authentication:edit'),
    stepUp: true,
    says: 'Takes a member over from the identity provider: it manages them no more, until it changes them again.',
    reply: Success,
    perMinute: 60,
  }),
  releaseGroup: endpoint('DELETE /provisioning/groups/:userGroupId', {
    access: can('authentication:edit'),
    stepUp: true,
    says: 'Takes a group over from the identity provider, with who is in it: it manages it no more, until it changes it again.',
    reply: Success,
    perMinute: 60,
  }),
}
