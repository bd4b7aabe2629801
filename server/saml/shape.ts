const DEPTH_MAX = 64
const NODES_MAX = 10_000
/** Of one element; more cost the parser time that grows with their square. */
const ATTRIBUTES_MAX = 64
/** Different names of elements, and different prefixes: the parser and the canonical form search per name. */
const NAMES_MAX = 200
const PREFIXES_MAX = 64

const NAME = '[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?'
const SPACE = '[ \\t\\n\\r]'
const tag = new RegExp(`<(/?)(${NAME})`, 'y')
const attribute = new RegExp(`${SPACE}+(${NAME})${SPACE}*=${SPACE}*(?:"[^"<]*"|'[^'<]*')`, 'y')
const tagEnd = new RegExp(`${SPACE}*(/?)>`, 'y')

export type Misshape = 'not-xml' | 'too-deep'

/**
 * Walks over the tags of a text once, in linear time and without building anything: whether they are well-formed and nested, and within
 * the limits. Stricter than XML: only names of ASCII, and no comments, sections, instructions or declarations.
 */
export function misshapeOf(xml: string): Misshape | undefined {
  const open: string[] = []
  const names = new Set<string>()
  const prefixes = new Set<string>()
  let nodes = 0
  let at = 0
  while (at < xml.length) {
    const start = xml.indexOf('<', at)
    const text = xml.slice(at, start < 0 ? xml.length : start)
    if (open.length === 0 && /[^ \t\n\r]/.test(text)) return 'not-xml'
    if (start < 0) break

    const found = tagAt(xml, start)
    if (!found) return 'not-xml'
    at = found.end
    if (found.closes) {
      if (open.pop() !== found.name) return 'not-xml'
      continue
    }
    // A second root.
    if (open.length === 0 && nodes > 0) return 'not-xml'
    const declared = found.attributes.filter((name) => name.startsWith('xmlns'))
    for (const name of declared) prefixes.add(name)
    // Declarations are no nodes: the canonical form of a message has more of them.
    nodes += 1 + found.attributes.length - declared.length
    names.add(found.name)
    if (!found.isEmpty) open.push(found.name)
    const isTooMuch =
      open.length > DEPTH_MAX ||
      nodes > NODES_MAX ||
      found.attributes.length > ATTRIBUTES_MAX ||
      names.size > NAMES_MAX ||
      prefixes.size > PREFIXES_MAX
    if (isTooMuch) return 'too-deep'
  }
  return open.length > 0 || nodes === 0 ? 'not-xml' : undefined
}

function tagAt(xml: string, start: number) {
  const head = matchAt(tag, xml, start)
  if (!head) return undefined

  let end = tag.lastIndex
  const closes = head[1] === '/'
  const attributes: string[] = []
  while (!closes) {
    const next = matchAt(attribute, xml, end)
    if (!next) break
    attributes.push(next[1] ?? '')
    end = attribute.lastIndex
  }
  const tail = matchAt(tagEnd, xml, end)
  const isEmpty = tail?.[1] === '/'
  if (!tail || (closes && isEmpty)) return undefined
  return { name: head[2] ?? '', closes, isEmpty, attributes, end: tagEnd.lastIndex }
}

function matchAt(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** Whether there is a character that XML does not allow, plain or as a reference, or an entity that nobody declared. */
export function hasForbiddenCharacter(xml: string): boolean {
  const isOdd = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u
  if (isOdd.test(xml)) return true
  if (/&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)/.test(xml)) return true

  for (const [, hexadecimal, decimal] of xml.matchAll(/&#(?:x([0-9a-fA-F]+)|([0-9]+));/g)) {
    const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
    if (code > 0x10ffff || isOdd.test(String.fromCodePoint(code))) return true
  }
  return false
}
