import { Problem } from '../../../contract/problems.ts'
import type { Caller } from '../../caller/caller.ts'
import type { JsonObject } from '../../db/tables.ts'
import { groupsOfAll } from '../../groups/groups.ts'
import { parseFilter } from '../protocol/filter.ts'
import { listOf, readWindow } from '../protocol/lists.ts'
import { readShown, type Shown } from '../protocol/shown.ts'
import { baseOf, userShown } from '../shown.ts'
import * as queries from './queries.ts'
import { conditionsOf } from './searching.ts'

export interface ShownQuery {
  attributes?: string
  excludedAttributes?: string
}

export interface ListQuery extends ShownQuery {
  filter?: string
  startIndex?: number
  count?: number
}

/** A page of the people: all members, and whom SCIM knows besides. Raises `scim-invalid` for a filter that is not understood. */
export async function listUsers(caller: Caller, query: ListQuery): Promise<JsonObject> {
  const { db, workspaceId } = caller
  const filter = query.filter === undefined ? null : parseFilter(query.filter, 'User')
  const which = conditionsOf(filter, { workspaceId, base: baseOf(caller.app) })
  const { startIndex, count } = readWindow(query)
  const shown = readShown(query, 'User')
  const offset = startIndex - 1
  const ids = count > 0 ? await queries.listIds(db, workspaceId, which, { offset, count }) : []
  // A page that is not full is the last one: it tells how many there are.
  const isLast = ids.length < count && (ids.length > 0 || offset === 0)
  const total = isLast ? offset + ids.length : await queries.countUsers(db, workspaceId, which)
  return listOf(await show(caller, ids, shown), { total, startIndex })
}

/** One person. Raises `not-found`. */
export async function getUser(caller: Caller, id: string, query: ShownQuery): Promise<JsonObject> {
  const [user] = await show(caller, [id], readShown(query, 'User'))
  if (!user) throw new Problem('not-found')
  return user
}

async function show(caller: Caller, ids: string[], shown: Shown): Promise<JsonObject[]> {
  if (ids.length === 0) return []
  const { db, workspaceId, app } = caller
  const base = baseOf(app)
  const found = new Map((await queries.findUsers(db, workspaceId, ids)).map((row) => [row.id, row]))
  const rows = ids.map((id) => found.get(id)).filter((row) => row !== undefined)
  const groups = shown.wants('groups') ? await groupsOf(caller, rows) : null
  return rows.map((row) =>
    shown.only(userShown(base, row, groups && (groups.get(row.principalId ?? '') ?? []))),
  )
}

function groupsOf(caller: Caller, rows: queries.UserRow[]) {
  const principals = rows.map((row) => row.principalId).filter((id) => id !== null)
  return groupsOfAll(caller.db, caller, principals)
}
