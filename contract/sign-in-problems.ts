/** The refusals of sign-in, sessions and accounts: a part of `problems`. */
export const signInProblems = {
  'wrong-credentials': {
    status: 401,
    type: 'unauthorized',
    says: 'The e-mail address or the password is not right.',
  },
  'wrong-code': {
    status: 401,
    type: 'unauthorized',
    says: 'This code is not right, was used already, or has expired.',
  },
  'wrong-passkey': {
    status: 401,
    type: 'unauthorized',
    says: 'This passkey could not be checked. Try again, or sign in another way.',
  },
  'sign-in-over': {
    status: 401,
    type: 'unauthorized',
    says: 'This sign-in took too long or was tried too often. Begin again.',
  },
  'sign-in-again': {
    status: 401,
    type: 'unauthorized',
    says: 'An owner of this workspace ended your sessions. Sign in again.',
  },
  'step-up-required': {
    status: 403,
    type: 'unauthorized',
    says: 'This needs a fresh proof that it is you. Confirm with your password, a code or a passkey, then try again.',
  },
  'mfa-required': {
    status: 403,
    type: 'unauthorized',
    says: 'This workspace requires multi-factor authentication. Set it up in your account, then come back.',
  },
  'mfa-first': {
    status: 409,
    type: 'conflict',
    says: 'Set up multi-factor authentication for your own account first and sign in with it. Otherwise you would lock yourself out.',
  },
  'mfa-enforced': {
    status: 409,
    type: 'conflict',
    says: 'A workspace that you belong to requires multi-factor authentication. Keep one factor.',
  },
  'mfa-exists': {
    status: 409,
    type: 'conflict',
    says: 'An authenticator app is set up already. Remove it first.',
  },
  'cross-site': {
    status: 403,
    type: 'unauthorized',
    says: 'This request came from another site. Open the server under its own address and try again.',
  },
  'link-gone': {
    status: 410,
    type: 'gone',
    says: 'This link was used, was replaced by a newer one, or has expired. Ask for a new one.',
  },
  'weak-password': {
    status: 422,
    type: 'input-validation',
    says: 'This password is too easy to guess. Use a longer one, or several unrelated words.',
  },
  'breached-password': {
    status: 422,
    type: 'input-validation',
    says: 'This password is known from a breach of another service. Use another one.',
  },
  'email-verified': {
    status: 409,
    type: 'conflict',
    says: 'This address is confirmed already.',
  },
  'sign-up-closed': {
    status: 403,
    type: 'unauthorized',
    says: 'Nobody can sign up here. Ask an owner of a workspace for an invite.',
  },
  'sign-up-elsewhere': {
    status: 409,
    type: 'conflict',
    says: 'New people sign up with an account at another provider here. Choose "Continue with …" on the sign-in page.',
  },
  'no-mail': {
    status: 409,
    type: 'conflict',
    says: 'This server sends no mail, so this cannot be done by mail. Ask its operator.',
  },
  'managed-elsewhere': {
    status: 409,
    type: 'conflict',
    says: 'This is managed at the provider that your account is linked with. Change it there.',
  },
  'last-way-in': {
    status: 409,
    type: 'conflict',
    says: 'Without this you could not sign in any more. Set a password or add a passkey first.',
  },
  'provider-refused': {
    status: 401,
    type: 'unauthorized',
    says: 'The provider did not confirm this sign-in. Begin again.',
  },
  'provider-unavailable': {
    status: 503,
    type: 'server-error',
    says: 'The provider does not answer now. Try again in a moment, or sign in another way.',
  },
  'provider-address-unverified': {
    status: 403,
    type: 'unauthorized',
    says: 'The provider has not confirmed your e-mail address. Confirm it there, then begin again.',
  },
  'identity-taken': {
    status: 409,
    type: 'conflict',
    says: 'This account at the provider is linked with another account here.',
  },
  'no-passkeys': {
    status: 409,
    type: 'conflict',
    says: 'Browsers have passkeys only for a name with https, or for localhost. Open this server by such an address; its operator sets it with CLAVIGER_PUBLIC_URL.',
  },
  'too-many-passkeys': {
    status: 409,
    type: 'conflict',
    says: 'An account has at most 20 passkeys. Remove one that you no longer use first.',
  },
  'passkey-taken': {
    status: 409,
    type: 'conflict',
    says: 'This passkey is registered already.',
  },
  'provider-linked': {
    status: 409,
    type: 'conflict',
    says: 'An account at this provider is linked already. Unlink it first.',
  },
} as const
