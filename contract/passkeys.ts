import { Type } from 'typebox'
import { anyone, endpoint, Success, signedIn } from './endpoint.ts'
import { SignInReply } from './sign-in.ts'

/** What navigator.credentials takes: `parseCreationOptionsFromJSON` and `parseRequestOptionsFromJSON` read it (WebAuthn Level 3). */
const Options = Type.Object({
  options: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
})

const Bytes = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' })
const bytes = Bytes(20_000)
/** A credential's id has at most 1,023 bytes. */
const CredentialId = Bytes(1_364)
/** Every credential has these, and browsers may add more. */
const credential = {
  id: CredentialId,
  rawId: CredentialId,
  type: Type.Literal('public-key'),
}
/** What navigator.credentials answers, as its `toJSON()` says it. Browsers and password managers add members of their own. */
const open = { additionalProperties: true }
const Assertion = Type.Object(
  {
    ...credential,
    response: Type.Object(
      {
        clientDataJSON: bytes,
        authenticatorData: bytes,
        signature: bytes,
        userHandle: Type.Optional(Type.Union([Bytes(100), Type.Null()])),
      },
      open,
    ),
  },
  open,
)
const Attestation = Type.Object(
  {
    ...credential,
    response: Type.Object(
      {
        clientDataJSON: bytes,
        attestationObject: bytes,
        transports: Type.Optional(Type.Array(Type.String({ maxLength: 30 }), { maxItems: 10 })),
      },
      open,
    ),
  },
  open,
)
const Answer = Type.Object({ response: Assertion }, { additionalProperties: false })
const PasskeyName = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })

const Passkey = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** Copied between the person's devices, or bound to one. */
  synced: Type.Boolean(),
  createdAt: Type.String(),
  lastUsedAt: Type.Union([Type.String(), Type.Null()]),
})
const PasskeyReply = Type.Object({ passkey: Passkey })

const stranger = 'a passkey itself says whose it is'
const half = 'the cookie of a sign-in that waits for its second factor is the proof'
const own = 'everybody manages their own passkeys'

export const passkeys = {
  signInOptions: endpoint('POST /sign-in/passkey/options', {
    access: anyone(stranger),
    says: 'Begins a sign-in by passkey alone.',
    reply: Options,
    perMinute: 60,
  }),
  signIn: endpoint('POST /sign-in/passkey', {
    access: anyone(stranger),
    says: 'Signs in by passkey alone: the device checked the person, so that it counts as two factors.',
    body: Answer,
    reply: SignInReply,
    perMinute: 60,
  }),
  secondFactorOptions: endpoint('POST /sign-in/second-factor/passkey/options', {
    access: anyone(half),
    says: 'Begins to complete a sign-in with a passkey as the second factor.',
    reply: Options,
  }),
  secondFactor: endpoint('POST /sign-in/second-factor/passkey', {
    access: anyone(half),
    says: 'Completes a sign-in with a passkey as the second factor.',
    body: Answer,
    reply: SignInReply,
  }),
  stepUpOptions: endpoint('POST /step-up/passkey/options', {
    access: signedIn(own),
    says: 'Begins to prove again by passkey that it is them.',
    reply: Options,
  }),
  stepUp: endpoint('POST /step-up/passkey', {
    access: signedIn(own),
    says: 'Proves again by passkey that it is them. The session gets a new secret.',
    body: Answer,
    reply: Type.Object({ freshUntil: Type.String() }),
  }),
  list: endpoint('GET /account/passkeys', {
    access: signedIn(own),
    says: 'Lists the passkeys of the account.',
    reply: Type.Object({ passkeys: Type.Array(Passkey) }),
  }),
  registerOptions: endpoint('POST /account/passkeys/options', {
    access: signedIn(own),
    stepUp: true,
    says: 'Begins to add a passkey.',
    reply: Options,
  }),
  register: endpoint('POST /account/passkeys', {
    access: signedIn(own),
    stepUp: true,
    says: 'Adds a passkey. The first factor of an account also brings recovery codes, shown once. Ends all other sessions.',
    body: Type.Object({ name: PasskeyName, response: Attestation }, { additionalProperties: false }),
    reply: Type.Object({ passkey: Passkey, recoveryCodes: Type.Optional(Type.Array(Type.String())) }),
    status: 201,
  }),
  rename: endpoint('PATCH /account/passkeys/:passkeyId', {
    access: signedIn(own),
    says: 'Changes what a passkey is called.',
    body: Type.Object({ name: PasskeyName }, { additionalProperties: false }),
    reply: PasskeyReply,
  }),
  remove: endpoint('DELETE /account/passkeys/:passkeyId', {
    access: signedIn(own),
    stepUp: true,
    says: 'Removes a passkey. Refused where nothing else would sign in, or a workspace requires a second factor and there is no other.',
    reply: Success,
  }),
}
