import { type Attribute, named } from './attributes.ts'
import { type Comparand, comparandOf, type Operator, operators } from './comparing.ts'
import { invalid } from './invalid.ts'
import { type AttributePath, type Found, findAttribute } from './paths.ts'
import type { ResourceKind } from './schemas.ts'
import { type Token, tokensOf } from './tokens.ts'

/**
 * A filter that was understood. Within `some`, paths are of one element: `emails[type eq "work"]` looks for `name: 'type'`, without
 * urn or sub. `emails eq "x"` and `members eq "x"` mean their `value`, and are said so.
 */
export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; of: Filter }
  | { kind: 'compare'; path: AttributePath; op: Operator; value: Comparand }
  | { kind: 'present'; path: AttributePath }
  | { kind: 'some'; path: AttributePath; where: Filter }

const LENGTH_MAX = 10_000
const DEPTH_MAX = 20
const TERMS_MAX = 100

/** A filter that is being read: what is left of it, and how much of it there was. */
export interface Reading {
  tokens: Token[]
  next: number
  terms: number
  depth: number
  find: Find
}

/** What the words of a filter name: attributes of the resource, or within brackets those of one element. */
type Find = (word: string) => Found | null

/**
 * Reads a filter of RFC 7644, section 3.4.2.2, whole: `not` binds before `and`, `and` before `or`. At most 10,000 characters,
 * 20 parentheses in each other, 100 terms. Raises `scim-invalid` (invalidFilter), also for attributes that no schema has:
 * nothing would be found by them, and a provider would make the same person twice (standards/scim SC-6).
 */
export function parseFilter(text: string, schema: ResourceKind): Filter {
  const reading = openReading(text, schema)
  const filter = readOr(reading)
  const rest = reading.tokens[reading.next]
  if (rest) throw wrong(rest, 'nothing more was expected')
  return filter
}

/** How many comparisons a filter makes at most. */
export function countTerms(filter: Filter): number {
  if ('left' in filter) return countTerms(filter.left) + countTerms(filter.right)
  if (filter.kind === 'not') return countTerms(filter.of)
  return filter.kind === 'some' ? countTerms(filter.where) : 1
}

/** Begins to read a text in the language of filters. Raises `scim-invalid` (invalidFilter) where it is too long or no such text. */
export function openReading(text: string, schema: ResourceKind): Reading {
  if (text.length > LENGTH_MAX) throw tooMuch(`has more than ${LENGTH_MAX} characters`)
  const tokens = tokensOf(text)
  if ('wrongAt' in tokens)
    throw invalid('invalidFilter', `The filter cannot be read at character ${tokens.wrongAt}.`)
  return { tokens, next: 0, terms: 0, depth: 0, find: (word) => findAttribute(word, schema) }
}

/** Reads what stands in the brackets behind a list, with both brackets: `[type eq "work"]`. */
export function readWhere(reading: Reading, { attribute, sub }: Found): Filter {
  const bracket = take(reading, '[')
  if (!attribute.multiValued || attribute.type !== 'complex' || sub)
    throw wrong(bracket, 'only a list of values with parts is searched in brackets')
  const { find } = reading
  const where = inside({ reading, find: (word) => findWithin(attribute, word) }, readOr)
  take(reading, ']')
  reading.find = find
  return where
}

/** Takes the next piece if it is of this kind; raises `scim-invalid` (invalidFilter) otherwise. */
export function take(reading: Reading, kind: Token['kind']): Token {
  const token = reading.tokens[reading.next]
  if (token?.kind !== kind) throw wrong(token, kindsSaid[kind])
  reading.next++
  return token
}

const kindsSaid: Record<Token['kind'], string> = {
  word: 'the name of an attribute was expected',
  text: 'a text in double quotes was expected',
  number: 'a number was expected',
  sub: 'the name of a part was expected',
  '(': 'an opening parenthesis was expected',
  ')': 'a closing parenthesis was expected',
  '[': 'an opening bracket was expected',
  ']': 'a closing bracket was expected',
}

function readOr(reading: Reading): Filter {
  let left = readAnd(reading)
  while (takeWord(reading, 'or')) left = { kind: 'or', left, right: readAnd(reading) }
  return left
}

function readAnd(reading: Reading): Filter {
  let left = readTerm(reading)
  while (takeWord(reading, 'and')) left = { kind: 'and', left, right: readTerm(reading) }
  return left
}

function readTerm(reading: Reading): Filter {
  if (kindAt(reading, 1) === '(' && takeWord(reading, 'not'))
    return { kind: 'not', of: readParentheses(reading) }
  if (kindAt(reading, 0) === '(') return readParentheses(reading)

  if (++reading.terms > TERMS_MAX) throw tooMuch(`has more than ${TERMS_MAX} terms`)
  const word = take(reading, 'word')
  const found = reading.find(word.text)
  if (!found) throw wrong(word, 'there is no such attribute')
  return kindAt(reading, 0) === '[' ? readSome(reading, found) : readComparison(reading, found)
}

function readParentheses(reading: Reading): Filter {
  take(reading, '(')
  const filter = inside({ reading, find: reading.find }, readOr)
  take(reading, ')')
  return filter
}

/** Depth is counted here, and the stack of calls is bounded by it. */
function inside({ reading, find }: { reading: Reading; find: Find }, read: (reading: Reading) => Filter) {
  if (++reading.depth > DEPTH_MAX) throw tooMuch(`has more than ${DEPTH_MAX} parentheses in each other`)
  reading.find = find
  const filter = read(reading)
  reading.depth--
  return filter
}

/** `emails[type eq "work"]`, and `emails[type eq "work"].value eq "x"`: the comparison becomes one of the same element. */
function readSome(reading: Reading, found: Found): Filter {
  const where = readWhere(reading, found)
  if (kindAt(reading, 0) !== 'sub') return { kind: 'some', path: found.path, where }

  const token = take(reading, 'sub')
  const sub = findWithin(found.attribute, token.text.slice(1))
  if (!sub) throw wrong(token, 'there is no such part')
  const right = readComparison(reading, sub)
  return { kind: 'some', path: found.path, where: { kind: 'and', left: where, right } }
}

function readComparison(reading: Reading, { path, attribute, sub }: Found): Filter {
  const token = take(reading, 'word')
  const word = token.text.toLowerCase()
  if (word === 'pr') return { kind: 'present', path }
  const op = operators.find((one) => one === word)
  if (!op) throw wrong(token, `one of ${operators.join(', ')} and pr was expected`)

  const value = readComparand(reading)
  // RFC 7644, section 3.4.2.2: `emails co "example.com"` compares the values.
  const implied = sub || value === null ? undefined : named(attribute.subs, 'value')
  const compared = comparandOf(implied ?? sub ?? attribute, op, value)
  if ('because' in compared) throw wrong(token, compared.because)
  return {
    kind: 'compare',
    path: implied ? { ...path, sub: implied.name } : path,
    op,
    value: compared.value,
  }
}

const literals = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
])

function readComparand(reading: Reading): Comparand {
  const token = reading.tokens[reading.next++]
  const literal = token?.kind === 'word' ? literals.get(token.text.toLowerCase()) : undefined
  if (literal !== undefined) return literal
  if (token?.kind === 'number') return Number(token.text)
  if (token?.kind !== 'text')
    throw wrong(token, 'a value was expected: a text in double quotes, true or false')

  const text = unquoted(token)
  if (!text.isWellFormed() || text.includes('\0')) throw wrong(token, 'this text can be no value')
  return text
}

function unquoted(token: Token): string {
  try {
    return String(JSON.parse(token.text))
  } catch {
    throw wrong(token, 'a text is escaped as in JSON')
  }
}

function findWithin({ subs }: Attribute, word: string): Found | null {
  const attribute = named(subs, word)
  return attribute ? { path: { urn: null, name: attribute.name, sub: null }, attribute, sub: null } : null
}

function kindAt({ tokens, next }: Reading, ahead: number): Token['kind'] | undefined {
  return tokens[next + ahead]?.kind
}

function takeWord(reading: Reading, word: string): boolean {
  const token = reading.tokens[reading.next]
  const isIt = token?.kind === 'word' && token.text.toLowerCase() === word
  if (isIt) reading.next++
  return isIt
}

function wrong(token: Token | undefined, because: string) {
  const place = token ? `at character ${token.at}` : 'at its end'
  return invalid('invalidFilter', `The filter cannot be read ${place}: ${because.replace(/\.$/, '')}.`)
}

function tooMuch(because: string) {
  return invalid('invalidFilter', `The filter ${because}. Ask for less at once.`)
}
