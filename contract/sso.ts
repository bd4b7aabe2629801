import { Type } from 'typebox'
import { anyone, can, endpoint, member, Success, signedIn } from './endpoint.ts'
import { OidcAnswer } from './providers.ts'
import { Email, ReturnTo } from './sign-in.ts'

const closed = { additionalProperties: false }
const Url = Type.Object({ url: Type.String() })
const stranger = 'the identity provider says who it is, and the way back is bound to this browser'
const page = { reply: Type.String(), stream: 'text/html', dialect: 'plain' } as const

/** A member who may enter without single sign-on while it is required. */
const Exemption = Type.Object({ userId: Type.String(), name: Type.String(), email: Type.String() })

/** Signing in through a workspace's own identity provider (rules, section 9; standards/sso). */
export const sso = {
  lookUp: endpoint('POST /sign-in/sso', {
    access: anyone('whoever signs in says their address, and a verified domain leads to its provider'),
    says: 'Begins to sign in by the address: where its domain is verified by a workspace, the browser goes to `url`.',
    body: Type.Object({ email: Email, returnTo: Type.Optional(ReturnTo) }, closed),
    reply: Url,
    perMinute: 60,
  }),
  begin: endpoint('POST /sign-in/sso/:connectionId', {
    access: anyone(stranger),
    says: 'Begins to sign in by a connection: the browser goes to `url`.',
    body: Type.Object({ returnTo: Type.Optional(ReturnTo) }, closed),
    reply: Url,
    perMinute: 60,
  }),
  destination: endpoint('GET /sign-in/sso/:connectionId', {
    access: anyone('whoever has the id of a connection has a link to it, and learns where that leads'),
    says: 'Says which workspace a connection leads to, before somebody who is signed in here goes on.',
    reply: Type.Object({ workspace: Type.Object({ name: Type.String() }) }),
    perMinute: 60,
  }),
  start: endpoint('GET /sso/:connectionId/start', {
    access: anyone(stranger),
    fromOtherSites: true,
    says: 'A link that begins to sign in by a connection: for bookmarks and for tiles of the provider. Lands at `returnTo`. Whoever is signed in here is asked first.',
    query: Type.Object({ returnTo: Type.Optional(ReturnTo) }, { additionalProperties: true }),
    ...page,
    perMinute: 60,
  }),
  acs: endpoint('POST /sso/:connectionId/acs', {
    access: anyone(
      'the message is signed by the identity provider, and opens nothing but for the browser that asked',
    ),
    fromOtherSites: true,
    form: true,
    says: 'Where a SAML identity provider posts its answer (the assertion consumer service).',
    body: Type.Object(
      {
        SAMLResponse: Type.String({ minLength: 1 }),
        RelayState: Type.Optional(Type.String({ maxLength: 4_000 })),
      },
      { additionalProperties: true },
    ),
    ...page,
    perMinute: 120,
  }),
  finish: endpoint('GET /sso/:connectionId/finish', {
    access: anyone('the code works once, and only in the browser that began'),
    fromOtherSites: true,
    says: 'Where the browser fetches its session after the answer was accepted: its cookies do not come with a post from another site.',
    query: Type.Object({ code: Type.Optional(Type.String({ maxLength: 200 })) }, closed),
    ...page,
    perMinute: 120,
  }),
  callback: endpoint('GET /sso/:connectionId/callback', {
    access: anyone(stranger),
    fromOtherSites: true,
    says: 'Where an OpenID provider sends the browser back to.',
    query: OidcAnswer,
    ...page,
    perMinute: 120,
  }),
  metadata: endpoint('GET /sso/:connectionId/metadata', {
    access: anyone('identity providers fetch it, and nothing in it is secret'),
    says: 'The SAML metadata of this service provider, for one connection.',
    reply: Type.String(),
    stream: 'application/samlmetadata+xml',
    dialect: 'plain',
    perMinute: 60,
  }),
  stepUp: endpoint('POST /step-up/sso', {
    access: member('everybody proves themselves again'),
    says: 'Begins to prove again through the single sign-on that opened this workspace: the browser goes to `url`.',
    body: Type.Object({ returnTo: Type.Optional(ReturnTo) }, closed),
    reply: Url,
    perMinute: 60,
  }),
  confirmLink: endpoint('POST /account/sso-identities/confirm', {
    access: signedIn('everybody links their own account'),
    stepUp: true,
    says: 'Links the person at an identity provider with which this browser tried to sign in before its owner signed in here.',
    reply: Type.Object({ workspace: Type.Object({ slug: Type.String(), name: Type.String() }) }),
  }),
  overview: endpoint('GET /sso', {
    access: can('authentication:edit'),
    says: 'Says what requiring single sign-on means here: how many members have used it, and who would be shut out.',
    reply: Type.Object({
      /** Whether the caller's own session came through single sign-on: only then can it be required. */
      throughSso: Type.Boolean(),
      activeConnections: Type.Integer(),
      members: Type.Integer(),
      /** Members who have signed in through a connection that is active, and members who are exempt. */
      linked: Type.Integer(),
      exempt: Type.Integer(),
    }),
  }),
  listExemptions: endpoint('GET /sso/exemptions', {
    access: can('authentication:edit'),
    says: 'Lists the members who may enter without single sign-on, a thousand at most.',
    reply: Type.Object({ exemptions: Type.Array(Exemption) }),
  }),
  addExemption: endpoint('PUT /sso/exemptions/:userId', {
    access: can('authentication:edit'),
    stepUp: true,
    says: 'Lets a member enter without single sign-on.',
    reply: Type.Object({ exemption: Exemption }),
    perMinute: 60,
  }),
  removeExemption: endpoint('DELETE /sso/exemptions/:userId', {
    access: can('authentication:edit'),
    says: 'Asks a member for single sign-on like everybody, from their next request on.',
    reply: Success,
    perMinute: 60,
  }),
}
