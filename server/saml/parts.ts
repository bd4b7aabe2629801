import { enveloped, exclusiveC14n } from './algorithms.ts'
import { attributeOf, attributesOf, childrenOf, elementsIn, everyElement, is, ns, textOf } from './nodes.ts'
import { quoted } from './refusal.ts'

export const ID_MAX = 256
const NAMESPACE_MAX = 200
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'

const responseParts = [
  ...['Extensions', 'Status'].map((name) => `${ns.protocol} ${name}`),
  ...['Issuer', 'Assertion', 'EncryptedAssertion'].map((name) => `${ns.assertion} ${name}`),
  `${ns.signature} Signature`,
]

/** Whether the elements right inside are these, by a pattern over their names, and all of the namespace of signatures. */
export function isMadeOf(element: Element | undefined, pattern: string): boolean {
  if (!element) return false
  const inside = elementsIn(element)
  const names = inside.map(({ localName }) => localName).join(' ')
  return (
    inside.every((child) => child.namespaceURI === ns.signature) && new RegExp(`^${pattern}$`).test(names)
  )
}

/** The parts of a signature that say how it was made. */
export function partsOf(signature: Element) {
  const first = (parent: Element | undefined, name: string) =>
    parent && childrenOf(parent, ns.signature, name)[0]
  const signedInfo = first(signature, 'SignedInfo')
  const reference = first(signedInfo, 'Reference')
  return {
    signedInfo,
    reference,
    canonicalization: first(signedInfo, 'CanonicalizationMethod'),
    signatureMethod: first(signedInfo, 'SignatureMethod'),
    transforms: first(reference, 'Transforms'),
    digestMethod: first(reference, 'DigestMethod'),
    digestValue: first(reference, 'DigestValue'),
    signatureValue: first(signature, 'SignatureValue'),
  }
}

/** Whether there is nothing inside but base64. */
export function isBase64(element: Element | undefined): boolean {
  return element !== undefined && isMadeOf(element, '') && /^[A-Za-z0-9+/=\s]+$/.test(textOf(element) ?? '')
}

/** Whether a step of canonicalisation has no parameter but a list of prefixes. xml-crypto writes that list into both transforms. */
export function hasOnlyPrefixes(step: Element | undefined): boolean {
  const inside = step ? elementsIn(step) : []
  const isList = (child: Element) =>
    child.localName === 'InclusiveNamespaces' && [exclusiveC14n, enveloped].includes(child.namespaceURI ?? '')
  return inside.length <= 1 && inside.every(isList)
}

/** Says which signature is at a place where none may be, or one too many. */
export function misplacedSignature(root: Element, places: Element[]): string | undefined {
  const signatures = everyElement(root).filter(({ localName }) => localName === 'Signature')
  const parents = signatures.map(({ parentNode }) => parentNode)
  const isPlaced =
    signatures.every(({ namespaceURI }) => namespaceURI === ns.signature) &&
    parents.every((parent, at) => parents.indexOf(parent) === at && places.some((place) => place === parent))
  return isPlaced ? undefined : 'A signature stands at a place where none may be, or one is too many.'
}

/** All elements that are an assertion, or would be one, of whatever namespace. */
export function assertionsIn(root: Element): Element[] {
  return everyElement(root).filter(({ localName }) => /^(Encrypted)?Assertion$/.test(localName))
}

/** How many elements no signature of an assertion speaks for: anybody can add to them, and they are searched all the same. */
export function looseElementsIn(root: Element): number {
  const assertions = assertionsIn(root).filter(({ localName }) => localName === 'Assertion')
  const signatures = assertions.flatMap((one) => childrenOf(one, ns.signature, 'Signature'))
  const sum = (elements: Element[]) => elements.reduce((all, one) => all + everyElement(one).length, 0)
  return everyElement(root).length - sum(assertions) + sum(signatures)
}

/** Says which element of a response does not belong there, or is there too often. */
export function oddPartOf(response: Element): string | undefined {
  const parts = elementsIn(response)
  const names = parts.map((part) => `${part.namespaceURI} ${part.localName}`)
  const odd = parts.find(
    (_, at) =>
      !responseParts.includes(names[at] ?? '') ||
      (/ (Issuer|Status|Extensions)$/.test(names[at] ?? '') && names.indexOf(names[at] ?? '') !== at),
  )
  return odd && `${quoted(odd.nodeName)} does not belong there in a Response.`
}

/** What a status says, from the outer code to the inner one, and its message. */
export function statusSaid(status: Element | undefined): string {
  const codes = status ? everyElement(status).filter((element) => is(element, ns.protocol, 'StatusCode')) : []
  const names = codes.slice(0, 3).map((code) => (attributeOf(code, 'Value') ?? '').replace(/^.*:/, ''))
  const message = status ? textOf(childrenOf(status, ns.protocol, 'StatusMessage')[0]) : null
  return message ? `${quoted(names.join(', '))}: ${quoted(message)}` : quoted(names.join(', ') || null)
}

/** Declarations of namespaces, by name and value. */
export function declarationsOf(element: Element): Attr[] {
  return attributesOf(element).filter(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'))
}

/** Attributes that anybody could take for the element's ID, however they are written. */
export function idsOf(element: Element): Attr[] {
  return attributesOf(element).filter(
    ({ localName, prefix }) => /^id$/i.test(localName) && prefix !== 'xmlns',
  )
}

/**
 * Whether a namespace is absolute, and written so that it needs no escape: only then is the canonical form certain. It repeats a namespace
 * at every element that uses it, so a long one would make it huge.
 */
export function isCertainNamespace({ name, value }: Attr): boolean {
  if (/^xmlns:xml(ns)?$/.test(name)) return false
  if (name === 'xmlns' && value === '') return true
  return value.length <= NAMESPACE_MAX && /^[A-Za-z][A-Za-z0-9+.-]*:[^\s"'<>&]+$/.test(value)
}

/** Whether it can be referred to, and remembered. */
export function isUsableId(id: string): boolean {
  return id.length <= ID_MAX && /^[A-Za-z_][A-Za-z0-9_.:-]*$/.test(id)
}

/** The subject of an assertion: whatever names it, and the data that confirm the only bearer. */
export function subjectOf(assertion: Element) {
  const subjects = childrenOf(assertion, ns.assertion, 'Subject')
  const inside = (name: string) => subjects.flatMap((subject) => childrenOf(subject, ns.assertion, name))
  const confirmations = inside('SubjectConfirmation')
  const bearers = confirmations.filter((one) => attributeOf(one, 'Method') === BEARER)
  const data = bearers.flatMap((bearer) => childrenOf(bearer, ns.assertion, 'SubjectConfirmationData'))
  return {
    subjects,
    names: [...inside('NameID'), ...inside('BaseID'), ...inside('EncryptedID')],
    nameId: inside('NameID')[0],
    methods: confirmations.map((one) => attributeOf(one, 'Method') ?? ''),
    bearers,
    confirmation: data.length === 1 ? data[0] : undefined,
  }
}

/** The audiences of each restriction; every restriction has to name us. */
export function audiencesOf(assertion: Element): string[][] {
  const conditions = childrenOf(assertion, ns.assertion, 'Conditions')
  const restrictions = conditions.flatMap((one) => childrenOf(one, ns.assertion, 'AudienceRestriction'))
  return restrictions.map((one) =>
    childrenOf(one, ns.assertion, 'Audience').map((name) => textOf(name) ?? ''),
  )
}
