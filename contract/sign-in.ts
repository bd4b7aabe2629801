import { Type } from 'typebox'
import { anyone, endpoint, Success, signedIn } from './endpoint.ts'

export const Email = Type.String({ minLength: 3, maxLength: 320, pattern: '^[^\\s@]+@[^\\s@]+$' })
export const PersonName = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' })
/** A new password. The server's own rules (length, strength) answer with `weak-password`; this only bounds it. */
export const NewPassword = Type.String({ minLength: 8, maxLength: 128 })
/** A password that is being proved: whatever was once accepted. */
export const Password = Type.String({ minLength: 1, maxLength: 256 })
/** The secret of a link in a mail: an id and a proof, with a point between them. */
export const LinkToken = Type.String({ minLength: 1, maxLength: 200 })
/** A path on this server to go to afterwards; anything else is passed over. */
export const ReturnTo = Type.String({ maxLength: 2_000 })

/** The ways to prove a second factor. */
export const SecondFactorWay = Type.Enum(['totp', 'passkey', 'recovery-code', 'mail'])

const User = Type.Object({ id: Type.String(), name: Type.String(), email: Type.String() })

/** How a sign-in goes on. The session itself is a cookie that scripts cannot read. */
export const SignInReply = Type.Object({
  /** `second-factor`: the first was right, and one of `ways` is asked for; nothing else is open before. */
  status: Type.Enum(['signed-in', 'second-factor']),
  /** Only where signed in. */
  user: Type.Optional(User),
  ways: Type.Optional(Type.Array(SecondFactorWay)),
  /** An account at a provider waits to be linked with this one (providers.confirmLink). */
  linkWaiting: Type.Optional(Type.Object({ providerId: Type.String(), providerName: Type.String() })),
  /** A person at a workspace's identity provider waits to be linked with this account (sso.confirmLink). */
  ssoWaiting: Type.Optional(
    Type.Object({ workspace: Type.Object({ slug: Type.String(), name: Type.String() }) }),
  ),
})

/** What a reply says of a password that was taken although it is known from a breach of another service: warn the person. */
const breached = Type.Optional(Type.Literal(true))

/** The answer to who set a new password. */
export const PasswordReply = Type.Object({ status: Type.Literal('SUCCESS'), breached })

/** The same answer whether the address has an account or not (PW-7). */
const Mailed = Type.Object({ status: Type.Literal('mailed') })

const stranger =
  'a stranger has no credential yet; what is tried is counted, and answered alike for known and unknown'
const link = 'the link in the mail carries its own secret'
const token = { query: Type.Object({ token: LinkToken }, { additionalProperties: false }) }

export const signIn = {
  ways: endpoint('GET /sign-in', {
    access: anyone('the sign-in page must know what it can offer'),
    says: 'Shows the ways to sign in and to sign up here, and the products to switch to.',
    reply: Type.Object({
      /** `closed`: only people with an invite can make an account. */
      signUp: Type.Enum(['open', 'closed']),
      /** Whether this server can send mail: without it there are no sign-ups and no links to set a new password. */
      mail: Type.Boolean(),
      /** Passkeys need a domain name and https (or localhost). */
      passkeys: Type.Boolean(),
      passwordMinLength: Type.Integer(),
      providers: Type.Array(
        Type.Object({
          id: Type.String(),
          name: Type.String(),
          kind: Type.Enum(['google', 'twilio', 'other']),
          /** Where people without an account there register; null where the provider's own page leads on. */
          signUpUrl: Type.Union([Type.String(), Type.Null()]),
          /** New people are sent to this provider instead of choosing a password here. */
          forNewPeople: Type.Boolean(),
        }),
      ),
      products: Type.Array(
        Type.Object({
          name: Type.String(),
          url: Type.String(),
          description: Type.Union([Type.String(), Type.Null()]),
          current: Type.Boolean(),
        }),
      ),
      /** Where the letters of a demo can be read; null elsewhere. */
      mailbox: Type.Union([Type.String(), Type.Null()]),
    }),
  }),
  withPassword: endpoint('POST /sign-in', {
    access: anyone(stranger),
    says: 'Signs in with e-mail address and password.',
    body: Type.Object({ email: Email, password: Password }, { additionalProperties: false }),
    reply: SignInReply,
  }),
  signUp: endpoint('POST /sign-up', {
    access: anyone(stranger),
    says: 'Sends a link to make an account to an address, or a word that there is one already. Also to send it again.',
    body: Type.Object({ email: Email, name: Type.Optional(PersonName) }, { additionalProperties: false }),
    reply: Mailed,
  }),
  lookUpSignUp: endpoint('GET /sign-up', {
    access: anyone(link),
    says: 'Shows for which address a sign-up link is, and changes nothing.',
    ...token,
    reply: Type.Object({
      email: Type.String(),
      name: Type.Union([Type.String(), Type.Null()]),
      expiresAt: Type.String(),
    }),
  }),
  completeSignUp: endpoint('POST /sign-up/complete', {
    access: anyone(link),
    says: 'Makes the account: the link proves the address. Signs in.',
    body: Type.Object(
      { token: LinkToken, name: PersonName, password: NewPassword },
      { additionalProperties: false },
    ),
    reply: Type.Object({ ...SignInReply.properties, breached }),
  }),
  forgotPassword: endpoint('POST /password-reset', {
    access: anyone(stranger),
    says: 'Sends a link to set a new password, if the address has an account here.',
    body: Type.Object({ email: Email }, { additionalProperties: false }),
    reply: Mailed,
  }),
  lookUpReset: endpoint('GET /password-reset', {
    access: anyone(link),
    says: 'Shows for which address a reset link is, and changes nothing.',
    ...token,
    reply: Type.Object({ email: Type.String(), expiresAt: Type.String() }),
  }),
  resetPassword: endpoint('POST /password-reset/complete', {
    access: anyone(link),
    says: 'Sets a new password and ends every session of the account. A second factor stays what it was; sign in afterwards.',
    body: Type.Object({ token: LinkToken, password: NewPassword }, { additionalProperties: false }),
    reply: PasswordReply,
  }),
  checkPassword: endpoint('POST /password-strength', {
    access: anyone('who chooses a password wants to know how good it is before they send it'),
    says: 'Says how good a password would be. Nothing is kept.',
    body: Type.Object(
      {
        password: Type.String({ maxLength: 128 }),
        /** The person's name and address, which a password must not be made of. */
        words: Type.Optional(Type.Array(Type.String({ maxLength: 320 }), { maxItems: 10 })),
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({
      /** zxcvbn's: 0 is guessed at once, 4 is not guessed. */
      score: Type.Integer(),
      acceptable: Type.Boolean(),
      /** What makes it weak, as a sentence; null where nothing does. */
      warning: Type.Union([Type.String(), Type.Null()]),
      suggestions: Type.Array(Type.String()),
      /** Known from a breach elsewhere; null where that cannot be asked. */
      breached: Type.Union([Type.Boolean(), Type.Null()]),
    }),
    perMinute: 120,
  }),
  signOut: endpoint('POST /sign-out', {
    access: signedIn('everybody may end their own session'),
    confined: true,
    says: 'Ends this session.',
    reply: Success,
  }),
  stepUp: endpoint('POST /step-up', {
    access: signedIn('a person proves again that it is them'),
    says: 'Proves a factor again, for what asks for a fresh one. The session gets a new secret.',
    body: Type.Union([
      Type.Object({ password: Password }, { additionalProperties: false }),
      /** Of the authenticator app. */
      Type.Object({ code: Type.String({ minLength: 6, maxLength: 20 }) }, { additionalProperties: false }),
    ]),
    reply: Type.Object({ freshUntil: Type.String() }),
  }),
}
