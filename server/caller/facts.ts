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

/** The rows of each table, as far as they were asked for. */
interface Rows {
  grants: [id: string, holder: string, role: string, from: number | null, until: number | null][]
  scopes: [grant: string, position: number, kind: ScopeFact['kind'], type: string | null, id: string | null][]
  labels: [grant: string, position: number, key: string, value: string][]
  principals: [
    id: string,
    kind: 'user' | 'token',
    email: string | null,
    externalId: string | null,
    expiry: number | null,
    until: number | null,
  ][]
  places: [principal: string, group: string, until: number | null][]
  groups: [id: string][]
  resources: [type: string, id: string, parentType: string | null, parentId: string | null][]
  resourceLabels: [type: string, id: string, key: string, value: string][]
  roles: [id: string, name: string, may: Record<string, string[]>][]
}

type Table = keyof Rows
type Selects = Partial<Record<Table, RawBuilder<unknown>>>
/** Null where there is no row. */
type Read = { [T in Table]?: Rows[T] | null }

/** All facts about access in one workspace. Run it in a repeatable-read transaction, so that they are of one moment. */
export async function readFacts(db: Reader, workspaceId: string): Promise<Facts> {
  const all = { holders: everything, grants: everything, principals: everything, groups: everything }
  return factsOf(
    await readEach(db, selectsOf(workspaceId, { ...all, resources: everything, roles: everything })),
  )
}

/** The touched facts as they are now, as a change for a world in memory. */
export async function readTouched(db: Reader, workspaceId: string, touched: Touched): Promise<Change> {
  const { principals = [], groups = [], resources = [], roles = [] } = touched
  const found = factsOf(await readTogether(db, selectsOf(workspaceId, whichOf(workspaceId, touched))))
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

/** Conditions over the tables; what has none is not read. */
interface Which {
  holders?: RawBuilder<unknown>
  grants?: RawBuilder<unknown>
  principals?: RawBuilder<unknown>
  groups?: RawBuilder<unknown>
  resources?: RawBuilder<unknown>
  roles?: RawBuilder<unknown>
}

/** A large workspace is read another way than a small one (db/prepared.ts). */
const everything = sql`true /* planned anew */`

function whichOf(workspaceId: string, { principals, groups, resources, roles }: Touched): Which {
  const which: Which = {}
  const holders = [...(principals ?? []), ...(groups ?? [])]
  if (holders.length > 0) {
    which.holders = sql`g.principal_id = any(${holders}::text[])`
    which.grants = sql`s.grant_id in (
      select g.id from grants g where g.workspace_id = ${workspaceId} and ${which.holders})`
  }
  if (principals?.length) which.principals = sql`p.id = any(${principals}::text[])`
  if (groups?.length) which.groups = sql`g.id = any(${groups}::text[])`
  if (resources?.length) which.resources = pairs(resources)
  if (roles?.length) which.roles = sql`r.id = any(${roles}::text[])`
  return which
}

function pairs(resources: { type: string; id: string }[]): RawBuilder<unknown> {
  const types = resources.map((one) => one.type)
  const ids = resources.map((one) => one.id)
  return sql`(r.type, r.id) in (select * from unnest(${types}::text[], ${ids}::text[]))`
}

/**
 * One select a table. Each is read by itself and put together here: no plan of the database can go wrong where there is nothing to plan.
 * Invites hold grants too; nobody asks for theirs.
 */
function selectsOf(workspaceId: string, which: Which): Selects {
  return {
    ...(which.holders && {
      grants: sql`select json_build_array(g.id, g.principal_id, g.role_id, ${millis('g.starts_at')}, ${millis('g.ends_at')})
        from grants g where g.workspace_id = ${workspaceId} and ${which.holders} order by g.principal_id, g.position`,
    }),
    ...(which.grants && {
      scopes: sql`select json_build_array(s.grant_id, s.position, s.kind, s.type, s.resource_id)
        from grant_scopes s where s.workspace_id = ${workspaceId} and ${which.grants} order by s.grant_id, s.position`,
      labels: sql`select json_build_array(s.grant_id, s.position, s.key, s.value)
        from grant_scope_labels s where s.workspace_id = ${workspaceId} and ${which.grants} order by s.key`,
    }),
    ...(which.principals && {
      principals: sql`select json_build_array(p.id, p.kind, u.email_key, m.external_id,
          ${millis('t.expires_at')}, ${millis('m.ends_at')}) from principals p
        left join memberships m on m.workspace_id = p.workspace_id and m.user_id = p.id
        left join users u on u.id = m.user_id
        left join tokens t on t.workspace_id = p.workspace_id and t.id = p.id
        where p.workspace_id = ${workspaceId} and p.kind in ('user', 'token') and ${which.principals}`,
      places: sql`select json_build_array(gm.principal_id, gm.group_id,
          case when gm.by_sso or gm.by_scim then null else ${millis('gm.ends_at')} end)
        from group_members gm join principals p on p.workspace_id = gm.workspace_id and p.id = gm.principal_id
        where gm.workspace_id = ${workspaceId} and p.kind = 'user' and ${which.principals}`,
    }),
    ...(which.groups && {
      groups: sql`select json_build_array(g.id) from groups g where g.workspace_id = ${workspaceId} and ${which.groups}`,
    }),
    ...(which.resources && {
      resources: sql`select json_build_array(r.type, r.id, r.parent_type, r.parent_id) from resources r
        where r.workspace_id = ${workspaceId} and ${which.resources}`,
      resourceLabels: sql`select json_build_array(l.type, l.resource_id, l.key, l.value) from resource_labels l
        join resources r on r.workspace_id = l.workspace_id and r.type = l.type and r.id = l.resource_id
        where l.workspace_id = ${workspaceId} and ${which.resources}`,
    }),
    ...(which.roles && {
      roles: sql`select json_build_array(r.id, r.name, r.may) from roles r
        where r.workspace_id = ${workspaceId} and ${which.roles}`,
    }),
  }
}

/** One JSON text a table instead of a row object a row: half the time on a large workspace (design: speed). */
function asJson(select: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select json_agg(one.row) from (${select}) as one (row))`
}

/** Many rows: one table after the other. */
async function readEach(db: Reader, selects: Selects): Promise<Read> {
  const rows: Read = {}
  for (const [table, select] of Object.entries(selects))
    Object.assign(rows, await readTogether(db, { [table]: select }))
  return rows
}

/** Few rows: all in one statement, because somebody waits for each. */
async function readTogether(db: Reader, selects: Selects): Promise<Read> {
  const columns = Object.entries(selects).map(
    ([table, select]) => sql`${asJson(select)} as ${sql.ref(table)}`,
  )
  if (columns.length === 0) return {}
  const [rows] = await readSql(db, sql<Read>`select ${sql.join(columns)}`)
  return rows ?? {}
}

function factsOf(rows: Read): Facts {
  const grants = grantsOf(rows)
  return {
    principals: principalsOf(rows, grants),
    groups: (rows.groups ?? []).map(([id]): GroupFact => ({ id, grants: grants.get(id) ?? [] })),
    resources: resourcesOf(rows),
    roles: (rows.roles ?? []).map(
      ([id, name, may]): RoleFact => ({ id, name, may, scopes: ['all', 'list', 'label'] }),
    ),
  }
}

/** The grants, by holder. */
function grantsOf(rows: Read) {
  const byHolder = new Map<string, GrantFact[]>()
  const byId = new Map<string, GrantFact>()
  for (const [id, holder, roleId, from, until] of rows.grants ?? []) {
    const grant: GrantFact = { id, roleId, scopes: [] }
    if (from !== null) grant.from = from
    if (until !== null) grant.until = until
    byId.set(id, grant)
    listIn(byHolder, holder).push(grant)
  }
  const labels = new Map<string, LabelFact[]>()
  for (const [grant, position, key, value] of rows.labels ?? [])
    listIn(labels, `${grant}/${position}`).push({ key, value })
  for (const [grant, position, kind, type, id] of rows.scopes ?? []) {
    const scope = scopeOf(kind, labels.get(`${grant}/${position}`) ?? [], { type: type ?? '', id: id ?? '' })
    byId.get(grant)?.scopes.push(scope)
  }
  return byHolder
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

function listIn<Item>(map: Map<string, Item[]>, key: string): Item[] {
  const list = map.get(key) ?? []
  map.set(key, list)
  return list
}

function principalsOf({ principals, places }: Read, grants: Map<string, GrantFact[]>): PrincipalFact[] {
  const of = new Map<string, Rows['places']>()
  for (const place of places ?? []) listIn(of, place[0]).push(place)
  return (principals ?? []).map(([id, kind, email, externalId, expiry, until]) => ({
    id,
    kind,
    names: [email, externalId].filter((name) => name !== null),
    grants: (grants.get(id) ?? []).map((grant) => endingBy(grant, expiry)),
    ...placesOf(of.get(id) ?? []),
    ...(until !== null && { until }),
  }))
}

function placesOf(places: Rows['places']): Pick<PrincipalFact, 'groups' | 'groupEnds'> {
  const groups = places.map(([, group]) => group)
  const ending = places.flatMap(([, group, until]) => (until === null ? [] : [[group, until] as const]))
  return ending.length === 0 ? { groups } : { groups, groupEnds: Object.fromEntries(ending) }
}

/** What a token was given ends with the token. */
function endingBy(grant: GrantFact, until: number | null): GrantFact {
  return until === null ? grant : { ...grant, until: Math.min(until, grant.until ?? until) }
}

function resourcesOf({ resources, resourceLabels }: Read): ResourceFact[] {
  const labels = new Map<string, LabelFact[]>()
  for (const [type, id, key, value] of resourceLabels ?? [])
    listIn(labels, `${type}\n${id}`).push({ key, value })
  return (resources ?? []).map(([type, id, parentType, parentId]) => {
    const resource: ResourceFact = { type, id, labels: labels.get(`${type}\n${id}`) ?? [] }
    if (parentType !== null && parentId !== null) resource.parent = { type: parentType, id: parentId }
    return resource
  })
}
