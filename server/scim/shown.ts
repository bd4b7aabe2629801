import type { App } from '../caller/app.ts'
import type { JsonObject } from '../db/tables.ts'
import type { GroupRow, MemberRow } from './groups/queries.ts'
import { coreOf } from './protocol/schemas.ts'
import type { UserRow } from './users/queries.ts'

/** The address of SCIM itself, as providers have it. */
export function baseOf({ config }: Pick<App, 'config'>): string {
  return `${config.publicUrl}/scim/v2`
}

/** The address of a person or of a group. */
export function locationOf(base: string, kind: 'User' | 'Group', id: string): string {
  return `${base}/${kind}s/${id}`
}

/** A person as SCIM shows them (RFC 7643, section 4.1). `groups` are left out where nobody wants to see them. */
export function userShown(
  base: string,
  row: UserRow,
  groups: { id: string; name: string }[] | null,
): JsonObject {
  const extensions = Object.keys(row.profile).filter((name) => name.startsWith('urn:'))
  return {
    schemas: [coreOf.User.urn, ...extensions],
    id: row.id,
    ...(row.externalId === null ? {} : { externalId: row.externalId }),
    userName: row.userName,
    ...row.profile,
    active: row.principalId !== null,
    ...(groups === null ? {} : { groups: groups.map((group) => groupOfUser(base, group)) }),
    meta: metaOf(base, 'User', row),
  }
}

/** A group as SCIM shows it (RFC 7643, section 4.2). `members` are left out where nobody wants to see them. */
export function groupShown(base: string, row: GroupRow, members: MemberRow[] | null): JsonObject {
  return {
    schemas: [coreOf.Group.urn],
    id: row.id,
    ...(row.externalId === null ? {} : { externalId: row.externalId }),
    displayName: row.name,
    ...(members === null ? {} : { members: members.map((member) => memberOfGroup(base, member)) }),
    meta: metaOf(base, 'Group', row),
  }
}

function groupOfUser(base: string, { id, name }: { id: string; name: string }): JsonObject {
  return { value: id, $ref: locationOf(base, 'Group', id), display: name, type: 'direct' }
}

function memberOfGroup(base: string, { id, name }: MemberRow): JsonObject {
  return { value: id, $ref: locationOf(base, 'User', id), display: name, type: 'User' }
}

function metaOf(
  base: string,
  kind: 'User' | 'Group',
  { id, createdAt, updatedAt }: { id: string; createdAt: Date; updatedAt: Date },
): JsonObject {
  return {
    resourceType: kind,
    created: createdAt.toISOString(),
    lastModified: updatedAt.toISOString(),
    location: locationOf(base, kind, id),
  }
}
