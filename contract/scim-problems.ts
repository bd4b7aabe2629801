/** The refusals around SCIM and what an identity provider manages: a part of `problems`. */
export const scimProblems = {
  /** `data.scimType` is the detail keyword of RFC 7644, section 3.12. */
  'scim-invalid': { status: 400, type: 'input-validation', says: 'The SCIM request is not valid.' },
  'scim-user-name-taken': {
    status: 409,
    type: 'conflict',
    says: 'A user with this userName exists already.',
  },
  'managed-by-provider': {
    status: 409,
    type: 'conflict',
    says: 'The identity provider manages this. Change it there, or stop the management here first.',
  },
  'dry-run': {
    status: 503,
    type: 'server-error',
    says: 'Dry run: nothing was changed. What it would have changed is in the activity log of the workspace.',
  },
} as const
