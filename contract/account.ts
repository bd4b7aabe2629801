import { Type } from 'typebox'
import { anyone, can, endpoint, PageQuery, PageReply, Success, signedIn } from './endpoint.ts'
import { Email, LinkToken, NewPassword, Password, PasswordReply, PersonName } from './sign-in.ts'

const Moment = Type.String()

const Session = Type.Object({
  id: Type.String(),
  /** The one that this request is made with. */
  current: Type.Boolean(),
  /** `Firefox on Windows`, as far as the browser says. */
  device: Type.String(),
  ip: Type.Union([Type.String(), Type.Null()]),
  /** RFC 8176: pwd, otp, hwk, swk, fed, rcv (a recovery code). */
  methods: Type.Array(Type.String()),
  /** The single sign-on of workspaces that proved it, by name; `confined` where nothing else did. */
  through: Type.Array(Type.Object({ workspace: Type.String(), connection: Type.String() })),
  confined: Type.Boolean(),
  createdAt: Moment,
  lastUsedAt: Moment,
  expiresAt: Moment,
})

const Account = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  emailVerified: Type.Boolean(),
  hasPassword: Type.Boolean(),
  /** An address that was asked for and is not confirmed yet. */
  newEmail: Type.Union([Type.String(), Type.Null()]),
  secondFactor: Type.Boolean(),
  /** Where name, address, password and second factor are managed instead; null where they are managed here. */
  managedBy: Type.Union([
    Type.Object({
      providerId: Type.String(),
      name: Type.String(),
      manageUrl: Type.Union([Type.String(), Type.Null()]),
    }),
    Type.Null(),
  ]),
  /** Belongs to a HIPAA-eligible workspace, or one with its own limit: then sessions end after so many minutes of inactivity. */
  idleMinutes: Type.Union([Type.Integer(), Type.Null()]),
  session: Type.Object({
    expiresAt: Moment,
    /** Until then, nothing asks for a fresh proof. */
    freshUntil: Moment,
    secondFactor: Type.Boolean(),
    /**
     * Nothing but a workspace's single sign-on proved it: then no more is told here than name, address and who manages them, and
     * the rest is false or null (standards/sso L-5).
     */
    confined: Type.Boolean(),
  }),
  createdAt: Moment,
})
const AccountReply = Type.Object({ account: Account })

const own = 'everybody manages their own account'
const link = 'the link in the mail carries its own secret'

export const account = {
  get: endpoint('GET /account', {
    access: signedIn(own),
    confined: true,
    says: 'Shows the account of the signed-in person, and this session.',
    reply: AccountReply,
  }),
  modify: endpoint('PATCH /account', {
    access: signedIn(own),
    says: 'Changes the name.',
    body: Type.Object({ name: PersonName }, { additionalProperties: false }),
    reply: AccountReply,
  }),
  changePassword: endpoint('POST /account/password', {
    access: signedIn(own),
    stepUp: true,
    says: 'Changes the password and ends all other sessions. An account without one sets its first, without `currentPassword`.',
    body: Type.Object(
      { currentPassword: Type.Optional(Password), password: NewPassword },
      { additionalProperties: false },
    ),
    reply: PasswordReply,
    perMinute: 30,
  }),
  changeEmail: endpoint('POST /account/email', {
    access: signedIn(own),
    stepUp: true,
    says: 'Sends a link to a new address; the address changes when it is confirmed there. The old one is told.',
    body: Type.Object({ email: Email }, { additionalProperties: false }),
    reply: Type.Object({ status: Type.Literal('mailed') }),
    perMinute: 30,
  }),
  verifyEmail: endpoint('POST /account/email/verify', {
    access: signedIn(own),
    says: 'Sends a link to the address of the account, where it was never confirmed. Also to send it again.',
    reply: Type.Object({ status: Type.Literal('mailed') }),
    perMinute: 30,
  }),
  lookUpEmail: endpoint('GET /account/email', {
    access: anyone(link),
    says: 'Shows which address a link confirms, and changes nothing.',
    query: Type.Object({ token: LinkToken }, { additionalProperties: false }),
    reply: Type.Object({ email: Type.String(), expiresAt: Moment }),
  }),
  confirmEmail: endpoint('POST /account/email/confirm', {
    access: anyone(link),
    says: 'Confirms an address, new or present.',
    body: Type.Object({ token: LinkToken }, { additionalProperties: false }),
    reply: Type.Object({ email: Type.String() }),
  }),
  listSessions: endpoint('GET /account/sessions', {
    access: signedIn(own),
    says: 'Lists where the person is signed in.',
    reply: Type.Object({ sessions: Type.Array(Session) }),
  }),
  endSession: endpoint('DELETE /account/sessions/:sessionId', {
    access: signedIn(own),
    stepUp: true,
    says: 'Ends one session.',
    reply: Success,
  }),
  endOtherSessions: endpoint('DELETE /account/sessions', {
    access: signedIn(own),
    stepUp: true,
    says: 'Ends every session but this one.',
    reply: Success,
  }),
  listEvents: endpoint('GET /account/events', {
    access: signedIn(own),
    says: 'Lists what happened to the account, newest first.',
    query: PageQuery,
    reply: Type.Object({
      events: Type.Array(
        Type.Object({
          id: Type.String(),
          at: Moment,
          type: Type.String(),
          says: Type.String(),
          device: Type.String(),
          ip: Type.Union([Type.String(), Type.Null()]),
        }),
      ),
      pagination: PageReply,
    }),
  }),
  delete: endpoint('DELETE /account', {
    access: signedIn(own),
    stepUp: true,
    says: 'Deletes the account: it leaves all its workspaces. Refused while it is the last owner of one.',
    query: Type.Object(
      /** The address of the account, typed once more. */
      { confirm: Type.String({ maxLength: 320 }) },
      { additionalProperties: false },
    ),
    reply: Success,
  }),
  endSessionsOfMember: endpoint('DELETE /users/:userId/sessions', {
    access: can('member:edit'),
    stepUp: true,
    says: 'Signs a member out of this workspace: they must sign in again before they can enter it. Their other workspaces are not touched.',
    reply: Success,
    perMinute: 60,
  }),
}
