import { sql } from 'kysely'
import { type Reader, readSql, type Writer } from '../db/open.ts'

export interface LabelRow {
  key: string
  value: string
  description: string
  builtIn: boolean
}

/** All labels of the workspace, in their stored spelling. */
export function listLabels(db: Reader, workspaceId: string): Promise<LabelRow[]> {
  return db
    .selectFrom('labels')
    .where('workspace_id', '=', workspaceId)
    .select(['key', 'value', 'description', 'built_in as builtIn'])
    .execute()
}

/** Keeps a label; the constraint `label_taken` decides whether it is new. */
export function insertLabel(tx: Writer, workspaceId: string, label: LabelRow & { createdAt: Date }) {
  const { key, value, description, builtIn, createdAt } = label
  const row = { workspace_id: workspaceId, key, value, description, built_in: builtIn, created_at: createdAt }
  return tx.insertInto('labels').values(row).execute()
}

/** Deletes a label; the constraint `label_in_use` is the last word on whether nothing uses it. */
export function deleteLabel(tx: Writer, workspaceId: string, { key, value }: { key: string; value: string }) {
  return tx
    .deleteFrom('labels')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .where('value', '=', value)
    .execute()
}

export interface LabelledResource {
  key: string
  value: string
  type: string
  id: string
  name: string
  /** How many resources carry the label. */
  total: number
}

const CARRIERS_SHOWN = 20

/** The resources that carry labels, of each label the first by name. Without `label`, of every label. */
export function listCarriers(db: Reader, workspaceId: string, label?: { key: string; value: string }) {
  const wanted = label ? sql`and l.key = ${label.key} and l.value = ${label.value}` : sql``
  return readSql(
    db,
    sql<LabelledResource>`
    with ranked as (select l.key, l.value, r.type, r.id, r.name, count(*) over (partition by l.key, l.value) as total,
        row_number() over (partition by l.key, l.value order by r.name, r.type, r.id) as place
      from resource_labels l
      join resources r on r.workspace_id = l.workspace_id and r.type = l.type and r.id = l.resource_id
      where l.workspace_id = ${workspaceId} ${wanted})
    select key, value, type, id, name, total from ranked where place <= ${CARRIERS_SHOWN} order by key, value, name, type, id`,
  )
}

export interface LabelsOfResource {
  type: string
  id: string
  labels: { key: string; value: string }[]
}

const ROWS_AT_ONCE = 1_000

/** Makes exactly these labels those of each resource. */
export async function replaceLabels(tx: Writer, workspaceId: string, resources: LabelsOfResource[]) {
  const types = resources.map((one) => one.type)
  const ids = resources.map((one) => one.id)
  await tx
    .deleteFrom('resource_labels')
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`(type, resource_id) in (select * from unnest(${types}::text[], ${ids}::text[]))`)
    .execute()
  const rows = resources.flatMap(({ type, id, labels }) =>
    labels.map(({ key, value }) => ({ workspace_id: workspaceId, type, resource_id: id, key, value })),
  )
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await tx
      .insertInto('resource_labels')
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .execute()
  }
}
