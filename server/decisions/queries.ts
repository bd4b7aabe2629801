import { sql } from 'kysely'
import { type Reader, readSql } from '../db/open.ts'

/** Names of members and tokens by id; those who are gone are left out. */
export function listSubjects(db: Reader, workspaceId: string, ids: string[]) {
  return readSql(
    db,
    sql<{ id: string; kind: 'user' | 'token'; name: string; email: string | null }>`
    select p.id, p.kind, coalesce(u.name, t.description) as name, u.email from principals p
    left join users u on p.kind = 'user' and u.id = p.id
    left join tokens t on t.workspace_id = p.workspace_id and t.id = p.id
    where p.workspace_id = ${workspaceId} and p.id = any(${ids}::text[]) and p.kind in ('user', 'token')`,
  )
}

/** Names of groups by id. */
export function listGroups(db: Reader, workspaceId: string, ids: string[]) {
  return db
    .selectFrom('groups')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .select(['id', 'name'])
    .execute()
}

/** Custom roles by id, with their actions by resource type. */
export function listCustomRoles(db: Reader, workspaceId: string, ids: string[]) {
  return db
    .selectFrom('roles')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .select(['id', 'name', 'may'])
    .execute()
}

/** Names of registered resources. */
export function listResources(db: Reader, workspaceId: string, names: { type: string; id: string }[]) {
  const types = names.map((one) => one.type)
  const ids = names.map((one) => one.id)
  return readSql(
    db,
    sql<{ type: string; id: string; name: string }>`
    select type, id, name from resources where workspace_id = ${workspaceId}
      and (type, id) in (select * from unnest(${types}::text[], ${ids}::text[]))`,
  )
}
