import type { accessRequests } from '../../contract/access-requests.ts'
import type { Input, Reply } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed } from '../caller/change.ts'
import type { Download } from '../http/handlers.ts'
import { momentOf, paged, pageOf } from '../http/page.ts'
import { requirePerson } from './asking.ts'
import { csvOf } from './csv.ts'
import { CLOSED, endOfDoor, isOpen } from './doors.ts'
import * as queries from './queries.ts'
import { type For, show, showOne } from './shown.ts'
import { suggest } from './suggesting.ts'

export { createRequest, withdrawRequest } from './asking.ts'
export { dismissRequest, resolveRequest } from './deciding.ts'
export { requestForMail, type Told } from './for-mail.ts'
export { settleAll } from './settling.ts'

type Query = Input<typeof accessRequests.list>['query']
type Filters = Omit<Query, 'pagination'>

/** A page of the requests in the workspace, newest first, with the number of all that the filters find. */
export function listRequests(caller: Caller, query: Query): Promise<Reply<typeof accessRequests.list>> {
  return listPage(caller, query, 'owners')
}

/** The same of what the signed-in person asked for. Raises `not-allowed` for a token and for support staff. */
export function listOwn(
  caller: Caller,
  query: Input<typeof accessRequests.listMine>['query'],
): Promise<Reply<typeof accessRequests.listMine>> {
  requirePerson(caller)
  return listPage(caller, { ...query, requesterId: caller.who.id }, 'requester')
}

/** One request, with what an owner could begin with. Raises `not-found`. */
export async function getRequest(caller: Caller, id: string): Promise<Reply<typeof accessRequests.get>> {
  const row = await queries.findRequest(caller.db, caller.workspaceId, id, caller.now)
  if (!row) throw new Problem('not-found')
  const accessRequest = await showOne(caller, row, 'owners')
  return {
    accessRequest,
    suggestion: accessRequest.state === 'open' ? await suggest(caller, row) : [],
    isAllowed: row.isHere && endOfDoor(caller.world, caller, row) !== CLOSED,
  }
}

/** All requests as CSV, or those that the filters find. The download is in the audit trail before its first row is sent. */
export async function exportRequests(caller: Caller, filters: Filters): Promise<Download> {
  const { workspace } = caller
  const which = await whichOf(caller, filters)
  const about = { resourceId: workspace.id, resourceName: workspace.name, detail: { ...filters } }
  await change(caller, async () => changed(undefined, { type: 'Access Requests Exported', ...about }))
  return { fileName: `${workspace.slug}-access-requests.csv`, stream: csvOf(caller, which) }
}

async function listPage(caller: Caller, { pagination, ...filters }: Query, to: For) {
  const { db, workspaceId } = caller
  const page = pageOf(
    caller,
    pagination,
    `access-requests/${to}/${JSON.stringify(Object.entries(filters).sort())}`,
    2,
  )
  const which = await whichOf(caller, filters)
  const [at, id = ''] = page.after ?? []
  const after = page.after ? { createdAt: momentOf(at), id } : null
  const totalEntries = await queries.countRequests(db, workspaceId, which)
  const rows = await queries.listRequests(db, workspaceId, which, { count: page.count + 1, after })
  const { items, pagination: next } = paged(page, rows, (row) => [row.createdAt.toISOString(), row.id])
  return { accessRequests: await show(caller, items, to), pagination: { ...next, totalEntries } }
}

/** Which requests wait for nothing any more is known by their doors, so that it is asked of all that are kept as open, in one statement. */
async function whichOf(caller: Caller, filters: Filters): Promise<queries.Which> {
  const { db, workspaceId, world, now } = caller
  const { state, requesterId } = filters
  if (state !== 'open' && state !== 'granted') return { ...filters, opened: [], now }
  const waiting = await queries.listWaiting(db, workspaceId, { now, requesterId })
  const opened = waiting.filter((row) => isOpen(world, caller, row)).map((row) => row.id)
  return { ...filters, opened, now }
}
