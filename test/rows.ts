import type { Facts, GrantFact, ScopeFact } from '../access/index.ts'
import type { NaiveWorld } from '../access/naive.ts'
import type { App } from '../server/caller/app.ts'
import type { Tables } from '../server/db/tables.ts'

/**
 * A workspace as its rows say it, read a second time and plainly: whole tables, no joins in SQL, nothing shared with
 * server/caller/facts.ts. For access/naive.ts.
 */
export async function readRows(app: App, workspaceId: string): Promise<NaiveWorld> {
  const { db } = app.database
  const rowsOf = <Table extends Exclude<keyof Tables, 'users' | 'sessions' | 'installation' | 'workspaces'>>(
    table: Table,
  ) =>
    // Every one of these tables has the column; the union of their types hides it.
    db
      .selectFrom(table as 'groups')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .execute() as never as Promise<Row[]>
  const about = await db
    .selectFrom('workspaces')
    .selectAll()
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const principals = await rowsOf('principals')
  const groups = await rowsOf('groups')
  const members = await rowsOf('group_members')
  const memberships = await rowsOf('memberships')
  const tokens = await rowsOf('tokens')
  const roles = await rowsOf('roles')
  const resources = await rowsOf('resources')
  const labels = await rowsOf('resource_labels')
  const held = await readGrants(rowsOf, tokens)
  const facts: Facts = {
    principals: principals
      .filter(({ kind }) => kind === 'user' || kind === 'token')
      .map(({ id, kind }) => ({
        id,
        kind: kind === 'user' ? 'user' : 'token',
        names: [],
        groups: members.filter((one) => one.principal_id === id).map((one) => one.group_id),
        groupEnds: Object.fromEntries(
          members
            .filter((one) => one.principal_id === id && one.ends_at && !one.by_sso && !one.by_scim)
            .map((one) => [one.group_id, one.ends_at.getTime()]),
        ),
        grants: held(id),
        until: memberships.find((one) => one.user_id === id)?.ends_at?.getTime() ?? Infinity,
      })),
    groups: groups.map(({ id }) => ({ id, grants: held(id) })),
    resources: resources.map(({ type, id, parent_type, parent_id }) => ({
      type,
      id,
      labels: labels
        .filter((one) => one.type === type && one.resource_id === id)
        .map(({ key, value }) => ({ key, value })),
      ...(parent_id && { parent: { type: parent_type, id: parent_id } }),
    })),
    roles: roles.map(({ id, name, may }) => ({ id, name, may, scopes: ['all', 'list', 'label'] })),
  }
  return { catalog: app.catalog, workspaceId, plan: about.plan, facts }
}

// biome-ignore lint/suspicious/noExplicitAny: the rows of twelve tables, read by a test that knows their columns.
type Row = Record<string, any>

async function readGrants(
  rowsOf: (table: 'grants' | 'grant_scopes' | 'grant_scope_labels') => Promise<Row[]>,
  tokens: Row[],
) {
  const grants = await rowsOf('grants')
  const scopes = await rowsOf('grant_scopes')
  const labels = await rowsOf('grant_scope_labels')

  const scopeOf = ({ grant_id, position, kind, type, resource_id }: Row): ScopeFact => {
    if (kind === 'all') return { kind: 'all' }
    if (kind === 'list') return { kind: 'list', type, id: resource_id }
    const own = labels.filter((one) => one.grant_id === grant_id && one.position === position)
    return { kind: 'label', labels: own.map(({ key, value }) => ({ key, value })) }
  }
  return (holder: string): GrantFact[] =>
    grants
      .filter((grant) => grant.principal_id === holder)
      .map(({ id, role_id, starts_at, ends_at }) => {
        const expires = tokens.find((token) => token.id === holder)?.expires_at
        const ends = [ends_at, expires].filter(Boolean).map((moment: Date) => moment.getTime())
        return {
          id,
          roleId: role_id,
          scopes: scopes.filter((one) => one.grant_id === id).map(scopeOf),
          ...(starts_at && { from: starts_at.getTime() }),
          ...(ends.length > 0 && { until: Math.min(...ends) }),
        }
      })
}
