import { Type } from 'typebox'
import type { Action } from './catalog.ts'
import { anyone, can, type Endpoint, endpoint, member, Success } from './endpoint.ts'

const closed = { additionalProperties: false }
const Moment = Type.String()
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const Token = Type.String({ minLength: 1, maxLength: 200 })
const link = 'the link that the operator made at the server is the proof'
const Person = Type.Object({ id: Type.String(), name: Type.String() })

/** One of the operator's staff who came in. */
const Visit = Type.Object({
  id: Type.String(),
  staffName: Type.String(),
  staffEmail: Type.String(),
  /** Why the operator signed them in. */
  reason: Type.String(),
  at: Moment,
  /** Up to a minute behind. */
  lastUsedAt: Moment,
  /** When it ends, or ended. */
  endsAt: Moment,
})

/** The operator's support staff, let in by an owner. */
const SupportAccess = Type.Object({
  id: Type.String(),
  grantedBy: Person,
  grantedAt: Moment,
  /** Until then, or until it is revoked. */
  endsAt: Moment,
  /** Null while it lasts, and until somebody noted that `grantedBy` owns the workspace no more. */
  endedAt: Nullable(Moment),
  /** Null while it lasts. `owner-gone`: whoever granted it owns the workspace no more, and nobody comes in in their name. */
  endedBecause: Nullable(Type.Enum(['revoked', 'expired', 'sso-required', 'owner-gone'])),
  /** Newest first. */
  visits: Type.Array(Visit),
})

/**
 * What support staff leaves alone, whatever the owner may in whose name they act: by each of these somebody could come in, or be taken for
 * somebody else, after the visit is over (docs/decisions/0032).
 */
const closedToSupport: ReadonlySet<string> = new Set<Action>([
  'access-request:decide',
  'authentication:edit',
  'break-glass:edit',
  'invite:edit',
  'member:edit',
  'role:edit',
  'source:write-key',
  'support-access:edit',
  'token:edit',
  'workspace:edit',
])

/** Whether support staff may not do this, even in the name of an owner. */
export function isClosedToSupport(action: string): boolean {
  return closedToSupport.has(action)
}

/** Whether support staff may not call this: what changes something that is closed to them, and what asks for a fresh proof. They may read. */
export function refusesSupport({ access, method, stepUp }: Pick<Endpoint, 'access' | 'method' | 'stepUp'>) {
  if (stepUp || access.kind === 'signedIn') return true
  return access.kind === 'can' && method !== 'GET' && isClosedToSupport(access.action)
}

/** Support access: an owner lets the operator's staff in for up to seven days (rules, section 12). */
export const support = {
  get: endpoint('GET /support-access', {
    access: can('support-access:edit'),
    says: "Shows whether the operator's support staff is let in, until when, who came, and the last times before.",
    reply: Type.Object({
      /** Null: nobody is let in. */
      supportAccess: Nullable(SupportAccess),
      /** Why it cannot be granted at present; null where it can. */
      unavailable: Nullable(Type.Enum(['sso-required'])),
      /** The last twenty that are over, newest first. */
      before: Type.Array(SupportAccess),
    }),
  }),
  grant: endpoint('POST /support-access', {
    access: can('support-access:edit'),
    stepUp: true,
    says: "Lets the operator's support staff in, with the rights of the owner who says so, for one to seven days.",
    body: Type.Object({ days: Type.Integer({ minimum: 1, maximum: 7 }) }, closed),
    reply: Type.Object({ supportAccess: SupportAccess }),
    status: 201,
    perMinute: 20,
  }),
  revoke: endpoint('DELETE /support-access', {
    access: can('support-access:edit'),
    says: 'Ends support access: the very next request of the support staff is refused.',
    reply: Success,
    perMinute: 60,
  }),
  lookUp: endpoint('GET /support/sign-in', {
    access: anyone(link),
    dialect: 'plain',
    says: 'Shows which workspace a link of the support staff opens, to whom and in whose name, and changes nothing.',
    query: Type.Object({ token: Token }, closed),
    reply: Type.Object({
      workspace: Type.Object({ name: Type.String() }),
      staffName: Type.String(),
      staffEmail: Type.String(),
      reason: Type.String(),
      /** In whose name, and with whose rights. */
      ownerName: Type.String(),
      /** When a visit that begins now ends by itself. */
      endsAt: Moment,
    }),
  }),
  signIn: endpoint('POST /support/sign-in', {
    access: anyone(link),
    dialect: 'plain',
    says: "Signs one of the operator's support staff in by the link that `claviger support` printed. It works once.",
    body: Type.Object({ token: Token }, closed),
    reply: Type.Object({ workspace: Type.Object({ slug: Type.String(), name: Type.String() }) }),
    perMinute: 20,
  }),
  leave: endpoint('DELETE /support/visit', {
    access: member('support staff may go at any time'),
    says: 'Ends the visit of the support staff who asks. Refused to everybody else: they sign out of their account.',
    reply: Success,
    perMinute: 60,
  }),
}
