import { Type } from 'typebox'
import { endpoint, member } from './endpoint.ts'
import { AnyObject } from './resources.ts'

const CHANGES_MAX = 20
const Text = Type.String({ minLength: 1, maxLength: 255 })

/** A call that is not made: the route of an endpoint that says `previewable`, and what it would be given. */
const Call = Type.Object(
  {
    route: Text,
    params: Type.Optional(Type.Record(Type.String({ maxLength: 50 }), Text, { maxProperties: 5 })),
    query: Type.Optional(AnyObject),
    body: Type.Optional(AnyObject),
  },
  { additionalProperties: false },
)

/** What of one resource type somebody gains or loses, for actions that are gained or lost on the same resources. */
const Line = Type.Object({
  type: Type.String(),
  actions: Type.Array(Type.String()),
  /** All resources of the type, also those to come; then `count` and `resources` are about none in particular. */
  everything: Type.Boolean(),
  count: Type.Integer(),
  /** `count` goes no further than this preview looked. */
  isPartial: Type.Boolean(),
  /** The first five. */
  resources: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
})

const Subject = Type.Object({
  type: Type.Enum(['user', 'token']),
  id: Type.String(),
  name: Type.String(),
  email: Type.Optional(Type.String()),
  isOwner: Type.Object({ before: Type.Boolean(), after: Type.Boolean() }),
  /** Whether they belong to the workspace. */
  isHere: Type.Object({ before: Type.Boolean(), after: Type.Boolean() }),
  gains: Type.Array(Line),
  losses: Type.Array(Line),
})

/** A preview before a change: what would happen, decided by the same operations and the same engine, and nothing is kept. */
export const previews = {
  make: endpoint('POST /previews', {
    access: member('each call in it is admitted as if it were made'),
    says: 'Says who would gain or lose what if some calls were made, one after the other, and makes none of them.',
    body: Type.Object(
      { changes: Type.Array(Call, { minItems: 1, maxItems: CHANGES_MAX }) },
      { additionalProperties: false },
    ),
    reply: Type.Object({
      /** Who gains or loses something, the first fifty that were looked at. Without `access:decide`, nobody but the caller. */
      subjects: Type.Array(Subject),
      /** How many more might be affected, and were not looked at one by one or may not be shown to the caller. */
      more: Type.Integer(),
      /** The caller loses something. */
      touchesSelf: Type.Boolean(),
      /** What would be in the audit trail. */
      events: Type.Array(
        Type.Object({
          type: Type.String(),
          resourceName: Type.String(),
          /** Of a grant, or a membership, that is limited in time. */
          startsAt: Type.Optional(Type.String()),
          endsAt: Type.Optional(Type.String()),
        }),
      ),
      /** When this will be so: where something is given that is yet to begin, or a membership will end. Left out: at once. */
      at: Type.Optional(Type.String()),
    }),
    perMinute: 120,
  }),
}
