import { type TObject, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { featureNames } from '../../contract/catalog.ts'
import { bounds, isTable, scopeNames } from './catalog-draft.ts'

/** One thing wrong with a catalog: where, what, and, for a word that nobody knows, among which words it belongs. */
export interface CatalogProblem {
  path: (string | number)[]
  says: string
  word?: string
  among?: Iterable<string>
}

type Path = CatalogProblem['path']

const Name = Type.String({ minLength: 1, maxLength: 100, pattern: String.raw`^[^\p{Cc}]*$` })
const Sentence = Type.String({ minLength: 1, maxLength: 300 })
const Words = (maxItems: number) => Type.Array(Name, { maxItems })
const Some = (maxItems: number) => Type.Array(Name, { minItems: 1, maxItems, uniqueItems: true })
const Entries = (maxProperties: number) => Type.Record(Type.String(), Type.Unknown(), { maxProperties })

const File = fieldsOf(
  Type.Object({
    subjectTypes: Type.Optional(Type.Array(Name, { minItems: 1, maxItems: bounds.subjectTypes })),
    resourceTypes: Entries(bounds.types),
    roles: Type.Array(Type.Unknown(), { maxItems: bounds.roles }),
    plans: Type.Optional(Entries(bounds.plans)),
    defaultPlan: Type.Optional(Name),
    words: Type.Optional(Entries(bounds.languages)),
  }),
)
const ResourceType = fieldsOf(
  Type.Object({
    name: Type.Optional(Name),
    plural: Type.Optional(Name),
    area: Type.Optional(Name),
    labelable: Type.Optional(Type.Boolean()),
    parent: Type.Optional(Name),
    actions: Type.Optional(Entries(bounds.actions)),
  }),
)
const Workspace = fieldsOf(Type.Object({ actions: Entries(bounds.actions) }))
const Action = fieldsOf(
  Type.Object({ says: Sentence, creates: Type.Optional(Type.Boolean()), needs: Type.Optional(Name) }),
)
const Role = fieldsOf(
  Type.Object({
    id: Type.Optional(Name),
    name: Name,
    description: Type.Optional(Type.String({ maxLength: 500 })),
    aliases: Type.Optional(Words(bounds.aliases)),
    area: Type.Optional(Name),
    plans: Type.Optional(Some(bounds.plans)),
    scopes: Type.Optional(Some(scopeNames.length)),
    offered: Type.Optional(Some(scopeNames.length)),
    may: Type.Optional(Entries(bounds.types)),
    owner: Type.Optional(Type.Boolean()),
  }),
)
const Plan = fieldsOf(
  Type.Object({
    name: Type.Optional(Name),
    features: Type.Optional(Words(featureNames.length)),
    limits: Type.Optional(Entries(2)),
  }),
)
const Language = fieldsOf(
  Type.Object({
    resourceTypes: Type.Optional(Entries(bounds.types)),
    roles: Type.Optional(Entries(bounds.roles)),
    areas: Type.Optional(Type.Record(Type.String(), Name, { maxProperties: bounds.types + bounds.roles })),
    plans: Type.Optional(Type.Record(Type.String(), Name, { maxProperties: bounds.plans })),
  }),
)
const TypeInWords = fieldsOf(
  Type.Object({
    name: Type.Optional(Name),
    plural: Type.Optional(Name),
    actions: Type.Optional(Type.Record(Type.String(), Sentence, { maxProperties: bounds.actions })),
  }),
)
const RoleInWords = fieldsOf(
  Type.Object({ name: Type.Optional(Name), description: Type.Optional(Type.String({ maxLength: 500 })) }),
)
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
const Limits = fieldsOf(Type.Object({ customLabels: Type.Optional(Count), members: Type.Optional(Count) }))
const May = Compile(Words(bounds.actions))

/** Everything that has the wrong type, is missing, is too long or is not a key of a catalog. */
export function shapeProblems(file: unknown): CatalogProblem[] {
  const problems = problemsIn(File, file, [])
  if (!isTable(file)) return problems

  const types = entriesOf(file.resourceTypes).slice(0, bounds.types)
  const roles = Array.isArray(file.roles) ? file.roles.slice(0, bounds.roles) : []
  for (const [type, spec] of types) problems.push(...typeProblems(type, spec))
  for (const [index, role] of roles.entries()) problems.push(...roleProblems(role, ['roles', index]))
  for (const [plan, spec] of entriesOf(file.plans).slice(0, bounds.plans)) {
    problems.push(...planProblems(spec, ['plans', plan]))
  }
  for (const [language, words] of entriesOf(file.words).slice(0, bounds.languages)) {
    problems.push(...wordsProblems(words, ['words', language]))
  }
  return problems
}

function typeProblems(type: string, spec: unknown): CatalogProblem[] {
  const path = ['resourceTypes', type]
  const problems = problemsIn(type === 'workspace' ? Workspace : ResourceType, spec ?? {}, path)
  for (const [action, value] of entriesOf(isTable(spec) ? spec.actions : undefined)) {
    const asTable = isTable(value) ? value : { says: value }
    problems.push(...problemsIn(Action, asTable, [...path, 'actions', action]))
  }
  return problems
}

function roleProblems(role: unknown, path: Path): CatalogProblem[] {
  const problems = problemsIn(Role, role, path)
  if (!isTable(role)) return problems

  problems.push(...strangers(role.scopes, scopeNames, [...path, 'scopes']))
  problems.push(...strangers(role.offered, scopeNames, [...path, 'offered']))
  for (const [type, actions] of entriesOf(role.may)) {
    const list = typeof actions === 'string' ? [actions] : actions
    problems.push(...May.Errors(list).flatMap((error) => inWords(error, [...path, 'may', type])))
  }
  return problems
}

function planProblems(plan: unknown, path: Path): CatalogProblem[] {
  const problems = problemsIn(Plan, plan ?? {}, path)
  if (!isTable(plan)) return problems

  problems.push(...strangers(plan.features, featureNames, [...path, 'features']))
  if (isTable(plan.limits)) problems.push(...problemsIn(Limits, plan.limits, [...path, 'limits']))
  return problems
}

function wordsProblems(words: unknown, path: Path): CatalogProblem[] {
  const problems = problemsIn(Language, words ?? {}, path)
  if (!isTable(words)) return problems

  for (const [type, spec] of entriesOf(words.resourceTypes).slice(0, bounds.types)) {
    problems.push(...problemsIn(TypeInWords, spec ?? {}, [...path, 'resourceTypes', type]))
  }
  for (const [role, spec] of entriesOf(words.roles).slice(0, bounds.roles)) {
    problems.push(...problemsIn(RoleInWords, spec ?? {}, [...path, 'roles', role]))
  }
  return problems
}

type Fields = Map<string, { check: (value: unknown) => Fault[]; required: boolean }>
type Fault = ReturnType<typeof May.Errors>[number]

/** One validator per field, because a validator stops at its eighth error and we want to see them all. */
function fieldsOf(shape: TObject): Fields {
  const required = new Set<string>(shape.required ?? [])
  return new Map(
    Object.entries<TSchema>(shape.properties).map(([key, schema]) => {
      const validator = Compile(schema)
      return [key, { check: (value) => validator.Errors(value), required: required.has(key) }]
    }),
  )
}

/** A key without a value is as good as left out: YAML reads `plans:` and nothing after it as null. */
function problemsIn(fields: Fields, value: unknown, path: Path): CatalogProblem[] {
  if (!isTable(value))
    return [{ path, says: `must be a table of ${[...fields.keys()].join(', ')}${butIs(value)}` }]

  const unknown = Object.keys(value).filter((key) => !fields.has(key))
  const problems: CatalogProblem[] = unknown.map((key) => ({
    path: [...path, key],
    says: 'is no key of this table',
    word: key,
    among: [...fields.keys()],
  }))
  for (const [key, { check, required }] of fields) {
    const given = Object.hasOwn(value, key) ? (value[key] ?? undefined) : undefined
    if (given !== undefined) problems.push(...check(given).flatMap((error) => inWords(error, [...path, key])))
    else if (required) problems.push({ path: [...path, key], says: 'is missing' })
  }
  return problems
}

/** Words of a list that are none of those it may hold. */
function strangers(list: unknown, among: readonly string[], path: Path): CatalogProblem[] {
  const words = Array.isArray(list) ? list : []
  return words.flatMap((word: unknown, index) => {
    if (typeof word !== 'string' || among.includes(word)) return []
    return [{ path: [...path, index], says: `"${word}" is none of ${among.join(', ')}`, word, among }]
  })
}

function inWords({ keyword, instancePath, params, message }: Fault, path: Path): CatalogProblem[] {
  const position = instancePath.split('/').slice(1).map(Number)
  const { limit, type } = params as { limit?: number; type?: string }
  const says: Record<string, string> = {
    type: `must be ${kinds[String(type)] ?? String(type)}`,
    minLength: 'is empty',
    maxLength: `is longer than ${limit} characters`,
    pattern: 'has an invisible character in it',
    minItems: 'is an empty list: leave it out, or name something',
    maxItems: `has more than ${limit} entries`,
    maxProperties: `has more than ${limit} entries`,
    uniqueItems: 'names something twice',
    minimum: `must be ${limit} or more`,
    maximum: `must be ${limit} or less`,
  }
  return [{ path: [...path, ...position], says: says[keyword] ?? message }]
}

const kinds: Record<string, string> = {
  string: 'a text (put it in quotes if it looks like a number)',
  boolean: 'true or false',
  integer: 'a whole number, or nothing for no limit',
  array: 'a list',
  object: 'a table of names and what they mean',
}

function butIs(value: unknown): string {
  if (value === null || value === undefined) return ', but there is nothing'
  return Array.isArray(value)
    ? ', but is a list'
    : `, but is ${typeof value === 'string' ? 'a text' : String(value)}`
}

function entriesOf(value: unknown): [string, unknown][] {
  return isTable(value) ? Object.entries(value) : []
}
