import type { Insertable } from 'kysely'
import type { App } from '../server/caller/app.ts'
import type { Tables } from '../server/db/tables.ts'
import { hashSecret, newId, newSecret } from '../server/platform/ids.ts'

const DAY_MS = 86_400_000

type Row<Table extends keyof Tables> = Insertable<Tables[Table]>

/** Rows as they will be written, table by table, in an order that foreign keys like. */
export class Rows {
  readonly all = new Map<keyof Tables, object[]>()

  add<Table extends keyof Tables>(table: Table, row: Row<Table>) {
    const rows = this.all.get(table) ?? []
    this.all.set(table, [...rows, row])
  }
}

export interface Maker {
  rows: Rows
  workspaceId: string
  slug: string
  now: Date
}

export type Scope = { kind: 'all' } | { kind: 'label' } | { kind: 'list'; type: string; resource_id: string }
export interface Given {
  roleId: string
  scope: Scope
}

export async function write(app: App, { all }: Rows) {
  const order = [
    'workspaces',
    'users',
    'labels',
    'resources',
    'resource_labels',
    'principals',
    'memberships',
    'invites',
    'groups',
    'group_members',
    'tokens',
    'roles',
    'connections',
    'domains',
    'set_up_links',
    'scim_tokens',
    'sessions',
    'session_proofs',
    'pending_sign_ins',
    'passkeys',
    'challenges',
    'grants',
    'grant_scopes',
    'grant_scope_labels',
    'access_requests',
    'support_access',
    'support_visits',
    'break_glass_nominees',
    'break_glass_uses',
  ] as const
  const forgotten = [...all.keys()].filter((table) => !order.some((one) => one === table))
  if (forgotten.length > 0) throw new Error(`the fixture has rows for ${forgotten}, and does not write them`)
  await app.database.db.transaction().execute(async (tx) => {
    for (const table of order) {
      const rows = all.get(table)
      // Rows.add() checked each row against its own table.
      if (rows)
        await tx
          .insertInto(table)
          .values(rows as never)
          .execute()
    }
  })
}

export function label({ rows, workspaceId, now }: Maker, key: string, value: string) {
  rows.add('labels', {
    workspace_id: workspaceId,
    key,
    value,
    built_in: key === 'environment',
    created_at: now,
  })
}

export function resources(maker: Maker) {
  const { rows, workspaceId, now } = maker
  const make = (type: string, attributes: object = {}, parent?: string) => {
    const id = newId()
    const times = { created_at: now, updated_at: now }
    const above = parent ? { parent_type: 'source', parent_id: parent } : {}
    rows.add('resources', {
      workspace_id: workspaceId,
      type,
      id,
      name: `A ${type}`,
      slug: id.toLowerCase(),
      attributes: JSON.stringify(attributes),
      ...times,
      ...above,
    })
    return id
  }
  const source = make('source', { enabled: true, metadataId: 'javascript', writeKeys: ['wk'], settings: {} })
  rows.add('resource_labels', {
    workspace_id: workspaceId,
    type: 'source',
    resource_id: source,
    key: 'environment',
    value: 'prod',
  })
  return {
    source,
    space: make('space'),
    warehouse: make('warehouse', {
      enabled: true,
      metadataId: 'postgres',
      settings: { name: 'A warehouse' },
    }),
    destination: make('destination', { enabled: true, metadataId: 'webhooks', settings: {} }, source),
    trackingPlan: make('tracking_plan', { type: 'LIVE' }),
    function: make('function', { resourceType: 'SOURCE', code: '' }),
  }
}

function give({ rows, workspaceId, now }: Maker, holder: string, given: Given | undefined) {
  if (!given) return
  const id = newId()
  const { kind, ...on } = given.scope
  rows.add('grants', {
    workspace_id: workspaceId,
    id,
    principal_id: holder,
    position: 0,
    role_id: given.roleId,
    created_at: now,
  })
  rows.add('grant_scopes', {
    workspace_id: workspaceId,
    grant_id: id,
    position: 0,
    kind,
    type: null,
    resource_id: null,
    ...on,
  })
  if (kind !== 'label') return
  rows.add('grant_scope_labels', {
    workspace_id: workspaceId,
    grant_id: id,
    position: 0,
    key: 'environment',
    value: 'prod',
  })
}

/** A member, signed in; the last proof of a factor was so many minutes ago. */
export function person(maker: Maker, name: string, given?: Given, provedMinutesAgo = 0) {
  const { rows, workspaceId, slug, now } = maker
  const id = newId()
  const email = `${name.split(' ')[0]}@${slug}.test`
  rows.add('users', {
    id,
    email,
    email_key: email.toLowerCase(),
    name,
    name_key: name.toLowerCase(),
    created_at: now,
  })
  rows.add('principals', { workspace_id: workspaceId, id, kind: 'user' })
  rows.add('memberships', { workspace_id: workspaceId, user_id: id, created_at: now })
  give(maker, id, given)
  const session = newSecret('cvs_')
  const expires_at = new Date(now.getTime() + DAY_MS)
  rows.add('sessions', {
    id: newId(),
    user_id: id,
    secret_hash: hashSecret(session),
    created_at: now,
    expires_at,
    authenticated_at: now,
    factor_at: new Date(now.getTime() - provedMinutesAgo * 60_000),
    last_used_at: now,
  })
  return { id, email, session }
}

/** A member whose password was right, and whose second factor is still asked for: the secret of that sign-in. */
export function halfSignedIn(maker: Maker, name: string, given: Given): string {
  const { rows, now } = maker
  const { id } = person(maker, name, given)
  const secret = newSecret('cvp_')
  rows.add('pending_sign_ins', {
    id: newId(),
    user_id: id,
    secret_hash: hashSecret(secret),
    methods: JSON.stringify(['pwd']),
    created_at: now,
    expires_at: new Date(now.getTime() + DAY_MS),
  })
  return secret
}

export function group(maker: Maker, name: string, given?: Given): string {
  const { rows, workspaceId, now } = maker
  const id = newId()
  rows.add('principals', { workspace_id: workspaceId, id, kind: 'group' })
  rows.add('groups', { workspace_id: workspaceId, id, name, name_key: name.toLowerCase(), created_at: now })
  give(maker, id, given)
  return id
}

export function token(maker: Maker, description: string, given?: Given, expiresAt: Date | null = null) {
  const { rows, workspaceId, now } = maker
  const id = newId()
  const secret = newSecret('cvt_')
  rows.add('principals', { workspace_id: workspaceId, id, kind: 'token' })
  const row = {
    workspace_id: workspaceId,
    id,
    description,
    secret_hash: hashSecret(secret),
    hint: secret.slice(-4),
  }
  rows.add('tokens', { ...row, created_by: 'system', created_at: now, expires_at: expiresAt })
  give(maker, id, given)
  return { id, secret }
}

export function pending({ rows, workspaceId, slug, now }: Maker, invitedBy: string) {
  const id = newId()
  const email = `Invited@${slug}.test`
  rows.add('principals', { workspace_id: workspaceId, id, kind: 'invite' })
  const times = { created_at: now, expires_at: new Date(now.getTime() + DAY_MS) }
  rows.add('invites', {
    workspace_id: workspaceId,
    id,
    email,
    email_key: email.toLowerCase(),
    invited_by: invitedBy,
    ...times,
  })
  return { invite: id, inviteEmail: email }
}

export function custom({ rows, workspaceId, now }: Maker): string {
  const id = newId()
  const may = JSON.stringify({ source: ['source:read'] })
  rows.add('roles', {
    workspace_id: workspaceId,
    id,
    name: 'Custom',
    name_key: 'custom',
    description: '',
    may,
    created_at: now,
  })
  return id
}
