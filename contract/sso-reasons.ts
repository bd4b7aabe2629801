/**
 * Why an answer of an identity provider was refused: the code that audit trail and trace name, the rule of `standards/sso` that it
 * broke, and what it means for whoever sets the connection up. The person who signs in reads none of it.
 */
export const ssoReasons = {
  'too-large': { rule: 'SA-5', says: 'The message is larger than 256 KiB.' },
  'not-xml': { rule: 'SA-5', says: 'The message is no well-formed XML in base64.' },
  doctype: {
    rule: 'SA-5',
    says: 'The message has a DOCTYPE. No identity provider sends one; it can hide what was signed.',
  },
  'processing-instruction': { rule: 'SA-5', says: 'The message has a processing instruction.' },
  comment: {
    rule: 'SA-6',
    says: 'The message has a comment or a CDATA section inside. They can cut a text in two.',
  },
  'too-deep': { rule: 'SA-5', says: 'The message is nested too deeply, or has too many elements.' },
  'not-a-response': { rule: 'SA-3', says: 'The message is no SAML 2.0 Response.' },
  'duplicate-id': { rule: 'SA-3', says: 'Two elements have the same ID.' },
  'assertion-count': { rule: 'SA-3', says: 'There must be exactly one assertion in the message.' },
  'signature-form': {
    rule: 'SA-3',
    says: 'A signature must have one SignedInfo with one Reference to the element that it stands in.',
  },
  'not-signed': {
    rule: 'SA-4',
    says: 'The assertion is not signed. Switch on signing of assertions at the identity provider, or accept signed responses here.',
  },
  'wrong-signature': {
    rule: 'SA-1',
    says: 'The signature was not made with a certificate of this connection. If the identity provider has a new certificate, add it here.',
  },
  algorithm: {
    rule: 'SA-7',
    says: 'The signature uses an algorithm that is not accepted. Use RSA or ECDSA with SHA-256 or better.',
  },
  'not-decryptable': {
    rule: 'SA-17',
    says: 'The encrypted assertion could not be opened with the key of this connection.',
  },
  status: { rule: 'SA-8', says: 'The identity provider says that the sign-in did not succeed.' },
  issuer: { rule: 'SA-9', says: 'The message is from another issuer than the one configured here.' },
  audience: {
    rule: 'SA-10',
    says: 'The message is for another audience. Copy the audience URL (entity ID) from here.',
  },
  destination: {
    rule: 'SA-11',
    says: 'The message was made for another address. Copy the single sign-on URL from here.',
  },
  recipient: {
    rule: 'SA-11',
    says: 'The assertion names no recipient, or another one than our single sign-on URL.',
  },
  'confirmation-method': { rule: 'SA-11', says: 'The subject is not confirmed by the bearer method.' },
  'confirmation-time': { rule: 'SA-11', says: 'The confirmation of the subject has expired, or has no end.' },
  conditions: {
    rule: 'SA-12',
    says: 'The assertion is not valid now, or says no time at all. Compare the clocks.',
  },
  'no-request': {
    rule: 'SA-13',
    says: 'Nobody asked for this sign-in: the request is unknown, was used, or took longer than ten minutes.',
  },
  'other-browser': {
    rule: 'SA-13',
    says: 'The answer came back to another browser than the one that asked.',
  },
  unsolicited: {
    rule: 'SA-14',
    says: 'The sign-in began at the identity provider, and this connection does not allow that.',
  },
  replay: { rule: 'SA-15', says: 'This assertion was used already.' },
  'no-name-id': { rule: 'SA-16', says: 'The assertion names no subject (NameID), or one that is too long.' },
  session: {
    rule: 'SA-12',
    says: 'The assertion has no AuthnStatement, or the session at the identity provider is over.',
  },
  state: {
    rule: 'OI-1',
    says: 'The answer belongs to no sign-in that this browser began here, or took longer than ten minutes.',
  },
  'provider-error': { rule: 'OI-1', says: 'The provider answered with an error instead of a code.' },
  discovery: {
    rule: 'OI-2',
    says: 'The provider does not describe itself as configured: issuer, addresses or algorithms do not fit.',
  },
  'token-signature': {
    rule: 'OI-3',
    says: 'The ID token is not signed by a key of the provider, or with an algorithm that is not accepted.',
  },
  'token-claims': {
    rule: 'OI-3',
    says: 'The ID token is not for us: issuer, audience, times, nonce or subject do not fit.',
  },
  'mixed-up': { rule: 'OI-4', says: 'The answer came from another provider than the one that was asked.' },
  userinfo: { rule: 'OI-6', says: 'The userinfo is about another subject than the ID token.' },
  tenant: {
    rule: 'OI-7',
    says: 'The person belongs to another tenant of the provider than the one configured.',
  },
  'code-refused': {
    rule: 'OI-1',
    says: 'The provider did not accept the code, or our client id and secret.',
  },
  unavailable: { rule: 'OI-11', says: 'The provider does not answer, or takes longer than five seconds.' },
  'no-address': {
    rule: 'L-6',
    says: 'There is no usable e-mail address under the attribute that is mapped to it.',
  },
  'address-unproved': {
    rule: 'L-2',
    says: 'The address is in no domain that this workspace has verified for this connection, and there is no account that could prove it.',
  },
  'not-a-member': {
    rule: 'L-8',
    says: 'The person is no member, is not invited, and people are not added automatically, or was removed.',
  },
  'other-person': {
    rule: 'L-1',
    says: 'Somebody else signed in at the identity provider than the one who had to prove themselves here.',
  },
  'not-fresh': {
    rule: 'SA-13',
    says: 'The identity provider did not ask the person again, although it was told to.',
  },
  'sign-in-expired': { rule: 'SA-13', says: 'The person took longer than ten minutes to come back.' },
  inactive: {
    rule: 'SA-9',
    says: "The connection is not active, or the workspace's plan does not include single sign-on.",
  },
  'plan-limit': { rule: 'L-2', says: "The workspace's plan takes no more members." },
} as const satisfies Record<string, { rule: string; says: string }>

export type SsoReason = keyof typeof ssoReasons
