import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import { momentOf, type Page } from '../http/page.ts'

function invitesOf(db: Reader, workspaceId: string) {
  return db
    .selectFrom('invites')
    .leftJoin('users', 'users.id', 'invites.invited_by')
    .leftJoin('tokens', (join) =>
      join
        .onRef('tokens.workspace_id', '=', 'invites.workspace_id')
        .onRef('tokens.id', '=', 'invites.invited_by'),
    )
    .leftJoin('scim_tokens', (join) =>
      join
        .onRef('scim_tokens.workspace_id', '=', 'invites.workspace_id')
        .onRef('scim_tokens.id', '=', 'invites.invited_by'),
    )
    .where('invites.workspace_id', '=', workspaceId)
    .select([
      'invites.id',
      'invites.email',
      'invites.name',
      'invites.generation',
      'invites.invited_by as invitedBy',
      'invites.created_at as createdAt',
      'invites.expires_at as expiresAt',
      'invites.ends_at as endsAt',
      'users.name as userName',
      'tokens.description as tokenName',
      'scim_tokens.description as scimTokenName',
    ])
}

export type InviteRow = Awaited<ReturnType<typeof listInvites>>[number]

/** Those whose address contains `text`, as `keyOf` writes it, and those with these ids. */
export interface Which {
  text: string
  ids: string[]
}

/** A page of invites, in the order they were made. */
export function listInvites(db: Reader, workspaceId: string, which: Which | null, { count, after }: Page) {
  return invitesOf(db, workspaceId)
    .$if(which !== null, (query) => query.where(matching(which)))
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(invites.created_at, invites.id) > (${momentOf(after?.[0])}, ${after?.[1]})`),
    )
    .orderBy('invites.created_at')
    .orderBy('invites.id')
    .limit(count + 1)
    .execute()
}

/** How many invites there are, expired ones too. */
export async function countInvites(db: Reader, workspaceId: string, which: Which | null): Promise<number> {
  const all = db.selectFrom('invites').where('invites.workspace_id', '=', workspaceId)
  const found = all.$if(which !== null, (query) => query.where(matching(which)))
  const { count } = await found
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** What invites call people. */
export function listNames(db: Reader, workspaceId: string) {
  return db
    .selectFrom('invites')
    .where('workspace_id', '=', workspaceId)
    .where('name', 'is not', null)
    .select(['id', 'name'])
    .$narrowType<{ name: string }>()
    .execute()
}

function matching(which: Which | null) {
  const { text = '', ids = [] } = which ?? {}
  return sql<boolean>`(strpos(invites.email_key, ${text}) > 0 or invites.id = any(${ids}::text[]))`
}

/** One invite. */
export function findInvite(db: Reader, workspaceId: string, inviteId: string) {
  return invitesOf(db, workspaceId).where('invites.id', '=', inviteId).executeTakeFirst()
}

/** One invite with the workspace that it is for: what a link leads to, and a mail tells. */
export function findInviteToWorkspace(db: Reader, workspaceId: string, inviteId: string) {
  return invitesOf(db, workspaceId)
    .innerJoin('workspaces', 'workspaces.id', 'invites.workspace_id')
    .where('invites.id', '=', inviteId)
    .select([
      'workspaces.id as workspaceId',
      'workspaces.slug',
      'workspaces.name as workspaceName',
      'workspaces.plan',
      'workspaces.settings',
    ])
    .executeTakeFirst()
}

/** The invites for these addresses, given as they are compared. */
export function listByEmails(db: Reader, workspaceId: string, emailKeys: string[]) {
  return readSql(
    db,
    sql<{ id: string; email: string; emailKey: string; expiresAt: Date; endsAt: Date | null }>`
    select id, email, email_key as "emailKey", expires_at as "expiresAt", ends_at as "endsAt" from invites
    where workspace_id = ${workspaceId} and email_key = any(${emailKeys}::text[])`,
  )
}

export interface NewInvite {
  id: string
  email: string
  emailKey: string
  name: string | null
  /** When the membership ends that it makes. */
  endsAt: Date | null
}

/** Makes invites, without any role; the constraint `invite_pending` has the last word on their addresses. */
export async function insertInvites(
  tx: Writer,
  workspaceId: string,
  invites: NewInvite[],
  { invitedBy, createdAt, expiresAt }: { invitedBy: string; createdAt: Date; expiresAt: Date },
) {
  const principals = invites.map(({ id }) => ({ workspace_id: workspaceId, id, kind: 'invite' as const }))
  await tx.insertInto('principals').values(principals).execute()
  const term = { invited_by: invitedBy, created_at: createdAt, expires_at: expiresAt }
  const rows = invites.map(({ id, email, emailKey, name, endsAt }) => ({
    workspace_id: workspaceId,
    id,
    email,
    email_key: emailKey,
    name,
    ends_at: endsAt,
    ...term,
  }))
  await tx.insertInto('invites').values(rows).execute()
}

/** Changes what the person is called, and when their membership will end. */
export function updateInvite(
  tx: Writer,
  workspaceId: string,
  inviteId: string,
  values: { name: string | null; ends_at: Date | null },
) {
  return tx
    .updateTable('invites')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', inviteId)
    .set(values)
    .execute()
}

/** Begins a new term with a new link. */
export function renewInvite(
  tx: Writer,
  workspaceId: string,
  inviteId: string,
  term: { generation: number; expiresAt: Date },
) {
  return tx
    .updateTable('invites')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', inviteId)
    .set({ generation: term.generation, expires_at: term.expiresAt })
    .execute()
}

/** Deletes invites with their grants and group memberships. */
export function deleteInvites(tx: Writer, workspaceId: string, inviteIds: string[]) {
  return tx
    .deleteFrom('principals')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', inviteIds)
    .execute()
}
