import { Type } from 'typebox'
import { anyone, can, endpoint, member, PageQuery, PageReply, Success } from './endpoint.ts'
import { PermissionInput, Permissions } from './grants.ts'

const PERMISSIONS_MAX = 500
const Description = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' })
/** ISO 8601, or null where there is none. */
const Moment = Type.Union([Type.String(), Type.Null()])

/** An API token as lists show it. Its secret is nowhere: only `hint`, the last characters, tells which one it is. */
export const Token = Type.Object({
  id: Type.String(),
  description: Type.String(),
  /** Segment's two kinds of access: `Owner` holds the owner role, `Member` everything else (rules, section 14). */
  kind: Type.Enum(['Owner', 'Member']),
  hint: Type.String(),
  permissions: Permissions,
  /** Who made it: a member, another token, or the server. `gone` where that one is not in the workspace any more. */
  createdBy: Type.Object({ id: Type.String(), name: Type.String(), gone: Type.Boolean() }),
  createdAt: Type.String(),
  expiresAt: Moment,
  /** Up to a minute behind. */
  lastUsedAt: Moment,
})
const TokenReply = Type.Object({ token: Token })

/** API tokens. Segment keeps them out of its API; these endpoints follow its manner (rules, section 14). */
export const tokens = {
  list: endpoint('GET /tokens', {
    access: can('token:read'),
    says: 'Lists the API tokens of the workspace, with what they may do.',
    query: PageQuery,
    reply: Type.Object({ tokens: Type.Array(Token), pagination: PageReply }),
  }),
  create: endpoint('POST /tokens', {
    access: can('token:edit'),
    says: 'Creates an API token. Its secret is in this answer, and nowhere else ever again.',
    body: Type.Object(
      {
        description: Description,
        access: Type.Enum(['owner', 'member']),
        /** With `access: member` only. */
        permissions: Type.Optional(Type.Array(PermissionInput, { maxItems: PERMISSIONS_MAX })),
        /** ISO 8601, in the future. Without it the token ends when the token that makes it ends, and otherwise never. */
        expiresAt: Type.Optional(Type.String({ maxLength: 40 })),
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({ token: Token, secret: Type.String() }),
    status: 201,
    perMinute: 60,
  }),
  current: endpoint('GET /tokens/current', {
    access: member('a token may know what it is'),
    says: 'Shows the API token that this request is made with.',
    reply: TokenReply,
  }),
  get: endpoint('GET /tokens/:tokenId', {
    access: can('token:read'),
    says: 'Shows one API token.',
    reply: TokenReply,
  }),
  describe: endpoint('PATCH /tokens/:tokenId', {
    access: can('token:edit'),
    says: 'Changes the description of an API token.',
    body: Type.Object({ description: Description }, { additionalProperties: false }),
    reply: TokenReply,
    perMinute: 60,
  }),
  revoke: endpoint('DELETE /tokens/:tokenId', {
    access: can('token:edit'),
    previewable: true,
    says: 'Revokes an API token: the very next request with it is refused.',
    reply: Success,
    perMinute: 60,
  }),
  revokeLeaked: endpoint('POST /tokens/revoke-leaked', {
    access: anyone('whoever found a leaked token may end it; the token itself is the proof'),
    says: 'Revokes the API token or SCIM token with this secret, for secret scanners. The answer is the same whether there was one.',
    body: Type.Object(
      { token: Type.String({ minLength: 1, maxLength: 500 }) },
      { additionalProperties: false },
    ),
    reply: Success,
    perMinute: 60,
  }),
}
