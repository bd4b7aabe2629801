import { type RawBuilder, sql } from 'kysely'
import type {
  Change,
  Facts,
  GrantFact,
  GroupFact,
  LabelFact,
  PrincipalFact,
  ResourceFact,
  RoleFact,
  ScopeFact,
} from '../../access/index.ts'
import { type Reader, readSql } from '../db/open.ts'

/** What a change of access touched: the facts to read anew. Ids that are not found any more are gone. */
export interface Touched {
  principals?: string[]
  groups?: string[]
  resources?: { type: string; id: string }[]
  roles?: string[]
  plan?: true
}

type PrincipalRow = [
  id: string,
  kind: 'user' | 'token',
  email: string | null,
  externalId: string | null,
  until: number | null,
]
type GrantRow = [id: string, holder: string, role: string, from: number | null, until: number | null]
type ScopeRow = [
  grant: string,
  position: number,
  kind: ScopeFact['kind'],
  type: string | null,
  id: string | null,
]
type LabelRow = [grant: string, position: number, key: string, value: string]
type ResourceRow = [type: string, id: string, parentType: string | null, parentId: string | null]

/** All facts about access in one workspace. Run it in a repeatable-read transaction, so that they are of one moment. */
export async function readFacts(db: Reader, workspaceId: string): Promise<Facts> {
  const grants = await readGrants(db, workspaceId, null)
  return {
    principals: await readPrincipals(db, workspaceId, everything, grants),
    groups: await readGroups(db, workspaceId, everything, grants),
    resources: await readResources(db, workspaceId, everything),
    roles: await readRoles(db, workspaceId, everything),
  }
}

/** The touched facts as they are now, as a change for a world in memory. */
export async function readTouched(db: Reader, workspaceId: string, touched: Touched): Promise<Change> {
  const { principals = [], groups = [], resources = [], roles = [] } = touched
  const holders = [...principals, ...groups]
  const grants = await readGrants(db, workspaceId, holders)
  const found = {
    principals:
      principals.length > 0
        ? await readPrincipals(db, workspaceId, sql`p.id = any(${principals}::text[])`, grants)
        : [],
    groups:
      groups.length > 0 ? await readGroups(db, workspaceId, sql`g.id = any(${groups}::text[])`, grants) : [],
    resources: resources.length > 0 ? await readResources(db, workspaceId, pairs(resources)) : [],
    roles: roles.length > 0 ? await readRoles(db, workspaceId, sql`r.id = any(${roles}::text[])`) : [],
  }
  const present = new Set(found.resources.map((one) => `${one.type}\n${one.id}`))
  return {
    ...found,
    removed: {
      principals: missing(principals, found.principals),
      groups: missing(groups, found.groups),
      resources: resources.filter((one) => !present.has(`${one.type}\n${one.id}`)),
      roles: missing(roles, found.roles),
    },
  }
}

function missing(asked: string[], found: { id: string }[]): string[] {
  const present = new Set(found.map((one) => one.id))
  return asked.filter((id) => !present.has(id))
}

function pairs(resources: { type: string; id: string }[]): RawBuilder<unknown> {
  const types = resources.map((one) => one.type)
  const ids = resources.map((one) => one.id)
  return sql`(r.type, r.id) in (select * from unnest(${types}::text[], ${ids}::text[]))`
}

/** One JSON text a table instead of a row object a row: half the time on a large workspace (design: speed). */
async function jsonRows<Row>(db: Reader, select: RawBuilder<unknown>): Promise<Row[]> {
  const query = sql<{
    rows: Row[] | null
  }>`select json_agg(one.row) as rows from (${select}) as one (row)`
  const [found] = await readSql(db, query)
  return found?.rows ?? []
}

/**
 * The grants of these holders, or of all, by holder. Each table is read by itself and put together here: no plan of the
 * database can go wrong where there is nothing to plan. Invites hold grants too; nobody asks for theirs.
 */
async function readGrants(db: Reader, workspaceId: string, holders: string[] | null) {
  const byHolder = new Map<string, GrantFact[]>()
  if (holders?.length === 0) return byHolder

  const held = holders ? sql`g.principal_id = any(${holders}::text[])` : everything
  const grantRows = await jsonRows<GrantRow>(
    db,
    sql`select json_build_array(g.id, g.principal_id, g.role_id, ${millis('g.starts_at')}, ${millis('g.ends_at')})
        from grants g where g.workspace_id = ${workspaceId} and ${held} order by g.principal_id, g.position`,
  )
  const byId = new Map<string, GrantFact>()
  for (const [id, holder, roleId, from, until] of grantRows) {
    const grant: GrantFact = { id, roleId, scopes: [] }
    if (from !== null) grant.from = from
    if (until !== null) grant.until = until
    byId.set(id, grant)
    listIn(byHolder, holder).push(grant)
  }
  await readScopes(db, workspaceId, byId, holders !== null)
  return byHolder
}

async function readScopes(db: Reader, workspaceId: string, grants: Map<string, GrantFact>, isPart: boolean) {
  const named = isPart ? sql`s.grant_id = any(${[...grants.keys()]}::text[])` : everything
  const scopeRows = await jsonRows<ScopeRow>(
    db,
    sql`select json_build_array(s.grant_id, s.position, s.kind, s.type, s.resource_id)
        from grant_scopes s where s.workspace_id = ${workspaceId} and ${named} order by s.grant_id, s.position`,
  )
  const labelRows = await jsonRows<LabelRow>(
    db,
    sql`select json_build_array(s.grant_id, s.position, s.key, s.value)
        from grant_scope_labels s where s.workspace_id = ${workspaceId} and ${named} order by s.key`,
  )
  const labels = new Map<string, LabelFact[]>()
  for (const [grant, position, key, value] of labelRows)
    listIn(labels, `${grant}/${position}`).push({ key, value })
  for (const [grant, position, kind, type, id] of scopeRows) {
    const scope = scopeOf(kind, labels.get(`${grant}/${position}`) ?? [], { type: type ?? '', id: id ?? '' })
    grants.get(grant)?.scopes.push(scope)
  }
}

function scopeOf(
  kind: ScopeFact['kind'],
  labels: LabelFact[],
  resource: { type: string; id: string },
): ScopeFact {
  if (kind === 'all') return { kind }
  return kind === 'label' ? { kind, labels } : { kind, ...resource }
}

function millis(column: string): RawBuilder<unknown> {
  return sql`round(extract(epoch from ${sql.ref(column)}) * 1000)`
}

const everything = sql`true`

function listIn<Item>(map: Map<string, Item[]>, key: string): Item[] {
  const list = map.get(key) ?? []
  map.set(key, list)
  return list
}

async function readPrincipals(
  db: Reader,
  workspaceId: string,
  where: RawBuilder<unknown>,
  grants: Map<string, GrantFact[]>,
): Promise<PrincipalFact[]> {
  const rows = await jsonRows<PrincipalRow>(
    db,
    sql`select json_build_array(p.id, p.kind, u.email_key, m.external_id, ${millis('t.expires_at')}) from principals p
        left join memberships m on m.workspace_id = p.workspace_id and m.user_id = p.id
        left join users u on u.id = m.user_id
        left join tokens t on t.workspace_id = p.workspace_id and t.id = p.id
        where p.workspace_id = ${workspaceId} and p.kind in ('user', 'token') and ${where}`,
  )
  const memberRows = await jsonRows<[principal: string, group: string]>(
    db,
    sql`select json_build_array(gm.principal_id, gm.group_id) from group_members gm
        join principals p on p.workspace_id = gm.workspace_id and p.id = gm.principal_id
        where gm.workspace_id = ${workspaceId} and p.kind = 'user' and ${where}`,
  )
  const groups = new Map<string, string[]>()
  for (const [principal, group] of memberRows) listIn(groups, principal).push(group)
  return rows.map(([id, kind, email, externalId, until]) => ({
    id,
    kind,
    names: [email, externalId].filter((name) => name !== null),
    groups: groups.get(id) ?? [],
    grants: (grants.get(id) ?? []).map((grant) => endingBy(grant, until)),
  }))
}

/** What a token was given ends with the token. */
function endingBy(grant: GrantFact, until: number | null): GrantFact {
  return until === null ? grant : { ...grant, until: Math.min(until, grant.until ?? until) }
}

async function readGroups(
  db: Reader,
  workspaceId: string,
  where: RawBuilder<unknown>,
  grants: Map<string, GrantFact[]>,
): Promise<GroupFact[]> {
  const ids = await jsonRows<[string]>(
    db,
    sql`select json_build_array(g.id) from groups g where g.workspace_id = ${workspaceId} and ${where}`,
  )
  return ids.map(([id]) => ({ id, grants: grants.get(id) ?? [] }))
}

async function readResources(
  db: Reader,
  workspaceId: string,
  where: RawBuilder<unknown>,
): Promise<ResourceFact[]> {
  const rows = await jsonRows<ResourceRow>(
    db,
    sql`select json_build_array(r.type, r.id, r.parent_type, r.parent_id) from resources r
        where r.workspace_id = ${workspaceId} and ${where}`,
  )
  const labelRows = await jsonRows<[type: string, id: string, key: string, value: string]>(
    db,
    sql`select json_build_array(l.type, l.resource_id, l.key, l.value) from resource_labels l
        join resources r on r.workspace_id = l.workspace_id and r.type = l.type and r.id = l.resource_id
        where l.workspace_id = ${workspaceId} and ${where}`,
  )
  const labels = new Map<string, LabelFact[]>()
  for (const [type, id, key, value] of labelRows) listIn(labels, `${type}\n${id}`).push({ key, value })
  return rows.map(([type, id, parentType, parentId]) => {
    const resource: ResourceFact = {
      type,
      id,
      labels: labels.get(`${type}\n${id}`) ?? [],
    }
    if (parentType !== null && parentId !== null) resource.parent = { type: parentType, id: parentId }
    return resource
  })
}

async function readRoles(db: Reader, workspaceId: string, where: RawBuilder<unknown>): Promise<RoleFact[]> {
  const rows = await jsonRows<[id: string, name: string, may: Record<string, string[]>]>(
    db,
    sql`select json_build_array(r.id, r.name, r.may) from roles r where r.workspace_id = ${workspaceId} and ${where}`,
  )
  return rows.map(([id, name, may]) => ({
    id,
    name,
    may,
    scopes: ['all', 'list', 'label'],
  }))
}
