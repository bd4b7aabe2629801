import { documentChecks, sizeChecks, textChecks } from './checks.ts'
import { everyElement } from './nodes.ts'
import { make, SamlRefusal } from './refusal.ts'
import { misshapeOf } from './shape.ts'

const DECLARATION =
  /^<\?xml[ \t\n]+version=["']1\.0["'](?:[ \t\n]+encoding=["']utf-8["'])?(?:[ \t\n]+standalone=["'](?:yes|no)["'])?[ \t\n]*\?>/i

/**
 * What signature and reading are both done on: line ends as a parser would make them, no mark of the byte order, and no XML declaration.
 * Throws `SamlRefusal` where it is too large.
 */
export function plainXml(text: string): string {
  make(sizeChecks, { xml: text, misshape: undefined })
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(DECLARATION, '')
}

/** The element that holds everything else, after all guards (SA-5). The text must come from `plainXml`. Throws `SamlRefusal`. */
export async function openXml(xml: string): Promise<Element> {
  make(textChecks, { xml, misshape: misshapeOf(xml) })
  const { DOMParser } = await import('@xmldom/xmldom')
  let root: Element | null = null
  try {
    // The parser would mend what is broken and only warn; two readers could mend it differently.
    const errorHandler = (level: string) => {
      throw new Error(level)
    }
    root = new DOMParser({ errorHandler }).parseFromString(xml, 'text/xml').documentElement
  } catch {
    root = null
  }
  if (!root) throw new SamlRefusal('not-xml', 'The message is no well-formed XML.')
  make(documentChecks, everyElement(root))
  return root
}
