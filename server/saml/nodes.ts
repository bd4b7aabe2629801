/** The namespaces of SAML 2.0 and of what it stands on. */
export const ns = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  encryption: 'http://www.w3.org/2001/04/xmlenc#',
} as const

/** The elements right inside one, in their order. */
export function elementsIn(parent: Element): Element[] {
  const found: Element[] = []
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (isElement(node)) found.push(node)
  }
  return found
}

/** The elements of a namespace and name right inside one; never deeper. */
export function childrenOf(parent: Element, namespace: string, name: string): Element[] {
  return elementsIn(parent).filter((child) => is(child, namespace, name))
}

/** The element and all inside it, in document order. */
export function everyElement(root: Element): Element[] {
  const found: Element[] = []
  const walk = (element: Element) => {
    found.push(element)
    for (const child of elementsIn(element)) walk(child)
  }
  walk(root)
  return found
}

export function is(element: Element, namespace: string, name: string): boolean {
  return element.namespaceURI === namespace && element.localName === name
}

/** All text inside, whole (SA-6), without the white space around it; null where there is no element. */
export function textOf(element: Element | undefined): string | null {
  return element ? withoutSpaceAround(element.textContent ?? '') : null
}

/** White space of XML only: other spaces may belong to a name. A pattern would take the square of a long space. */
function withoutSpaceAround(text: string): string {
  const isSpace = (at: number) => ' \t\n\r'.includes(text.charAt(at))
  let start = 0
  let end = text.length
  while (start < end && isSpace(start)) start += 1
  while (end > start && isSpace(end - 1)) end -= 1
  return text.slice(start, end)
}

/** An attribute without a namespace; null where it is not there. */
export function attributeOf(element: Element | undefined, name: string): string | null {
  return element?.hasAttribute(name) ? element.getAttribute(name) : null
}

/** All attributes of an element, declarations of namespaces included. */
export function attributesOf({ attributes }: Element): Attr[] {
  const found: Attr[] = []
  for (let at = 0; at < attributes.length; at++) {
    const attribute = attributes.item(at)
    if (attribute) found.push(attribute)
  }
  return found
}

/** What is written there; null where it is not there, or is no moment in UTC or with an offset. In milliseconds. */
export function momentOf(element: Element | undefined, name: string): number | null {
  const text = attributeOf(element, name)
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(text ?? '')
  const moment = isMoment ? Date.parse(text ?? '') : Number.NaN
  return Number.isNaN(moment) ? null : moment
}

export function isElement(node: Node): node is Element {
  return node.nodeType === 1
}
