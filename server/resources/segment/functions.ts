import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import type { Input } from '../../../contract/endpoint.ts'
import { FunctionSettings, type functions } from '../../../contract/functions.ts'
import type { Caller } from '../../caller/caller.ts'
import type { PageInput } from '../../http/page.ts'
import { newId } from '../../platform/ids.ts'
import type { ResourceRow } from '../queries.ts'
import { editResource, findResource, putResource } from '../resources.ts'
import { listVisible } from '../visible.ts'
import { textIn } from './attributes.ts'

const keyOf = (id: string) => ({ type: 'function', id })
const TYPE_DEFAULT = 'SOURCE'

/** What the ids of functions begin with (public-api 1.10). */
const prefixes: Record<string, string> = { SOURCE: 'sfnc_', DESTINATION: 'dfn_' }
const PREFIX_OF_INSERTS = 'ifn_'

/** A page of the functions of one kind that the caller may read. */
export async function listFunctions(
  caller: Caller,
  { resourceType, pagination }: { resourceType: string; pagination?: PageInput },
) {
  const keep = (row: ResourceRow) => kindOf(row) === resourceType
  const look = { name: `functions/${resourceType}`, type: 'function', actions: ['function:read'], keep }
  const { rows, pagination: next } = await listVisible(caller, look, pagination)
  return { functions: rows.map(shown), pagination: next }
}

/** One function with its code. Raises `not-found`. */
export async function getFunction(caller: Caller, id: string) {
  return shown(await findResource(caller, keyOf(id)))
}

/** Makes a function. */
export async function createFunction(caller: Caller, body: Input<typeof functions.create>['body']) {
  const { displayName, ...rest } = body
  const id = `${prefixes[body.resourceType] ?? PREFIX_OF_INSERTS}${newId()}`
  const attributes = { ...rest, createdBy: caller.who.id }
  return shown(await putResource(caller, keyOf(id), { name: displayName, attributes }))
}

/** Changes a function. Raises `not-found`. */
export async function updateFunction(
  caller: Caller,
  id: string,
  body: Input<typeof functions.update>['body'],
) {
  const { displayName: name, ...attributes } = body
  return shown(await editResource(caller, keyOf(id), () => ({ name, attributes })))
}

function shown(row: ResourceRow) {
  const texts = ['createdBy', 'code', 'description', 'logoUrl'] as const
  const present = texts.flatMap((name) => {
    const text = textIn(row, name)
    return text === undefined ? [] : [[name, text] as const]
  })
  return {
    id: row.id,
    resourceType: kindOf(row),
    displayName: row.name,
    createdAt: row.createdAt.toISOString(),
    deployedAt: null,
    settings: settingsOf(row),
    isLatestVersion: true,
    ...Object.fromEntries(present),
  }
}

function kindOf(row: ResourceRow): string {
  return textIn(row, 'resourceType') ?? TYPE_DEFAULT
}

function settingsOf({ attributes: { settings } }: ResourceRow): Static<typeof FunctionSettings> {
  return Value.Check(FunctionSettings, settings) ? settings : []
}
