import type { Caller } from '../../caller/caller.ts'
import type { PageInput } from '../../http/page.ts'
import type { ResourceRow } from '../queries.ts'
import * as queries from '../queries.ts'
import { listVisible } from '../visible.ts'

/** A page of the spaces that the caller may read. */
export async function listSpaces(caller: Caller, pagination: PageInput) {
  const look = { name: 'spaces', type: 'space', actions: ['space:read'] }
  const { rows, pagination: next } = await listVisible(caller, look, pagination)
  return { spaces: rows.map(shown), pagination: next }
}

/** One space, or null where there is none (public-api 3.5). */
export async function getSpace(caller: Caller, id: string) {
  const [row] = await queries.findResources(caller.db, caller.workspaceId, [{ type: 'space', id }])
  return row ? shown(row) : null
}

function shown({ id, slug, name }: ResourceRow) {
  return { id, slug: slug ?? id, name }
}
