/** The refusals of single sign-on: a part of `problems`. */
export const ssoProblems = {
  'sso-required': {
    status: 403,
    type: 'unauthorized',
    says: 'This workspace asks for its single sign-on. Sign in through it.',
  },
  'own-proof-required': {
    status: 403,
    type: 'unauthorized',
    says: 'You are signed in through the single sign-on of a workspace. For your account and for other workspaces, sign in to the account itself.',
  },
  'sso-refused': {
    status: 401,
    type: 'unauthorized',
    says: "The identity provider's answer was not accepted. Begin again; if it happens again, whoever manages single sign-on sees why in the workspace's settings.",
  },
  'sso-unavailable': {
    status: 503,
    type: 'server-error',
    says: 'The identity provider does not answer now. Try again in a moment.',
  },
  'sso-unknown': {
    status: 404,
    type: 'not-found',
    says: 'No workspace has single sign-on for this address. Sign in another way, or begin in the console of your identity provider.',
  },
  'sso-not-a-member': {
    status: 403,
    type: 'unauthorized',
    says: 'Your identity provider knows you, but you are not a member of this workspace. Ask one of its owners for an invite.',
  },
  'sso-address-unproved': {
    status: 403,
    type: 'unauthorized',
    says: 'Your e-mail address belongs to no domain that this workspace has verified. Ask whoever manages its single sign-on.',
  },
  'sso-first': {
    status: 409,
    type: 'conflict',
    says: 'Sign in through the single sign-on of this workspace first. Otherwise you could lock everybody out.',
  },
  'sso-in-use': {
    status: 409,
    type: 'conflict',
    says: 'Members must sign in through this connection. Switch off Require SSO first, or activate another connection.',
  },
  'connection-untested': {
    status: 409,
    type: 'conflict',
    says: 'Test this connection first: a test sign-in must succeed with the present settings.',
  },
  'connection-incomplete': {
    status: 409,
    type: 'conflict',
    says: 'This connection is not configured completely yet.',
  },
  'connection-inactive': {
    status: 409,
    type: 'conflict',
    says: 'This connection is not active.',
  },
  'connection-name-taken': {
    status: 409,
    type: 'conflict',
    says: 'The workspace has a connection of this name.',
  },
  'metadata-unreadable': {
    status: 422,
    type: 'input-validation',
    says: 'This is no metadata of a SAML 2.0 identity provider.',
  },
  'address-refused': {
    status: 422,
    type: 'input-validation',
    says: 'This address cannot be fetched: it must be https, on the public internet, and answer in time.',
  },
  'domain-added': { status: 409, type: 'conflict', says: 'The workspace has this domain already.' },
  'domain-claimed': { status: 409, type: 'conflict', says: 'This domain has already been claimed.' },
  'domain-public': {
    status: 422,
    type: 'input-validation',
    says: 'Everybody can have an address in this domain. Only a domain of your own can be verified.',
  },
} as const
