import { Type } from 'typebox'
import { anyone, endpoint, Success, signedIn } from './endpoint.ts'
import { ReturnTo } from './sign-in.ts'

/** What an OpenID provider sends the browser back with. */
export const OidcAnswer = Type.Object(
  {
    code: Type.Optional(Type.String({ maxLength: 4_000 })),
    state: Type.Optional(Type.String({ maxLength: 200 })),
    iss: Type.Optional(Type.String({ maxLength: 1_000 })),
    error: Type.Optional(Type.String({ maxLength: 200 })),
  },
  // Providers add what they like: session_state, scope, hd …
  { additionalProperties: true },
)
const Url = Type.Object({ url: Type.String() })
const Identity = Type.Object({
  providerId: Type.String(),
  providerName: Type.String(),
  email: Type.Union([Type.String(), Type.Null()]),
  manageUrl: Type.Union([Type.String(), Type.Null()]),
  /** Where the account at the provider is closed. */
  closeUrl: Type.Union([Type.String(), Type.Null()]),
  linkedAt: Type.String(),
})
const anybody = 'the provider says who it is, and the way back is bound to this browser'
const own = 'everybody links their own account'

/** Unified login: accounts at external providers by OpenID Connect (rules, section 16). */
export const providers = {
  start: endpoint('POST /sign-in/with/:providerId', {
    access: anyone(anybody),
    says: 'Begins to sign in or sign up at a provider: the browser goes to `url`.',
    body: Type.Object(
      {
        returnTo: Type.Optional(ReturnTo),
        /** The token of an invite to accept afterwards. */
        invite: Type.Optional(Type.String({ maxLength: 700 })),
      },
      { additionalProperties: false },
    ),
    reply: Url,
    perMinute: 60,
  }),
  deepLink: endpoint('GET /sign-in/with/:providerId', {
    access: anyone(anybody),
    fromOtherSites: true,
    says: "A link for the provider's console: signs in there, and lands at `to`.",
    query: Type.Object({ to: Type.Optional(ReturnTo) }, { additionalProperties: false }),
    reply: Type.String(),
    stream: 'text/html',
    dialect: 'plain',
    perMinute: 60,
  }),
  callback: endpoint('GET /sign-in/callback/:providerId', {
    access: anyone(anybody),
    fromOtherSites: true,
    says: 'Where the provider sends the browser back to.',
    query: OidcAnswer,
    reply: Type.String(),
    stream: 'text/html',
    dialect: 'plain',
    perMinute: 120,
  }),
  stepUp: endpoint('POST /step-up/with/:providerId', {
    access: signedIn(own),
    says: 'Begins to prove again at the provider that it is them: the browser goes to `url`.',
    body: Type.Object({ returnTo: Type.Optional(ReturnTo) }, { additionalProperties: false }),
    reply: Url,
    perMinute: 60,
  }),
  list: endpoint('GET /account/identities', {
    access: signedIn(own),
    says: 'Lists the accounts at providers that are linked with this one.',
    reply: Type.Object({ identities: Type.Array(Identity) }),
  }),
  link: endpoint('POST /account/identities', {
    access: signedIn(own),
    stepUp: true,
    says: 'Begins to link an account at a provider: the browser goes to `url`.',
    body: Type.Object(
      { providerId: Type.String({ maxLength: 100 }), returnTo: Type.Optional(ReturnTo) },
      { additionalProperties: false },
    ),
    reply: Url,
    perMinute: 60,
  }),
  confirmLink: endpoint('POST /account/identities/confirm', {
    access: signedIn(own),
    stepUp: true,
    says: 'Links the account at a provider with which this browser tried to sign in before its owner signed in here.',
    reply: Type.Object({ identity: Identity }),
  }),
  unlink: endpoint('DELETE /account/identities/:providerId', {
    access: signedIn(own),
    stepUp: true,
    says: 'Unlinks an account at a provider. Where nothing else would sign in, a link to set a password is mailed, or it is refused.',
    reply: Success,
  }),
}
