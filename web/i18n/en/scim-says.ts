import type { EventName } from '../../../contract/events.ts'
import type { scimEvents } from '../../../contract/scim-events.ts'

/** The events around SCIM, as sentences of the audit trail. */
export const scimSays = {
  'User Added via SCIM': 'The identity provider added {{what}} to the workspace',
  'User Managed': 'The identity provider manages {{what}} from now on',
  'User Released': '{{who}} took {{what}} over from the identity provider',
  'Group Managed': 'The identity provider manages the group {{what}} from now on',
  'Group Released': '{{who}} took the group {{what}} over from the identity provider',
  'SCIM Profile Changed': 'The identity provider changed what it says about {{what}}',
  'SCIM Token Created': '{{who}} made the SCIM token {{what}}',
  'SCIM Token Revoked': '{{who}} revoked the SCIM token {{what}}',
  'SCIM Dry Run Changed': '{{who}} switched the dry run of the identity provider on or off in {{what}}',
} satisfies Record<keyof typeof scimEvents & EventName, string>
