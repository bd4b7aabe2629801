import type { Input } from '../../contract/endpoint.ts'
import { Problem } from '../../contract/problems.ts'
import { scim as endpoints } from '../../contract/scim.ts'
import type { Caller } from '../caller/caller.ts'
import type { JsonObject } from '../db/tables.ts'
import { feature, type Wire } from '../http/handlers.ts'
import { noteRequest } from '../provisioning/provisioning.ts'
import { resourceTypes, schemas, serviceProviderConfig } from './protocol/discovery.ts'
import { listOf } from './protocol/lists.ts'
import * as operations from './scim.ts'
import { baseOf, locationOf } from './shown.ts'
import { type Done, write } from './writing.ts'

type Read = (
  caller: Caller,
  id: string,
  query: Input<typeof endpoints.getUser>['query'],
) => Promise<JsonObject>

/** Serves SCIM, and notes every request for the activity log of its workspace. */
export const scim = feature(
  'scim',
  endpoints,
  {
    listUsers: (caller, { query }) => operations.listUsers(caller, query),
    createUser: (caller, { body, query }, wire) =>
      made({ caller, wire, kind: 'User', query, read: operations.getUser }, (by) =>
        operations.createUser(by, body),
      ),
    getUser: (caller, { params, query }) => operations.getUser(caller, params.id, query),
    replaceUser: async (caller, { params, body, query }, wire) => {
      await write(caller, wire, (by) => operations.replaceUser(by, params.id, body))
      return operations.getUser(caller, params.id, query)
    },
    patchUser: async (caller, { params, body, query }, wire) => {
      await write(caller, wire, (by) => operations.patchUser(by, params.id, body))
      return operations.getUser(caller, params.id, query)
    },
    deleteUser: async (caller, { params }, wire) => {
      await write(caller, wire, (by) => operations.deleteUser(by, params.id))
      return undefined
    },
    listGroups: (caller, { query }) => operations.listGroups(caller, query),
    createGroup: (caller, { body, query }, wire) =>
      made({ caller, wire, kind: 'Group', query, read: operations.getGroup }, (by) =>
        operations.createGroup(by, body),
      ),
    getGroup: (caller, { params, query }) => operations.getGroup(caller, params.id, query),
    replaceGroup: async (caller, { params, body, query }, wire) => {
      await write(caller, wire, (by) => operations.replaceGroup(by, params.id, body))
      return operations.getGroup(caller, params.id, query)
    },
    patchGroup: async (caller, { params, body, query }, wire) => {
      await write(caller, wire, (by) => operations.patchGroup(by, params.id, body))
      // A group may have many members: they are answered where somebody asks for something.
      const isAsked = query.attributes !== undefined || query.excludedAttributes !== undefined
      return isAsked ? operations.getGroup(caller, params.id, query) : undefined
    },
    deleteGroup: async (caller, { params }, wire) => {
      await write(caller, wire, (by) => operations.deleteGroup(by, params.id))
      return undefined
    },
    config: ({ app }, { query }) => unfiltered(query, serviceProviderConfig(baseOf(app))),
    listResourceTypes: ({ app }, { query }) => unfiltered(query, listed(resourceTypes(baseOf(app)))),
    getResourceType: ({ app }, { params }) => oneOf(resourceTypes(baseOf(app)), params.id),
    listSchemas: ({ app }, { query }) => unfiltered(query, listed(schemas(baseOf(app)))),
    getSchema: ({ app }, { params }) => oneOf(schemas(baseOf(app)), params.id),
  },
  noteRequest,
)

interface Making {
  caller: Caller
  wire: Wire
  kind: 'User' | 'Group'
  query: Input<typeof endpoints.getUser>['query']
  read: Read
}

/** Makes a resource, says where it is, and shows it. */
async function made({ caller, wire, kind, query, read }: Making, work: (caller: Caller) => Promise<Done>) {
  const { id } = await write(caller, wire, work)
  wire.locate(locationOf(baseOf(caller.app), kind, id))
  return read(caller, id, query)
}

/** What is searched for would not be found where nothing is searched (RFC 7644, section 4). */
function unfiltered(query: { filter?: string }, answer: JsonObject): JsonObject {
  if (query.filter !== undefined)
    throw new Problem('not-allowed', { message: 'Here is nothing to filter. Ask without a filter.' })
  return answer
}

function listed(resources: JsonObject[]): JsonObject {
  return listOf(resources, { total: resources.length, startIndex: 1 })
}

function oneOf(resources: JsonObject[], id: string): JsonObject {
  const one = resources.find((resource) => resource.id === id)
  if (!one) throw new Problem('not-found')
  return one
}
