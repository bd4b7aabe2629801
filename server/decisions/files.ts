import { endOf, hasPrincipal, listPrincipals, listResources, type Question } from '../../access/index.ts'
import { wireType } from '../../contract/complete.ts'
import type { decisions } from '../../contract/decisions.ts'
import type { Input } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { csvFile } from '../http/csv.ts'
import type { Download } from '../http/handlers.ts'
import { findResource, requireKnown, requireMayAsk, subjectOf } from './asking.ts'
import { showAccess } from './effective.ts'
import { nothingNamed, readNames } from './names.ts'

const ROWS_AT_ONCE = 2_000

/** The members and tokens of `listWhoCan` as CSV, by id. Raises what that raises. */
export function downloadWhoCan(caller: Caller, query: Input<typeof decisions.whoCanFile>['query']): Download {
  const { action, resourceType, resourceId = null } = query
  const resource = findResource(caller, resourceType, resourceId)
  requireKnown(caller, resource.type, action)
  const question = { action, resource, at: caller.now.getTime() }
  const pages = inPages(
    (page) => listPrincipals(caller.world, question, page),
    async (ids) => {
      const names = await readNames(caller, { ...nothingNamed, subjects: ids })
      return ids.map((id) => {
        const { name, email } = names.subject(id)
        const type = hasPrincipal(caller.world, id, 'token') ? 'token' : 'user'
        return [type, id, name, email ?? '', ending(caller, { ...question, who: id })]
      })
    },
  )
  return { fileName: `${caller.workspace.slug}-who-can.csv`, stream: csvFile(whoColumns, pages) }
}

/** The resources of `listWhatCan` as CSV, by id. Raises what that raises. */
export function downloadWhatCan(
  caller: Caller,
  query: Input<typeof decisions.whatCanFile>['query'],
): Download {
  const { action, resourceType } = query
  const who = subjectOf(caller, query)
  requireMayAsk(caller, who)
  if (who === undefined) throw new Problem('not-found')
  const { type } = findResource(caller, resourceType, null)
  requireKnown(caller, type, action)
  const question = { who, action, type, at: caller.now.getTime() }
  const pages = inPages(
    (page) => listResources(caller.world, question, page),
    async (ids) => {
      const resources = ids.map((id) => ({ type, id }))
      const names = await readNames(caller, { ...nothingNamed, resources })
      return ids.map((id) => [
        wireType(type),
        id,
        names.resource(type, id) ?? id,
        ending(caller, { ...question, resource: { type, id } }),
      ])
    },
  )
  return { fileName: `${caller.workspace.slug}-what-can.csv`, stream: csvFile(whatColumns, pages) }
}

/** The roles of `showAccess` as CSV: a line for each role and resource type that it says something about. Raises what that raises. */
export async function downloadAccess(caller: Caller, userId: string): Promise<Download> {
  const { access } = await showAccess(caller, 'user', userId)
  const rows = access.flatMap(({ type, roles }) =>
    roles.map((role) => [
      type,
      role.roleName,
      role.actions.join('; '),
      role.scopes.map((scope) => scope.says).join('; '),
      role.via.kind === 'group' ? `Group ${role.via.name ?? role.via.id}` : 'Directly',
      role.active ? 'Yes' : `No: ${role.inactiveBecause}`,
      role.startsAt ?? '',
      role.endsAt ?? '',
    ]),
  )
  return { fileName: `${caller.workspace.slug}-access.csv`, stream: csvFile(accessColumns, [rows]) }
}

const whoColumns = ['Type', 'Id', 'Name', 'Email', 'Until']
const whatColumns = ['Type', 'Id', 'Name', 'Until']
const accessColumns = ['Resource Type', 'Role', 'Actions', 'On', 'Through', 'Active', 'From', 'Until']

/** Until when it holds, in ISO 8601; empty where it does not end by itself. */
function ending({ world }: Caller, question: Question): string {
  const end = endOf(world, question)
  return end === undefined ? '' : new Date(end).toISOString()
}

type Listing = (page: { count: number; after?: string }) => { ids: string[]; next?: string }

async function* inPages(list: Listing, describe: (ids: string[]) => Promise<string[][]>) {
  let after: string | undefined
  do {
    const { ids, next } = list({ count: ROWS_AT_ONCE, ...(after !== undefined && { after }) })
    yield await describe(ids)
    after = next
  } while (after !== undefined)
}
