import { attributeOf, attributesOf, elementsIn, isElement } from './nodes.ts'

/** The exclusive canonical form of an element where it stands; `step` has the list of prefixes that are treated inclusively, if any. */
export async function canonical(element: Element | undefined, step: Element | undefined): Promise<string> {
  if (!element) return ''
  const { ExclusiveCanonicalization } = await import('xml-crypto')
  const [list] = step ? elementsIn(step) : []
  const inclusiveNamespacesPrefixList = (attributeOf(list, 'PrefixList') ?? '').split(/\s+/).filter(Boolean)
  const ancestorNamespaces = namespacesAround(element)
  return new ExclusiveCanonicalization().process(element, {
    inclusiveNamespacesPrefixList,
    ancestorNamespaces,
  })
}

/** The same of an element without the signature that stands in it. */
export async function canonicalWithout(element: Element, signature: Element, step: Element | undefined) {
  const next = signature.nextSibling
  element.removeChild(signature)
  try {
    return await canonical(element, step)
  } finally {
    element.insertBefore(signature, next)
  }
}

/** The prefixes that are declared further out and in scope at an element, the innermost declaration of each. */
function namespacesAround(element: Element) {
  const found = new Map<string, string>()
  const own = new Set(attributesOf(element).map(({ name }) => name))
  for (let outer = element.parentNode; outer && isElement(outer); outer = outer.parentNode) {
    const declarations = attributesOf(outer).filter(({ name }) => name.startsWith('xmlns:'))
    for (const { name, value } of declarations) {
      if (!own.has(name) && !found.has(name)) found.set(name, value)
    }
  }
  return [...found].map(([name, namespaceURI]) => ({ prefix: name.slice('xmlns:'.length), namespaceURI }))
}
