import { type RawBuilder, sql } from 'kysely'
import { named } from './protocol/attributes.ts'
import type { Filter } from './protocol/filter.ts'
import { invalid } from './protocol/invalid.ts'
import type { AttributePath } from './protocol/paths.ts'

export type Condition = RawBuilder<boolean>
type Part = RawBuilder<unknown>
type Comparison = Filter & { kind: 'compare' }

/** Something that a filter can look at. `where`: whether any of its values, as a text, meets a test. */
export interface Place {
  where(test: (text: Part) => Condition): Condition
  /** A shorter way to find one value, where there is one. */
  equals?(value: string): Condition
  /** What a value is compared as: texts without case are kept so. */
  as?: 'text' | 'folded' | 'truth' | 'moment'
}

/** Where the attributes of one kind of rows are. `some`: the places within one element of a list. */
export interface Places {
  at(path: AttributePath): Place
  some(path: AttributePath, where: (within: Places) => Condition): Condition
}

/** A filter as a condition of SQL over rows whose attributes are at these places. Every value is a parameter; none is ever null. */
export function conditionOf(filter: Filter, places: Places): Condition {
  if ('left' in filter) {
    const join = filter.kind === 'and' ? sql`and` : sql`or`
    return sql`(${conditionOf(filter.left, places)} ${join} ${conditionOf(filter.right, places)})`
  }
  if (filter.kind === 'not') return sql`(not ${conditionOf(filter.of, places)})`
  if (filter.kind === 'present') return isPresent(places.at(filter.path))
  if (filter.kind === 'some') return places.some(filter.path, (within) => conditionOf(filter.where, within))
  return compare(filter, places.at(filter.path))
}

/** What two texts without case are compared by, here and in the database. */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function isPresent(place: Place): Condition {
  return place.where((value) => (place.as === 'moment' || place.as === 'truth' ? yes : sql`${value} <> ''`))
}

/** What has no value equals null alone, and differs from every value. */
function compare({ op, value, path }: Comparison, place: Place): Condition {
  if (op === 'ne') return sql`(not ${compare({ kind: 'compare', op: 'eq', value, path }, place)})`
  if (value === null) return sql`(not ${isPresent(place)})`
  if (place.as === 'moment') {
    const at = new Date(String(value))
    return place.where((moment) => sql`${moment} ${symbols[op as Ordered] ?? sql`=`} ${at}::timestamptz`)
  }
  if (place.as === 'truth') return place.where((truth) => sql`${truth} = ${value === true}`)

  const text = place.as === 'folded' ? folded(String(value)) : String(value)
  if (op === 'eq' && place.equals) return place.equals(text)
  return place.where((one) => tests[op](one, text))
}

type Ordered = 'gt' | 'ge' | 'lt' | 'le'
const symbols: Record<Ordered, Part> = { gt: sql`>`, ge: sql`>=`, lt: sql`<`, le: sql`<=` }
const ordered = (op: Ordered) => (one: Part, text: string) =>
  sql<boolean>`${one} collate "C" ${symbols[op]} ${text}`

const tests: Record<Exclude<Comparison['op'], 'ne'>, (one: Part, text: string) => Condition> = {
  eq: (one, text) => sql`${one} = ${text}`,
  co: (one, text) => sql`strpos(${one}, ${text}) > 0`,
  sw: (one, text) => sql`starts_with(${one}, ${text})`,
  ew: (one, text) => sql`right(${one}, char_length(${text})) = ${text}`,
  gt: ordered('gt'),
  ge: ordered('ge'),
  lt: ordered('lt'),
  le: ordered('le'),
}

export const yes: Condition = sql`true`
export const no: Condition = sql`false`

/** A column that always has a value. */
export function column(of: Part, as: NonNullable<Place['as']> = 'text'): Place {
  return { as, where: (test) => sql`(${test(of)})` }
}

/** A column that may have none. */
export function mayLack(of: Part): Place {
  return { where: (test) => sql`(${of} is not null and ${test(of)})` }
}

/** Something that these rows never have. */
export const lacking: Place = { where: () => no }

/** A profile: as it was said, and with its texts folded. */
export interface Profile {
  said: Part
  key: Part
}

/** An attribute of a profile, or a part of one; of a list, every element's. */
export function inProfile({ said, key }: Profile, path: AttributePath, caseExact: boolean): Place {
  const names = [path.urn, path.name].filter((name) => name !== null)
  const way = ['$', ...names.map((name) => JSON.stringify(name))].join('.')
  const whole = path.sub === null ? `${way}[*]` : `${way}[*].${JSON.stringify(path.sub)}`
  return {
    as: caseExact ? 'text' : 'folded',
    where: (test) =>
      sql`exists (select 1 from jsonb_path_query(${caseExact ? said : key}, ${whole}::jsonpath) as found (it)
        where found.it <> 'null' and ${test(sql`(found.it #>> '{}')`)})`,
  }
}

/** Whether any element of a list of a profile meets a condition. `exact` tells which parts of an element have a case. */
export function someInProfile(
  { said, key }: Profile,
  { urn, name }: AttributePath,
  exact: (part: string) => boolean,
  where: (within: Places) => Condition,
): Condition {
  const way = ['$', ...[urn, name].filter((one) => one !== null).map((one) => JSON.stringify(one))].join('.')
  const element = { said: sql`one.said`, key: sql`one.key` }
  const within: Places = {
    at: (path) => inProfile(element, path, exact(path.name)),
    some: refuseSome,
  }
  return sql`exists (select 1 from rows from (jsonb_path_query(${said}, ${`${way}[*]`}::jsonpath),
    jsonb_path_query(${key}, ${`${way}[*]`}::jsonpath)) as one (said, key) where ${where(within)})`
}

/** Rows of their own, such as the members of a group: `from` names them, and `values` their parts. */
export function someRow(from: Part, values: Record<string, Part>, where: (within: Places) => Condition) {
  const at = ({ name }: AttributePath): Place => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (!value) throw notSearched(name)
    return column(value, name === 'display' ? 'folded' : 'text')
  }
  return sql<boolean>`exists (select 1 from ${from} where ${where({ at, some: refuseSome })})`
}

/** The same, of one part alone: `members.value`. */
export function inRows(from: Part, values: Record<string, Part>, part: string): Place {
  const value = Object.hasOwn(values, part) ? values[part] : undefined
  if (!value) throw notSearched(part)
  return {
    as: part === 'display' ? 'folded' : 'text',
    where: (test) => sql`exists (select 1 from ${from} where ${test(value)})`,
  }
}

/** An attribute that is there, and cannot be filtered by. */
export function notSearched(name: string) {
  return invalid('invalidFilter', `${name} cannot be filtered by.`)
}

function refuseSome({ name }: AttributePath): never {
  throw notSearched(name)
}

/** Whether a part of an attribute has a case; what is no part has none. */
export function isExact(subs: Parameters<typeof named>[0], part: string): boolean {
  return named(subs, part)?.caseExact ?? false
}
