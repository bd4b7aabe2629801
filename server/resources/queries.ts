import { type RawBuilder, sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'
import type { JsonObject } from '../db/tables.ts'

export interface ResourceKey {
  type: string
  id: string
}

export interface ResourceRow extends ResourceKey {
  name: string
  slug: string | null
  parent: ResourceKey | null
  labels: { key: string; value: string; description: string }[]
  attributes: JsonObject
  createdAt: Date
  updatedAt: Date
}

interface FlatRow extends Omit<ResourceRow, 'parent'> {
  parentType: string | null
  parentId: string | null
}

/** `(type, id)` pairs as a set that SQL can look into. */
function pairs(keys: ResourceKey[]): RawBuilder<unknown> {
  const types = keys.map((one) => one.type)
  const ids = keys.map((one) => one.id)
  return sql`(select * from unnest(${types}::text[], ${ids}::text[]))`
}

/** These resources with their labels, in no order; what is not registered is left out. */
export async function findResources(
  db: Reader,
  workspaceId: string,
  keys: ResourceKey[],
): Promise<ResourceRow[]> {
  if (keys.length === 0) return []
  const rows = await readSql(
    db,
    sql<FlatRow>`
    select r.type, r.id, r.name, r.slug, r.parent_type as "parentType", r.parent_id as "parentId", r.attributes,
      r.created_at as "createdAt", r.updated_at as "updatedAt", coalesce((
        select json_agg(json_build_object('key', l.key, 'value', l.value, 'description', d.description)
          order by l.key collate "C")
        from resource_labels l
        join labels d on d.workspace_id = l.workspace_id and d.key = l.key and d.value = l.value
        where l.workspace_id = r.workspace_id and l.type = r.type and l.resource_id = r.id), '[]'::json) as labels
    from resources r where r.workspace_id = ${workspaceId} and (r.type, r.id) in ${pairs(keys)}`,
  )
  return rows.map(({ parentType, parentId, ...row }) => ({
    ...row,
    parent: parentType === null || parentId === null ? null : { type: parentType, id: parentId },
  }))
}

/** What the registered resources of these types are called. */
export function listNames(db: Reader, workspaceId: string, types: readonly string[]) {
  return readSql(
    db,
    sql<ResourceKey & { name: string }>`
    select type, id, name from resources where workspace_id = ${workspaceId} and type = any(${types}::text[])`,
  )
}

/** Who has these slugs, each among the resources of its type. */
export function findSlugs(db: Reader, workspaceId: string, slugs: { type: string; slug: string }[]) {
  const keys = slugs.map(({ type, slug }) => ({ type, id: slug }))
  return readSql(
    db,
    sql<{ type: string; id: string; slug: string }>`
    select r.type, r.id, r.slug from resources r
    where r.workspace_id = ${workspaceId} and (r.type, r.slug) in ${pairs(keys)}`,
  )
}

/** Keys of the resources of a type that hang directly on this one. */
export function listChildren(
  db: Reader,
  workspaceId: string,
  parent: ResourceKey,
  type: string,
): Promise<ResourceKey[]> {
  return db
    .selectFrom('resources')
    .where('workspace_id', '=', workspaceId)
    .where('parent_type', '=', parent.type)
    .where('parent_id', '=', parent.id)
    .where('type', '=', type)
    .select(['type', 'id'])
    .execute()
}

/** Keys of the resources of a type whose attribute is this text. */
export function listWithAttribute(
  db: Reader,
  workspaceId: string,
  type: string,
  { name, text }: { name: string; text: string },
): Promise<ResourceKey[]> {
  return db
    .selectFrom('resources')
    .where('workspace_id', '=', workspaceId)
    .where('type', '=', type)
    .where(sql<boolean>`attributes->>${name} = ${text}`)
    .select(['type', 'id'])
    .execute()
}

/** Keys of these resources and of everything that hangs on them, however deep. */
export function listFamily(db: Reader, workspaceId: string, keys: ResourceKey[]): Promise<ResourceKey[]> {
  return readSql(
    db,
    sql<ResourceKey>`
    with recursive family as (
      select r.type, r.id from resources r where r.workspace_id = ${workspaceId} and (r.type, r.id) in ${pairs(keys)}
      union
      select r.type, r.id from resources r
      join family f on r.parent_type = f.type and r.parent_id = f.id where r.workspace_id = ${workspaceId})
    select type, id from family`,
  )
}

/**
 * Registers resources, at most 1,000, or brings their registration up to date: in one statement, so that parents may
 * come with their children in any order. Labels are the matter of their own room.
 */
export async function upsertResources(tx: Writer, workspaceId: string, resources: ResourceRow[]) {
  const rows = resources.map(({ type, id, name, slug, parent, attributes, createdAt, updatedAt }) => ({
    workspace_id: workspaceId,
    type,
    id,
    name,
    slug,
    parent_type: parent?.type ?? null,
    parent_id: parent?.id ?? null,
    attributes: JSON.stringify(attributes),
    created_at: createdAt,
    updated_at: updatedAt,
  }))
  await tx
    .insertInto('resources')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'type', 'id']).doUpdateSet(({ ref }) => ({
        name: ref('excluded.name'),
        slug: ref('excluded.slug'),
        parent_type: ref('excluded.parent_type'),
        parent_id: ref('excluded.parent_id'),
        attributes: ref('excluded.attributes'),
        updated_at: ref('excluded.updated_at'),
      })),
    )
    .execute()
}

/** Deletes resources; what hangs on them, their labels and the list entries that name them go along. */
export function deleteResources(tx: Writer, workspaceId: string, keys: ResourceKey[]) {
  return tx
    .deleteFrom('resources')
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`(type, id) in ${pairs(keys)}`)
    .execute()
}
