import { generateKeyPair, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import { Problem } from '../../contract/problems.ts'
import type { CertificateInfo } from './saml.ts'

const RSA_BITS_MIN = 2_048
const RSA_BITS = 3_072
const YEARS = 10
const NAME_MAX = 64

/**
 * Reads a certificate in PEM, or its bare base64 as metadata have it. That it has expired is no fault: providers sign with such, and what is
 * trusted is the key (SAML metadata interoperability profile, 2.6.1). Raises `invalid-input`.
 */
export function readCertificate(pem: string): CertificateInfo {
  const certificate = certificateIn(pem)
  if (!certificate) throw new Problem('invalid-input', { message: 'This is no certificate in PEM.' })
  if (!certificate.isStrong) {
    const message = `The key of a certificate must be RSA with ${RSA_BITS_MIN} bits at least, or of an elliptic curve.`
    throw new Problem('invalid-input', { message })
  }
  return certificate.info
}

/** A key that assertions can be encrypted for, with a certificate that carries it: good for ten years, signed by itself. Both in PEM. */
export async function newKeyPair(
  commonName: string,
  now: Date,
): Promise<{ privateKey: string; certificate: string }> {
  const keys = await promisify(generateKeyPair)('rsa', { modulusLength: RSA_BITS })
  const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { privateKey, certificate: selfSigned(keys, commonName, now) }
}

/** A certificate (PEM) for a key of RSA that is signed with itself: nothing but a wrapping that other servers know (RFC 5280, 4.1). */
export function selfSigned(
  { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject },
  commonName: string,
  now: Date,
): string {
  const until = new Date(now)
  until.setUTCFullYear(until.getUTCFullYear() + YEARS)
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const isRsa = publicKey.asymmetricKeyType === 'rsa'
  // sha256WithRSAEncryption, or ecdsa-with-SHA256.
  const algorithm = der(0x30, hex(isRsa ? '06092a864886f70d01010b0500' : '06082a8648ce3d040302'))
  const commonNameType = hex('0603550403')
  const text = der(0x0c, Buffer.from(commonName.slice(0, NAME_MAX)))
  const name = der(0x30, der(0x31, der(0x30, commonNameType, text)))
  // Basic constraints that say nothing: not an authority.
  const extensions = der(0xa3, der(0x30, der(0x30, hex('0603551d13'), der(0x04, hex('3000')))))
  const body = der(
    0x30,
    hex('a003020102'),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    der(0x30, timeOf(now), timeOf(until)),
    name,
    spki,
    extensions,
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey))
  const packed = der(0x30, body, algorithm, signature).toString('base64')
  const lines = packed.replace(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

function certificateIn(pem: string): { info: CertificateInfo; isStrong: boolean } | undefined {
  const inside = /^\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/.exec(pem)
  const packed = (inside?.[1] ?? pem).replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return undefined
  try {
    const certificate = new X509Certificate(Buffer.from(packed, 'base64'))
    const [notBefore, notAfter] = [certificate.validFrom, certificate.validTo].map((text) => new Date(text))
    if (!isMoment(notBefore) || !isMoment(notAfter)) return undefined
    const info = {
      fingerprint: certificate.fingerprint256,
      subject: (certificate.subject ?? '').split('\n').join(', '),
      notBefore,
      notAfter,
      pem: certificate.toString(),
    }
    return { info, isStrong: isStrong(certificate.publicKey) }
  } catch {
    return undefined
  }
}

function isMoment(date: Date | undefined): date is Date {
  return date !== undefined && !Number.isNaN(date.getTime())
}

function isStrong(key: KeyObject): boolean {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  return key.asymmetricKeyType === 'ec' || (key.asymmetricKeyType === 'rsa' && bits >= RSA_BITS_MIN)
}

/** A value of DER: tag, length, contents. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const contents = Buffer.concat(parts)
  const { length } = contents
  const bytes = length < 0x80 ? [] : hex(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'))
  const head = length < 0x80 ? [tag, length] : [tag, 0x80 | bytes.length, ...bytes]
  return Buffer.concat([Buffer.from(head), contents])
}

function hex(digits: string): Buffer {
  return Buffer.from(digits, 'hex')
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
function timeOf(moment: Date): Buffer {
  const digits = `${moment.toISOString().replace(/\D/g, '').slice(0, 14)}Z`
  return moment.getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(digits.slice(2)))
    : der(0x18, Buffer.from(digits))
}
