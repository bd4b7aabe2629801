import { Type } from 'typebox'
import { becauseOfSelf } from './authzen.ts'
import { can, endpoint, member, PageReply, Pagination } from './endpoint.ts'
import { Label } from './grants.ts'

const NameText = Type.String({ minLength: 1, maxLength: 255 })
const IdText = Type.String({ minLength: 1, maxLength: 1024 })
const Ignored = Type.Optional(Type.Object({}))

/** AuthZEN's question. Without `resource.id` it is about the type as a whole, as when creating one. */
const Question = Type.Object(
  {
    subject: Type.Object(
      { type: NameText, id: IdText, properties: Ignored },
      { additionalProperties: false },
    ),
    action: Type.Object({ name: NameText, properties: Ignored }, { additionalProperties: false }),
    resource: Type.Object(
      { type: NameText, id: Type.Optional(IdText), properties: Ignored },
      { additionalProperties: false },
    ),
    context: Ignored,
  },
  { additionalProperties: false },
)

/** The way a role reaches somebody: given directly, or through a group. */
const Via = Type.Object({
  kind: Type.Union([Type.Literal('own'), Type.Literal('group')]),
  id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
})

/** What a role is granted on: as data, and in words. */
const Scope = Type.Object({
  kind: Type.Union([Type.Literal('all'), Type.Literal('list'), Type.Literal('label')]),
  says: Type.String(),
  type: Type.Optional(Type.String()),
  id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  labels: Type.Optional(Type.Array(Label)),
})

const Resource = Type.Object({
  type: Type.String(),
  id: Type.Union([Type.String(), Type.Null()]),
  name: Type.Optional(Type.String()),
})
const Named = Type.Object({ id: Type.String(), name: Type.String() })
const Subject = Type.Object({
  type: Type.String(),
  id: Type.String(),
  name: Type.String(),
  email: Type.Optional(Type.String()),
  /** Until when they can, where that ends by itself. */
  endsAt: Type.Optional(Type.String()),
})

/** One grant that gives `forAction`: the action asked about, or one that it needs. */
const Path = Type.Object({
  roleId: Type.String(),
  roleName: Type.String(),
  via: Via,
  scope: Scope,
  resource: Resource,
  forAction: Type.String(),
  endsAt: Type.Optional(Type.String()),
  /** For who may read the audit trail. */
  grantId: Type.Optional(Type.String()),
})

/** A grant that almost allowed it; or, without a role, that the membership has ended. */
const Miss = Type.Object({
  kind: Type.String(),
  says: Type.String(),
  roleId: Type.Optional(Type.String()),
  roleName: Type.Optional(Type.String()),
  via: Type.Optional(Via),
  missingLabels: Type.Optional(Type.Array(Label)),
  needs: Type.Optional(Type.String()),
  inactiveBecause: Type.Optional(Type.String()),
  startsAt: Type.Optional(Type.String()),
  endsAt: Type.Optional(Type.String()),
  grantId: Type.Optional(Type.String()),
})

/** Somebody who can grant what is missing. */
const Granter = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** For who may read the members. */
  email: Type.Optional(Type.String()),
})

const Explanation = Type.Object({
  allowed: Type.Boolean(),
  /** The whole answer in words, in English; all that it says stands in the other fields, too. */
  sentence: Type.String(),
  /** What was asked. A subject that is not known is called as the question calls it, and a resource that the caller may not see has no name. */
  about: Type.Object({
    subject: Type.Object({ type: Type.String(), name: Type.String() }),
    action: Type.String(),
    resource: Resource,
  }),
  revision: Type.Integer(),
  unknown: Type.Optional(
    Type.Union([Type.Literal('subject'), Type.Literal('action'), Type.Literal('resource-type')]),
  ),
  paths: Type.Array(Path),
  nearest: Type.Array(Miss),
  /** The roles with the fewest actions that would add what is missing. */
  smallestRoles: Type.Array(Named),
  /** Who can grant them: the first ten. */
  whoCanGrant: Type.Array(Granter),
})

const EffectiveRole = Type.Object({
  /** Of one's own individual roles: by it, one of them is given back. */
  grantId: Type.Optional(Type.String()),
  roleId: Type.String(),
  roleName: Type.String(),
  /** What the role gives on this type, with these scopes. */
  actions: Type.Array(Type.String()),
  scopes: Type.Array(Scope),
  via: Via,
  active: Type.Boolean(),
  inactiveBecause: Type.Optional(Type.String()),
  startsAt: Type.Optional(Type.String()),
  endsAt: Type.Optional(Type.String()),
})

/** Everything that reaches one member or token, by resource type. A role without actions stands under WORKSPACE. */
const EffectiveAccess = Type.Object({
  isOwner: Type.Boolean(),
  revision: Type.Integer(),
  access: Type.Array(Type.Object({ type: Type.String(), roles: Type.Array(EffectiveRole) })),
})

/** Decisions in our own manner: why, what reaches whom, who can, what can. */
export const decisions = {
  explain: endpoint('POST /decisions/explain', {
    access: member(becauseOfSelf),
    says: 'Says whether a subject may do an action on a resource, and why: the grants that allow it, or what is missing.',
    body: Question,
    reply: Explanation,
  }),
  whoCan: endpoint('GET /decisions/who-can', {
    access: can('access:decide'),
    says: 'Lists the members and tokens that may do an action on a resource, with their number.',
    query: Type.Object(
      {
        action: NameText,
        resourceType: NameText,
        resourceId: Type.Optional(IdText),
        subjectType: Type.Optional(Type.Union([Type.Literal('user'), Type.Literal('token')])),
        pagination: Pagination,
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({ subjects: Type.Array(Subject), pagination: PageReply }),
  }),
  whoCanFile: endpoint('GET /decisions/who-can.csv', {
    access: can('access:decide'),
    says: 'Downloads the members and tokens that may do an action on a resource.',
    query: Type.Object(
      { action: NameText, resourceType: NameText, resourceId: Type.Optional(IdText) },
      { additionalProperties: false },
    ),
    reply: Type.String(),
    stream: 'text/csv',
    perMinute: 10,
  }),
  whatCan: endpoint('GET /decisions/what-can', {
    access: member(becauseOfSelf),
    says: 'Lists the registered resources of a type on which a subject may do an action. Without a subject: the caller.',
    query: Type.Object(
      {
        action: NameText,
        resourceType: NameText,
        subjectType: Type.Optional(NameText),
        subjectId: Type.Optional(IdText),
        pagination: Pagination,
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({
      resources: Type.Array(
        Type.Object({
          id: Type.String(),
          type: Type.String(),
          name: Type.String(),
          /** Until when it can be done, where that ends by itself. */
          endsAt: Type.Optional(Type.String()),
        }),
      ),
      pagination: PageReply,
    }),
  }),
  whatCanFile: endpoint('GET /decisions/what-can.csv', {
    access: member(becauseOfSelf),
    says: 'Downloads the resources of a type on which a subject may do an action.',
    query: Type.Object(
      {
        action: NameText,
        resourceType: NameText,
        subjectType: Type.Optional(NameText),
        subjectId: Type.Optional(IdText),
      },
      { additionalProperties: false },
    ),
    reply: Type.String(),
    stream: 'text/csv',
    perMinute: 10,
  }),
  accessFile: endpoint('GET /users/:userId/access.csv', {
    access: member(becauseOfSelf),
    says: 'Downloads every role that reaches a member, and the way it does.',
    reply: Type.String(),
    stream: 'text/csv',
    perMinute: 10,
  }),
  accessOfUser: endpoint('GET /users/:userId/access', {
    access: member(becauseOfSelf),
    says: 'Shows every role that reaches a member, directly or through groups, by resource type.',
    reply: EffectiveAccess,
  }),
  accessOfToken: endpoint('GET /tokens/:tokenId/access', {
    access: member(becauseOfSelf),
    says: 'Shows every role that reaches a token, by resource type.',
    reply: EffectiveAccess,
  }),
}
