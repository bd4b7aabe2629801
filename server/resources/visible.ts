import { hasResource, listResources as listAllowed, listRegistered } from '../../access/index.ts'
import { Problem } from '../../contract/problems.ts'
import { may } from '../caller/admit.ts'
import type { Caller } from '../caller/caller.ts'
import { type Page, type PageInput, paged, pageOf } from '../http/page.ts'
import { keyOf } from '../platform/names.ts'
import type { ResourceKey, ResourceRow } from './queries.ts'
import * as queries from './queries.ts'

/** How many are looked at together where only some of them are kept. */
const FILTERED_AT_ONCE = 1_000

/** What a list is about. A resource is in it if the caller may do any of `actions` on it. */
export interface Look {
  /** Binds cursors to this list. */
  name: string
  type: string
  actions: readonly string[]
  keep?: (row: ResourceRow) => boolean
}

/** What the whole registry shows: whatever one may do anything with; everything, for who may register resources. */
export interface Registry {
  types: readonly string[]
  labels: { key: string; value: string }[]
  /** What their names contain, as `keyOf` writes it; empty for any name. */
  search: string
}

/**
 * A page of the resources of one type that the caller may do something with, by id. It costs what it shows. Raises
 * `not-found` where the running catalog has no such type.
 */
export async function listVisible(
  caller: Caller,
  { name, type, actions, keep }: Look,
  pagination: PageInput,
) {
  if (!caller.app.catalog.resourceTypes[type]) throw new Problem('not-found')
  const page = pageOf(caller, pagination, name, 2)
  return readPage(caller, page, { type, actions, keep })
}

/**
 * A page of the registry, by type and id, with the number of all that match. The engine says which they are, without the
 * database: for a caller who sees 10,000, that is some milliseconds. Only a search reads the names of all.
 */
export async function listRegistry(
  caller: Caller,
  { types, labels, search }: Registry,
  pagination: PageInput,
) {
  const list = `resources/${JSON.stringify([types, labels, ...(search === '' ? [] : [search])])}`
  const page = pageOf(caller, pagination, list, 2)
  const all = mayRegister(caller)
  const visible = types.toSorted().flatMap((type) => {
    const sought = { type, actions: all ? null : actionsOn(caller, type) }
    const { ids } = idsOf(caller, sought, { count: Number.MAX_SAFE_INTEGER, after: undefined, labels })
    return ids.map((id) => ({ type, id }))
  })
  const found = search === '' ? visible : await named(caller, visible, { types, search })
  const { rows, pagination: next } = await readRest(caller, page, found)
  return { rows, pagination: { ...next, totalEntries: found.length } }
}

/** Those whose names contain a text. Names are compared here, because the database keeps no key of them. */
async function named(
  { db, workspaceId }: Caller,
  keys: ResourceKey[],
  { types, search }: { types: readonly string[]; search: string },
) {
  const names = await queries.listNames(db, workspaceId, types)
  const found = names.filter(({ name }) => keyOf(name).includes(search))
  const wanted = new Set(found.map(({ type, id }) => `${type}\n${id}`))
  return keys.filter(({ type, id }) => wanted.has(`${type}\n${id}`))
}

/** The page that begins after where it says, of what is in order; what was deleted meanwhile is passed over. */
async function readRest(caller: Caller, page: Page, keys: ResourceKey[]) {
  const [type = '', id = ''] = page.after ?? []
  const isLater = (key: ResourceKey) => key.type > type || (key.type === type && key.id > id)
  let next = page.after ? keys.findIndex(isLater) : 0
  const rows: ResourceRow[] = []
  while (next >= 0 && next < keys.length && rows.length <= page.count) {
    const part = keys.slice(next, next + page.count + 1)
    rows.push(...(await readRows(caller, part)))
    next += part.length
  }
  const { items, pagination } = paged(page, rows, (row) => [row.type, row.id])
  return { rows: items, pagination }
}

/** A page of those of these resources that are there and that the caller may do `action` on, by id. For what hangs on one. */
export async function listSome(
  caller: Caller,
  { name, action, keys }: { name: string; action: string; keys: ResourceKey[] },
  pagination: PageInput,
) {
  const page = pageOf(caller, pagination, name, 1)
  const [after = ''] = page.after ?? []
  const isThere = ({ type, id }: ResourceKey) => id > after && hasResource(caller.world, type, id)
  const visible = keys.filter((key) => isThere(key) && may(caller, action, key)).sort(byId)
  const rows = await readRows(caller, visible.slice(0, page.count + 1))
  const { items, pagination: next } = paged(page, rows, (row) => [row.id])
  return { rows: items, pagination: next }
}

/** Whether the caller may know of this resource through the registry, answered without looking whether it exists. */
export function canSee(caller: Caller, { type, id }: ResourceKey): boolean {
  return mayRegister(caller) || actionsOn(caller, type).some((action) => may(caller, action, { type, id }))
}

/** Whether the caller may register resources of every type, and so knows all of them. */
export function mayRegister(caller: Caller): boolean {
  return may(caller, 'resource:edit', { type: 'workspace', id: caller.workspaceId })
}

/** What can be done to one that exists: creating another tells nothing about those that are there. */
function actionsOn({ app }: Caller, type: string): string[] {
  const actions = Object.entries(app.catalog.resourceTypes[type]?.actions ?? {})
  return actions.filter(([, spec]) => !spec.creates).map(([action]) => action)
}

interface Sought {
  type: string
  actions: readonly string[]
  keep?: ((row: ResourceRow) => boolean) | undefined
}

async function readPage(caller: Caller, page: Page, sought: Sought) {
  const rows: ResourceRow[] = []
  for await (const row of walk(caller, page, sought)) {
    if (sought.keep && !sought.keep(row)) continue
    rows.push(row)
    if (rows.length > page.count) break
  }
  const { items, pagination } = paged(page, rows, (row) => [row.type, row.id])
  return { rows: items, pagination }
}

/** Memory says which ids are next, the database what they are; one that was deleted meanwhile is passed over. */
async function* walk(
  caller: Caller,
  page: Page,
  { type, actions, keep }: Sought,
): AsyncGenerator<ResourceRow> {
  const [, fromId] = page.after ?? []
  const count = keep ? FILTERED_AT_ONCE : page.count + 1
  let after = fromId
  do {
    const { ids, next } = idsOf(caller, { type, actions }, { count, after, labels: [] })
    yield* await readRows(
      caller,
      ids.map((id) => ({ type, id })),
    )
    after = next
  } while (after !== undefined)
}

interface Part {
  count: number
  after: string | undefined
  labels: { key: string; value: string }[]
}

/** `actions` null is everything registered. */
function idsOf(
  caller: Caller,
  { type, actions }: { type: string; actions: readonly string[] | null },
  { count, after, labels }: Part,
): { ids: string[]; next?: string } {
  const page = after === undefined ? { count, labels } : { count, labels, after }
  if (actions === null) return listRegistered(caller.world, type, page)

  // Who may do one of them everywhere sees everything by that one alone.
  const wide = actions.find((action) => may(caller, action, { type, id: null }))
  const asked = wide === undefined ? actions : [wide]
  const question = { who: caller.principalId, type, at: caller.now.getTime() }
  const parts = asked.map((action) => listAllowed(caller.world, { ...question, action }, page))
  const found = [...new Set(parts.flatMap((part) => part.ids))].sort()
  const ids = found.slice(0, count)
  const isMore = found.length > count || parts.some((part) => part.next !== undefined)
  const next = ids.at(-1)
  return isMore && next !== undefined ? { ids, next } : { ids }
}

async function readRows(caller: Caller, keys: ResourceKey[]): Promise<ResourceRow[]> {
  const rows = await queries.findResources(caller.db, caller.workspaceId, keys)
  return rows.sort(byId)
}

/** In the order of code units, as lists in memory are. */
function byId(one: ResourceKey, other: ResourceKey): number {
  if (one.type !== other.type) return one.type < other.type ? -1 : 1
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}
