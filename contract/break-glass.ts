import { Type } from 'typebox'
import { can, endpoint, member, Success } from './endpoint.ts'
import { Id } from './grants.ts'

const closed = { additionalProperties: false }
const Moment = Type.String()
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

const Use = Type.Object({
  id: Type.String(),
  user: Type.Object({ id: Type.String(), name: Type.String() }),
  reason: Type.String(),
  startedAt: Moment,
  endsAt: Moment,
  /** Where it was ended before its time: when, and by whom. */
  endedAt: Nullable(Moment),
  endedBy: Nullable(Type.Object({ id: Type.String(), name: Type.String() })),
})
const UseReply = Type.Object({ use: Use })

const Nominee = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  nominatedAt: Moment,
  nominatedBy: Type.Object({ id: Type.String(), name: Type.String() }),
  /** Whether their account has a factor that is strong enough at present. */
  hasStrongFactor: Type.Boolean(),
})

/** Break-glass: nominated people become owners for a few hours, when no owner can be reached. Nobody nominated means nobody. */
export const breakGlass = {
  get: endpoint('GET /break-glass', {
    access: can('break-glass:edit'),
    says: 'Shows who is nominated to break the glass, and the last hundred times that somebody did.',
    reply: Type.Object({ nominees: Type.Array(Nominee), uses: Type.Array(Use) }),
  }),
  nominate: endpoint('POST /break-glass/nominees', {
    access: can('break-glass:edit'),
    stepUp: true,
    says: 'Nominates a member who may break the glass. Twenty at most.',
    body: Type.Object({ userId: Id }, closed),
    reply: Type.Object({ nominees: Type.Array(Nominee) }),
    status: 201,
    perMinute: 60,
  }),
  withdraw: endpoint('DELETE /break-glass/nominees/:userId', {
    access: can('break-glass:edit'),
    says: 'Takes a nomination back. What was taken by it before is ended too.',
    reply: Success,
    perMinute: 60,
  }),
  mine: endpoint('GET /break-glass/mine', {
    access: member('everybody may know whether they are nominated'),
    says: 'Says whether the person who asks may break the glass, and whether they have.',
    reply: Type.Object({
      isNominated: Type.Boolean(),
      use: Nullable(Use),
      /** Whether their account has a second factor or a passkey to prove it with. */
      hasStrongFactor: Type.Boolean(),
    }),
  }),
  use: endpoint('POST /break-glass/uses', {
    access: member('the people whom the owners nominated; the operation looks'),
    stepUp: true,
    says: 'Breaks the glass: makes the nominated person who asks an owner for at most eight hours. All owners are told at once.',
    body: Type.Object(
      {
        reason: Type.String({ minLength: 10, maxLength: 2000, pattern: '\\S' }),
        hours: Type.Integer({ minimum: 1, maximum: 8 }),
      },
      closed,
    ),
    reply: UseReply,
    status: 201,
    perMinute: 20,
  }),
  end: endpoint('DELETE /break-glass/uses/:breakGlassUseId', {
    access: member('who broke the glass may end it, and every owner; the operation looks'),
    says: 'Ends, before its time, the ownership that somebody took by breaking the glass.',
    reply: UseReply,
    perMinute: 60,
  }),
}
