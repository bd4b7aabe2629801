import { Type } from 'typebox'
import { anyone, can, endpoint, Success, signedIn } from './endpoint.ts'
import { SignInReply } from './sign-in.ts'

const Code = Type.String({ minLength: 6, maxLength: 40 })
const RecoveryCodes = Type.Object({
  /** Shown once; each works once. */
  recoveryCodes: Type.Array(Type.String()),
})
const half = 'the cookie of a sign-in that waits for its second factor is the proof'
const own = 'everybody manages their own factors'

export const mfa = {
  signIn: endpoint('POST /sign-in/code', {
    access: anyone(half),
    says: 'Completes a sign-in with a code of the authenticator app, or with a recovery code.',
    body: Type.Object(
      { way: Type.Enum(['totp', 'recovery-code']), code: Code },
      { additionalProperties: false },
    ),
    reply: SignInReply,
  }),
  mailCode: endpoint('POST /sign-in/recovery-mail', {
    access: anyone(half),
    says: 'Sends a code to the address of the account, for people who have lost every factor.',
    reply: Type.Object({ status: Type.Literal('mailed') }),
  }),
  recover: endpoint('POST /sign-in/recovery', {
    access: anyone(half),
    says: 'Removes all second factors with the code from the mail, and signs in. What requires a second factor stays closed until one is set up again.',
    body: Type.Object({ code: Code }, { additionalProperties: false }),
    reply: SignInReply,
  }),
  get: endpoint('GET /account/mfa', {
    access: signedIn(own),
    says: 'Shows which second factors the account has.',
    reply: Type.Object({
      totp: Type.Union([Type.Object({ since: Type.String() }), Type.Null()]),
      passkeys: Type.Integer(),
      recoveryCodesLeft: Type.Integer(),
      /** Workspaces of this person that require it. */
      requiredBy: Type.Array(Type.Object({ slug: Type.String(), name: Type.String() })),
    }),
  }),
  enrol: endpoint('POST /account/totp', {
    access: signedIn(own),
    stepUp: true,
    says: 'Begins to set up an authenticator app: the secret is in this answer, and nowhere else.',
    reply: Type.Object({
      secret: Type.String(),
      uri: Type.String(),
      /** An SVG of the QR code of `uri`. */
      qr: Type.String(),
    }),
  }),
  confirm: endpoint('POST /account/totp/confirm', {
    access: signedIn(own),
    stepUp: true,
    says: 'Completes it with a first code. Ends all other sessions. An account without recovery codes gets them, shown once.',
    body: Type.Object({ code: Code }, { additionalProperties: false }),
    reply: RecoveryCodes,
  }),
  removeTotp: endpoint('DELETE /account/totp', {
    access: signedIn(own),
    stepUp: true,
    says: 'Removes the authenticator app. Refused while a workspace requires a second factor and there is no other.',
    reply: Success,
  }),
  renewRecoveryCodes: endpoint('POST /account/recovery-codes', {
    access: signedIn(own),
    stepUp: true,
    says: 'Makes new recovery codes; all older ones are dead.',
    reply: RecoveryCodes,
  }),
  resetOfMember: endpoint('POST /users/:userId/mfa-reset', {
    access: can('member:edit'),
    stepUp: true,
    says: 'Mails a member who lost every factor a code to remove them with, on top of their password.',
    reply: Success,
    perMinute: 10,
  }),
}
