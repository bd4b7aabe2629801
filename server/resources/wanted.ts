import { isDeepStrictEqual } from 'node:util'
import { typeFromWire, wireType } from '../../contract/complete.ts'
import { type Fault, Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import type { Reader } from '../db/open.ts'
import type { JsonObject } from '../db/tables.ts'
import { keyOfLabel, type Label, type LabelName, labelBook, onePerKey } from '../labels/labels.ts'
import { tidyName } from '../platform/names.ts'
import type { ResourceKey, ResourceRow } from './queries.ts'
import * as queries from './queries.ts'
import type { Planned } from './tell.ts'

/** What a client says about a resource; what is left out stays as it is. A new one has a name. */
export interface Details {
  name?: string | undefined
  slug?: string | null | undefined
  /** Its type may be written in either case. */
  parent?: ResourceKey | null | undefined
  labels?: LabelName[] | undefined
  /** The labels come beside those that are there. */
  keepsLabels?: true
  /** Laid over the attributes that are there; what is null is taken away. */
  attributes?: Record<string, unknown> | undefined
}

export interface Wanted extends ResourceKey, Details {
  /** What the fields of its faults begin with: '' or `upserts.3.`. */
  at: string
}

const ATTRIBUTES_MAX = 262_144

/** The resource type that a client means; undefined for none, and for the workspace, which is no entry of the registry. */
export function typeNamed(caller: Pick<Caller, 'app'>, wire: string): string | undefined {
  const type = typeFromWire(caller.app.catalog, wire)
  return type === 'workspace' ? undefined : type
}

/**
 * Checks what is wanted against the catalog and what is there. Answers before and after of each, in order. Raises `invalid-input` with every fault at once, `resource-slug-taken` if slugs are the only ones.
 */
export async function planResources(db: Reader, caller: Caller, wanted: Wanted[]): Promise<Planned[]> {
  const check = await openCheck(db, caller, wanted)
  const planned = wanted.map((one) => planOne(check, one))
  if (check.faults.length > 0)
    throw new Problem('invalid-input', { ...check.faults[0], faults: check.faults })
  const [slugFault] = check.slugFaults
  if (slugFault) throw new Problem('resource-slug-taken', { ...slugFault, faults: check.slugFaults })
  return planned
}

/** Whether writing it would change anything. */
export function isChanged({ before, after }: Planned): boolean {
  return !before || !isDeepStrictEqual({ ...before, updatedAt: null }, { ...after, updatedAt: null })
}

/** What a resource is called in a Map. */
export function textOfKey({ type, id }: ResourceKey): string {
  return `${type}\n${id}`
}

interface Check {
  caller: Caller
  present: Map<string, ResourceRow>
  /** Everything that a parent can be: registered, or wanted in the same call. */
  parents: Set<string>
  labels: Map<string, Label>
  slugs: Map<string, string>
  seen: Set<string>
  faults: Fault[]
  slugFaults: Fault[]
}

async function openCheck(db: Reader, caller: Caller, wanted: Wanted[]): Promise<Check> {
  const { workspaceId } = caller
  const present = await queries.findResources(db, workspaceId, wanted)
  const named = wanted.flatMap((one) => (one.parent ? [parentKey(caller, one.parent)] : []))
  const parents = await queries.findResources(db, workspaceId, named)
  const slugs = wanted.flatMap(({ type, slug }) =>
    typeof slug === 'string' ? [{ type, slug: tidyName(slug) }] : [],
  )
  const owners = slugs.length > 0 ? await queries.findSlugs(db, workspaceId, slugs) : []
  const isLabelled = wanted.some((one) => one.labels?.length)
  return {
    caller,
    present: new Map(present.map((row) => [textOfKey(row), row])),
    parents: new Set([...parents, ...wanted].map(textOfKey)),
    labels: isLabelled ? await labelBook(db, caller) : new Map(),
    slugs: new Map(owners.map(({ type, slug, id }) => [textOfKey({ type, id: slug }), id])),
    seen: new Set(),
    faults: [],
    slugFaults: [],
  }
}

function planOne(check: Check, one: Wanted): Planned {
  const { caller, present, seen } = check
  const { type, id, at } = one
  const key = textOfKey(one)
  if (seen.has(key)) wrong(check, `${at}id`, `is here twice: ${wireType(type)} ${id}`)
  seen.add(key)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(id)) wrong(check, `${at}id`, 'takes printable characters only')

  const before = present.get(key) ?? null
  const name = one.name === undefined ? before?.name : tidyName(one.name)
  if (name === undefined) throw new Error(`${key} is new, and nobody said its name`)

  const after: ResourceRow = {
    type,
    id,
    name,
    slug: slugOf(check, one, before),
    parent: parentOf(check, one, before),
    labels: labelsOf(check, one, before),
    attributes: attributesOf(check, one, before),
    createdAt: before?.createdAt ?? caller.now,
    updatedAt: caller.now,
  }
  return { before, after }
}

function slugOf(check: Check, { type, id, slug, at }: Wanted, before: ResourceRow | null): string | null {
  if (slug === undefined) return before?.slug ?? null
  if (slug === null) return null
  const tidy = tidyName(slug)
  const key = textOfKey({ type, id: tidy })
  const owner = check.slugs.get(key)
  if (owner !== undefined && owner !== id) {
    const field = `${at}slug`
    check.slugFaults.push({ field, message: `"${field}" is taken by another ${wordOf(type)}: ${tidy}` })
  }
  check.slugs.set(key, id)
  return tidy
}

function parentOf(
  check: Check,
  { type, parent, at }: Wanted,
  before: ResourceRow | null,
): ResourceKey | null {
  if (parent === undefined) return before?.parent ?? null
  if (parent === null) return null
  const key = parentKey(check.caller, parent)
  const expected = check.caller.app.catalog.resourceTypes[type]?.parent
  if (expected === undefined)
    wrong(check, `${at}parent`, `is not for this type: a ${wordOf(type)} hangs on nothing`)
  else if (key.type !== expected)
    wrong(check, `${at}parent.type`, `must be ${wireType(expected)} for a ${wordOf(type)}`)
  else if (!check.parents.has(textOfKey(key))) {
    wrong(check, `${at}parent.id`, `names no registered ${wordOf(expected)}: ${key.id}`)
  }
  return key
}

function parentKey(caller: Caller, { type, id }: ResourceKey): ResourceKey {
  return { type: typeNamed(caller, type) ?? type, id }
}

function labelsOf(check: Check, one: Wanted, before: ResourceRow | null): Label[] {
  const { type, labels, at } = one
  if (labels === undefined) return before?.labels ?? []
  if (labels.length > 0 && !check.caller.app.catalog.resourceTypes[type]?.labelable) {
    wrong(check, `${at}labels`, `cannot be put on a ${wordOf(type)}`)
    return []
  }
  const stored = labels.map((label, index) => {
    const found = check.labels.get(keyOfLabel(label))
    if (!found)
      wrong(check, `${at}labels.${index}`, `names no label of this workspace: ${label.key}:${label.value}`)
    return found
  })
  const kept = one.keepsLabels ? (before?.labels ?? []) : []
  return onePerKey([...kept, ...stored.filter((label) => label !== undefined)])
}

function attributesOf(check: Check, { attributes, at }: Wanted, before: ResourceRow | null): JsonObject {
  const present = before?.attributes ?? {}
  if (attributes === undefined) return present
  // They came as JSON, so that is what they are.
  const laid = laidOver(present, attributes as JsonObject)
  if (JSON.stringify(laid).length > ATTRIBUTES_MAX) wrong(check, `${at}attributes`, 'is too much to keep')
  return laid
}

/** One JSON object over another, key by key; what is null is taken away. */
export function laidOver(present: JsonObject, given: JsonObject): JsonObject {
  const entries = Object.entries({ ...present, ...given }).filter(([, value]) => value !== null)
  return Object.fromEntries(entries)
}

function wordOf(type: string): string {
  return type.replaceAll('_', ' ')
}

function wrong(check: Check, field: string, what: string) {
  check.faults.push({ field, message: `"${field}" ${what}` })
}
