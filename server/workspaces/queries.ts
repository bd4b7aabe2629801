import { sql } from 'kysely'
import { builtInLabels } from '../../contract/labels.ts'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import { momentOf, type Page } from '../http/page.ts'

export interface NewWorkspace {
  id: string
  slug: string
  name: string
  plan: string
  createdAt: Date
}

/**
 * Makes a workspace with its two first labels; the constraint `workspace_slug_taken` decides whether the slug is free.
 * False where a workspace with this very id is there already.
 */
export async function insertWorkspace(
  tx: Writer,
  { id, slug, name, plan, createdAt }: NewWorkspace,
): Promise<boolean> {
  const made = await tx
    .insertInto('workspaces')
    .values({ id, slug, name, plan, created_at: createdAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return false

  const label = { workspace_id: id, description: '', built_in: true, created_at: createdAt }
  const labels = builtInLabels.map(({ key, value }) => ({ ...label, key, value }))
  await tx.insertInto('labels').values(labels).execute()
  return true
}

export type WorkspaceRow = NonNullable<Awaited<ReturnType<typeof findWorkspace>>>

/** One workspace. */
export function findWorkspace(db: Reader, workspaceId: string) {
  return db
    .selectFrom('workspaces')
    .where('id', '=', workspaceId)
    .select(['id', 'slug', 'name', 'plan', 'settings', 'hipaa_eligible as hipaaEligible'])
    .executeTakeFirst()
}

/** The workspace with this slug. */
export function findBySlug(db: Reader, slug: string) {
  return db
    .selectFrom('workspaces')
    .where('slug', '=', slug)
    .select(['id', 'slug', 'name', 'plan', 'settings', 'hipaa_eligible as hipaaEligible'])
    .executeTakeFirst()
}

/** Changes what a workspace is called, its plan, its settings (JSON), or its HIPAA eligibility; `workspace_slug_taken` decides whether a slug is free. */
export function updateWorkspace(
  tx: Writer,
  workspaceId: string,
  values: { name?: string; slug?: string; plan?: string; settings?: string; hipaa_eligible?: boolean },
) {
  return tx.updateTable('workspaces').where('id', '=', workspaceId).set(values).execute()
}

export interface MyWorkspaceRow {
  id: string
  slug: string
  name: string
  isOwner: boolean
  joinedAt: Date
}

interface Looking {
  ownerRoleId: string
  plansWithGroups: string[]
  provedTo: string | null
  now: Date
}

/**
 * A page of the workspaces of one person, in the order of joining, each with whether the person owns it at `now`. `provedTo`: only those
 * to which an active connection of theirs proved the session with this id.
 */
export function listOfMember(
  db: Reader,
  userId: string,
  { count, after }: Page,
  { ownerRoleId, plansWithGroups, provedTo, now }: Looking,
): Promise<MyWorkspaceRow[]> {
  const proved =
    provedTo === null
      ? sql``
      : sql`and exists (select 1 from session_proofs p join connections c
          on c.workspace_id = p.workspace_id and c.id = p.connection_id and c.is_active
          where p.session_id = ${provedTo} and p.workspace_id = m.workspace_id)`
  const start = after ? sql`and (m.created_at, m.workspace_id) > (${momentOf(after[0])}, ${after[1]})` : sql``
  return readSql(
    db,
    sql<MyWorkspaceRow>`select w.id, w.slug, w.name, m.created_at as "joinedAt", exists (
        select 1 from grants g where g.workspace_id = w.id and g.role_id = ${ownerRoleId}
          and (g.starts_at is null or g.starts_at <= ${now}) and (g.ends_at is null or g.ends_at > ${now})
          and (g.principal_id = m.user_id or (w.plan = any(${plansWithGroups}::text[]) and exists (
            select 1 from group_members gm where gm.workspace_id = w.id
              and gm.group_id = g.principal_id and gm.principal_id = m.user_id
              and (gm.ends_at is null or gm.ends_at > ${now} or gm.by_sso or gm.by_scim))))) as "isOwner"
      from memberships m join workspaces w on w.id = m.workspace_id
      where m.user_id = ${userId} and (m.ends_at is null or m.ends_at > ${now}) ${proved} ${start}
      order by m.created_at, m.workspace_id limit ${count + 1}`,
  )
}
