import { areaOf, pluralOf, wireType } from '../../contract/complete.ts'
import { type Fault, Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, type Happened, outcome } from '../caller/change.ts'
import type { Writer } from '../db/open.ts'
import { forgetResources } from '../grants/grants.ts'
import type { PageInput } from '../http/page.ts'
import { type LabelName, labelsChanged, putLabels } from '../labels/labels.ts'
import { keyOf } from '../platform/names.ts'
import type { ResourceKey, ResourceRow } from './queries.ts'
import * as queries from './queries.ts'
import { type Planned, tellDeleted, tellWritten } from './tell.ts'
import { canSee, listRegistry } from './visible.ts'
import { type Details, isChanged, planResources, textOfKey, typeNamed, type Wanted } from './wanted.ts'

export { canSee } from './visible.ts'

/** The most resources that one call may write or delete. */
const AT_ONCE_MAX = 1_000

export interface Search {
  type?: string | undefined
  /** A part of the name. */
  search?: string | undefined
  /** `key:value`; all of them. */
  labels?: string[] | undefined
  pagination?: PageInput
}

/** The types of the running catalog, in its order, with what can be done on each. */
export function listTypes({ app }: Caller) {
  return Object.entries(app.catalog.resourceTypes).map(([type, spec]) => ({
    type: wireType(type),
    name: spec.name,
    plural: pluralOf(spec),
    area: areaOf(spec),
    labelable: spec.labelable,
    parent: spec.parent === undefined ? null : wireType(spec.parent),
    actions: Object.entries(spec.actions).map(([name, { says, creates = false, needs = null }]) => {
      return { name, says, creates, needs }
    }),
  }))
}

/** A page of the registry, by type and id: only what the caller may do something with. Raises `invalid-input`. */
export function listResources(caller: Caller, { type, search = '', labels = [], pagination }: Search) {
  const types =
    type === undefined ? Object.keys(caller.app.catalog.resourceTypes) : [typeOrFault(caller, type, 'type')]
  const wanted = labels.map((text, index) => {
    const [key = '', value, ...rest] = text.split(':')
    if (value !== undefined && rest.length === 0) return { key, value }
    const field = `labels.${index}`
    throw new Problem('invalid-input', { field, message: `"${field}" is written key:value` })
  })
  return listRegistry(
    caller,
    { types: types.filter((one) => one !== 'workspace'), labels: wanted, search: keyOf(search) },
    pagination,
  )
}

/** One resource. Raises `not-found` for what is not there and what the caller may do nothing with, alike. */
export async function getResource(caller: Caller, { type: wire, id }: ResourceKey): Promise<ResourceRow> {
  const type = typeNamed(caller, wire)
  if (type === undefined || !canSee(caller, { type, id })) throw new Problem('not-found')
  return findResource(caller, { type, id })
}

/** One resource that the caller was admitted to. Raises `not-found`. */
export async function findResource(caller: Caller, key: ResourceKey): Promise<ResourceRow> {
  const [row] = await queries.findResources(caller.db, caller.workspaceId, [key])
  if (!row) throw new Problem('not-found')
  return row
}

/** What the parents of these are called, by `textOfKey`: of those that the caller may know of. */
export async function listParentNames(caller: Caller, rows: ResourceRow[]): Promise<Map<string, string>> {
  const keys = rows.flatMap(({ parent }) => (parent && canSee(caller, parent) ? [parent] : []))
  const parents = await queries.findResources(caller.db, caller.workspaceId, keys)
  return new Map(parents.map((row) => [textOfKey(row), row.name]))
}

/** Registers a resource, or brings its registration up to date. Raises `not-found` for an unknown type, and as `planResources`. */
export function putResource(
  caller: Caller,
  { type: wire, id }: ResourceKey,
  details: Details,
): Promise<ResourceRow> {
  const type = typeNamed(caller, wire)
  if (type === undefined) throw new Problem('not-found')
  return change(caller, (tx) => putOne(tx, caller, { ...details, type, id, at: '' }))
}

/** Changes a registered resource by what `edit` makes of it as it is. Raises `not-found`, and as `planResources`. */
export function editResource(
  caller: Caller,
  { type: wire, id }: ResourceKey,
  edit: (row: ResourceRow) => Details,
): Promise<ResourceRow> {
  const type = typeNamed(caller, wire)
  return change(caller, async (tx) => {
    const [row] =
      type === undefined ? [] : await queries.findResources(tx, caller.workspaceId, [{ type, id }])
    if (!row) throw new Problem('not-found')
    return putOne(tx, caller, { ...edit(row), type: row.type, id, at: '' })
  })
}

/**
 * Deletes a resource with all that hangs on it. Lists of grants lose their entries, and grants that named nothing else
 * are deleted: registering the id again gives nothing back. Raises `not-found`.
 */
export function deleteResource(caller: Caller, { type: wire, id }: ResourceKey) {
  const type = typeNamed(caller, wire)
  return change(caller, async (tx) => {
    const happened = type === undefined ? [] : await removeResources(tx, caller, [{ type, id }])
    if (happened.length === 0) throw new Problem('not-found')
    return outcome(undefined, happened)
  })
}

export interface Bulk {
  upserts?: (ResourceKey & Details)[] | undefined
  deletes?: ResourceKey[] | undefined
}

/** Writes and deletes many in one change, all or nothing; what is gone already is no mistake. Raises as `planResources`. */
export function writeResources(caller: Caller, { upserts = [], deletes = [] }: Bulk) {
  if (upserts.length + deletes.length > AT_ONCE_MAX) {
    const message = `One call takes ${AT_ONCE_MAX} resources at most.`
    throw new Problem('invalid-input', { field: 'upserts', message })
  }
  const goneKeys = typedAll(caller, deletes, 'deletes')
  const wanted = typedAll(caller, upserts, 'upserts').map((one, index) => ({
    ...one,
    at: `upserts.${index}.`,
  }))
  return change(caller, async (tx) => {
    const planned = await planResources(tx, caller, wanted)
    const written = await writePlanned(tx, caller, planned)
    const family = new Set((await queries.listFamily(tx, caller.workspaceId, goneKeys)).map(textOfKey))
    refuseAmong(family, wanted)
    const deleted = new Set(goneKeys.map(textOfKey).filter((key) => family.has(key))).size
    const removed = await removeResources(tx, caller, goneKeys)
    const created = planned.filter((one) => !one.before).length
    const updated = planned.filter((one) => one.before && isChanged(one)).length
    const unchanged = planned.length - created - updated
    return outcome({ created, updated, unchanged, deleted }, [...written, ...removed])
  })
}

export interface Assignment {
  resource: ResourceKey
  labels: LabelName[]
}

/** Makes exactly these labels those of each named resource, all or nothing. Raises `invalid-input`. */
export function assignLabels(caller: Caller, assignments: Assignment[]): Promise<ResourceRow[]> {
  const named = assignments.map(({ resource, labels }) => ({ ...resource, labels }))
  const typed = typedAll(caller, named, 'assignments', '.resource')
  const wanted = typed.map((one, index) => ({ ...one, at: `assignments.${index}.` }))
  return change(caller, async (tx) => {
    const present = new Set((await queries.findResources(tx, caller.workspaceId, wanted)).map(textOfKey))
    const faults = wanted.flatMap((one): Fault[] => {
      const field = `${one.at}resource.id`
      return present.has(textOfKey(one))
        ? []
        : [{ field, message: `"${field}" names no registered resource: ${one.id}` }]
    })
    if (faults.length > 0) throw new Problem('invalid-input', { ...faults[0], faults })

    const planned = await planResources(tx, caller, wanted)
    return outcome(
      planned.map((one) => one.after),
      await writePlanned(tx, caller, planned),
    )
  })
}

async function putOne(tx: Writer, caller: Caller, wanted: Wanted) {
  const planned = await planResources(tx, caller, [wanted])
  const happened = await writePlanned(tx, caller, planned)
  // As many come back as went in.
  const [{ before, after }] = planned as [Planned]
  return outcome(happened.length === 0 && before ? before : after, happened)
}

async function writePlanned(tx: Writer, caller: Caller, planned: Planned[]): Promise<Happened[]> {
  const moving = planned.filter(isChanged)
  if (moving.length === 0) return []
  await queries.upsertResources(
    tx,
    caller.workspaceId,
    moving.map((one) => one.after),
  )
  const relabelled = moving
    .map(({ before, after }) => ({ after, moved: labelsChanged(before?.labels ?? [], after.labels) }))
    .filter((one) => one.moved.length > 0)
  const resources = relabelled.map((one) => one.after)
  await putLabels(tx, caller, { resources, moved: relabelled.flatMap((one) => one.moved) })
  return moving.flatMap(tellWritten)
}

async function removeResources(tx: Writer, caller: Caller, keys: ResourceKey[]): Promise<Happened[]> {
  const family = await queries.listFamily(tx, caller.workspaceId, keys)
  if (family.length === 0) return []
  const rows = await queries.findResources(tx, caller.workspaceId, family)
  const lost = await forgetResources(tx, caller, family)
  await queries.deleteResources(tx, caller.workspaceId, family)
  return [...rows.map(tellDeleted), ...lost]
}

function typedAll<Key extends ResourceKey>(caller: Caller, keys: Key[], where: string, part = ''): Key[] {
  const faults: Fault[] = []
  const typed = keys.map((key, index) => {
    const type = typeNamed(caller, key.type)
    const field = `${where}.${index}${part}.type`
    if (type === undefined) faults.push({ field, message: `"${field}" is not a resource type: ${key.type}` })
    return { ...key, type: type ?? key.type }
  })
  if (faults.length > 0) throw new Problem('invalid-input', { ...faults[0], faults })
  return typed
}

/** What is written must not hang on what the same call deletes, or be that itself: it would be gone at once. */
function refuseAmong(family: Set<string>, wanted: Wanted[]) {
  const faults = wanted
    .filter((one) => family.has(textOfKey(one)))
    .map((one): Fault => {
      const field = `${one.at}id`
      return { field, message: `"${field}" is deleted by the same call: ${wireType(one.type)} ${one.id}` }
    })
  if (faults.length > 0) throw new Problem('invalid-input', { ...faults[0], faults })
}

function typeOrFault(caller: Caller, wire: string, field: string): string {
  const type = typeNamed(caller, wire)
  if (type === undefined)
    throw new Problem('invalid-input', { field, message: `"${field}" is not a resource type: ${wire}` })
  return type
}
