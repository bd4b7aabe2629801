import type { SsoReason } from '../../contract/sso-reasons.ts'

export { newKeyPair, readCertificate } from './certificates.ts'
export { readMetadata, writeMetadata } from './metadata.ts'
export { requestUrl } from './request.ts'
export { readResponse } from './response.ts'

/** Both sides of a SAML connection: what this server is called there, and what is known of the identity provider. */
export interface SamlParty {
  /** Where the provider posts its answers to, and what it knows us by. */
  acsUrl: string
  entityId: string
  idpEntityId: string
  /** Where people are sent to sign in. */
  ssoUrl: string
  /** In PEM. Any of them may have signed: a provider changes from one to the next. */
  certificates: string[]
  /** Accepts a message of which only the response is signed (SA-4), and SHA-1 (SA-7). */
  acceptSignedResponse: boolean
  acceptSha1: boolean
  /** The private key in PEM that assertions are encrypted for; null where none is expected to be. */
  decryptionKey: string | null
}

/** What an identity provider said about a person, from the bytes that it signed. */
export interface SamlClaim {
  assertionId: string
  /** Until when the assertion would be taken again: its ID has to be remembered that long (SA-15). */
  usableUntil: Date
  /** The request that it answers, the same at both places; null where it began at the provider. Whether it was asked is the caller's to see. */
  inResponseTo: string | null
  subject: string
  nameIdFormat: string | null
  /** Values by the attribute's name. It inherits nothing, so any name can be looked up. */
  attributes: Record<string, string[]>
  /** When the person proved themselves to the provider. */
  authenticatedAt: Date | null
}

/** `detail` is plain text of at most 300 characters; `subject` is there once the signature was good. */
export type Verdict =
  | { ok: true; claim: SamlClaim }
  | { ok: false; reason: SsoReason; detail: string; subject?: string }

/** A certificate that signs for an identity provider. */
export interface CertificateInfo {
  /** SHA-256, in pairs of hexadecimal digits with colons between. */
  fingerprint: string
  subject: string
  notBefore: Date
  notAfter: Date
  pem: string
}

/** What the metadata of an identity provider says. */
export interface IdpMetadata {
  entityId: string
  ssoUrl: string | null
  certificates: CertificateInfo[]
}

/** A request for a sign-in; `id` begins with `_`, `now` is when it is made. */
export interface SamlRequest {
  id: string
  relayState: string
  forceAuthn: boolean
  now: Date
}
