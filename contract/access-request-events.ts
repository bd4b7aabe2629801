/** What happens around requests for access, support access and break-glass: a part of `events`. */
export const accessRequestEvents = {
  'Access Request Created': {
    on: 'ACCESS_REQUEST',
    says: 'A member asked the owners for access.',
    movesAccess: false,
  },
  'Access Request Resolved': {
    on: 'ACCESS_REQUEST',
    says: 'A request for access was answered: the member has what was asked for, or part of it.',
    movesAccess: false,
  },
  'Access Request Dismissed': {
    on: 'ACCESS_REQUEST',
    says: 'An owner dismissed a request for access, and said why.',
    movesAccess: false,
  },
  'Access Request Withdrawn': {
    on: 'ACCESS_REQUEST',
    says: 'A member took a request for access back.',
    movesAccess: false,
  },
  'Access Requests Exported': {
    on: 'WORKSPACE',
    says: 'The list of requests for access was downloaded.',
    movesAccess: false,
  },
  'Support Access Granted': {
    on: 'SUPPORT_ACCESS',
    says: "An owner let the operator's support staff in, for a time.",
    movesAccess: false,
  },
  'Support Link Created': {
    on: 'SUPPORT_ACCESS',
    says: 'The operator made a link for one of the support staff: it works once, for 15 minutes.',
    movesAccess: false,
  },
  'Support Login': {
    on: 'SUPPORT_ACCESS',
    says: "One of the operator's support staff came in, with the rights of the owner who let them in.",
    movesAccess: false,
  },
  'Support Logout': {
    on: 'SUPPORT_ACCESS',
    says: 'One of the support staff left before their visit was over.',
    movesAccess: false,
  },
  'Support Access Revoked': {
    on: 'SUPPORT_ACCESS',
    says: 'Support access was ended before its time.',
    movesAccess: false,
  },
  'Break-Glass Nominated': {
    on: 'BREAK_GLASS',
    says: 'An owner nominated a member who may break the glass.',
    movesAccess: false,
  },
  'Break-Glass Nomination Removed': {
    on: 'BREAK_GLASS',
    says: 'A member may not break the glass any more.',
    movesAccess: false,
  },
  'Break-Glass Used': {
    on: 'BREAK_GLASS',
    says: 'A nominated member made themselves an owner, for a few hours and for a reason.',
    movesAccess: true,
  },
  'Break-Glass Ended': {
    on: 'BREAK_GLASS',
    says: 'The ownership that somebody took by breaking the glass was ended before its time.',
    movesAccess: true,
  },
} as const
