import { Type } from 'typebox'
import { can, endpoint, Success } from './endpoint.ts'
import { Id } from './grants.ts'

const Moment = Type.String()
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const closed = { additionalProperties: false }

const Domain = Type.Object({
  id: Type.String(),
  /** As DNS has it: small letters, punycode. */
  domain: Type.String(),
  status: Type.Enum(['pending', 'expired', 'verified']),
  /** Either of the two proves it. The token in them is good for 14 days, until `tokenExpiresAt`. */
  txt: Type.Object({ name: Type.String(), value: Type.String() }),
  /** The element to put into the head of the domain's front page, https://{domain}/. */
  metaTag: Type.String(),
  tokenExpiresAt: Moment,
  verifiedAt: Nullable(Moment),
  verifiedBy: Nullable(Type.Enum(['dns', 'html'])),
  /** What the last look at the domain found; null before the first one. */
  lastCheck: Nullable(
    Type.Object({
      at: Moment,
      found: Type.Boolean(),
      /** What is wrong, and what to do about it. */
      message: Nullable(Type.String()),
    }),
  ),
  /** The connection that its people sign in by; null for the workspace's default. */
  connectionId: Nullable(Type.String()),
})
const DomainReply = Type.Object({ domain: Domain })
const setUp = { access: can('authentication:edit'), setUpLink: true } as const

/** Domains of e-mail addresses that a workspace proves to have (rules, section 9). */
export const domains = {
  list: endpoint('GET /domains', {
    ...setUp,
    says: 'Lists the domains of the workspace, in the order of their names.',
    reply: Type.Object({ domains: Type.Array(Domain) }),
  }),
  add: endpoint('POST /domains', {
    ...setUp,
    says: 'Adds a domain, to be verified by a DNS record or a meta tag. Public mail domains are refused.',
    body: Type.Object(
      { domain: Type.String({ minLength: 1, maxLength: 300 }), connectionId: Type.Optional(Id) },
      closed,
    ),
    reply: DomainReply,
    status: 201,
    perMinute: 60,
  }),
  modify: endpoint('PATCH /domains/:domainId', {
    ...setUp,
    says: 'Says by which connection the people of a domain sign in; null for the default.',
    body: Type.Object({ connectionId: Nullable(Id) }, closed),
    reply: DomainReply,
    perMinute: 60,
  }),
  check: endpoint('POST /domains/:domainId/check', {
    ...setUp,
    says: 'Looks for the proof now, by DNS and on the front page. What was not found is said in `lastCheck`.',
    reply: DomainReply,
    perMinute: 30,
  }),
  renew: endpoint('POST /domains/:domainId/renew', {
    ...setUp,
    says: 'Makes a new token for a domain that is not verified; it is good for 14 days.',
    reply: DomainReply,
    perMinute: 30,
  }),
  delete: endpoint('DELETE /domains/:domainId', {
    access: can('authentication:edit'),
    stepUp: true,
    says: 'Takes a domain away: nobody is sent to the workspace by it, added or linked by it any more. Members stay.',
    reply: Success,
    perMinute: 60,
  }),
}
