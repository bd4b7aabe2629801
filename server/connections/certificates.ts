import { Problem } from '../../contract/problems.ts'
import { type CertificateInfo, readCertificate } from '../saml/saml.ts'

const CERTIFICATES_MAX = 10

/**
 * The certificates that somebody gives, each once, in their order. A text may hold several, as providers hand them out in one file. Expired
 * ones are kept beside others, because some providers go on signing with them, but not where nothing else is left. Raises `invalid-input`.
 */
export function readCertificates(texts: string[], now: Date): string[] {
  const found = texts.flatMap((text, index) => pemsIn(text).map((pem) => readOne(pem, index)))
  const each = [...new Map(found.map((one) => [one.fingerprint, one])).values()]
  if (each.length > CERTIFICATES_MAX) throw fault(`can hold ${CERTIFICATES_MAX} certificates at most`)
  if (each.length > 0 && each.every(({ notAfter }) => notAfter <= now)) {
    throw fault(`has only certificates that have expired, the last on ${dayOf(latest(each).notAfter)}`)
  }
  return each.map(({ pem }) => pem)
}

/** A certificate as the API shows it, from a PEM that was read before. */
export function shownCertificate(pem: string) {
  return shownInfo(readCertificate(pem))
}

/** A certificate as the API shows it. */
export function shownInfo({ fingerprint, subject, notBefore, notAfter, pem }: CertificateInfo) {
  return {
    fingerprint,
    subject,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    pem,
  }
}

function pemsIn(text: string): string[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  return blocks ?? [text]
}

function readOne(pem: string, index: number): CertificateInfo {
  try {
    return readCertificate(pem)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, { message: error.message, field: `saml.certificates[${index}]` })
  }
}

function latest(all: CertificateInfo[]): CertificateInfo {
  return all.reduce((one, other) => (other.notAfter > one.notAfter ? other : one))
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

function fault(what: string): Problem {
  const field = 'saml.certificates'
  return new Problem('invalid-input', { field, message: `"${field}" ${what}` })
}
