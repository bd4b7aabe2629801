import type { accessRequestEvents } from '../../../contract/access-request-events.ts'
import type { EventName } from '../../../contract/events.ts'

/** The events around requests for access, support access and break-glass, as sentences of the audit trail. */
export const accessRequestSays = {
  'Access Request Created': '{{who}} asked for access to {{what}}',
  'Access Request Resolved': '{{who}} gave access to {{what}}, as it was asked for',
  'Access Request Dismissed': '{{who}} dismissed the request for access to {{what}}',
  'Access Request Withdrawn': '{{who}} took the request for access to {{what}} back',
  'Access Requests Exported': '{{who}} downloaded the list of requests for access of {{what}}',
  'Support Access Granted': '{{who}} let the support staff into {{what}}',
  'Support Link Created': '{{who}} made a link for {{what}} of the support staff',
  'Support Login': '{{who}} came in by support access',
  'Support Logout': '{{who}} ended the support visit',
  'Support Access Revoked': '{{who}} ended the support access to {{what}}',
  'Break-Glass Nominated': '{{who}} nominated {{what}} to break the glass',
  'Break-Glass Nomination Removed': '{{who}} took the nomination of {{what}} to break the glass back',
  'Break-Glass Used': '{{what}} broke the glass, and is an owner for a few hours',
  'Break-Glass Ended': '{{who}} ended the ownership that {{what}} took by breaking the glass',
} satisfies Record<keyof typeof accessRequestEvents & EventName, string>
