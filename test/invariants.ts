import { type RawBuilder, sql } from 'kysely'
import type { Catalog } from '../contract/catalog.ts'
import { ownerRole, planHas } from '../contract/complete.ts'
import { events } from '../contract/events.ts'
import type { Database, Writer } from '../server/db/open.ts'
import { keyOf } from '../server/platform/names.ts'

/** Something that must never be: the sentence that is broken, and the first rows that break it. */
export interface Violation {
  invariant: string
  rows: unknown[]
}

const ROWS_SHOWN = 5

/**
 * Asks the database whether everything in it is as it must always be (standards/invariants.md), in all its workspaces: one
 * query a sentence, each of which finds nothing when all is well. `canaries` are texts that must not stand anywhere, such
 * as the secrets that a test was given.
 */
export async function checkInvariants(
  database: Database,
  catalog: Catalog,
  canaries: string[] = [],
): Promise<Violation[]> {
  return database.patiently((db) =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        // An index may have kept what its table has lost, or the other way round.
        for (const way of ['indexscan', 'indexonlyscan', 'bitmapscan'])
          await sql.raw(`set local enable_${way} = off`).execute(tx)
        const asked = {
          ...rules(catalog),
          ...(await references(tx)),
          ...(await uniques(tx)),
          ...(await secrets(tx, canaries)),
        }
        const violations: Violation[] = []
        for (const [invariant, query] of Object.entries(asked)) {
          const { rows } = await query.execute(tx)
          if (rows.length > 0) violations.push({ invariant, rows: rows.slice(0, ROWS_SHOWN) })
        }
        return [...violations, ...(await names(tx))]
      }),
  )
}

type Queries = Record<string, RawBuilder<unknown>>

function rules(catalog: Catalog): Queries {
  const plans = Object.keys(catalog.plans)
  return {
    ...ownership(catalog, plans),
    ...grantRules(catalog),
    ...resourceRules(catalog),
    ...identityRules,
    ...connectionRules,
    ...scimRules,
    ...trailRules,
  }
}

function ownership(catalog: Catalog, plans: string[]): Queries {
  const throughGroups = plans.filter((plan) => planHas(catalog, plan, 'user-groups'))
  return {
    'every workspace has an owner who is a person': sql`
      select w.id from workspaces w where not exists (
        select 1 from memberships m join grants g on g.workspace_id = m.workspace_id
        where m.workspace_id = w.id and m.ends_at is null and g.role_id = ${ownerRole(catalog).id}
          and (g.starts_at is null or g.starts_at <= now()) and g.ends_at is null
          and (g.principal_id = m.user_id or (w.plan = any(${throughGroups}::text[]) and exists (
            select 1 from group_members gm where gm.workspace_id = w.id
              and gm.group_id = g.principal_id and gm.principal_id = m.user_id
              and (gm.ends_at is null or gm.by_sso or gm.by_scim)))))`,
    'every workspace has a plan of the catalog': sql`
      select id, plan from workspaces where plan <> all(${plans}::text[])`,
  }
}

function grantRules(catalog: Catalog): Queries {
  const builtIn = catalog.roles.map((role) => role.id)
  return {
    'every grant gives a role of the catalog or of its workspace': sql`
      select g.* from grants g where not (
        (g.custom_role_id is null and g.role_id = any(${builtIn}::text[]))
        or exists (select 1 from roles r where r.workspace_id = g.workspace_id and r.id = g.custom_role_id and r.id = g.role_id))`,
    'a custom role is not called as one of the catalog': sql`
      select * from roles where id = any(${builtIn}::text[])`,
    'grants of one holder have different places': sql`
      select workspace_id, principal_id, position from grants group by 1, 2, 3 having count(*) > 1`,
    'a scope names labels exactly if it is by label': sql`
      select s.* from grant_scopes s where (s.kind = 'label') <> exists (select 1 from grant_scope_labels l
        where l.workspace_id = s.workspace_id and l.grant_id = s.grant_id and l.position = s.position)`,
    'a scope names one value of a key': sql`
      select workspace_id, grant_id, position, lower(key) from grant_scope_labels group by 1, 2, 3, 4 having count(*) > 1`,
    'a scope names a resource exactly if it is a list': sql`
      select * from grant_scopes where (kind = 'list') <> (type is not null and resource_id is not null)`,
  }
}

function resourceRules(catalog: Catalog): Queries {
  const types = Object.keys(catalog.resourceTypes)
  const child = Object.entries(catalog.resourceTypes).filter(([, type]) => type.parent)
  const childTypes = child.map(([name]) => name)
  const parentTypes = child.map(([, type]) => type.parent ?? '')
  return {
    'every resource has a type of the catalog': sql`
      select * from resources where type <> all(${types}::text[]) or type = 'workspace'`,
    'a resource hangs on what its type says': sql`
      select r.workspace_id, r.type, r.id, r.parent_type from resources r where r.parent_type is not null
        and not exists (select 1 from unnest(${childTypes}::text[], ${parentTypes}::text[]) as t (child, parent)
          where t.child = r.type and t.parent = r.parent_type)`,
    'nothing was changed before it was made': sql`select * from resources where updated_at < created_at`,
    'a resource has one value of a key': sql`
      select workspace_id, type, resource_id, lower(key) from resource_labels group by 1, 2, 3, 4 having count(*) > 1`,
  }
}

const identityRules: Queries = {
  'a principal is one thing, and of its kind': sql`
    select p.* from principals p where
      (exists (select 1 from memberships x where x.workspace_id = p.workspace_id and x.user_id = p.id)) <> (p.kind = 'user')
      or (exists (select 1 from groups x where x.workspace_id = p.workspace_id and x.id = p.id)) <> (p.kind = 'group')
      or (exists (select 1 from tokens x where x.workspace_id = p.workspace_id and x.id = p.id)) <> (p.kind = 'token')
      or (exists (select 1 from invites x where x.workspace_id = p.workspace_id and x.id = p.id)) <> (p.kind = 'invite')`,
  'only members and invites are in groups': sql`
    select gm.* from group_members gm join principals p on p.workspace_id = gm.workspace_id and p.id = gm.principal_id
    where p.kind not in ('user', 'invite')`,
  'an address is not both a member and invited': sql`
    select i.workspace_id, i.email from invites i join memberships m on m.workspace_id = i.workspace_id
    join users u on u.id = m.user_id where u.email_key = i.email_key`,
  'an external id names one person only': sql`
    select m.* from memberships m join memberships o on o.workspace_id = m.workspace_id and o.user_id = m.external_id
    where o.user_id <> m.user_id
    union all select m.* from memberships m join users u on u.email_key = m.external_key
    join memberships o on o.workspace_id = m.workspace_id and o.user_id = u.id where o.user_id <> m.user_id`,
  'secrets are kept as hashes of 32 bytes': sql`
    select id from tokens where length(secret_hash) <> 32 union all select id from sessions where length(secret_hash) <> 32`,
}

const connectionRules: Queries = {
  'a workspace has one default among its active connections, and no other': sql`
    select workspace_id from connections group by 1
    having count(*) filter (where is_default) <> least(1, count(*) filter (where is_active))
      or count(*) filter (where is_default and not is_active) > 0`,
  'where single sign-on is required, a connection is active': sql`
    select w.id from workspaces w where (w.settings->>'requireSso')::boolean
      and not exists (select 1 from connections c where c.workspace_id = w.id and c.is_active)`,
  'a domain has one workspace that proved it': sql`
    select domain from domains where verified_at is not null group by 1 having count(*) > 1`,
  'set-up links are kept as hashes of 32 bytes': sql`
    select id from set_up_links where length(secret_hash) <> 32`,
}

const scimRules: Queries = {
  'whom SCIM has put into a group is somebody whom it says to be in it': sql`
    select gm.* from group_members gm where gm.by_scim and not exists (
      select 1 from scim_group_members said join scim_users s on s.workspace_id = said.workspace_id and s.id = said.scim_user_id
      where said.workspace_id = gm.workspace_id and said.group_id = gm.group_id and s.principal_id = gm.principal_id)`,
  'somebody is in a group because of somebody': sql`
    select * from group_members where not (by_hand or by_sso or by_scim)`,
  'whom SCIM knows is a member or invited, or nobody': sql`
    select s.* from scim_users s join principals p on p.workspace_id = s.workspace_id and p.id = s.principal_id
    where p.kind not in ('user', 'invite') or (p.kind = 'user' and s.user_id is distinct from p.id)`,
  'nobody is in a workspace whom the provider has taken out of it': sql`
    select * from scim_users where deactivated and principal_id is not null`,
  'SCIM tokens are kept as hashes of 32 bytes': sql`
    select id from scim_tokens where length(secret_hash) <> 32`,
}

const trailRules: Queries = {
  'the audit trail has no gaps and ends at audit_seq': sql`
    select w.id, w.audit_seq, count(a.seq) as events, min(a.seq) as first, max(a.seq) as last
    from workspaces w left join audit_events a on a.workspace_id = w.id group by w.id, w.audit_seq
    having count(a.seq) <> w.audit_seq or coalesce(max(a.seq), 0) <> w.audit_seq or coalesce(min(a.seq), 1) <> 1`,
  'audit events have ids of their own': sql`select id from audit_events group by id having count(*) > 1`,
  'audit events are of a known type': sql`
    select type from audit_events where type <> all(${Object.keys(events)}::text[])`,
  'the changes of access reach up to the present version without a gap; only the oldest may be forgotten': sql`
    select w.id, w.access_version, count(c.version) as changes, max(c.version) as last
    from workspaces w left join access_changes c on c.workspace_id = w.id group by w.id, w.access_version
    having coalesce(max(c.version), 0) <> w.access_version
      or count(c.version) <> coalesce(max(c.version) - min(c.version) + 1, 0)`,
}

interface Constraint {
  name: string
  child: string
  parent: string
  columns: [child: string, parent: string][]
}

/** Every foreign key, asked of the rows themselves; and each inside a workspace must name the workspace (invariants 13, 14). */
async function references(tx: Writer): Promise<Queries> {
  const { rows } = await sql<Constraint>`
    select c.conname as name, c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
      (select json_agg(json_build_array(a.attname, b.attname)) from unnest(c.conkey, c.confkey) as k (a, b)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.a
        join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.b) as columns
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`.execute(tx)
  const asked = rows.map(({ name, child, parent, columns }): [string, RawBuilder<unknown>] => {
    const given = columns.map(([column]) => sql`c.${sql.id(column)} is not null`)
    const same = columns.map(([one, other]) => sql`p.${sql.id(other)} = c.${sql.id(one)}`)
    const query = sql`select c.* from ${sql.table(child)} c where ${sql.join(given, sql` and `)}
      and not exists (select 1 from ${sql.table(parent)} p where ${sql.join(same, sql` and `)})`
    return [`what ${child} names in ${parent} is there (${name})`, query]
  })
  return { ...Object.fromEntries(asked), 'a reference inside a workspace names the workspace': unbound }
}

const unbound = sql`
  with bound as (select attrelid, attnum from pg_attribute where attname = 'workspace_id' and not attisdropped)
  select c.conrelid::regclass::text as child, c.conname from pg_constraint c
  join bound child on child.attrelid = c.conrelid join bound parent on parent.attrelid = c.confrelid
  where c.contype = 'f' and not (child.attnum = any(c.conkey) and parent.attnum = any(c.confkey))`

interface Index {
  name: string
  held: string
  columns: string[]
  only: string | null
}

/** Every unique index, asked of the rows themselves. */
async function uniques(tx: Writer): Promise<Queries> {
  const { rows } = await sql<Index>`
    select i.indexrelid::regclass::text as name, i.indrelid::regclass::text as held,
      (select json_agg(pg_get_indexdef(i.indexrelid, n, true)) from generate_series(1, i.indnkeyatts) as n) as columns,
      pg_get_expr(i.indpred, i.indrelid) as only
    from pg_index i join pg_class t on t.oid = i.indrelid
    where i.indisunique and t.relnamespace = 'public'::regnamespace`.execute(tx)
  const asked = rows.map(({ name, held, columns, only }): [string, RawBuilder<unknown>] => {
    const given = [...columns.map((column) => `${column} is not null`), ...(only ? [only] : [])].join(' and ')
    const list = columns.join(', ')
    // Names come from the database's own catalog of indexes.
    return [
      `${held} holds nothing twice (${name})`,
      sql.raw(`select ${list} from ${held} where ${given} group by ${list} having count(*) > 1`),
    ]
  })
  return Object.fromEntries(asked)
}

/** Invariants 25 and 26: no secret stands anywhere as it was given out. */
async function secrets(tx: Writer, canaries: string[]): Promise<Queries> {
  const { rows } = await sql<{ held: string; column: string }>`
    select table_name as held, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'jsonb')`.execute(tx)
  const asked = rows.map(({ held, column }): [string, RawBuilder<unknown>] => {
    const text = sql`${sql.id(column)}::text`
    const query = sql`select left(${text}, 200) as text from ${sql.table(held)}
      where ${text} ~ 'cv[a-z]_[0-9A-Za-z]{36}' or exists (select 1 from unnest(${canaries}::text[]) as c where position(c in ${text}) > 0)`
    return [`no secret stands in ${held}.${column}`, query]
  })
  return Object.fromEntries(asked)
}

const keyed: [held: string, name: string, key: string][] = [
  ['users', 'email', 'email_key'],
  ['users', 'name', 'name_key'],
  ['groups', 'name', 'name_key'],
  ['roles', 'name', 'name_key'],
  ['invites', 'email', 'email_key'],
  ['memberships', 'external_id', 'external_key'],
  ['connections', 'name', 'name_key'],
  ['scim_users', 'user_name', 'user_name_key'],
]

/** Invariant 50: what is compared is the key of what is shown; no database could say this in SQL the way keyOf() does. */
async function names(tx: Writer): Promise<Violation[]> {
  const violations: Violation[] = []
  for (const [held, name, key] of keyed) {
    const { rows } = await sql<{ name: string | null; key: string | null }>`
      select ${sql.id(name)} as name, ${sql.id(key)} as key from ${sql.table(held)}`.execute(tx)
    const wrong = rows.filter((row) => row.key !== (row.name === null ? null : keyOf(row.name)))
    if (wrong.length > 0)
      violations.push({ invariant: `${held}.${key} is the key of ${name}`, rows: wrong.slice(0, ROWS_SHOWN) })
  }
  return violations
}
