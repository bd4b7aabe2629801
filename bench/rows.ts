import { hashSecret } from '../server/platform/ids.ts'
import type { Generated } from './worlds.ts'
import { plan } from './worlds.ts'

const writtenAt = '2026-11-21T00:00:00.000Z'
const at = { created_at: writtenAt }

/** A row as JSON; columns that are left out have their default. */
export type Row = Record<string, string | number | null>
type Rows = [table: string, rows: Row[]][]

/** The rows of a world in the server's tables, those that others refer to first. `secret` is that of its first token. */
export function rowsOf(world: Generated, secret: string): Rows {
  const { workspaceId: id, shape } = world
  const workspace = {
    id,
    slug: id.toLowerCase(),
    name: `Bench ${shape.name}`,
    plan,
    access_version: 1,
    ...at,
  }
  return [['workspaces', [workspace]], ...people(world, secret), ...resources(world), ...grants(world)]
}

function people({ workspaceId, facts }: Generated, secret: string): Rows {
  const here = { workspace_id: workspaceId }
  const users = facts.principals.filter(({ kind }) => kind === 'user')
  const tokens = facts.principals.filter(({ kind }) => kind === 'token')
  const groups = facts.groups.map(({ id }) => ({ id, kind: 'group' as const }))
  const mail = ({ names: [email = ''] }: { names: string[] }) => ({ email, email_key: email })
  const memberships = users.flatMap(({ id, groups: joined }) => joined.map((group) => ({ id, group })))
  return [
    ['users', users.map((one, place) => ({ id: one.id, ...mail(one), ...named(`Person ${place}`), ...at }))],
    ['principals', [...facts.principals, ...groups].map(({ id, kind }) => ({ ...here, id, kind }))],
    ['memberships', users.map(({ id }) => ({ ...here, user_id: id, ...at }))],
    ['groups', groups.map(({ id }, place) => ({ ...here, id, ...named(`Group ${place}`), ...at }))],
    [
      'group_members',
      memberships.map(({ id, group }) => ({ ...here, group_id: group, principal_id: id, ...at })),
    ],
    ['tokens', tokens.map(({ id }, place) => ({ ...here, ...token(id, place === 0 ? secret : id), ...at }))],
  ]
}

function named(name: string) {
  return { name, name_key: name.toLowerCase() }
}

function token(id: string, secret: string) {
  const secretHash = `\\x${hashSecret(secret).toString('hex')}`
  return { id, description: 'Bench', secret_hash: secretHash, hint: secret.slice(-4), created_by: 'bench' }
}

function resources({ workspaceId, facts }: Generated): Rows {
  const here = { workspace_id: workspaceId }
  const labels = new Map(
    facts.resources.flatMap((one) => one.labels).map((label) => [`${label.key}:${label.value}`, label]),
  )
  const times = { ...at, updated_at: writtenAt }
  const worn = facts.resources.flatMap(({ type, id, labels: on }) =>
    on.map(({ key, value }) => ({ ...here, type, resource_id: id, key, value })),
  )
  return [
    ['labels', Array.from(labels.values(), ({ key, value }) => ({ ...here, key, value, ...at }))],
    [
      'resources',
      facts.resources.map(({ type, id }, place) => ({
        ...here,
        type,
        id,
        name: `Resource ${place}`,
        ...times,
      })),
    ],
    ['resource_labels', worn],
  ]
}

function grants({ workspaceId, facts }: Generated): Rows {
  const here = { workspace_id: workspaceId }
  const given: Row[] = []
  const scopes: Row[] = []
  const labels: Row[] = []
  for (const holder of [...facts.principals, ...facts.groups]) {
    for (const [position, grant] of holder.grants.entries()) {
      const about = { principal_id: holder.id, position, role_id: grant.roleId }
      given.push({ ...here, id: grant.id, ...about, ...at })
      for (const [place, scope] of grant.scopes.entries()) {
        const on =
          scope.kind === 'list'
            ? { type: scope.type, resource_id: scope.id }
            : { type: null, resource_id: null }
        scopes.push({ ...here, grant_id: grant.id, position: place, kind: scope.kind, ...on })
        if (scope.kind !== 'label') continue
        for (const label of scope.labels)
          labels.push({ ...here, grant_id: grant.id, position: place, ...label })
      }
    }
  }
  return [
    ['grants', given],
    ['grant_scopes', scopes],
    ['grant_scope_labels', labels],
  ]
}
