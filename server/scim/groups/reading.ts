import { sql } from 'kysely'
import { Problem } from '../../../contract/problems.ts'
import type { Caller } from '../../caller/caller.ts'
import type { JsonObject } from '../../db/tables.ts'
import { keyOf } from '../../platform/names.ts'
import {
  type Condition,
  column,
  conditionOf,
  inRows,
  mayLack,
  notSearched,
  type Place,
  type Places,
  someRow,
} from '../filtering.ts'
import { type Filter, parseFilter } from '../protocol/filter.ts'
import { listOf, readWindow } from '../protocol/lists.ts'
import type { AttributePath } from '../protocol/paths.ts'
import { coreOf } from '../protocol/schemas.ts'
import { readShown, type Shown } from '../protocol/shown.ts'
import { baseOf, groupShown } from '../shown.ts'
import type { ListQuery, ShownQuery } from '../users/reading.ts'
import * as queries from './queries.ts'

/** A page of the groups. Raises `scim-invalid` for a filter that is not understood. */
export async function listGroups(caller: Caller, query: ListQuery): Promise<JsonObject> {
  const { db, workspaceId } = caller
  const which = conditionOfGroups(
    caller,
    query.filter === undefined ? null : parseFilter(query.filter, 'Group'),
  )
  const { startIndex, count } = readWindow(query)
  const shown = readShown(query, 'Group')
  const offset = startIndex - 1
  const rows = count > 0 ? await queries.listGroups(db, workspaceId, which, { offset, count }) : []
  const isLast = rows.length < count && (rows.length > 0 || offset === 0)
  const total = isLast ? offset + rows.length : await queries.countGroups(db, workspaceId, which)
  return listOf(await show(caller, rows, shown), { total, startIndex })
}

/** One group, with its members if they are wanted. Raises `not-found`. */
export async function getGroup(caller: Caller, id: string, query: ShownQuery): Promise<JsonObject> {
  const rows = await queries.findGroups(caller.db, caller.workspaceId, [id])
  const [group] = await show(caller, rows, readShown(query, 'Group'))
  if (!group) throw new Problem('not-found')
  return group
}

async function show(caller: Caller, rows: queries.GroupRow[], shown: Shown): Promise<JsonObject[]> {
  const base = baseOf(caller.app)
  const ids = rows.map((row) => row.id)
  const isWanted = shown.wants('members') && ids.length > 0
  const members = isWanted ? await queries.listMembers(caller.db, caller.workspaceId, ids) : []
  const within = Map.groupBy(members, (one) => one.groupId)
  return rows.map((row) => shown.only(groupShown(base, row, isWanted ? (within.get(row.id) ?? []) : null)))
}

/** A filter of groups as a condition over `g`, and `sg`, what SCIM keeps of one. */
function conditionOfGroups(caller: Caller, filter: Filter | null): Condition {
  if (!filter) return sql`true`
  const base = baseOf(caller.app)
  const places: Places = {
    at: (path) => placeOf(base, path),
    some: (path, where) => {
      if (path.name !== 'members') throw notSearched(path.name)
      return someRow(within, memberParts(base), where)
    },
  }
  return conditionOf(filter, places)
}

function placeOf(base: string, { name, sub }: AttributePath): Place {
  if (name === 'members') {
    const part = sub ?? 'value'
    const place = inRows(within, memberParts(base), part)
    return part === 'value' ? { ...place, equals: isMember } : place
  }
  const place = ownPlaces(base)[sub === null ? name : `${name}.${sub}`]
  if (!place) throw notSearched(name)
  return place
}

function ownPlaces(base: string): Record<string, Place | undefined> {
  const displayName = {
    ...column(sql`g.name_key`, 'folded'),
    equals: (text: string): Condition => sql`g.name_key = ${keyOf(text)}`,
  }
  return {
    id: column(sql`g.id`),
    displayName,
    externalId: mayLack(sql`sg.external_id`),
    schemas: column(sql`${coreOf.Group.urn}::text`),
    meta: column(sql`g.id`),
    'meta.created': column(sql`g.created_at`, 'moment'),
    'meta.lastModified': column(sql`greatest(sg.updated_at, g.created_at)`, 'moment'),
    'meta.resourceType': column(sql`'Group'`),
    'meta.location': column(sql`(${`${base}/Groups/`} || g.id)`),
  }
}

/** Who is in the group `g`, by the ids that SCIM shows. */
const within = sql`(
  select coalesce(s.id, gm.principal_id) as id from group_members gm
    join memberships m on m.workspace_id = gm.workspace_id and m.user_id = gm.principal_id
    left join scim_users s on s.workspace_id = gm.workspace_id and s.principal_id = gm.principal_id
    where gm.workspace_id = g.workspace_id and gm.group_id = g.id
  union all
  select said.scim_user_id from scim_group_members said
    where said.workspace_id = g.workspace_id and said.group_id = g.id) as within`

function memberParts(base: string) {
  return {
    value: sql`within.id`,
    type: sql`'User'`,
    $ref: sql`(${`${base}/Users/`} || within.id)`,
  }
}

/** Whether one person is in the group `g`: begins at the person, not at the members of every group. */
function isMember(id: string): Condition {
  return sql`(g.id in (select said.group_id from scim_group_members said
      where said.workspace_id = g.workspace_id and said.scim_user_id = ${id})
    or g.id in (select gm.group_id from group_members gm
      join memberships m on m.workspace_id = gm.workspace_id and m.user_id = gm.principal_id
      left join scim_users s on s.workspace_id = gm.workspace_id and s.principal_id = gm.principal_id
      where gm.workspace_id = g.workspace_id and coalesce(s.id, gm.principal_id) = ${id}
        and gm.principal_id in (${id}, (select known.principal_id from scim_users known
          where known.workspace_id = g.workspace_id and known.id = ${id}))))`
}
