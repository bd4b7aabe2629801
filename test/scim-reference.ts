/**
 * What SCIM means, said once more and as simply as possible: a second opinion for tests, which shares nothing with the server. An intent
 * is what an administrator means; providers write each in many ways.
 */
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User'

/** One value of a list. */
export interface Entry {
  type?: string
  value?: string
  primary?: boolean
}

/** A person: texts by their paths, lists by their names. */
export interface Person {
  active: boolean
  externalId: string | null
  texts: Record<string, string>
  lists: Record<string, Entry[]>
}

export const textPaths = [
  'displayName',
  'title',
  'name.givenName',
  'name.familyName',
  `${ENTERPRISE}:department`,
  `${ENTERPRISE}:manager.value`,
]
export const listNames = ['emails', 'phoneNumbers', 'roles']

export type Intent =
  | { does: 'active'; value: boolean }
  | { does: 'externalId'; value: string | null }
  | { does: 'text'; path: string; value: string | null }
  | { does: 'typed'; list: string; type: string; value: string }
  | { does: 'prefer'; list: string; type: string }
  | { does: 'dropTyped'; list: string; type: string }
  | { does: 'more'; list: string; entry: Entry }
  | { does: 'all'; list: string; entries: Entry[] }

/** A person after one intent (RFC 7644, section 3.5.2). */
export function afterIntent(before: Person, intent: Intent): Person {
  const person = structuredClone(before)
  if (intent.does === 'active') person.active = intent.value
  if (intent.does === 'externalId') person.externalId = intent.value
  if (intent.does === 'text') {
    if (intent.value === null) delete person.texts[intent.path]
    else person.texts[intent.path] = intent.value
  }
  if ('list' in intent) person.lists[intent.list] = listAfter(person.lists[intent.list] ?? [], intent)
  return person
}

function listAfter(list: Entry[], intent: Extract<Intent, { list: string }>): Entry[] {
  if (intent.does === 'more') return withEntry(list, intent.entry)
  if (intent.does === 'all') return intent.entries.reduce(withEntry, [])
  const meant = list.filter((entry) => entry.type === intent.type)
  if (intent.does === 'dropTyped') return list.filter((entry) => !meant.includes(entry))
  if (meant.length === 0) {
    const made: Entry = { type: intent.type }
    meant.push(made)
    list.push(made)
  }
  for (const entry of meant) {
    if (intent.does === 'typed') entry.value = intent.value
    else prefer(list, entry)
  }
  return once(list)
}

/** RFC 7643, section 2.4: no value twice for one type. */
function once(list: Entry[]): Entry[] {
  const kept: Entry[] = []
  for (const entry of list) {
    const same = kept.find((one) => one.value === entry.value && one.type === entry.type)
    if (!same) kept.push(entry)
    else Object.assign(same, { ...entry, ...same }, entry.primary ? { primary: true } : {})
  }
  return kept
}

function withEntry(before: Entry[], added: Entry): Entry[] {
  const list = structuredClone(before)
  const same = list.find((entry) => entry.value === added.value && entry.type === added.type)
  const entry = Object.assign(same ?? {}, added)
  if (!same) list.push(entry)
  if (added.primary) prefer(list, entry)
  return list
}

/** RFC 7643, section 2.4: no more than one. */
function prefer(list: Entry[], preferred: Entry) {
  for (const entry of list) if (entry.primary) entry.primary = false
  preferred.primary = true
}

/** What a person is in JSON, without userName, externalId and active. */
export function profileOf({ texts, lists }: Person): Record<string, unknown> {
  const profile: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(texts)) put(profile, stepsTo(path), value)
  for (const [name, entries] of Object.entries(lists)) if (entries.length > 0) profile[name] = entries
  return profile
}

function stepsTo(path: string): string[] {
  const isExtended = path.startsWith(ENTERPRISE)
  const rest = isExtended ? path.slice(ENTERPRISE.length + 1) : path
  return [...(isExtended ? [ENTERPRISE] : []), ...rest.split('.')]
}

function put(into: Record<string, unknown>, [first = '', ...rest]: string[], value: unknown) {
  if (rest.length === 0) into[first] = value
  else {
    into[first] ??= {}
    // Made in the line above, or by another text of the same whole.
    put(into[first] as Record<string, unknown>, rest, value)
  }
}

/** All the ways in which providers write an intent: each is the operations of a PATCH. */
export function waysToSay(intent: Intent): object[][] {
  if (intent.does === 'active') {
    const said = [intent.value, String(intent.value), intent.value ? 'True' : 'False']
    return said.flatMap((value) => written('active', value))
  }
  if (intent.does === 'externalId')
    return intent.value === null ? unsaid('externalId') : written('externalId', intent.value)
  if (intent.does === 'text') return waysOfText(intent.path, intent.value)
  return waysOfList(intent)
}

function waysOfText(path: string, value: string | null): object[][] {
  const [whole, isPart] = [path.replace(/\.value$/, ''), path.endsWith('.value')]
  if (value === null) return [...unsaid(path), ...(isPart ? [...unsaid(whole), ...written(whole, '')] : [])]
  const nested: Record<string, unknown> = {}
  put(nested, stepsTo(path), value)
  const byObject = ['add', 'Replace'].map((op) => [{ op, value: nested }])
  return [...written(path, value), ...byObject, ...(isPart ? written(whole, value) : [])]
}

function waysOfList(intent: Extract<Intent, { list: string }>): object[][] {
  const { does, list } = intent
  if (does === 'more') {
    const values = [intent.entry, [intent.entry], [{ ...intent.entry, display: null, $ref: null }]]
    return values.flatMap((value) => [
      [{ op: 'Add', path: list, value }],
      [{ op: 'add', value: { [list]: value } }],
    ])
  }
  if (does === 'all') {
    const byNothing = intent.entries.length === 0 ? [[{ op: 'Remove', path: list }]] : []
    const value = intent.entries
    return [
      ...byNothing,
      [{ op: 'Replace', path: list, value }],
      [{ op: 'replace', value: { [list.toUpperCase()]: value } }],
    ]
  }
  const [meant, also] = [
    `${list}[type eq "${intent.type}"]`,
    `${list}[ TYPE Eq "${intent.type.toUpperCase()}" ]`,
  ]
  if (does === 'dropTyped') return [meant, also].map((path) => [{ op: 'remove', path }])
  if (does === 'typed')
    return [meant, meant.replace('type eq', ' TYPE Eq')].flatMap((path) =>
      written(`${path}.value`, intent.value),
    )
  return [true, 'True'].flatMap((value) => written(`${meant}.primary`, value))
}

function written(path: string, value: unknown): object[][] {
  const paths = [path, path.includes('urn:') ? path : `${CORE}:${path}`]
  const ops = ['add', 'Add', 'replace', 'Replace']
  return ops.flatMap((op) => [
    ...paths.map((one) => [{ op, path: one, value }]),
    [{ op, value: { [path]: value } }],
  ])
}

function unsaid(path: string): object[][] {
  const removed = ['remove', 'Remove'].map((op) => [{ op, path }])
  return [...removed, [{ op: 'replace', path, value: null }], [{ op: 'replace', value: { [path]: null } }]]
}

/** What an administrator means with a group. */
export type GroupIntent =
  | { does: 'add' | 'remove' | 'replace'; ids: string[] }
  | { does: 'rename'; name: string }

export interface Team {
  name: string
  ids: string[]
}

/** A group after one intent. */
export function teamAfter({ name, ids }: Team, intent: GroupIntent): Team {
  if (intent.does === 'rename') return { name: intent.name, ids }
  if (intent.does === 'replace') return { name, ids: [...new Set(intent.ids)] }
  const others = ids.filter((id) => !intent.ids.includes(id))
  return { name, ids: intent.does === 'add' ? [...others, ...new Set(intent.ids)] : others }
}

/** All the ways in which providers write an intent with a group. */
export function waysToSayOfTeam(intent: GroupIntent): object[][] {
  if (intent.does === 'rename') {
    const { name } = intent
    return [
      [{ op: 'Replace', path: 'displayName', value: name }],
      [{ op: 'replace', value: { id: 'x', displayName: name } }],
    ]
  }
  const { does, ids } = intent
  const value = ids.map((id) => ({ $ref: null, value: id }))
  if (does !== 'remove') {
    const op = does === 'add' ? 'Add' : 'Replace'
    return [
      [{ op: does, path: 'members', value }],
      [{ op, path: 'Members', value }],
      [{ op: does, value: { members: value } }],
    ]
  }
  const filters = ids.map((id) => `value eq "${id}"`)
  const oneByOne = filters.map((filter) => ({ op: 'remove', path: `members[${filter}]` }))
  const atOnce = filters.length > 0 ? [[{ op: 'Remove', path: `members[${filters.join(' or ')}]` }]] : []
  return [oneByOne, [{ op: 'Remove', path: 'members', value }], ...atOnce]
}
