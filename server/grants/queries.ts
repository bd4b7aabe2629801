import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'

export interface ScopeRow {
  kind: 'all' | 'list' | 'label'
  type: string | null
  resourceId: string | null
  labels: { key: string; value: string }[]
}

export interface GrantRow {
  id: string
  principalId: string
  position: number
  roleId: string
  customRoleName: string | null
  startsAt: Date | null
  endsAt: Date | null
  /** When the membership of its holder ends, if they are a member. */
  memberEndsAt: Date | null
  scopes: ScopeRow[]
}

/** The grants of some holders, each in the order it was written. */
export async function listGrants(
  db: Reader,
  workspaceId: string,
  principalIds: string[],
): Promise<GrantRow[]> {
  if (principalIds.length === 0) return []
  const rows = await readSql(
    db,
    sql<Omit<GrantRow, 'scopes'> & { scopes: ScopeRow[] | null }>`
    select g.id, g.principal_id as "principalId", g.position, g.role_id as "roleId", r.name as "customRoleName",
      g.starts_at as "startsAt", g.ends_at as "endsAt", m.ends_at as "memberEndsAt", (
        select json_agg(json_build_object('kind', s.kind, 'type', s.type, 'resourceId', s.resource_id, 'labels', coalesce((
          select json_agg(json_build_object('key', l.key, 'value', l.value) order by l.key) from grant_scope_labels l
          where l.workspace_id = s.workspace_id and l.grant_id = s.grant_id and l.position = s.position), '[]'::json))
          order by s.position)
        from grant_scopes s where s.workspace_id = g.workspace_id and s.grant_id = g.id) as scopes
    from grants g left join roles r on r.workspace_id = g.workspace_id and r.id = g.custom_role_id
    left join memberships m on m.workspace_id = g.workspace_id and m.user_id = g.principal_id
    where g.workspace_id = ${workspaceId} and g.principal_id = any(${principalIds}::text[])
    order by g.principal_id, g.position, g.id`,
  )
  return rows.map((row) => ({ ...row, scopes: row.scopes ?? [] }))
}

/** What kind of holder this is, and what it is called in the audit trail. */
export async function findHolder(db: Reader, workspaceId: string, principalId: string) {
  const rows = await readSql(
    db,
    sql<{ kind: 'user' | 'group' | 'token' | 'invite'; name: string }>`
    select p.kind, coalesce(u.name, g.name, t.description, i.email) as name from principals p
    left join users u on p.kind = 'user' and u.id = p.id
    left join groups g on g.workspace_id = p.workspace_id and g.id = p.id
    left join tokens t on t.workspace_id = p.workspace_id and t.id = p.id
    left join invites i on i.workspace_id = p.workspace_id and i.id = p.id
    where p.workspace_id = ${workspaceId} and p.id = ${principalId}`,
  )
  return rows[0]
}

/** The custom roles with these ids. */
export function listCustomRoles(db: Reader, workspaceId: string, ids: string[]) {
  return db
    .selectFrom('roles')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .select(['id', 'name', 'may'])
    .execute()
}

/** The labels of the workspace in their stored spelling. */
export function listLabels(db: Reader, workspaceId: string) {
  return db.selectFrom('labels').where('workspace_id', '=', workspaceId).select(['key', 'value']).execute()
}

/** Which of these resources are registered. */
export async function listRegistered(
  db: Reader,
  workspaceId: string,
  resources: { type: string; id: string }[],
) {
  const types = resources.map((one) => one.type)
  const ids = resources.map((one) => one.id)
  return readSql(
    db,
    sql<{ type: string; id: string }>`
    select type, id from resources where workspace_id = ${workspaceId}
      and (type, id) in (select * from unnest(${types}::text[], ${ids}::text[]))`,
  )
}

export interface NewGrant extends Omit<GrantRow, 'customRoleName' | 'memberEndsAt'> {
  isCustom: boolean
  createdAt: Date
}

const ROWS_AT_ONCE = 1_000

/** Writes grants with what they are on. */
export async function insertGrants(tx: Writer, workspaceId: string, grants: NewGrant[]) {
  const grantRows = grants.map((grant) => ({
    workspace_id: workspaceId,
    id: grant.id,
    principal_id: grant.principalId,
    position: grant.position,
    role_id: grant.roleId,
    custom_role_id: grant.isCustom ? grant.roleId : null,
    created_at: grant.createdAt,
    starts_at: grant.startsAt,
    ends_at: grant.endsAt,
  }))
  const scopes = grants.flatMap((grant) =>
    grant.scopes.map((scope, position) => ({
      ...scope,
      place: { workspace_id: workspaceId, grant_id: grant.id, position },
    })),
  )
  const scopeRows = scopes.map(({ place, kind, type, resourceId }) => ({
    ...place,
    kind,
    type,
    resource_id: resourceId,
  }))
  const labelRows = scopes.flatMap(({ place, labels }) =>
    labels.map(({ key, value }) => ({ ...place, key, value })),
  )
  for (const rows of chunks(grantRows)) await tx.insertInto('grants').values(rows).execute()
  for (const rows of chunks(scopeRows)) await tx.insertInto('grant_scopes').values(rows).execute()
  for (const rows of chunks(labelRows)) await tx.insertInto('grant_scope_labels').values(rows).execute()
}

function chunks<Row>(rows: Row[]): Row[][] {
  const starts = Array.from(
    { length: Math.ceil(rows.length / ROWS_AT_ONCE) },
    (_, index) => index * ROWS_AT_ONCE,
  )
  return starts.map((start) => rows.slice(start, start + ROWS_AT_ONCE))
}

/** Removes grants by id, with what they are on. */
export async function deleteGrants(tx: Writer, workspaceId: string, ids: string[]) {
  if (ids.length === 0) return
  await tx.deleteFrom('grants').where('workspace_id', '=', workspaceId).where('id', 'in', ids).execute()
}

/** Puts a grant at its place in the list it is read back in. */
export function moveGrant(tx: Writer, workspaceId: string, id: string, position: number) {
  return tx
    .updateTable('grants')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .set({ position })
    .execute()
}

/** Makes all grants of one holder another's, after those that it has, as when an invite is accepted. */
export function moveAllGrants(tx: Writer, workspaceId: string, from: string, to: string) {
  return sql`
    update grants set principal_id = ${to}, position = position + (
      select coalesce(max(held.position) + 1, 0) from grants held
      where held.workspace_id = ${workspaceId} and held.principal_id = ${to})
    where workspace_id = ${workspaceId} and principal_id = ${from}`.execute(tx)
}

export interface NamingGrant {
  id: string
  principalId: string
  holderKind: 'user' | 'group' | 'token' | 'invite'
  holderName: string
  roleId: string
  customRoleName: string | null
  /** It names nothing but these resources. */
  isEmptied: boolean
}

const holderName = sql`coalesce(u.name, gr.name, t.description, i.email)`
const joinHolder = sql`join principals p on p.workspace_id = g.workspace_id and p.id = g.principal_id
    left join users u on p.kind = 'user' and u.id = p.id
    left join groups gr on gr.workspace_id = p.workspace_id and gr.id = p.id
    left join tokens t on t.workspace_id = p.workspace_id and t.id = p.id
    left join invites i on i.workspace_id = p.workspace_id and i.id = p.id`

/** The grants whose lists name any of these resources. */
export function listNaming(db: Reader, workspaceId: string, resources: { type: string; id: string }[]) {
  const types = resources.map((one) => one.type)
  const ids = resources.map((one) => one.id)
  return readSql(
    db,
    sql<NamingGrant>`
    with gone as (select * from unnest(${types}::text[], ${ids}::text[]) as gone (type, id)),
    named as (select distinct s.grant_id from grant_scopes s
      join gone on gone.type = s.type and gone.id = s.resource_id where s.workspace_id = ${workspaceId})
    select g.id, g.principal_id as "principalId", p.kind as "holderKind", ${holderName} as "holderName",
      g.role_id as "roleId", r.name as "customRoleName",
      not exists (select 1 from grant_scopes o where o.workspace_id = g.workspace_id and o.grant_id = g.id
        and not (o.kind = 'list' and (o.type, o.resource_id) in (select gone.type, gone.id from gone))) as "isEmptied"
    from named join grants g on g.workspace_id = ${workspaceId} and g.id = named.grant_id
    left join roles r on r.workspace_id = g.workspace_id and r.id = g.custom_role_id
    ${joinHolder}
    order by g.principal_id, g.position`,
  )
}

export interface LabelHolder {
  key: string
  value: string
  kind: 'user' | 'group' | 'token' | 'invite'
  id: string
  name: string
  /** How many holders of this kind the label has. */
  total: number
}

const HOLDERS_SHOWN = 20

/** The holders of grants on labels, each once; of each kind the first by name. Without `labels`, of every label. */
export function listLabelHolders(
  db: Reader,
  workspaceId: string,
  labels?: { key: string; value: string }[],
): Promise<LabelHolder[]> {
  const keys = labels?.map((label) => label.key) ?? []
  const values = labels?.map((label) => label.value) ?? []
  const wanted = labels
    ? sql`and (l.key, l.value) in (select * from unnest(${keys}::text[], ${values}::text[]))`
    : sql``
  return readSql(
    db,
    sql<LabelHolder>`
    with held as (select distinct l.key, l.value, p.kind, p.id, ${holderName} as name from grant_scope_labels l
      join grants g on g.workspace_id = l.workspace_id and g.id = l.grant_id
      ${joinHolder}
      where l.workspace_id = ${workspaceId} ${wanted}),
    ranked as (select held.*, count(*) over (partition by key, value, kind) as total,
      row_number() over (partition by key, value, kind order by name, id) as place from held)
    select key, value, kind, id, name, total from ranked where place <= ${HOLDERS_SHOWN} order by key, value, kind, name, id`,
  )
}
