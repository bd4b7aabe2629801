interface AccountEventSpec {
  says: string
  /** Whether the person is told by mail (standards/sign-in NO-1). */
  notice: boolean
}

/** What happens to an account, as the person themselves sees it; the audit trail of a workspace has `events`. */
export const accountEvents = {
  'Account Created': { says: 'The account was made.', notice: false },
  'Signed In': { says: 'Signed in.', notice: false },
  'Signed In From New Device': { says: 'Signed in from a browser that was not used before.', notice: true },
  'Signed Out': { says: 'Signed out.', notice: false },
  'Session Revoked': { says: 'A session was ended.', notice: false },
  'Password Changed': { says: 'The password was changed.', notice: true },
  'Password Reset': { says: 'The password was set anew by a link in a mail.', notice: true },
  'Password Reset Requested': { says: 'A link to set a new password was asked for.', notice: false },
  'Name Changed': { says: 'The name was changed.', notice: false },
  'Email Change Requested': { says: 'Another e-mail address was asked for.', notice: true },
  'Email Changed': { says: 'The e-mail address was changed.', notice: true },
  'Email Verification Requested': { says: 'A link to confirm the address was asked for.', notice: false },
  'Email Verified': { says: 'The e-mail address was confirmed.', notice: false },
  'Authenticator Added': { says: 'An authenticator app was set up.', notice: true },
  'Authenticator Removed': { says: 'The authenticator app was removed.', notice: true },
  'Recovery Codes Created': { says: 'New recovery codes were made; older ones are dead.', notice: true },
  'Recovery Code Used': { says: 'A recovery code was used to sign in.', notice: true },
  'Recovery Mail Requested': { says: 'A recovery code was asked for by mail.', notice: true },
  'MFA Recovered By Mail': {
    says: 'Multi-factor authentication was removed with a code from a mail.',
    notice: true,
  },
  'Passkey Added': { says: 'A passkey was added.', notice: true },
  'Passkey Removed': { says: 'A passkey was removed.', notice: true },
  'Provider Linked': { says: 'An account at another provider was linked.', notice: true },
  'SSO Linked': {
    says: "A workspace's identity provider was linked: who signs in there as you gets into that workspace as you.",
    notice: true,
  },
  'Unproved Access Dropped': {
    says: 'Passwords, second factors and sessions from before the address was proved were removed, when its owner signed in.',
    notice: true,
  },
  'Account Deleted': { says: 'The account was deleted.', notice: true },
  'Provider Unlinked': { says: 'An account at another provider was unlinked.', notice: true },
} as const satisfies Record<string, AccountEventSpec>

export type AccountEventName = keyof typeof accountEvents
