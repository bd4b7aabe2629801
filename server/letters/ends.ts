import type { App } from '../caller/app.ts'
import { endingFor } from '../grants/grants.ts'
import type { Occasion } from '../outbox/outbox.ts'
import type { Letter } from '../platform/mail.ts'
import { findWorkspaceById } from '../workspaces/workspaces.ts'
import * as queries from './queries.ts'
import { compose, inUtc, oneLine } from './template.ts'

const NAMED_MAX = 10

/** Reminds a person of roles that end. Null where none of them does any more: they were taken back, or given for longer. */
export async function grantEndsLetter(app: App, { workspaceId, payload }: Occasion): Promise<Letter | null> {
  const { db } = app.database
  const userId = String(payload.userId)
  const ids = Array.isArray(payload.grantIds) ? payload.grantIds.map(String) : []
  const person = await queries.findAddressee(db, userId)
  const workspace = await findWorkspaceById(db, workspaceId ?? '')
  if (!person || !workspace) return null
  const ending = await endingFor(app, { workspaceId: workspace.id, userId, ids })
  const [first] = ending
  if (!first) return null

  const { publicUrl } = app.config
  const called = oneLine(workspace.name)
  const what = ending.length === 1 ? `Your role ${oneLine(first.roleName)}` : `${ending.length} of your roles`
  const lines = ending.slice(0, NAMED_MAX).map(({ roleName, group, endsAt }) => {
    const through = group === null ? '' : `, through the group ${oneLine(group)},`
    return `Your role ${oneLine(roleName)}${through} ends on ${inUtc(endsAt)}.`
  })
  const more = ending.length > NAMED_MAX ? [`So do ${ending.length - NAMED_MAX} more.`] : []
  return compose({
    to: person.email,
    subject: `${what} in the workspace ${called} ${ending.length === 1 ? 'ends' : 'end'} soon`,
    lines: [`This is about the workspace ${called}.`, ...lines, ...more],
    action: { label: 'Look at your access', url: `${publicUrl}/w/${workspace.slug}` },
    after: ['If you need it for longer, ask an owner of the workspace. Otherwise, there is nothing to do.'],
    from: publicUrl,
  })
}
