import { Type } from 'typebox'
import { can, endpoint, member, PageReply, Pagination, Success } from './endpoint.ts'
import { Id, PermissionInput } from './grants.ts'

const closed = { additionalProperties: false }
const Moment = Type.String()
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

/** An end that nobody asked for makes access permanent by accident; what is asked for is at most so long. */
const HOURS_MAX = 24 * 366
const Message = Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' })

/**
 * `open`: waits for an owner. `granted`: permissions were given for it, or the door opened otherwise. `dismissed` by an owner, `withdrawn` by the
 * requester; `ended`: the requester left the workspace before it was decided.
 */
const State = Type.Enum(['open', 'granted', 'dismissed', 'withdrawn', 'ended'])

/** What somebody would like to be given: hints for the owner, which bind nobody. */
const Wished = Type.Object(
  {
    roleId: Type.Optional(Id),
    /** How far: on what the request is about, or on everything. */
    scope: Type.Optional(Type.Enum(['this', 'all'])),
    /** For how many hours. Left out: for good. */
    hours: Type.Optional(Type.Integer({ minimum: 1, maximum: HOURS_MAX })),
  },
  closed,
)

const AccessRequest = Type.Object({
  id: Type.String(),
  state: State,
  createdAt: Moment,
  /** Named as they were when they asked, for good. */
  requester: Type.Object({
    id: Type.String(),
    name: Type.String(),
    email: Type.String(),
    /** Whether they are in the workspace now. */
    isHere: Type.Boolean(),
  }),
  /**
   * What the closed door was; `id` null is the type as a whole, type `WORKSPACE` the workspace itself. `name` as it was called when asked. The
   * requester is told name and `isHere` of what they may see; of anything else, it has no name and is said to be here.
   */
  resource: Type.Object({
    type: Type.String(),
    id: Nullable(Type.String()),
    name: Nullable(Type.String()),
    /** Whether it is still there. */
    isHere: Type.Boolean(),
  }),
  /** The action that was refused, where the door was one; null: access of any kind. */
  action: Nullable(Type.String()),
  message: Type.String(),
  /** The door was open when they asked, until then: they ask for longer. */
  openUntil: Nullable(Moment),
  wished: Type.Object({
    roleId: Nullable(Type.String()),
    /** Null where the role is not there any more. */
    roleName: Nullable(Type.String()),
    scope: Nullable(Type.Enum(['this', 'all'])),
    hours: Nullable(Type.Integer()),
  }),
  decidedAt: Nullable(Moment),
  /** Who dismissed or granted it; null where nobody had to. */
  decidedBy: Nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  /** The owner's word to the requester. */
  reason: Nullable(Type.String()),
  /** The roles that were given with the answer; none where the door was opened otherwise. */
  granted: Type.Array(
    Type.Object({ roleId: Type.String(), roleName: Type.String(), endsAt: Nullable(Moment) }),
  ),
})
export const AccessRequestReply = Type.Object({ accessRequest: AccessRequest })

const Filters = {
  state: Type.Optional(State),
  requesterId: Type.Optional(Id),
}

/** Requests for access: a closed door becomes a conversation (rules, section 12). */
export const accessRequests = {
  create: endpoint('POST /access-requests', {
    access: member('whoever meets a closed door may ask for it to be opened'),
    says: 'Asks the owners for access to a resource, an area, or an action, or for longer than it is given. One request a person and thing is open at a time.',
    body: Type.Object(
      {
        /** Left out: the workspace itself. `id` left out: the type as a whole, as in creating one. */
        resource: Type.Optional(
          Type.Object({ type: Type.String({ minLength: 1, maxLength: 100 }), id: Type.Optional(Id) }, closed),
        ),
        action: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
        message: Message,
        wished: Type.Optional(Wished),
      },
      closed,
    ),
    reply: AccessRequestReply,
    status: 201,
    perMinute: 20,
  }),
  listMine: endpoint('GET /access-requests/mine', {
    access: member('everybody may know what became of what they asked for'),
    says: 'Lists the requests of the signed-in person, newest first.',
    query: Type.Object({ state: Filters.state, pagination: Pagination }, closed),
    reply: Type.Object({ accessRequests: Type.Array(AccessRequest), pagination: PageReply }),
  }),
  withdraw: endpoint('DELETE /access-requests/mine/:accessRequestId', {
    access: member('everybody may take back what they asked for'),
    says: 'Takes an open request of the signed-in person back.',
    reply: AccessRequestReply,
    perMinute: 60,
  }),
  list: endpoint('GET /access-requests', {
    access: can('access-request:decide'),
    says: 'Lists the requests for access in this workspace, newest first. `pagination.totalEntries` counts what the filter finds.',
    query: Type.Object({ ...Filters, pagination: Pagination }, closed),
    reply: Type.Object({ accessRequests: Type.Array(AccessRequest), pagination: PageReply }),
  }),
  get: endpoint('GET /access-requests/:accessRequestId', {
    access: can('access-request:decide'),
    says: 'Shows a request, with the smallest role that would open the door, in the form in which it is granted.',
    reply: Type.Object({
      accessRequest: AccessRequest,
      /**
       * To begin with: what opens the door and is not held yet. Empty where no role of the plan opens it, where it is open already, where the
       * request is closed or its thing is gone, and where nobody can say what opens it: then it is the wished role, if there is one.
       */
      suggestion: Type.Array(
        Type.Object({
          roleId: Type.String(),
          roleName: Type.String(),
          resources: Type.Array(
            Type.Object({ id: Type.String(), type: Type.String(), labels: Type.Array(Type.Never()) }),
          ),
          endsAt: Nullable(Moment),
        }),
      ),
      /** Whether the requester may do it now. */
      isAllowed: Type.Boolean(),
    }),
  }),
  resolve: endpoint('POST /access-requests/:accessRequestId/resolve', {
    access: can('access-request:decide'),
    previewable: true,
    says: "Replaces the requester's own roles, as the editor saved them, and closes the request, in one change. The requester is told.",
    body: Type.Object(
      {
        permissions: Type.Array(PermissionInput, { maxItems: 500 }),
        /** A word to the requester. */
        reason: Type.Optional(Message),
      },
      closed,
    ),
    reply: AccessRequestReply,
    perMinute: 60,
  }),
  dismiss: endpoint('POST /access-requests/:accessRequestId/dismiss', {
    access: can('access-request:decide'),
    says: 'Closes a request and gives nothing. The requester is told the reason.',
    body: Type.Object({ reason: Message }, closed),
    reply: AccessRequestReply,
    perMinute: 60,
  }),
  exportAll: endpoint('GET /access-requests.csv', {
    access: can('access-request:decide'),
    stepUp: true,
    says: 'Downloads the requests for access as a table (CSV, RFC 4180), newest first, by the same filters.',
    query: Type.Object(Filters, closed),
    reply: Success,
    stream: 'text/csv; charset=utf-8',
  }),
}
