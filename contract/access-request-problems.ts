/** The refusals around requests for access, support access and break-glass: a part of `problems`. */
export const accessRequestProblems = {
  'access-request-open': {
    status: 409,
    type: 'conflict',
    says: 'You have asked for this already. Withdraw that request first, or wait for its answer.',
  },
  /** `data`: the present state, who decided, and when. */
  'access-request-closed': {
    status: 409,
    type: 'conflict',
    says: 'This request is not open any more.',
  },
  'already-allowed': { status: 409, type: 'conflict', says: 'You may do this already.' },
  'own-request': {
    status: 403,
    type: 'unauthorized',
    says: 'Nobody decides about their own request. Another owner can.',
  },
  'too-many-requests-open': {
    status: 409,
    type: 'conflict',
    says: 'You have too many open requests. Withdraw one first, or wait for an answer.',
  },
  'support-access-unavailable': {
    status: 409,
    type: 'conflict',
    says: 'Support access is not available while the workspace requires single sign-on.',
  },
  'support-access-on': {
    status: 409,
    type: 'conflict',
    says: 'Support access is granted already. Revoke it first.',
  },
  'support-access-off': {
    status: 409,
    type: 'conflict',
    says: 'The support staff is not let in at present. An owner of the workspace can grant support access.',
  },
  'not-nominated': {
    status: 403,
    type: 'unauthorized',
    says: 'Only people whom the owners nominated can break the glass.',
  },
  'strong-factor-required': {
    status: 403,
    type: 'unauthorized',
    says: 'Prove a second factor or a passkey first: breaking the glass asks for more than a password.',
  },
  'break-glass-active': {
    status: 409,
    type: 'conflict',
    says: 'You have broken the glass already, and it has not ended yet.',
  },
} as const
