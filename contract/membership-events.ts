/** Memberships of the workspace, and of groups, that end by themselves. */
export const membershipEvents = {
  'Membership End Changed': {
    on: 'USER',
    says: 'Somebody is a member until another moment, or for good.',
    movesAccess: true,
  },
  'Group Membership End Changed': {
    on: 'USER',
    says: 'A member, or somebody invited, is in a group until another moment, or for good.',
    movesAccess: true,
  },
  'Membership Ends Soon': {
    on: 'USER',
    says: 'A membership of the workspace, or of groups, ends soon, and the member was reminded of it.',
    movesAccess: false,
  },
} as const
