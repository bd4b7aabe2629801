import { Type } from 'typebox'
import { can, endpoint, PageQuery, PageReply, Success } from './endpoint.ts'
import { Id } from './grants.ts'
import { ReturnTo } from './sign-in.ts'

const CERTIFICATES_MAX = 10
const GROUPS_MAX = 200

const closed = { additionalProperties: false }
const Line = (maxLength: number) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\u0000-\\u001f\\u007f]*\\S[^\\u0000-\\u001f\\u007f]*$',
  })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const Moment = Type.String()
const Url = Type.String({ maxLength: 2_000, pattern: '^https?://[^/\\s]+[^\\s]*$' })

/** Which guide to show, and what is known of the provider beforehand. */
export const IdentityProvider = Type.Enum(['okta', 'entra', 'onelogin', 'google', 'other'])
export const ConnectionKind = Type.Enum(['saml', 'oidc'])

/** A certificate that signs for an identity provider: public, so it is shown whole. */
const Certificate = Type.Object({
  /** SHA-256, in pairs of hexadecimal digits with colons between. */
  fingerprint: Type.String(),
  subject: Type.String(),
  notBefore: Moment,
  notAfter: Moment,
  pem: Type.String(),
})

/** Where address, name and groups stand in what the provider says: names of SAML attributes, or of claims. */
const Attributes = Type.Object(
  { email: Line(300), name: Nullable(Line(300)), groups: Nullable(Line(300)) },
  closed,
)

const GroupMapping = Type.Object({ claim: Line(300), groupId: Id }, closed)

const Connection = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: ConnectionKind,
  provider: IdentityProvider,
  isActive: Type.Boolean(),
  isDefault: Type.Boolean(),
  /** Whether all that a sign-in needs is configured, and when a test sign-in last succeeded with just these settings. */
  isComplete: Type.Boolean(),
  testedAt: Nullable(Moment),
  lastUsedAt: Nullable(Moment),
  createdAt: Moment,
  /** What is copied into the identity provider. */
  copy: Type.Object({
    /** SAML: the single sign-on (assertion consumer) URL and the audience (entity id). OIDC: the redirect URI. */
    acsUrl: Nullable(Type.String()),
    entityId: Nullable(Type.String()),
    metadataUrl: Nullable(Type.String()),
    redirectUri: Nullable(Type.String()),
    /** A link that begins a sign-in: for bookmarks, and for tiles in the provider's console. */
    startUrl: Type.String(),
  }),
  saml: Nullable(
    Type.Object({
      /** The identity provider's own entity id, and where people sign in. */
      entityId: Nullable(Type.String()),
      ssoUrl: Nullable(Type.String()),
      certificates: Type.Array(Certificate),
      /** Accepts a message of which only the response is signed (SA-4), and SHA-1 (SA-7). */
      acceptSignedResponse: Type.Boolean(),
      acceptSha1: Type.Boolean(),
      /** Whether sign-ins may begin at the identity provider (SA-14). */
      idpInitiated: Type.Boolean(),
      /** The certificate that assertions are encrypted for; null while they are not to be. */
      encryptFor: Nullable(Certificate),
    }),
  ),
  oidc: Nullable(
    Type.Object({
      issuer: Nullable(Type.String()),
      clientId: Nullable(Type.String()),
      hasSecret: Type.Boolean(),
      /** Entra ID: the tenant that people must belong to (OI-7). */
      tenantId: Nullable(Type.String()),
    }),
  ),
  attributes: Attributes,
  groups: Type.Array(Type.Object({ claim: Type.String(), groupId: Type.String(), groupName: Type.String() })),
  /** The domains whose people sign in by it. */
  domains: Type.Array(Type.Object({ id: Type.String(), domain: Type.String(), verified: Type.Boolean() })),
})
const ConnectionReply = Type.Object({ connection: Connection })

const SamlInput = Type.Partial(
  Type.Object({
    entityId: Line(1_024),
    ssoUrl: Url,
    /** All of them, in PEM. Several at once, while the provider changes from one to the next. */
    certificates: Type.Array(Type.String({ minLength: 1, maxLength: 20_000 }), {
      maxItems: CERTIFICATES_MAX,
    }),
    acceptSignedResponse: Type.Boolean(),
    acceptSha1: Type.Boolean(),
    idpInitiated: Type.Boolean(),
    /** True makes a key and a certificate, false throws them away. */
    encrypted: Type.Boolean(),
  }),
  closed,
)
const OidcInput = Type.Partial(
  Type.Object({ issuer: Url, clientId: Line(500), clientSecret: Line(2_000), tenantId: Nullable(Line(100)) }),
  closed,
)

/** What identity-provider metadata says of itself, to be looked at before it is saved. */
const Metadata = Type.Object({
  entityId: Type.String(),
  ssoUrl: Nullable(Type.String()),
  certificates: Type.Array(Certificate),
})

/** One sign-in that was tried: for whoever has to find out why it does not work. */
const Trace = Type.Object({
  id: Type.String(),
  at: Moment,
  outcome: Type.Enum(['signed-in', 'tested', 'refused']),
  /** Code, rule and meaning of a refusal (contract/sso-reasons.ts). */
  reason: Nullable(Type.Object({ code: Type.String(), rule: Type.String(), says: Type.String() })),
  /** What was found, in words: `audience is https://x, not https://y`. */
  detail: Nullable(Type.String()),
  subject: Nullable(Type.String()),
  email: Nullable(Type.String()),
  requestId: Type.String(),
})

const SetUpLink = Type.Object({
  id: Type.String(),
  note: Type.String(),
  createdBy: Type.Object({ id: Type.String(), name: Nullable(Type.String()) }),
  createdAt: Moment,
  expiresAt: Moment,
  lastUsedAt: Nullable(Moment),
})

const manage = can('authentication:edit')
const setUp = { access: manage, setUpLink: true } as const

/** Single sign-on connections of a workspace, for those who set them up (rules, section 9). */
export const connections = {
  list: endpoint('GET /connections', {
    ...setUp,
    says: 'Lists the single sign-on connections of the workspace.',
    query: PageQuery,
    reply: Type.Object({ connections: Type.Array(Connection), pagination: PageReply }),
  }),
  get: endpoint('GET /connections/:connectionId', {
    ...setUp,
    says: 'Shows a connection, with what has to be copied into the identity provider.',
    reply: ConnectionReply,
  }),
  create: endpoint('POST /connections', {
    ...setUp,
    says: 'Adds a connection, not active yet. Its addresses are final, so that the identity provider can be configured.',
    body: Type.Object({ name: Line(100), kind: ConnectionKind, provider: IdentityProvider }, closed),
    reply: ConnectionReply,
    status: 201,
    perMinute: 60,
  }),
  modify: endpoint('PATCH /connections/:connectionId', {
    ...setUp,
    says: 'Changes a connection; what is left out stays. Another issuer, address, certificate or secret must be tested again.',
    body: Type.Object(
      {
        name: Type.Optional(Line(100)),
        saml: Type.Optional(SamlInput),
        oidc: Type.Optional(OidcInput),
        attributes: Type.Optional(Attributes),
        groups: Type.Optional(Type.Array(GroupMapping, { maxItems: GROUPS_MAX })),
      },
      closed,
    ),
    reply: ConnectionReply,
    perMinute: 60,
  }),
  activate: endpoint('POST /connections/:connectionId/activate', {
    ...setUp,
    says: 'Switches a connection on: people can sign in by it. Only after a test sign-in succeeded with the present settings.',
    reply: ConnectionReply,
    perMinute: 60,
  }),
  deactivate: endpoint('POST /connections/:connectionId/deactivate', {
    ...setUp,
    says: 'Switches a connection off: sessions that it proved are out of the workspace with their next request.',
    reply: ConnectionReply,
    perMinute: 60,
  }),
  makeDefault: endpoint('POST /connections/:connectionId/make-default', {
    ...setUp,
    says: 'Makes an active connection the one that people are sent to where nothing else decides.',
    reply: ConnectionReply,
    perMinute: 60,
  }),
  delete: endpoint('DELETE /connections/:connectionId', {
    access: manage,
    stepUp: true,
    says: 'Deletes a connection with the links of accounts to it. Not the last active one while single sign-on is required.',
    reply: Success,
    perMinute: 60,
  }),
  readMetadata: endpoint('POST /connections/read-metadata', {
    ...setUp,
    says: 'Reads the metadata of an identity provider, as XML or from its https address, and saves nothing.',
    body: Type.Object(
      {
        xml: Type.Optional(Type.String({ minLength: 1, maxLength: 262_144 })),
        url: Type.Optional(Type.String({ minLength: 1, maxLength: 2_000 })),
      },
      closed,
    ),
    reply: Type.Object({ metadata: Metadata }),
    perMinute: 30,
  }),
  test: endpoint('POST /connections/:connectionId/test', {
    ...setUp,
    says: 'Begins a test sign-in: the browser goes to `url`, and comes back to `returnTo`. It opens no session and changes nobody.',
    body: Type.Object({ returnTo: Type.Optional(ReturnTo) }, closed),
    reply: Type.Object({ url: Type.String() }),
    perMinute: 30,
  }),
  tryMapping: endpoint('POST /connections/:connectionId/try-mapping', {
    ...setUp,
    says: 'Says what a mapping would make of the last genuine answer of the identity provider, and of which attributes it can choose.',
    body: Type.Object({ attributes: Attributes }, closed),
    reply: Type.Object({
      /** Null where nobody has signed in by this connection yet. */
      found: Nullable(
        Type.Object({
          email: Nullable(Type.String()),
          name: Nullable(Type.String()),
          groups: Type.Array(Type.String()),
          available: Type.Array(Type.Object({ name: Type.String(), values: Type.Array(Type.String()) })),
        }),
      ),
    }),
    perMinute: 60,
  }),
  listSignIns: endpoint('GET /connections/:connectionId/sign-ins', {
    ...setUp,
    says: 'Lists the last sign-ins of a connection, newest first: the last hundred of thirty days, with the rule that refused one.',
    reply: Type.Object({ signIns: Type.Array(Trace) }),
  }),
  listSetUpLinks: endpoint('GET /set-up-links', {
    access: manage,
    says: 'Lists the set-up links that still work.',
    reply: Type.Object({ setUpLinks: Type.Array(SetUpLink) }),
  }),
  createSetUpLink: endpoint('POST /set-up-links', {
    access: manage,
    stepUp: true,
    says: 'Makes a link for whoever sets single sign-on up and is no owner: connections and domains, and nothing else. Shown this once.',
    body: Type.Object({ note: Line(200), days: Type.Integer({ minimum: 1, maximum: 14 }) }, closed),
    reply: Type.Object({ setUpLink: SetUpLink, url: Type.String() }),
    status: 201,
    perMinute: 30,
  }),
  deleteSetUpLink: endpoint('DELETE /set-up-links/:setUpLinkId', {
    access: manage,
    says: 'Revokes a set-up link: it stops working with the next request.',
    reply: Success,
    perMinute: 60,
  }),
  lookUpSetUp: endpoint('GET /set-up', {
    ...setUp,
    says: 'Says for which workspace a set-up link is, and until when.',
    reply: Type.Object({
      workspace: Type.Object({ name: Type.String(), slug: Type.String() }),
      expiresAt: Nullable(Moment),
      note: Nullable(Type.String()),
    }),
  }),
}
