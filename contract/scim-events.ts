/** What happens around SCIM: a part of `events`. */
export const scimEvents = {
  'User Added via SCIM': {
    on: 'USER',
    says: 'The identity provider added a person to the workspace.',
    movesAccess: true,
  },
  'User Managed': {
    on: 'USER',
    says: 'The identity provider manages from now on that this person is in the workspace.',
    movesAccess: false,
  },
  'User Released': {
    on: 'USER',
    says: 'An owner took a member over from the identity provider.',
    movesAccess: false,
  },
  'Group Managed': {
    on: 'GROUP',
    says: 'The identity provider manages this group from now on.',
    movesAccess: false,
  },
  'Group Released': {
    on: 'GROUP',
    says: 'An owner took a group over from the identity provider.',
    movesAccess: false,
  },
  'SCIM Profile Changed': {
    on: 'USER',
    says: 'The identity provider changed what it says about a person.',
    movesAccess: false,
  },
  'SCIM Token Created': { on: 'TOKEN', says: 'A SCIM token was made.', movesAccess: false },
  'SCIM Token Revoked': { on: 'TOKEN', says: 'A SCIM token was revoked.', movesAccess: false },
  'SCIM Dry Run Changed': {
    on: 'WORKSPACE',
    says: 'What the identity provider pushes is only tried out from now on, or is done again.',
    movesAccess: false,
  },
} as const
