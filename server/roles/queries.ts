import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'

export interface RoleRow {
  id: string
  name: string
  description: string
  may: Record<string, string[]>
  createdAt: Date
}

const columns = ['id', 'name', 'description', 'may', 'created_at as createdAt'] as const

/** The workspace's own roles, in the order they were made. They are few: see CUSTOM_MAX. */
export function listRoles(db: Reader, workspaceId: string): Promise<RoleRow[]> {
  return db
    .selectFrom('roles')
    .where('workspace_id', '=', workspaceId)
    .select(columns)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** One of the workspace's own roles. */
export function findRole(db: Reader, workspaceId: string, id: string): Promise<RoleRow | undefined> {
  return db
    .selectFrom('roles')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .select(columns)
    .executeTakeFirst()
}

/** How many roles the workspace made. */
export async function countRoles(db: Reader, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('roles')
    .where('workspace_id', '=', workspaceId)
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

export interface Holder {
  kind: 'user' | 'group' | 'token' | 'invite'
  id: string
  name: string
}

/** Who holds a role: up to `count` of them. */
export function listHolders(
  db: Reader,
  workspaceId: string,
  roleId: string,
  count: number,
): Promise<Holder[]> {
  return readSql(
    db,
    sql<Holder>`
    select p.kind, p.id, coalesce(u.name, g.name, t.description, i.email) as name from principals p
    left join users u on p.kind = 'user' and u.id = p.id
    left join groups g on g.workspace_id = p.workspace_id and g.id = p.id
    left join tokens t on t.workspace_id = p.workspace_id and t.id = p.id
    left join invites i on i.workspace_id = p.workspace_id and i.id = p.id
    where p.workspace_id = ${workspaceId} and exists (
      select 1 from grants held where held.workspace_id = p.workspace_id and held.principal_id = p.id
        and held.role_id = ${roleId})
    order by p.kind, p.id limit ${count}`,
  )
}

/** How many hold a role. */
export async function countHolders(db: Reader, workspaceId: string, roleId: string): Promise<number> {
  const { count } = await db
    .selectFrom('grants')
    .where('workspace_id', '=', workspaceId)
    .where('role_id', '=', roleId)
    .select((select) => select.fn.count<number>('principal_id').distinct().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

export interface RoleValues {
  name: string
  nameKey: string
  description: string
  may: Record<string, string[]>
}

/** Makes a role; the constraint `role_name_taken` decides whether the name is free. */
export function insertRole(
  tx: Writer,
  workspaceId: string,
  role: RoleValues & { id: string; createdAt: Date },
) {
  const { id, createdAt } = role
  const row = { workspace_id: workspaceId, id, created_at: createdAt, ...columnsOf(role) }
  return tx.insertInto('roles').values(row).execute()
}

/** Changes a role; raises as `insertRole` does. */
export function updateRole(tx: Writer, workspaceId: string, id: string, role: RoleValues) {
  return tx
    .updateTable('roles')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .set(columnsOf(role))
    .execute()
}

function columnsOf({ name, nameKey, description, may }: RoleValues) {
  return { name, name_key: nameKey, description, may: JSON.stringify(may) }
}

/** Deletes a role; the constraint `role_in_use` refuses while it is granted. */
export function deleteRole(tx: Writer, workspaceId: string, id: string) {
  return tx.deleteFrom('roles').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}
