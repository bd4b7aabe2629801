import type { FastifyInstance } from 'fastify'
import { Problem } from '../../contract/problems.ts'

const QUOTE = 34
const COLON = 58
const BACKSLASH = 92

/** So many different names in one body are an attack: each of them costs as much as a hundred letters. */
const NAMES_MAX = 10_000

/**
 * Reads JSON in which no object names a member twice (AZ-13, I-JSON): of two values, one reader takes the first and another
 * the last, so such a text means two things. At most 10,000 different names. Throws a SyntaxError.
 */
export function parseJson(text: string): unknown {
  const colons = countColons(text)
  const value: unknown = JSON.parse(text)
  // Every member has one colon outside of strings; a second value of the same name has left only its colon.
  if (colons !== countMembers(value)) throw new SyntaxError('a member is named twice')
  return value
}

/** Of a text that may be no JSON at all. What stands before a colon is a name. */
function countColons(text: string): number {
  const names = new Set<string>()
  let count = 0
  let start = 0
  let end = 0
  let inString = false
  for (let place = 0; place < text.length; place++) {
    const letter = text.charCodeAt(place)
    if (letter === QUOTE) {
      if (inString) end = place
      else start = place
      inString = !inString
    } else if (inString) place += letter === BACKSLASH ? 1 : 0
    else if (letter === COLON) {
      count++
      names.add(text.slice(start, end))
      if (names.size > NAMES_MAX) throw new SyntaxError('there are too many names')
    }
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
    if (Array.isArray(next)) {
      for (const value of next) if (typeof value === 'object' && value !== null) waiting.push(value)
      continue
    }
    // Names first: the values of very many take much longer to list.
    const names = Object.keys(next)
    count += names.length
    for (const name of names) {
      const value = (next as Record<string, unknown>)[name]
      if (typeof value === 'object' && value !== null) waiting.push(value)
    }
  }
  return count
}

// Bytes that are no UTF-8 must not become other text than the client meant.
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Takes JSON of these media types, no member twice; an empty body with such a type is no body (public-api 1.2). */
export function readJson(http: FastifyInstance, types: RegExp) {
  http.addContentTypeParser(types, { parseAs: 'buffer' }, (_request, bytes, done) => {
    if (bytes.length === 0) return done(null, undefined)
    try {
      done(null, parseJson(utf8.decode(bytes as Buffer)))
    } catch {
      const message =
        'The body is not JSON, an object in it names a member twice, or there are very many names.'
      done(new Problem('invalid-input', { message, field: 'body' }))
    }
  })
}
