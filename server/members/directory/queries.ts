import { type RawBuilder, sql } from 'kysely'
import { type Reader, readSql } from '../../db/open.ts'
import { momentOf } from '../../http/page.ts'

/** Which members a directory shows, beside what is known of them in memory, and in which order. Texts are as `keyOf` writes them. */
export interface Directory {
  search: string
  mfa: boolean | undefined
  /** `issuer` null is a provider that the server does not have. */
  signIn: { way: 'password' | 'passkey' | 'sso' } | { way: 'provider'; issuer: string | null } | undefined
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
  /** Marked as managed by the identity provider. */
  managed: boolean
  /** When the membership ends, or ended. */
  endsAt: Date | null
}

/** Where a page begins, and how long it is: `after` is what it is sorted by, and the id, of the last member of the page before. */
export interface Cut {
  count: number
  after: string[] | null
}

/** Whether anything narrows a directory that only the database knows. */
export function isNarrowed({ search, mfa, signIn }: Directory): boolean {
  return search !== '' || mfa !== undefined || signIn !== undefined
}

/** How many members match, among these if they are named; and who, if they are no more than `few`. */
export async function countMatching(
  db: Reader,
  workspaceId: string,
  which: Directory,
  { among, few }: { among: string[] | null; few: number },
): Promise<{ total: number; ids: string[] | null }> {
  const conditions = [...narrowed(which, 'all'), ...amongThese(among)]
  const [row] = await readSql(
    db,
    sql<{ total: number; ids: string[] | null }>`
    select count(*) as total, case when count(*) <= ${few} then coalesce(array_agg(m.user_id), '{}') end as ids
    from memberships m ${usersFor(which)} where m.workspace_id = ${workspaceId} ${and(conditions)}`,
  )
  return row ?? { total: 0, ids: [] }
}

/**
 * A page of the directory, as long as `count`: of these members, or, without `ids`, of those that match. That one is for what many
 * match, and looks at them one by one in the order asked for until the page is full.
 */
export async function listPage(
  db: Reader,
  workspaceId: string,
  { which, ids }: { which: Directory; ids: string[] | null },
  cut: Cut,
): Promise<ListedRow[]> {
  if (which.sort === 'active' && ids === null) return listByActivity(db, workspaceId, which, cut)
  const isByTime = which.sort === 'joined' || which.sort === 'active'
  const { count, after } = cut
  const { direction, beyond } = waysOf(which)
  const key = sortKeys[which.sort]
  // The index of names ends with the person's id.
  const id = isByTime ? sql`m.user_id` : sql`u.id`
  const start = after && (isByTime ? momentOf(after[0]) : after[0])
  const later = after ? [sql`(${key}, ${id}) ${beyond} (${start}, ${after[1]})`] : []
  const conditions = [...(ids ? amongThese(ids) : narrowed(which, 'each')), ...later]
  return withPeople(
    db,
    sql`select ${id} as user_id, ${key} as key, m.created_at, m.managed, m.ends_at from memberships m ${isByTime ? usersFor(which) : users}
      where m.workspace_id = ${workspaceId} ${and(conditions)}
      order by ${key} ${direction}, ${id} ${direction} limit ${count}`,
    direction,
  )
}

const NEVER = new Date(0)
const never = sql`timestamptz '1970-01-01 00:00:00Z'`

/** Texts in the order of code points: the same on every database. */
const sortKeys = {
  name: sql`u.name_key collate "C"`,
  email: sql`u.email_key collate "C"`,
  joined: sql`m.created_at`,
  active: sql`coalesce((select max(last_used_at) from sessions where user_id = m.user_id), ${never})`,
}

/** Those who were never active stand before the others going up, and after them going down: two lists, one after the other. */
async function listByActivity(db: Reader, workspaceId: string, which: Directory, { count, after }: Cut) {
  const isAmongNever = after !== null && momentOf(after[0]).getTime() === NEVER.getTime()
  const lists =
    which.order === 'up'
      ? [...(after === null || isAmongNever ? [listInactive] : []), listActive]
      : [...(isAmongNever ? [] : [listActive]), listInactive]
  const rows: ListedRow[] = []
  let start = after
  for (const list of lists) {
    if (rows.length < count)
      rows.push(...(await list(db, workspaceId, which, { count: count - rows.length, after: start })))
    start = null
  }
  return rows
}

/** Each session that is its person's latest, from the index. */
function listActive(db: Reader, workspaceId: string, which: Directory, { count, after }: Cut) {
  const { direction, beyond } = waysOf(which)
  const later = after ? [sql`(s.last_used_at, s.user_id) ${beyond} (${momentOf(after[0])}, ${after[1]})`] : []
  return withPeople(
    db,
    sql`select m.user_id, s.last_used_at as key, m.created_at, m.managed, m.ends_at from sessions s
      join memberships m on m.workspace_id = ${workspaceId} and m.user_id = s.user_id ${usersFor(which)}
      where not exists (select 1 from sessions later where later.user_id = s.user_id
        and (later.last_used_at, later.id) > (s.last_used_at, s.id)) ${and([...narrowed(which, 'each'), ...later])}
      order by s.last_used_at ${direction}, s.user_id ${direction} limit ${count}`,
    direction,
  )
}

function listInactive(db: Reader, workspaceId: string, which: Directory, { count, after }: Cut) {
  const { direction, beyond } = waysOf(which)
  const later = after ? [sql`m.user_id ${beyond} ${after[1]}`] : []
  return withPeople(
    db,
    sql`select m.user_id, ${never} as key, m.created_at, m.managed, m.ends_at from memberships m ${usersFor(which)}
      where m.workspace_id = ${workspaceId} and not exists (select 1 from sessions where user_id = m.user_id)
        ${and([...narrowed(which, 'each'), ...later])}
      order by m.user_id ${direction} limit ${count}`,
    direction,
  )
}

/** The page is cut before the people are looked up. */
function withPeople(db: Reader, page: RawBuilder<unknown>, direction: RawBuilder<unknown>) {
  return readSql(
    db,
    sql<ListedRow>`select u.id, u.name, u.email, p.key, p.created_at as "createdAt", p.managed,
      p.ends_at as "endsAt" from (${page}) p
      join users u on u.id = p.user_id order by p.key ${direction}, p.user_id ${direction}`,
  )
}

function waysOf({ order }: Directory) {
  return order === 'up' ? { direction: sql`asc`, beyond: sql`>` } : { direction: sql`desc`, beyond: sql`<` }
}

const users = sql`join users u on u.id = m.user_id`

function usersFor({ search, signIn }: Directory) {
  return search !== '' || signIn?.way === 'password' ? users : sql``
}

/** The same conditions in two forms: `all` gathers who has what once, for everybody; `each` asks about one member after the other. */
function narrowed({ search, mfa, signIn }: Directory, form: 'all' | 'each') {
  const conditions = form === 'all' ? gathered : asked
  return [
    search !== '' && sql`(strpos(u.name_key, ${search}) > 0 or strpos(u.email_key, ${search}) > 0)`,
    mfa !== undefined && sql`${conditions.mfa} = ${mfa}`,
    signIn?.way === 'password' && sql`u.password_hash is not null`,
    signIn?.way === 'passkey' && sql`${conditions.passkey} = true`,
    signIn?.way === 'sso' && throughSso,
    signIn?.way === 'provider' && sql`${conditions.identity(signIn.issuer)} = true`,
  ].filter((one) => one !== false)
}

/** Linked in this workspace, with a connection that is active. */
const throughSso = sql`exists (select 1 from sso_identities i
  join connections c on c.workspace_id = i.workspace_id and c.id = i.connection_id
  where i.user_id = m.user_id and i.workspace_id = m.workspace_id and c.is_active)`

const confirmed = sql`select user_id from totp_factors where confirmed_at is not null`

const gathered = {
  mfa: sql`(m.user_id in (${confirmed} union all select user_id from passkeys))`,
  passkey: sql`(m.user_id in (select user_id from passkeys))`,
  identity: (issuer: string | null) =>
    sql`(m.user_id in (select user_id from identities where issuer = ${issuer}))`,
}

// A subquery for one value is never turned into a join, so that the database looks it up for as many members as it comes to.
const hasPasskey = sql`(select true from passkeys where user_id = m.user_id limit 1)`
const asked = {
  mfa: sql`coalesce((select true from totp_factors where user_id = m.user_id and confirmed_at is not null),
    ${hasPasskey}, false)`,
  passkey: hasPasskey,
  identity: (issuer: string | null) =>
    sql`(select true from identities where user_id = m.user_id and issuer = ${issuer})`,
}

function amongThese(ids: string[] | null) {
  return ids === null ? [] : [sql`m.user_id = any(${ids}::text[])`]
}

function and(conditions: RawBuilder<unknown>[]) {
  return sql.join([sql``, ...conditions], sql` and `)
}
