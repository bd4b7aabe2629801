import type { SsoReason } from '../../contract/sso-reasons.ts'
import { digestAlgorithm, enveloped, exclusiveC14n, signingAlgorithm } from './algorithms.ts'
import { attributeOf, attributesOf, childrenOf, elementsIn, is, momentOf, ns, textOf } from './nodes.ts'
import {
  assertionsIn,
  audiencesOf,
  declarationsOf,
  hasOnlyPrefixes,
  ID_MAX,
  idsOf,
  isBase64,
  isCertainNamespace,
  isMadeOf,
  isUsableId,
  looseElementsIn,
  misplacedSignature,
  oddPartOf,
  partsOf,
  statusSaid,
  subjectOf,
} from './parts.ts'
import { type Check, quoted } from './refusal.ts'
import type { SamlParty } from './saml.ts'
import { hasForbiddenCharacter, type Misshape } from './shape.ts'

// All that a message is looked at for, in this order: first its text, then its elements, then its signatures, and at last what
// was signed. One check each, with the line of standards/sso (3.1) that asks for it. What remains is whether the signature is
// right (signature.ts), whether it can be decrypted (decryption.ts), and whether the assertion is signed (response.ts).

/** A message may be this large, whatever came around it. */
export const BYTES_MAX = 262_144
/** How far the clocks of the two sides may be apart. */
export const SKEW_MS = 120_000
const SUBJECT_MAX = 512
/** Elements that are not part of what is signed; some thirty are usual. */
const LOOSE_MAX = 200
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success'
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'

/** Of the text as it was received. Its canonical form may be larger, because that repeats namespaces. */
export const sizeChecks: Check<Text>[] = [
  check('SA-5', 'too-large', ({ xml }) =>
    Buffer.byteLength(xml) > BYTES_MAX ? 'It is larger than 256 KiB.' : undefined,
  ),
]

/** Of any text, before the parser sees it: what is looked for cannot be written in any other way. */
export const textChecks: Check<Text>[] = [
  check('SA-5', 'doctype', ({ xml }) =>
    /<!(?!--|\[CDATA\[)/.test(xml) ? 'There is a declaration (DOCTYPE).' : undefined,
  ),
  check('SA-5', 'processing-instruction', ({ xml }) =>
    xml.includes('<?') ? 'There is a processing instruction.' : undefined,
  ),
  check('SA-6', 'comment', ({ xml }) =>
    xml.includes('<!') ? 'There is a comment or a CDATA section.' : undefined,
  ),
  check('SA-5', 'not-xml', ({ xml }) =>
    hasForbiddenCharacter(xml) ? 'There is a character or an entity that is not allowed.' : undefined,
  ),
  check('SA-5', 'not-xml', ({ misshape }) =>
    misshape === 'not-xml' ? 'It is no well-formed XML.' : undefined,
  ),
  check('SA-5', 'too-deep', ({ misshape }) =>
    misshape === 'too-deep' ? 'There are too many levels, elements or attributes.' : undefined,
  ),
]

/** Of all elements of a document. */
export const documentChecks: Check<Element[]>[] = [
  check('SA-5', 'not-xml', (elements) => {
    const unbound = elements.find((element) =>
      [element, ...attributesOf(element)].some(
        ({ prefix, namespaceURI }) => prefix && !(typeof namespaceURI === 'string' && namespaceURI),
      ),
    )
    return unbound && `A prefix at ${quoted(unbound.nodeName)} is declared nowhere.`
  }),
  // The canonical form of a relative namespace is undefined: some tools make an empty text of the whole, whose digest is known.
  check('SA-7', 'algorithm', (elements) => {
    const odd = elements.flatMap(declarationsOf).find((declaration) => !isCertainNamespace(declaration))
    return odd && `The namespace ${quoted(odd.value)} has no certain canonical form.`
  }),
  check('SA-3', 'duplicate-id', (elements) => {
    const ids = elements.map(idsOf)
    const values = ids.flat().map(({ value }) => value)
    if (new Set(values).size < values.length) return 'Two elements have the same ID.'
    return ids.some((own) => own.length > 1) ? 'An element has two IDs.' : undefined
  }),
]

/** Of the element that holds all else. */
export const responseChecks: Check<Element>[] = [
  check('SA-3', 'not-a-response', (root) => {
    const isResponse = is(root, ns.protocol, 'Response') && attributeOf(root, 'Version') === '2.0'
    return isResponse ? undefined : `It is ${quoted(root.nodeName)}, and not a SAML 2.0 Response.`
  }),
  check('SA-3', 'not-a-response', oddPartOf),
  check('SA-8', 'status', (root) => {
    const status = childrenOf(root, ns.protocol, 'Status')[0]
    const codes = status ? childrenOf(status, ns.protocol, 'StatusCode') : []
    const isSuccess = codes.length === 1 && attributeOf(codes[0], 'Value') === SUCCESS
    return isSuccess ? undefined : `The identity provider says ${statusSaid(status)}.`
  }),
  check('SA-3', 'assertion-count', (root) => {
    const assertions = assertionsIn(root)
    const [only] = assertions
    const isOne = assertions.length === 1 && only?.namespaceURI === ns.assertion && only.parentNode === root
    return isOne ? undefined : `There are ${assertions.length} assertions.`
  }),
  check('SA-3', 'signature-form', (root) =>
    misplacedSignature(root, [root, ...childrenOf(root, ns.assertion, 'Assertion')]),
  ),
  check('SA-5', 'too-deep', tooManyLoose),
]

/** Of the element that was decrypted. */
export const decryptedChecks: Check<Element>[] = [
  check('SA-3', 'assertion-count', (root) => {
    const { length } = assertionsIn(root)
    return length === 1 && is(root, ns.assertion, 'Assertion')
      ? undefined
      : `There are ${length} assertions in the encrypted part.`
  }),
  check('SA-3', 'signature-form', (root) => misplacedSignature(root, [root])),
  check('SA-5', 'too-deep', tooManyLoose),
]

/** Of a signature and of what it stands in, before it is verified. */
export const signatureChecks: Check<Signing>[] = [
  check('SA-3', 'signature-form', ({ signature }) => {
    const { signedInfo, reference, transforms, digestValue, signatureValue } = partsOf(signature)
    const isWhole =
      isMadeOf(signature, 'SignedInfo SignatureValue( KeyInfo)?') &&
      isMadeOf(signedInfo, 'CanonicalizationMethod SignatureMethod Reference') &&
      isMadeOf(reference, 'Transforms DigestMethod DigestValue') &&
      isMadeOf(transforms, 'Transform( Transform)*') &&
      isBase64(digestValue) &&
      isBase64(signatureValue)
    return isWhole ? undefined : 'The signature has parts too many, too few, or in another order.'
  }),
  check('SA-3', 'signature-form', ({ signature, signed }) => {
    const id = attributeOf(signed, 'ID') ?? ''
    const uri = attributeOf(partsOf(signature).reference, 'URI')
    const isOwn = isUsableId(id) && uri === `#${id}`
    return isOwn ? undefined : `The signature in ${quoted(id)} is about ${quoted(uri)}.`
  }),
  check('SA-7', 'algorithm', ({ signature, acceptSha1 }) => {
    const { signatureMethod, digestMethod } = partsOf(signature)
    const name = attributeOf(signatureMethod, 'Algorithm')
    const digest = attributeOf(digestMethod, 'Algorithm')
    if (!isMadeOf(signatureMethod, '') || !isMadeOf(digestMethod, '')) return 'An algorithm has parameters.'
    if (!signingAlgorithm(name, acceptSha1)) return `It is signed with ${quoted(name)}.`
    return digestAlgorithm(digest, acceptSha1) ? undefined : `The digest is made with ${quoted(digest)}.`
  }),
  check('SA-7', 'algorithm', ({ signature }) => {
    const { canonicalization, transforms } = partsOf(signature)
    const steps = transforms ? elementsIn(transforms) : []
    const names = steps.map((step) => attributeOf(step, 'Algorithm')).join(' ')
    if (names !== `${enveloped} ${exclusiveC14n}`) return `The transforms are ${quoted(names)}.`
    const name = attributeOf(canonicalization, 'Algorithm')
    if (name !== exclusiveC14n) return `SignedInfo is made canonical with ${quoted(name)}.`
    const isPlain = [...steps, canonicalization].every(hasOnlyPrefixes)
    return isPlain ? undefined : 'A transform has parameters.'
  }),
]

/** Of what was signed, and of what came around it. */
export const assertionChecks: Check<Answer>[] = [
  check('SA-3', 'not-a-response', ({ assertion }) =>
    attributeOf(assertion, 'Version') === '2.0' && isUsableId(attributeOf(assertion, 'ID') ?? '')
      ? undefined
      : 'The assertion is none of SAML 2.0, or has no usable ID.',
  ),
  check('SA-9', 'issuer', ({ response, party }) => otherIssuer(response, party.idpEntityId)),
  check('SA-9', 'issuer', ({ assertion, party }) => otherIssuer(assertion, party.idpEntityId)),
  check('SA-11', 'destination', ({ response, party }) => {
    const destination = attributeOf(response, 'Destination')
    return destination === null || destination === party.acsUrl
      ? undefined
      : `The destination is ${quoted(destination)}, and not ${quoted(party.acsUrl)}.`
  }),
  check('SA-16', 'no-name-id', ({ assertion }) => {
    const { subjects, names, nameId } = subjectOf(assertion)
    const subject = textOf(nameId) ?? ''
    if (subjects.length !== 1 || names.length !== 1 || subject === '')
      return 'There is no NameID, or more than one.'
    if (subject.length > SUBJECT_MAX) return `The NameID is longer than ${SUBJECT_MAX} characters.`
    return attributeOf(nameId, 'Format') === TRANSIENT
      ? 'The NameID is transient: another one at each sign-in. Choose a persistent one.'
      : undefined
  }),
  check('SA-11', 'confirmation-method', ({ assertion }) => {
    const { methods, bearers } = subjectOf(assertion)
    return bearers.length === 1 ? undefined : `The methods are ${quoted(methods.join(' ') || null)}.`
  }),
  check('SA-11', 'recipient', ({ assertion, party }) => {
    const recipient = attributeOf(subjectOf(assertion).confirmation, 'Recipient')
    return recipient === party.acsUrl
      ? undefined
      : `The recipient is ${quoted(recipient)}, and not ${quoted(party.acsUrl)}.`
  }),
  check('SA-11', 'confirmation-time', ({ assertion, now }) => {
    const { confirmation } = subjectOf(assertion)
    if (attributeOf(confirmation, 'NotBefore') !== null)
      return 'The confirmation has a beginning (NotBefore).'
    return overSince(confirmation, 'NotOnOrAfter', now)
  }),
  check('SA-13', 'no-request', ({ response, assertion }) => {
    const outer = attributeOf(response, 'InResponseTo')
    const inner = attributeOf(subjectOf(assertion).confirmation, 'InResponseTo')
    const isSame = outer === inner && (outer ?? '').length <= ID_MAX
    return isSame ? undefined : `The response answers ${quoted(outer)}, the assertion ${quoted(inner)}.`
  }),
  check('SA-12', 'conditions', ({ assertion, now }) => {
    const conditions = childrenOf(assertion, ns.assertion, 'Conditions')
    if (conditions.length !== 1) return `There are ${conditions.length} Conditions.`
    const from = momentOf(conditions[0], 'NotBefore')
    if (from === null) return 'NotBefore is missing.'
    if (now.getTime() + SKEW_MS < from) return `It is valid from ${new Date(from).toISOString()} on.`
    return overSince(conditions[0], 'NotOnOrAfter', now)
  }),
  // Whoever does not understand a condition must not take the assertion (SAML core, 2.5.1).
  check('SA-12', 'conditions', ({ assertion }) => {
    const [conditions] = childrenOf(assertion, ns.assertion, 'Conditions')
    const known = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']
    const isKnown = (one: Element) => known.some((name) => is(one, ns.assertion, name))
    const odd = conditions && elementsIn(conditions).find((one) => !isKnown(one))
    return odd && `The condition ${quoted(odd.nodeName)} is unknown.`
  }),
  check('SA-10', 'audience', ({ assertion, party }) => {
    const audiences = audiencesOf(assertion)
    const isOurs = audiences.length > 0 && audiences.every((names) => names.includes(party.entityId))
    const found = audiences.flat().slice(0, 5).join(' ') || null
    return isOurs ? undefined : `The audience is ${quoted(found)}, and not ${quoted(party.entityId)}.`
  }),
  check('SA-12', 'session', ({ assertion, now }) => {
    const statements = childrenOf(assertion, ns.assertion, 'AuthnStatement')
    const instants = statements.map((statement) => momentOf(statement, 'AuthnInstant'))
    if (instants.length === 0 || instants.includes(null))
      return 'There is no AuthnStatement with an AuthnInstant.'
    if (instants.some((at) => (at ?? 0) > now.getTime() + SKEW_MS))
      return 'The AuthnInstant is still to come.'
    const ends = statements.filter((one) => attributeOf(one, 'SessionNotOnOrAfter') !== null)
    return ends.map((one) => overSince(one, 'SessionNotOnOrAfter', now)).find((over) => over !== undefined)
  }),
]

function tooManyLoose(root: Element): string | undefined {
  return looseElementsIn(root) > LOOSE_MAX ? 'There are too many elements that are not signed.' : undefined
}

/** What is wrong with the issuer that a response or an assertion names. */
function otherIssuer(element: Element, expected: string): string | undefined {
  const issuers = childrenOf(element, ns.assertion, 'Issuer')
  const issuer = issuers.length === 1 ? textOf(issuers[0]) : null
  return issuer === expected
    ? undefined
    : `The issuer of the ${element.localName} is ${quoted(issuer)}, and not ${quoted(expected)}.`
}

function overSince(element: Element | undefined, name: string, now: Date): string | undefined {
  const end = momentOf(element, name)
  if (end === null) return `${name} is missing.`
  return now.getTime() - SKEW_MS >= end ? `It was over at ${new Date(end).toISOString()}.` : undefined
}

interface Text {
  xml: string
  misshape: Misshape | undefined
}

interface Signing {
  signature: Element
  signed: Element
  acceptSha1: boolean
}

interface Answer {
  party: SamlParty
  now: Date
  response: Element
  assertion: Element
}

function check<T>(id: Check<T>['id'], reason: SsoReason, finds: Check<T>['finds']): Check<T> {
  return { id, reason, finds }
}
