/** What happens around single sign-on: a part of `events`. */
export const ssoEvents = {
  'Connection Created': {
    on: 'CONNECTION',
    says: 'A single sign-on connection was added.',
    movesAccess: false,
  },
  'Connection Modified': {
    on: 'CONNECTION',
    says: 'A single sign-on connection was changed.',
    movesAccess: false,
  },
  'Connection Deleted': {
    on: 'CONNECTION',
    says: 'A single sign-on connection was deleted.',
    movesAccess: false,
  },
  'Connection Activated': {
    on: 'CONNECTION',
    says: 'A single sign-on connection was switched on.',
    movesAccess: false,
  },
  'Connection Deactivated': {
    on: 'CONNECTION',
    says: 'A single sign-on connection was switched off.',
    movesAccess: false,
  },
  'Connection Tested': { on: 'CONNECTION', says: 'A test sign-in succeeded.', movesAccess: false },
  'Connection Certificate Expires': {
    on: 'CONNECTION',
    says: 'The owners were told that a certificate of a single sign-on connection expires.',
    movesAccess: false,
  },
  'Default Connection Changed': {
    on: 'CONNECTION',
    says: 'Another single sign-on connection became the default.',
    movesAccess: false,
  },
  'sso.rejected': {
    on: 'CONNECTION',
    says: "An identity provider's answer was refused.",
    movesAccess: false,
  },
  'Signed In Through SSO': {
    on: 'USER',
    says: 'A member signed in through single sign-on.',
    movesAccess: false,
  },
  'SSO Identity Linked': {
    on: 'USER',
    says: 'A person at an identity provider was linked with an account.',
    movesAccess: false,
  },
  'SSO Exemption Added': {
    on: 'USER',
    says: 'A member may enter without single sign-on.',
    movesAccess: false,
  },
  'SSO Exemption Removed': {
    on: 'USER',
    says: 'A member may not enter without single sign-on any more.',
    movesAccess: false,
  },
  'SSO Required': {
    on: 'WORKSPACE',
    says: 'Members must sign in through single sign-on from now on.',
    movesAccess: false,
  },
  'SSO No Longer Required': {
    on: 'WORKSPACE',
    says: 'Members need not sign in through single sign-on any more.',
    movesAccess: false,
  },
  'SSO Provisioning Changed': {
    on: 'WORKSPACE',
    says: 'Whether people are added by signing in through single sign-on changed.',
    movesAccess: false,
  },
  'SSO Recovered': {
    on: 'WORKSPACE',
    says: 'The operator opened a way back in without single sign-on.',
    movesAccess: false,
  },
  'Set-Up Link Created': {
    on: 'WORKSPACE',
    says: 'A link to set single sign-on up was made.',
    movesAccess: false,
  },
  'Set-Up Link Revoked': {
    on: 'WORKSPACE',
    says: 'A link to set single sign-on up was revoked.',
    movesAccess: false,
  },
  'Domain Added': { on: 'DOMAIN', says: 'A domain was added.', movesAccess: false },
  'Domain Modified': {
    on: 'DOMAIN',
    says: 'The people of a domain sign in by another connection.',
    movesAccess: false,
  },
  'Domain Token Renewed': {
    on: 'DOMAIN',
    says: 'A new token was made to verify a domain with.',
    movesAccess: false,
  },
  'Domain Verified': { on: 'DOMAIN', says: 'A domain was proved to be theirs.', movesAccess: false },
  'Domain Proof Missing': {
    on: 'DOMAIN',
    says: 'The proof of a verified domain is not there any more.',
    movesAccess: false,
  },
  'Domain Removed': { on: 'DOMAIN', says: 'A domain was taken away.', movesAccess: false },
} as const
