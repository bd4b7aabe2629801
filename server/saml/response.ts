import { assertionChecks, BYTES_MAX, decryptedChecks, responseChecks, SKEW_MS } from './checks.ts'
import { decrypt } from './decryption.ts'
import { attributeOf, childrenOf, momentOf, ns, textOf } from './nodes.ts'
import { subjectOf } from './parts.ts'
import { make, SamlRefusal } from './refusal.ts'
import type { SamlClaim, SamlParty, Verdict } from './saml.ts'
import { readSigned } from './signature.ts'
import { openXml, plainXml } from './xml.ts'

/**
 * Reads the answer of an identity provider. Whatever it says of a person comes from the bytes that its key signed, and all checks of
 * `checks.ts` were made. Never throws for anything that a message contains. Whether `inResponseTo` was asked, by whom, and whether
 * the assertion is used a second time, is the caller's to see (SA-13 to SA-15).
 */
export async function readResponse(party: SamlParty, base64: string, now: Date): Promise<Verdict> {
  let subject: string | null = null
  try {
    const { response, assertion } = await readGenuine(party, base64)
    subject = textOf(subjectOf(assertion).nameId)
    make(assertionChecks, { party, now, response, assertion })
    return { ok: true, claim: claimOf(response, assertion) }
  } catch (error) {
    if (!(error instanceof SamlRefusal)) throw error
    const { reason, message: detail } = error
    return { ok: false, reason, detail, ...(subject ? { subject: subject.slice(0, 300) } : {}) }
  }
}

/** The assertion as it was signed, and the response around it, as signed as it is. */
async function readGenuine(party: SamlParty, base64: string) {
  const xml = decoded(base64)
  const received = await openXml(xml)
  make(responseChecks, received)
  const signedResponse = await readSigned(xml, received, party)
  const response = signedResponse ?? received

  const [plain] = childrenOf(received, ns.assertion, 'Assertion')
  const inside = plain ? { xml, assertion: plain } : await decrypted(response, party)
  const signedAssertion = await readSigned(inside.xml, inside.assertion, party)
  if (signedAssertion) return { response, assertion: signedAssertion }

  if (!signedResponse)
    throw new SamlRefusal('not-signed', 'Neither the assertion nor the response is signed.')
  if (!party.acceptSignedResponse) throw new SamlRefusal('not-signed', 'Only the response is signed.')
  // Never the one that was received: the signature speaks for its own bytes only.
  const [assertion = inside.assertion] = childrenOf(signedResponse, ns.assertion, 'Assertion')
  return { response, assertion }
}

async function decrypted(response: Element, party: SamlParty) {
  const [encrypted] = childrenOf(response, ns.assertion, 'EncryptedAssertion')
  if (!encrypted) throw new SamlRefusal('assertion-count', 'There is no assertion.')
  const xml = plainXml(decrypt(encrypted, party.decryptionKey))
  const assertion = await openXml(xml)
  make(decryptedChecks, assertion)
  return { xml, assertion }
}

function decoded(base64: string): string {
  // Twice: lines may be broken, and what is longer is not even looked at.
  if (base64.length > 2 * BYTES_MAX) throw new SamlRefusal('too-large', 'It is larger than 256 KiB.')
  const packed = base64.replace(/[ \t\r\n]+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) throw new SamlRefusal('not-xml', 'It is no base64.')
  return plainXml(inUtf8(Buffer.from(packed, 'base64')))
}

function inUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new SamlRefusal('not-xml', 'It is no text in UTF-8.')
  }
}

function claimOf(response: Element, assertion: Element): SamlClaim {
  const { nameId, confirmation } = subjectOf(assertion)
  const [conditions] = childrenOf(assertion, ns.assertion, 'Conditions')
  const ends = [momentOf(confirmation, 'NotOnOrAfter'), momentOf(conditions, 'NotOnOrAfter')]
  const statements = childrenOf(assertion, ns.assertion, 'AuthnStatement')
  // The earliest: nobody has proved themselves more lately than that.
  const instants = statements.map((one) => momentOf(one, 'AuthnInstant')).filter((at) => at !== null)
  return {
    assertionId: attributeOf(assertion, 'ID') ?? '',
    usableUntil: new Date(Math.min(...ends.filter((end) => end !== null)) + SKEW_MS),
    inResponseTo: attributeOf(response, 'InResponseTo'),
    subject: textOf(nameId) ?? '',
    nameIdFormat: attributeOf(nameId, 'Format'),
    attributes: attributesIn(assertion),
    authenticatedAt: instants.length > 0 ? new Date(Math.min(...instants)) : null,
  }
}

/** Values by name; an attribute that comes in several pieces has the values of all. Empty values are none. */
function attributesIn(assertion: Element): Record<string, string[]> {
  const found: Record<string, string[]> = Object.create(null)
  const statements = childrenOf(assertion, ns.assertion, 'AttributeStatement')
  for (const attribute of statements.flatMap((one) => childrenOf(one, ns.assertion, 'Attribute'))) {
    const values = childrenOf(attribute, ns.assertion, 'AttributeValue').map((value) => textOf(value) ?? '')
    const name = attributeOf(attribute, 'Name') ?? ''
    found[name] = [...(found[name] ?? []), ...values.filter((value) => value !== '')]
  }
  return found
}
