/** A piece of a filter. `sub` is what follows a closing bracket: `.value`. `at` counts characters from 1. */
export interface Token {
  kind: 'word' | 'text' | 'number' | 'sub' | '(' | ')' | '[' | ']'
  text: string
  at: number
}

const SPACE = /[ \t]+/y
const kinds: [kind: 'word' | 'text' | 'number' | 'sub', pattern: RegExp][] = [
  ['word', /[A-Za-z$][\w$:.-]*/y],
  // As JSON writes texts: JSON.parse judges what is within.
  ['text', /"(?:[^"\\]|\\.)*"/sy],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['sub', /\.[A-Za-z$][\w$-]*/y],
]

/** Takes a filter apart, from left to right and each character once; null where something is no piece of a filter, with its place. */
export function tokensOf(text: string): Token[] | { wrongAt: number } {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const space = matchAt(SPACE, text, at)
    if (space) {
      at += space.length
      continue
    }
    const token = tokenAt(text, at)
    if (!token) return { wrongAt: at + 1 }
    tokens.push({ ...token, at: at + 1 })
    at += token.text.length
  }
  return tokens
}

function tokenAt(text: string, at: number): Pick<Token, 'kind' | 'text'> | null {
  const sign = text[at]
  if (sign === '(' || sign === ')' || sign === '[' || sign === ']') return { kind: sign, text: sign }
  for (const [kind, pattern] of kinds) {
    const found = matchAt(pattern, text, at)
    if (found) return { kind, text: found }
  }
  return null
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}
