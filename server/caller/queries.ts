import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'

export interface TokenRow {
  tokenId: string
  description: string
  expiresAt: Date | null
  workspaceId: string
  slug: string
  workspaceName: string
  plan: string
  version: number
  /** What an identity provider pushes is only tried out. */
  isDryRun: boolean
}

export interface SessionRow {
  id: string
  userId: string
  email: string
  name: string
  createdAt: Date
  authenticatedAt: Date
  factorAt: Date
  mfaAt: Date | null
  methods: string[]
  lastUsedAt: Date
  expiresAt: Date
  /** The strictest limits of the workspaces that the person belongs to now; null where none has one. */
  idleMinutes: number | null
  sessionHours: number | null
  confined: boolean
  /** When the next of their memberships ends: the limits are others then. */
  limitsUntil: Date | null
}

/** The token with this hash, and its workspace with the access version: one read a request. */
export function findToken(db: Reader, hash: Buffer): Promise<TokenRow | undefined> {
  return findTokenIn(db, 'tokens', hash)
}

/** The same for a SCIM token. */
export function findScimToken(db: Reader, hash: Buffer): Promise<TokenRow | undefined> {
  return findTokenIn(db, 'scim_tokens', hash)
}

async function findTokenIn(db: Reader, table: 'tokens' | 'scim_tokens', hash: Buffer) {
  const [row] = await readSql<TokenRow>(
    db,
    sql`
    select t.id as "tokenId", t.description, t.expires_at as "expiresAt", w.id as "workspaceId", w.slug,
      w.name as "workspaceName", w.plan, w.access_version as version,
      coalesce((w.settings->>'scimDryRun')::boolean, false) as "isDryRun"
    from ${sql.table(table)} t join workspaces w on w.id = t.workspace_id
    where t.secret_hash = ${hash}`,
  )
  return row
}

/** A member of a HIPAA-eligible workspace is signed out after so many minutes of inactivity (rules, section 7). */
const HIPAA_IDLE_MINUTES = 15
/** Of a workspace `w`: its limits for sessions. */
export const idleIn = sql<
  number | null
>`least((w.settings->>'idleMinutes')::int, case when w.hipaa_eligible then ${HIPAA_IDLE_MINUTES}::int end)`
export const hoursIn = sql<number | null>`(w.settings->>'sessionHours')::int`

/**
 * The session with this hash, its person, and the strictest limits of the workspaces that they belong to at this moment:
 * joining a workspace applies to sessions that are open already, and leaving it too (rules, section 7).
 */
export async function findSession(db: Reader, hash: Buffer, now: Date): Promise<SessionRow | undefined> {
  const [row] = await readSql<SessionRow>(
    db,
    sql`
    select s.id, u.id as "userId", u.email, u.name, s.created_at as "createdAt", s.authenticated_at as "authenticatedAt",
      s.factor_at as "factorAt", s.mfa_at as "mfaAt", s.methods, s.last_used_at as "lastUsedAt",
      s.expires_at as "expiresAt", s.confined, strictest.idle as "idleMinutes", strictest.hours as "sessionHours",
      strictest."limitsUntil"
    from sessions s join users u on u.id = s.user_id
    cross join lateral (
      select min(${idleIn}) as idle, min(${hoursIn}) as hours, min(m.ends_at) as "limitsUntil"
      from memberships m join workspaces w on w.id = m.workspace_id
      where m.user_id = u.id and (m.ends_at is null or m.ends_at > ${now})) as strictest
    where s.secret_hash = ${hash}`,
  )
  return row
}

/** Writes down that a session is used now; never moves backwards. */
export function touchSession(tx: Writer, sessionId: string, now: Date) {
  return tx
    .updateTable('sessions')
    .where('id', '=', sessionId)
    .where('last_used_at', '<', now)
    .set({ last_used_at: now })
    .execute()
}

/**
 * The workspace with this slug or id, if this person is a member of it at present, and by which of its active connections this session was
 * proved to it.
 */
export function findWorkspaceOfMember(
  db: Reader,
  slugOrId: string,
  { userId, sessionId, now }: { userId: string; sessionId: string; now: Date },
) {
  return db
    .selectFrom('workspaces')
    .innerJoin('memberships', 'memberships.workspace_id', 'workspaces.id')
    .leftJoin('session_proofs as proof', (join) =>
      join.onRef('proof.workspace_id', '=', 'workspaces.id').on('proof.session_id', '=', sessionId),
    )
    .leftJoin('connections as connection', (join) =>
      join
        .onRef('connection.workspace_id', '=', 'proof.workspace_id')
        .onRef('connection.id', '=', 'proof.connection_id')
        .on('connection.is_active', '=', true),
    )
    .where('memberships.user_id', '=', userId)
    .where((where) =>
      where.or([where('memberships.ends_at', 'is', null), where('memberships.ends_at', '>', now)]),
    )
    .where((where) =>
      where.or([where('workspaces.slug', '=', slugOrId), where('workspaces.id', '=', slugOrId)]),
    )
    .select([
      'workspaces.id as workspaceId',
      'workspaces.slug',
      'workspaces.name as workspaceName',
      'workspaces.plan',
      'workspaces.access_version as version',
      'workspaces.settings',
      'memberships.sessions_since as sessionsSince',
      'memberships.sso_exempt as ssoExempt',
      'connection.id as provedBy',
      'connection.name as provedByName',
      'proof.at as provedAt',
    ])
    .executeTakeFirst()
}

/** Every workspace that a person belongs to, also where their membership has ended. */
export function listWorkspacesOf(db: Reader, userId: string) {
  return db
    .selectFrom('memberships')
    .innerJoin('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .where('memberships.user_id', '=', userId)
    .orderBy('workspaces.id')
    .select(['workspaces.id', 'workspaces.slug', 'workspaces.name', 'workspaces.plan'])
    .execute()
}

/** The present access version of a workspace, and its plan. */
export function findVersion(db: Reader, workspaceId: string) {
  return db
    .selectFrom('workspaces')
    .where('id', '=', workspaceId)
    .select(['id', 'slug', 'name', 'plan', 'access_version as version'])
    .executeTakeFirst()
}

/** After more versions than this, reading everything anew is the shorter way. */
const STEPS_MAX = 1_000

/** What the access versions after `after` touched, oldest first; the first thousand of them. */
export function listTouched(db: Reader, workspaceId: string, after: number) {
  return db
    .selectFrom('access_changes')
    .where('workspace_id', '=', workspaceId)
    .where('version', '>', after)
    .orderBy('version')
    .limit(STEPS_MAX)
    .select(['version', 'touched'])
    .execute()
}

export interface TokenUse {
  workspaceId: string
  /** Of a token (for SCIM too), or of a set-up link. */
  tokenId: string
  at: Date
}

/** Writes down when tokens and set-up links were last used. One that is being changed or revoked is passed over: nobody waits for this. */
export async function saveLastUsed(tx: Writer, uses: TokenUse[]) {
  const workspaceIds = uses.map((use) => use.workspaceId)
  const tokenIds = uses.map((use) => use.tokenId)
  const moments = uses.map((use) => use.at.toISOString())
  for (const table of [sql`tokens`, sql`scim_tokens`, sql`set_up_links`]) {
    await sql`
    with due as (
      select t.workspace_id, t.id, used.at::timestamptz as at from ${table} t
      join unnest(${workspaceIds}::text[], ${tokenIds}::text[], ${moments}::text[]) as used (workspace_id, id, at)
        on used.workspace_id = t.workspace_id and used.id = t.id
      where t.last_used_at is null or t.last_used_at < used.at::timestamptz
      for no key update of t skip locked)
    update ${table} set last_used_at = due.at from due
    where ${table}.workspace_id = due.workspace_id and ${table}.id = due.id`.execute(tx)
  }
}

/** The ids of the built-in roles that are granted anywhere. */
export async function listRolesInUse(db: Reader): Promise<string[]> {
  const granted = db.selectFrom('grants').where('custom_role_id', 'is', null)
  return (await granted.select('role_id').distinct().execute()).map((row) => row.role_id)
}

/** The plans that workspaces have. */
export async function listPlansInUse(db: Reader): Promise<string[]> {
  return (await db.selectFrom('workspaces').select('plan').distinct().execute()).map((row) => row.plan)
}

/** The active connections of a workspace, for whoever is asked for its single sign-on. */
export function listDoors(db: Reader, workspaceId: string) {
  return db
    .selectFrom('connections')
    .where('workspace_id', '=', workspaceId)
    .where('is_active', '=', true)
    .orderBy('is_default', 'desc')
    .orderBy('created_at')
    .orderBy('id')
    .select(['id', 'name', 'provider', 'is_default as isDefault'])
    .execute()
}

export interface SetUpLinkRow {
  linkId: string
  note: string
  expiresAt: Date
  workspaceId: string
  slug: string
  workspaceName: string
  plan: string
  version: number
}

/** The set-up link with this hash, and its workspace. */
export function findSetUpLink(db: Reader, hash: Buffer): Promise<SetUpLinkRow | undefined> {
  return db
    .selectFrom('set_up_links as l')
    .innerJoin('workspaces as w', 'w.id', 'l.workspace_id')
    .where('l.secret_hash', '=', hash)
    .select(['l.id as linkId', 'l.note', 'l.expires_at as expiresAt'])
    .select([
      'w.id as workspaceId',
      'w.slug',
      'w.name as workspaceName',
      'w.plan',
      'w.access_version as version',
    ])
    .executeTakeFirst()
}

/** Whether an identity provider can push to a workspace now: one of its SCIM tokens works. */
export async function isProvisioned(db: Reader, workspaceId: string, now: Date): Promise<boolean> {
  const tokens = db.selectFrom('scim_tokens').where('workspace_id', '=', workspaceId)
  const working = tokens.where((where) =>
    where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]),
  )
  return (await working.select('id').limit(1).executeTakeFirst()) !== undefined
}
