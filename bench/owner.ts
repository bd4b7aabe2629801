import { call } from '../client/call.ts'
import { ownerRole } from '../contract/complete.ts'
import { grants } from '../contract/grants.ts'
import { members } from '../contract/members.ts'
import { workspaces } from '../contract/workspaces.ts'
import type { DatabasePlace } from '../server/db/open.ts'
import { SESSION_COOKIE } from '../server/http/cookies.ts'
import { closeApp, openApp } from '../server/main.ts'
import { readConfig } from '../server/platform/config.ts'
import { openLog } from '../server/platform/log.ts'
import { startSession } from '../test/sessions.ts'
import { catalog } from './worlds.ts'

/** An owner who has just signed in: where they call, and what they send. */
export interface Owner {
  url: string
  slug: string
  /** The secret of the session. */
  session: string
  headers: Record<string, string>
}

/** Makes the first member of a written world an owner, and signs them in: for what no token may do (docs/decisions/0017). */
export async function signInOwner(place: DatabasePlace, url: string, token: string): Promise<Owner> {
  const owner = { url, token }
  const { workspace } = await call(owner, workspaces.get, {})
  const { users } = await call(owner, members.list, { query: { pagination: { count: 1 } } })
  const userId = users[0]?.id ?? ''
  const permissions = [
    { roleId: ownerRole(catalog).id, resources: [{ id: workspace.id, type: 'WORKSPACE' }] },
  ]
  await call(owner, grants.addToUser, { params: { userId }, body: { permissions } })
  const config = readConfig({ DATABASE_URL: place.databaseUrl, CLAVIGER_SECRET_KEY: token })
  const app = await openApp(config, { log: openLog('error') })
  const secret = await startSession(app, userId)
  await closeApp(app)
  const { slug } = workspace
  return {
    url: `${url}/w/${slug}`,
    slug,
    session: secret,
    headers: { cookie: `${SESSION_COOKIE}=${secret}` },
  }
}
