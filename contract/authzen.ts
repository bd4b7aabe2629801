import { Type } from 'typebox'
import { anyone, endpoint, member } from './endpoint.ts'

/**
 * OpenID AuthZEN Authorization API 1.0: shapes on the wire. Members that are not declared are ignored (AZ-10), so nothing here
 * closes an object; types are strict (AZ-8).
 */
const NAME_MAX = 255
const ID_MAX = 1024
const EVALUATIONS_MAX = 1_000
const TOKEN_MAX = 4_000

const Name = Type.String({ maxLength: NAME_MAX })
const EntityId = Type.String({ maxLength: ID_MAX })
/** Read and ignored: what we know of people and resources wins over what a caller says of them. */
const Properties = Type.Optional(Type.Object({}))

const Entity = Type.Object({ type: Name, id: EntityId, properties: Properties })
const Action = Type.Object({ name: Name, properties: Properties })
/** `min_revision`: do not answer from an older state of the workspace than this. The rest is the caller's. */
const Context = Type.Optional(Type.Object({ min_revision: Type.Optional(Type.Integer({ minimum: 0 })) }))

/** One question: may this subject do this action on this resource? */
export const Evaluation = Type.Object({
  subject: Entity,
  action: Action,
  resource: Entity,
  context: Context,
})

/** What items of a batch may leave out; each may be empty where every item says its own. */
const Default = Type.Object({
  type: Type.Optional(Name),
  id: Type.Optional(EntityId),
  properties: Properties,
})

const Evaluations = Type.Object({
  subject: Type.Optional(Default),
  action: Type.Optional(Type.Object({ name: Type.Optional(Name), properties: Properties })),
  resource: Type.Optional(Default),
  context: Context,
  // Each item is checked by itself, because one wrong item must not spoil the others (AZ-4).
  evaluations: Type.Optional(Type.Array(Type.Unknown(), { maxItems: EVALUATIONS_MAX })),
  options: Type.Optional(
    Type.Object({
      evaluations_semantic: Type.Optional(
        Type.Union([
          Type.Literal('execute_all'),
          Type.Literal('deny_on_first_deny'),
          Type.Literal('permit_on_first_permit'),
        ]),
      ),
    }),
  ),
})

/**
 * `reason` says why not, for programs; `ends_at` (ISO 8601) until when a yes holds, where it ends by itself; `revision` is the state of the
 * workspace that was asked; `error` is about an item of a batch; `access_request` is how the person who asked can ask for access: to
 * POST `template`, with a `message`, to `endpoint`.
 */
const DecisionContext = Type.Object({
  reason: Type.Optional(Type.String()),
  ends_at: Type.Optional(Type.String()),
  revision: Type.Optional(Type.Integer()),
  error: Type.Optional(Type.Object({ status: Type.Integer(), message: Type.String() })),
  access_request: Type.Optional(
    Type.Object({
      endpoint: Type.String(),
      template: Type.Object({
        resource: Type.Object({ type: Type.String(), id: Type.Optional(Type.String()) }),
        action: Type.String(),
      }),
    }),
  ),
})
const Decision = Type.Object({ decision: Type.Boolean(), context: DecisionContext })

const Sought = Type.Object({ type: Name })
const PageIn = Type.Optional(
  Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1 })),
    token: Type.Optional(Type.String({ maxLength: TOKEN_MAX })),
    properties: Properties,
  }),
)
const PageOut = Type.Optional(
  Type.Object({
    next_token: Type.String(),
    count: Type.Integer(),
    total: Type.Optional(Type.Integer()),
  }),
)
/** Members that are demanded are written first, and `page` should be the first of all (AZ-6): so nothing is demanded. */
const pageFirst = { required: [] }
/** Only where what was found ends by itself: until when. */
const Ending = Type.Optional(Type.Object({ ends_at: Type.String() }))
const FoundEntities = Type.Object(
  {
    page: PageOut,
    results: Type.Array(Type.Object({ type: Type.String(), id: Type.String(), properties: Ending })),
  },
  pageFirst,
)

/** Why every member may knock at a decision. */
export const becauseOfSelf =
  'a member or a token may ask about itself; about anybody else only with access:decide, which the operation asks for'

const Metadata = Type.Object({
  policy_decision_point: Type.String(),
  access_evaluation_endpoint: Type.String(),
  access_evaluations_endpoint: Type.String(),
  search_subject_endpoint: Type.String(),
  search_resource_endpoint: Type.String(),
  search_action_endpoint: Type.String(),
})

/** The decision API of AuthZEN 1.0, for a token alone and under `/w/{slug}` (AZ-1 to AZ-14). */
export const authzen = {
  evaluate: endpoint('POST /access/v1/evaluation', {
    access: member(becauseOfSelf),
    says: 'May this subject do this action on this resource?',
    body: Evaluation,
    reply: Decision,
    dialect: 'authzen',
  }),
  evaluateAll: endpoint('POST /access/v1/evaluations', {
    access: member(becauseOfSelf),
    says: 'Answers many questions at once, in their order.',
    body: Evaluations,
    reply: Type.Object({
      decision: Type.Optional(Type.Boolean()),
      context: Type.Optional(DecisionContext),
      evaluations: Type.Optional(Type.Array(Decision)),
    }),
    dialect: 'authzen',
  }),
  searchSubject: endpoint('POST /access/v1/search/subject', {
    access: member(becauseOfSelf),
    says: 'Who may do this action on this resource?',
    body: Type.Object({ subject: Sought, action: Action, resource: Entity, context: Context, page: PageIn }),
    reply: FoundEntities,
    dialect: 'authzen',
  }),
  searchResource: endpoint('POST /access/v1/search/resource', {
    access: member(becauseOfSelf),
    says: 'On which resources of a type may this subject do this action?',
    body: Type.Object({ subject: Entity, action: Action, resource: Sought, context: Context, page: PageIn }),
    reply: FoundEntities,
    dialect: 'authzen',
  }),
  searchAction: endpoint('POST /access/v1/search/action', {
    access: member(becauseOfSelf),
    says: 'Which actions may this subject do on this resource?',
    body: Type.Object({ subject: Entity, resource: Entity, context: Context, page: PageIn }),
    reply: Type.Object(
      { page: PageOut, results: Type.Array(Type.Object({ name: Type.String(), properties: Ending })) },
      pageFirst,
    ),
    dialect: 'authzen',
  }),
  metadata: endpoint('GET /.well-known/authzen-configuration', {
    access: anyone('a client finds the decision API by it; it says nothing but addresses'),
    says: 'Where the decision API is, for a token alone.',
    reply: Metadata,
    dialect: 'plain',
  }),
  metadataOfWorkspace: endpoint('GET /.well-known/authzen-configuration/w/:workspace', {
    access: anyone(
      'the same for one workspace; answered for every name, so that it does not tell which exist',
    ),
    says: 'Where the decision API of one workspace is.',
    reply: Metadata,
    dialect: 'plain',
  }),
}
