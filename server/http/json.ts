const QUOTE = 34
const COLON = 58
const BACKSLASH = 92

/**
 * Reads JSON in which no object names a member twice (AZ-13, I-JSON): of two values, one reader takes the first and another
 * the last, so such a text means two things. Throws a SyntaxError.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  // Every member has one colon outside of strings; a second value of the same name has left only its colon.
  if (countColons(text) !== countMembers(value)) throw new SyntaxError('a member is named twice')
  return value
}

function countColons(text: string): number {
  let count = 0
  let inString = false
  for (let place = 0; place < text.length; place++) {
    const letter = text.charCodeAt(place)
    if (letter === QUOTE) inString = !inString
    else if (!inString) count += letter === COLON ? 1 : 0
    else if (letter === BACKSLASH) place++
  }
  return count
}

/** Iterative, so that no depth of nesting can exhaust the stack. */
function countMembers(root: unknown): number {
  let count = 0
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next !== 'object' || next === null) continue
    const values = Object.values(next)
    if (!Array.isArray(next)) count += values.length
    for (const value of values) if (typeof value === 'object' && value !== null) waiting.push(value)
  }
  return count
}
