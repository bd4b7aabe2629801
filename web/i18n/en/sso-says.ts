import type { EventName } from '../../../contract/events.ts'
import type { ssoEvents } from '../../../contract/sso-events.ts'

/** The events of single sign-on, as sentences of the audit trail. */
export const ssoSays = {
  'Connection Created': '{{who}} added the single sign-on connection {{what}}',
  'Connection Modified': '{{who}} changed the single sign-on connection {{what}}',
  'Connection Deleted': '{{who}} deleted the single sign-on connection {{what}}',
  'Connection Activated': '{{who}} switched the single sign-on connection {{what}} on',
  'Connection Deactivated': '{{who}} switched the single sign-on connection {{what}} off',
  'Connection Tested': 'A test sign-in by {{what}} succeeded',
  'Connection Certificate Expires': 'A certificate of the single sign-on connection {{what}} expires soon',
  'Default Connection Changed': '{{who}} made {{what}} the default connection',
  'sso.rejected': 'An answer of the identity provider of {{what}} was refused',
  'Signed In Through SSO': '{{what}} signed in through single sign-on',
  'SSO Identity Linked': '{{what}} was linked with a person at the identity provider',
  'SSO Exemption Added': '{{who}} lets {{what}} in without single sign-on',
  'SSO Exemption Removed': '{{who}} asks {{what}} for single sign-on again',
  'SSO Required': '{{who}} made single sign-on necessary for everybody in {{what}}',
  'SSO No Longer Required': '{{who}} made single sign-on optional in {{what}}',
  'SSO Provisioning Changed': '{{who}} changed whether people are added by single sign-on in {{what}}',
  'SSO Recovered': 'The operator opened a way into {{what}} without single sign-on',
  'Set-Up Link Created': '{{who}} made a link to set single sign-on up for {{what}}',
  'Set-Up Link Revoked': '{{who}} revoked a link to set single sign-on up for {{what}}',
  'Domain Added': '{{who}} added the domain {{what}}',
  'Domain Modified': '{{who}} changed how the people of {{what}} sign in',
  'Domain Token Renewed': '{{who}} made a new token to verify the domain {{what}} with',
  'Domain Verified': 'The domain {{what}} was verified',
  'Domain Proof Missing': 'The proof of the domain {{what}} is not there any more',
  'Domain Removed': '{{who}} took the domain {{what}} away',
} satisfies Record<keyof typeof ssoEvents & EventName, string>
