import { pluralOf } from '../../contract/complete.ts'
import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Happened } from '../caller/change.ts'
import { tidyText } from '../platform/names.ts'
import type { RequestRow } from './queries.ts'

type Thing = Pick<RequestRow, 'type' | 'resourceId'>

/** What an event of a request is about: the request by its id, the thing by what it is called. Texts of people stay with the request. */
export function about(
  { app }: { app: App },
  row: RequestRow,
): Pick<Happened, 'resourceId' | 'resourceName'> & { detail: NonNullable<Happened['detail']> } {
  const { id, type, resourceId, action, requesterId, requesterName } = row
  const resource = { type, ...(resourceId !== null && { id: resourceId }) }
  const detail = { requesterId, requesterName, resource, action }
  return { resourceId: id, resourceName: row.resourceName ?? unnamed(app, row), detail }
}

/** A thing without its name: `the workspace`, `all tracking plans`, or `the source ios` by its id. */
export function unnamed({ catalog }: App, { type, resourceId }: Thing): string {
  const spec = catalog.resourceTypes[type]
  if (type === 'workspace') return `the ${spec?.name ?? type}`
  if (resourceId !== null) return `the ${spec?.name ?? type} ${resourceId}`
  return `all ${spec ? pluralOf(spec) : type}`
}

/** A text of a person, tidied. Raises `invalid-input` where nothing is left of it. */
export function readText(text: string, field: string): string {
  const tidy = tidyText(text)
  if (tidy !== '') return tidy
  throw new Problem('invalid-input', { field, message: `"${field}" says nothing` })
}
