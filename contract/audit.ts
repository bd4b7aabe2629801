import { Type } from 'typebox'
import { can, endpoint, PageReply, Pagination } from './endpoint.ts'

const Moment = Type.String({ minLength: 1, maxLength: 40 })
const Name = Type.String({ minLength: 1, maxLength: 255 })

/** Segment's AuditEventV1 (public-api, section 2), and what it keeps to itself: the change, and the request that made it. */
const AuditEvent = Type.Object({
  id: Type.String(),
  timestamp: Type.String(),
  type: Type.String(),
  /** The id of a member, of a token (for SCIM too) or of a set-up link, of a visit of the support staff, or `system`. */
  actor: Type.String(),
  actorKind: Type.Enum(['user', 'token', 'system', 'link', 'scim', 'support']),
  actorEmail: Type.Optional(Type.String()),
  /** What the member or token is called now; of those who are gone, what they were called then. The trail names them where they are what it is about, too. */
  actorName: Type.Optional(Type.String()),
  /** Whether that member or token is still in the workspace. */
  actorIsHere: Type.Boolean(),
  /** In whose name the actor acted: the owner who let the support staff in. */
  onBehalfOf: Type.Optional(Type.Object({ id: Type.String(), name: Type.String() })),
  resourceId: Type.String(),
  resourceType: Type.String(),
  resourceName: Type.String(),
  /** Before and after, names and ids; what is in it depends on `type`. Never a secret. */
  detail: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  requestId: Type.String(),
  ip: Type.Optional(Type.String()),
})

export const audit = {
  list: endpoint('GET /audit-events', {
    access: can('audit:read'),
    says: 'Lists what happened in the workspace, newest first.',
    query: Type.Object(
      {
        /** ISO 8601: events after this moment. */
        startTime: Type.Optional(Moment),
        /** ISO 8601: events before this moment. */
        endTime: Type.Optional(Moment),
        resourceId: Type.Optional(Name),
        resourceType: Type.Optional(Name),
        /** The id of a member, of a token, or of a visit of the support staff. */
        actor: Type.Optional(Name),
        /** The id of an owner: what the support staff did in their name. */
        onBehalfOf: Type.Optional(Name),
        /** The name of an event, such as `User Group Created`. */
        type: Type.Optional(Name),
        pagination: Pagination,
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({ events: Type.Array(AuditEvent), pagination: PageReply }),
  }),
}
