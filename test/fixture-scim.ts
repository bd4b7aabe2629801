import { hashSecret, newId, newSecret } from '../server/platform/ids.ts'
import { group, type Maker, person } from './fixture-rows.ts'

/** What samples name of SCIM. */
export interface FixtureScim {
  scimToken: string
  managed: string
  managedGroup: string
}

/** A SCIM token with its secret, another to revoke, and a member and a group that the identity provider manages. */
export function scimOf(maker: Maker, ownerId: string) {
  const spare = scimToken(maker, ownerId)
  const managed = person(maker, 'Mo Managed')
  const managedGroup = group(maker, 'Managed')
  markManaged(maker, { memberships: managed.id, groups: managedGroup })
  const names: FixtureScim = { scimToken: spare.id, managed: managed.id, managedGroup }
  return { names, secret: scimToken(maker, ownerId).secret }
}

function scimToken({ rows, workspaceId, now }: Maker, ownerId: string) {
  const id = newId()
  const secret = newSecret('cvd_')
  const about = { workspace_id: workspaceId, id, description: 'Okta', hint: secret.slice(-4) }
  rows.add('scim_tokens', {
    ...about,
    secret_hash: hashSecret(secret),
    created_by: ownerId,
    created_at: now,
  })
  return { id, secret }
}

function markManaged({ rows }: Maker, ids: { memberships: string; groups: string }) {
  const mark = (table: 'memberships' | 'groups', isIt: (row: object) => boolean) => {
    const row = rows.all.get(table)?.find(isIt)
    if (!row) throw new Error(`${table} has no such row`)
    Object.assign(row, { managed: true })
  }
  mark('memberships', (row) => 'user_id' in row && row.user_id === ids.memberships)
  mark('groups', (row) => 'id' in row && row.id === ids.groups)
}
