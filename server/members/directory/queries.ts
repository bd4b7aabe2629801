import { type RawBuilder, sql } from 'kysely'
import { type Reader, readSql } from '../../db/open.ts'
import { momentOf } from '../../http/page.ts'

/** Which members a directory shows, and in which order. Texts are as `keyOf` writes them. */
export interface Directory {
  search: string
  groupId: string | undefined
  /** Who holds a role, whether or not the plan lets it count. */
  roleId: string | undefined
  /** Whether they hold the owner role, directly, or through groups where the plan has them. */
  owner: { roleId: string; throughGroups: boolean; is: boolean } | undefined
  mfa: boolean | undefined
  /** `issuer` null is a provider that the server does not have. */
  signIn: { way: 'password' | 'passkey' } | { way: 'provider'; issuer: string | null } | undefined
  sort: 'name' | 'email' | 'joined' | 'active'
  order: 'up' | 'down'
}

export interface ListedRow {
  id: string
  name: string
  email: string
  /** What it is sorted by. Who was never active comes first going up. */
  key: string | Date
  createdAt: Date
}

/** Where a page begins, and how long it is: `after` is what it is sorted by, and the id, of the last member of the page before. */
interface Cut {
  count: number
  after: string[] | null
  now: Date
}

/**
 * One more than a page of a directory, if there are as many, and how many match in all. Everything that matches is found once;
 * the people of the page alone are looked up.
 */
export async function listDirectory(
  db: Reader,
  workspaceId: string,
  which: Directory,
  { count, after, now }: Cut,
) {
  const { sort, order } = which
  const isByTime = sort === 'joined' || sort === 'active'
  const start = after && (isByTime ? momentOf(after[0]) : after[0])
  const direction = order === 'up' ? sql`asc` : sql`desc`
  const beyond = order === 'up' ? sql`>` : sql`<`
  const later = after ? sql`where (key, user_id) ${beyond} (${start}, ${after[1]})` : sql``
  const narrowed = conditions(workspaceId, which, now)
  // What is all of them is counted by its index, and not kept.
  const [kept, counted] =
    narrowed.length > 0
      ? [sql`materialized`, sql`found`]
      : [sql`not materialized`, sql`memberships where workspace_id = ${workspaceId}`]
  const rows = await readSql(
    db,
    sql<(ListedRow | { id: null }) & { total: number }>`
    with found as ${kept} (
      select ${isByTime ? sql`m.user_id` : sql`u.id`} as user_id, ${sortKeys[sort]} as key
      from memberships m ${joinsFor(which)}
      where m.workspace_id = ${workspaceId} ${sql.join([sql``, ...narrowed], sql` and `)})
    select t.total, u.id, u.name, u.email, p.key, m.created_at as "createdAt"
    from (select count(*) as total from ${counted}) t
    left join (select * from found ${later} order by key ${direction}, user_id ${direction} limit ${count + 1}) p on true
    left join users u on u.id = p.user_id
    left join memberships m on m.workspace_id = ${workspaceId} and m.user_id = p.user_id
    order by p.key ${direction}, p.user_id ${direction}`,
  )
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.filter((row): row is typeof row & ListedRow => row.id !== null),
  }
}

/** Texts in the order of code points: the same on every database. */
const sortKeys = {
  name: sql`u.name_key collate "C"`,
  email: sql`u.email_key collate "C"`,
  joined: sql`m.created_at`,
  active: sql`coalesce(a.at, timestamptz '1970-01-01 00:00:00Z')`,
}

function joinsFor({ search, signIn, sort }: Directory) {
  const isAboutUsers = search !== '' || signIn?.way === 'password' || sort === 'name' || sort === 'email'
  const users = isAboutUsers ? sql`join users u on u.id = m.user_id` : sql``
  const active =
    sort === 'active'
      ? sql`left join (select user_id, max(last_used_at) as at from sessions group by user_id) a on a.user_id = m.user_id`
      : sql``
  return sql`${users} ${active}`
}

function conditions(workspaceId: string, which: Directory, now: Date) {
  const { search, groupId, roleId, owner, mfa, signIn } = which
  const inGroup = sql`select principal_id from group_members where workspace_id = ${workspaceId} and group_id = ${groupId}`
  const held = (id: string, throughGroups: boolean) =>
    holdersOf(workspaceId, { roleId: id, throughGroups, now })
  const passkeys = sql`select user_id from passkeys`
  const factors = sql`select user_id from totp_factors where confirmed_at is not null union all ${passkeys}`
  const among = (ids: RawBuilder<unknown>, is = true) => sql`(m.user_id in (${ids})) = ${is}`
  const all = [
    search !== '' && sql`(strpos(u.name_key, ${search}) > 0 or strpos(u.email_key, ${search}) > 0)`,
    groupId !== undefined && among(inGroup),
    roleId !== undefined && among(held(roleId, true)),
    owner !== undefined && among(held(owner.roleId, owner.throughGroups), owner.is),
    mfa !== undefined && among(factors, mfa),
    signIn?.way === 'password' && sql`u.password_hash is not null`,
    signIn?.way === 'passkey' && among(passkeys),
    signIn?.way === 'provider' && among(sql`select user_id from identities where issuer = ${signIn.issuer}`),
  ]
  return all.filter((one) => one !== false)
}

function holdersOf(
  workspaceId: string,
  { roleId, throughGroups, now }: { roleId: string; throughGroups: boolean; now: Date },
) {
  const given = sql`select g.principal_id from grants g where g.workspace_id = ${workspaceId} and g.role_id = ${roleId}
    and (g.starts_at is null or g.starts_at <= ${now}) and (g.ends_at is null or g.ends_at > ${now})`
  if (!throughGroups) return given
  return sql`${given} union all select gm.principal_id from group_members gm
    where gm.workspace_id = ${workspaceId} and gm.group_id in (${given})`
}
