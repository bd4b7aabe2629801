import { openWorld, type PrincipalFact } from '../../access/index.ts'
import { ownerRole } from '../../contract/complete.ts'
import type { App } from './app.ts'
import {
  type Caller,
  type Idempotency,
  proveCaller,
  type Visitor,
  type Who,
  type WorkspaceOfCaller,
} from './caller.ts'
import { listWorkspacesOf } from './queries.ts'

/**
 * Callers that no endpoint admits: a link that carries its own secret, the server's own jobs. Each use is a place where
 * nobody's roles are asked, so test/tidy.test.ts lists the files that may import this one.
 */
export interface Acting {
  app: App
  now: Date
  requestId: string
  ip: string | null
  idempotency: Idempotency | null
}

/** The server acting in a workspace in somebody's name, after a secret that is not a session or a token was checked. */
export async function actFor(
  acting: Acting | Visitor,
  who: Who,
  workspace: WorkspaceOfCaller,
): Promise<Caller> {
  const world = await acting.app.worlds.at(workspace.id, 0)
  return proveCaller(acting, who, workspace, world)
}

/** The same for a workspace that is being created: nobody may do anything there yet. */
export function actForNew(acting: Acting | Visitor, who: Who, workspace: WorkspaceOfCaller): Caller {
  return proveCaller(acting, who, workspace, worldOf(acting, workspace, []))
}

/** The owner of a workspace that nobody else acts in yet: a world that knows only them is enough, and is never read from the database. */
export function actAsOnlyOwner(
  acting: Acting,
  { id, name, email }: { id: string; name: string; email: string },
  workspace: WorkspaceOfCaller,
): Caller {
  const { id: roleId } = ownerRole(acting.app.catalog)
  const grants: PrincipalFact['grants'] = [{ id: 'owner', roleId, scopes: [{ kind: 'all' }] }]
  const owner: PrincipalFact = { id, kind: 'user', names: [], groups: [], grants }
  const who: Who = { kind: 'user', id, name, email, until: null }
  return proveCaller(acting, who, workspace, worldOf(acting, workspace, [owner]))
}

function worldOf({ app }: Acting | Visitor, { id, plan }: WorkspaceOfCaller, principals: PrincipalFact[]) {
  return openWorld(app.rules, { workspaceId: id, plan }, { principals, groups: [], resources: [], roles: [] })
}

/** A person acting in every workspace that they belong to, for what concerns their whole account. */
export async function actInAll(acting: Acting | Visitor, user: { id: string; name: string; email: string }) {
  const who: Who = { kind: 'user', ...user, until: null }
  const rows = await listWorkspacesOf(acting.app.database.db, user.id)
  return Promise.all(rows.map((row) => actFor(acting, who, row)))
}

/** The server itself, for jobs and for the operator at the command line. */
export const theSystem: Who = {
  kind: 'system',
  id: 'system',
  name: 'Claviger',
  email: null,
  until: null,
}
