import type { ResourceName, ScopeFact, Via } from '../../access/index.ts'
import { roleById } from '../../contract/complete.ts'
import type { Caller } from '../caller/caller.ts'
import * as queries from './queries.ts'

/** What people call the things of an answer. Ids that have no name any more are their own names. */
export interface Names {
  subject(id: string): { name: string; email: string | null }
  group(id: string): string
  role(id: string): string
  /** What a role may do by resource type; a custom role that is gone may nothing. */
  may(roleId: string): Readonly<Record<string, readonly string[]>>
  resource(type: string, id: string): string | undefined
}

/** What an answer will name. */
export interface Naming {
  subjects: string[]
  roles: string[]
  vias: Via[]
  scopes: ScopeFact[]
  resources: ResourceName[]
}

/** For an answer that names one kind of thing only. */
export const nothingNamed: Naming = { subjects: [], roles: [], vias: [], scopes: [], resources: [] }

/** Reads the names of everything in an answer: one query for each kind of thing that is in it. */
export async function readNames(caller: Caller, naming: Naming): Promise<Names> {
  const { app, workspace, workspaceId } = caller
  const subjects = await whereAny(naming.subjects, (ids) => queries.listSubjects(caller.db, workspaceId, ids))
  const groupIds = naming.vias.flatMap((via) => (via.kind === 'group' ? [via.groupId] : []))
  const groups = await whereAny(groupIds, (ids) => queries.listGroups(caller.db, workspaceId, ids))
  const customIds = naming.roles.filter((id) => !roleById(app.catalog, id))
  const customRoles = await whereAny(customIds, (ids) => queries.listCustomRoles(caller.db, workspaceId, ids))
  const listed = naming.scopes.flatMap((scope) => (scope.kind === 'list' ? [scope] : []))
  const named = [...listed, ...naming.resources].flatMap(({ type, id }) =>
    id === null ? [] : [{ type, id }],
  )
  const resources = named.length > 0 ? await queries.listResources(caller.db, workspaceId, named) : []
  const nameOfResource = new Map(resources.map((one) => [`${one.type}\n${one.id}`, one.name]))
  nameOfResource.set(`workspace\n${workspaceId}`, workspace.name)

  const builtIn = (id: string) => roleById(app.catalog, id)
  return {
    subject: (id) => subjects.get(id) ?? { name: id, email: null },
    group: (id) => groups.get(id)?.name ?? id,
    role: (id) => builtIn(id)?.name ?? customRoles.get(id)?.name ?? id,
    // The column holds what the operation that wrote it checked: actions by resource type.
    may: (id) => builtIn(id)?.may ?? ((customRoles.get(id)?.may ?? {}) as Record<string, string[]>),
    resource: (type, id) => nameOfResource.get(`${type}\n${id}`),
  }
}

async function whereAny<Row extends { id: string }>(ids: string[], read: (ids: string[]) => Promise<Row[]>) {
  const rows = ids.length > 0 ? await read([...new Set(ids)]) : []
  return new Map(rows.map((row) => [row.id, row]))
}
