const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const old = 'http://www.w3.org/2000/09/xmldsig#'
const encryption = 'http://www.w3.org/2001/04/xmlenc#'

export interface SigningAlgorithm {
  /** The kind of key; one of the other kind would verify something else than what the name says. */
  key: 'rsa' | 'ec'
  hash: 'sha1' | 'sha256' | 'sha384' | 'sha512'
}

/** What may sign (SA-7), by its name in XML. */
const signing: Record<string, SigningAlgorithm> = {
  [`${more}rsa-sha256`]: { key: 'rsa', hash: 'sha256' },
  [`${more}rsa-sha384`]: { key: 'rsa', hash: 'sha384' },
  [`${more}rsa-sha512`]: { key: 'rsa', hash: 'sha512' },
  [`${more}ecdsa-sha256`]: { key: 'ec', hash: 'sha256' },
  [`${more}ecdsa-sha384`]: { key: 'ec', hash: 'sha384' },
  [`${more}ecdsa-sha512`]: { key: 'ec', hash: 'sha512' },
  // Only where the connection says so.
  [`${old}rsa-sha1`]: { key: 'rsa', hash: 'sha1' },
}

const digests: Record<string, SigningAlgorithm['hash']> = {
  [`${encryption}sha256`]: 'sha256',
  [`${more}sha384`]: 'sha384',
  [`${encryption}sha512`]: 'sha512',
  [`${old}sha1`]: 'sha1',
}

export const exclusiveC14n = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const enveloped = `${old}enveloped-signature`

/** The algorithm of this name, where it may sign. */
export function signingAlgorithm(name: string | null, acceptSha1: boolean): SigningAlgorithm | undefined {
  const found = name && Object.hasOwn(signing, name) ? signing[name] : undefined
  return found?.hash === 'sha1' && !acceptSha1 ? undefined : found
}

/** The hash of this name, where it may digest what is signed. */
export function digestAlgorithm(name: string | null, acceptSha1: boolean) {
  const found = name && Object.hasOwn(digests, name) ? digests[name] : undefined
  return found === 'sha1' && !acceptSha1 ? undefined : found
}
