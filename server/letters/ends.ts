import type { App } from '../caller/app.ts'
import { endingFor } from '../grants/grants.ts'
import { membershipsEndingFor } from '../members/members.ts'
import type { Occasion } from '../outbox/outbox.ts'
import type { Letter } from '../platform/mail.ts'
import { findWorkspaceById } from '../workspaces/workspaces.ts'
import * as queries from './queries.ts'
import { compose, inUtc, oneLine } from './template.ts'

const NAMED_MAX = 10

/** Reminds a person of roles that end. Null where none of them does any more: they were taken back, or given for longer. */
export async function grantEndsLetter(app: App, occasion: Occasion): Promise<Letter | null> {
  const { payload } = occasion
  const ids = Array.isArray(payload.grantIds) ? payload.grantIds.map(String) : []
  const { person, workspace } = await whoAndWhere(app, occasion)
  if (!person || !workspace) return null
  const ending = await endingFor(app, { workspaceId: workspace.id, userId: person.id, ids })
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

/** Reminds a person of memberships that end, of the workspace or of groups. Null where none does any more: somebody changed that. */
export async function membershipEndsLetter(app: App, occasion: Occasion): Promise<Letter | null> {
  const { person, workspace } = await whoAndWhere(app, occasion)
  if (!person || !workspace) return null
  const ending = await membershipsEndingFor(app, { workspaceId: workspace.id, userId: person.id })
  if (ending.length === 0) return null

  const { publicUrl } = app.config
  const called = oneLine(workspace.name)
  const isAll = ending.some(({ group }) => group === null)
  const what = isAll
    ? `Your membership of the workspace ${called}`
    : `A group of yours in the workspace ${called}`
  const lines = ending.slice(0, NAMED_MAX).map(({ group, endsAt }) => {
    const place =
      group === null ? `Your membership of the workspace` : `Your place in the group ${oneLine(group)}`
    return `${place} ends on ${inUtc(endsAt)}, and with it all that it gives you.`
  })
  const more = ending.length > NAMED_MAX ? [`So do ${ending.length - NAMED_MAX} more.`] : []
  return compose({
    to: person.email,
    subject: `${what} ends soon`,
    lines: [`This is about the workspace ${called}.`, ...lines, ...more],
    action: { label: 'Look at your access', url: `${publicUrl}/w/${workspace.slug}` },
    after: ['If you need it for longer, ask an owner of the workspace. Otherwise, there is nothing to do.'],
    from: publicUrl,
  })
}

async function whoAndWhere({ database: { db } }: App, { workspaceId, payload }: Occasion) {
  const person = await queries.findAddressee(db, String(payload.userId))
  const workspace = await findWorkspaceById(db, workspaceId ?? '')
  return { person, workspace }
}
