import { accessRequestEvents } from './access-request-events.ts'
import { membershipEvents } from './membership-events.ts'
import { resourceEvents } from './resource-events.ts'
import { scimEvents } from './scim-events.ts'
import { ssoEvents } from './sso-events.ts'

/** What an audit event is about (rules, section 13). */
export type AuditResourceType =
  | 'USER'
  | 'INVITE'
  | 'GROUP'
  | 'POLICY'
  | 'LABEL'
  | 'ROLE'
  | 'TOKEN'
  | 'WORKSPACE'
  | 'SOURCE'
  | 'DESTINATION'
  | 'WAREHOUSE'
  | 'SPACE'
  | 'TRACKING_PLAN'
  | 'FUNCTION'
  | 'RESOURCE'
  | 'CONNECTION'
  | 'DOMAIN'
  | 'ACCESS_REQUEST'
  | 'SUPPORT_ACCESS'
  | 'BREAK_GLASS'

interface EventSpec {
  on: AuditResourceType
  says: string
  /** Whether the event can change the answer to a decision: then it names what it touches, and the version moves. */
  movesAccess: boolean
}

/**
 * Every audit event by the name it has on the wire: Segment's where one exists, the older audit page's for the rest,
 * plain names in the same style for ours (rules, section 13).
 */
export const events = {
  'Workspace Created': {
    on: 'WORKSPACE',
    says: 'The workspace was opened.',
    movesAccess: true,
  },
  'Workspace Modified': {
    on: 'WORKSPACE',
    says: "The workspace's name or address changed.",
    movesAccess: false,
  },
  'MFA Required': {
    on: 'WORKSPACE',
    says: 'Members need multi-factor authentication from now on.',
    movesAccess: false,
  },
  'MFA No Longer Required': {
    on: 'WORKSPACE',
    says: 'Members do not need multi-factor authentication any more.',
    movesAccess: false,
  },
  'Session Policy Changed': {
    on: 'WORKSPACE',
    says: "The limits of members' sessions changed.",
    movesAccess: false,
  },
  'HIPAA Eligibility Changed': {
    on: 'WORKSPACE',
    says: 'The operator said that the workspace is, or is not, HIPAA-eligible.',
    movesAccess: false,
  },
  'Workspace Plan Changed': {
    on: 'WORKSPACE',
    says: 'The workspace moved to another plan.',
    movesAccess: true,
  },
  'User Invite Accepted': {
    on: 'USER',
    says: 'A person accepted an invite and became a member.',
    movesAccess: true,
  },
  'User Added': {
    on: 'USER',
    says: 'A person became a member.',
    movesAccess: true,
  },
  'User Added via SSO': {
    on: 'USER',
    says: 'A person became a member by signing in through single sign-on.',
    movesAccess: true,
  },
  'User Removed': {
    on: 'USER',
    says: 'A member was removed from the workspace.',
    movesAccess: true,
  },
  'User Modified': {
    on: 'USER',
    says: "A member's external id or e-mail address changed.",
    movesAccess: true,
  },
  'MFA Reset Requested': {
    on: 'USER',
    says: 'An owner had a code mailed to a member, to remove their second factors with.',
    movesAccess: false,
  },
  'MFA Recovered By Mail': {
    on: 'USER',
    says: 'A member removed their second factors with a code from a mail.',
    movesAccess: false,
  },
  'Sessions Ended': {
    on: 'USER',
    says: 'A member was signed out of the workspace.',
    movesAccess: false,
  },
  'Users Exported': {
    on: 'WORKSPACE',
    says: 'The list of members was downloaded.',
    movesAccess: false,
  },
  'Non-Segment User Invited to Workspace': {
    on: 'INVITE',
    says: 'A person without an account was invited.',
    movesAccess: false,
  },
  'New Segment User Invited to Workspace': {
    on: 'INVITE',
    says: 'A person with an account was invited.',
    movesAccess: false,
  },
  'Invite Deleted': {
    on: 'INVITE',
    says: 'An invite was revoked.',
    movesAccess: false,
  },
  'Invite Resent': {
    on: 'INVITE',
    says: 'An invite was sent again.',
    movesAccess: false,
  },
  'Invite Modified': {
    on: 'INVITE',
    says: "An invite's groups or roles changed.",
    movesAccess: false,
  },
  'User Group Created': {
    on: 'GROUP',
    says: 'A group was created.',
    movesAccess: true,
  },
  'User Group Updated': {
    on: 'GROUP',
    says: 'A group was renamed.',
    movesAccess: false,
  },
  'User Group Deleted': {
    on: 'GROUP',
    says: 'A group was deleted; its members stay.',
    movesAccess: true,
  },
  'Subjects Added to Group': {
    on: 'GROUP',
    says: 'Members or pending invites were added to a group.',
    movesAccess: true,
  },
  'User Added To User Group': {
    on: 'USER',
    says: 'A member was added to a group.',
    movesAccess: true,
  },
  'Group Memberships Deleted': {
    on: 'GROUP',
    says: 'Members or pending invites were removed from a group.',
    movesAccess: true,
  },
  'User Removed From User Group': {
    on: 'USER',
    says: 'A member was removed from a group.',
    movesAccess: true,
  },
  'Policy Created': {
    on: 'POLICY',
    says: 'A role was granted.',
    movesAccess: true,
  },
  'Policy Deleted': {
    on: 'POLICY',
    says: 'A grant was removed.',
    movesAccess: true,
  },
  'Policy Handed Back': {
    on: 'POLICY',
    says: 'A member gave a role of their own back.',
    movesAccess: true,
  },
  'Policy Ends Soon': {
    on: 'POLICY',
    says: 'A grant ends soon, and those whom it reaches were reminded of it.',
    movesAccess: false,
  },
  'Ownership Ended': {
    on: 'POLICY',
    says: 'The owner role ended for a member or a group, as it was granted or with a membership, and the owners were told of it.',
    movesAccess: false,
  },
  'User Policy Updated': {
    on: 'USER',
    says: "A member's own permissions changed.",
    movesAccess: true,
  },
  'User Group Policy Updated': {
    on: 'GROUP',
    says: "A group's permissions changed.",
    movesAccess: true,
  },
  'Token Policy Updated': {
    on: 'TOKEN',
    says: "A token's permissions changed.",
    movesAccess: true,
  },
  'Role Created': {
    on: 'ROLE',
    says: 'A custom role was created.',
    movesAccess: true,
  },
  'Role Modified': {
    on: 'ROLE',
    says: 'A custom role changed for all who hold it.',
    movesAccess: true,
  },
  'Role Deleted': {
    on: 'ROLE',
    says: 'A custom role was deleted.',
    movesAccess: true,
  },
  'Label Created': {
    on: 'LABEL',
    says: 'A label was created.',
    movesAccess: false,
  },
  'Label Deleted': {
    on: 'LABEL',
    says: 'A label was deleted.',
    movesAccess: false,
  },
  'Token Created': {
    on: 'TOKEN',
    says: 'An API token was created.',
    movesAccess: true,
  },
  'Token Modified': {
    on: 'TOKEN',
    says: "An API token's description changed.",
    movesAccess: false,
  },
  'Token Revoked': {
    on: 'TOKEN',
    says: 'An API token was revoked.',
    movesAccess: true,
  },
  ...resourceEvents,
  ...ssoEvents,
  ...scimEvents,
  ...accessRequestEvents,
  ...membershipEvents,
} as const satisfies Record<string, EventSpec>

export type EventName = keyof typeof events
