import { openWorld } from '../../access/index.ts'
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
  const about = { workspaceId: workspace.id, plan: workspace.plan }
  const world = openWorld(acting.app.rules, about, {
    principals: [],
    groups: [],
    resources: [],
    roles: [],
  })
  return proveCaller(acting, who, workspace, world)
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
