import type { App } from '../caller/app.ts'
import { holdsOwnership } from '../grants/grants.ts'
import type { Occasion } from '../outbox/outbox.ts'
import type { Letter } from '../platform/mail.ts'
import { requestForMail, type Told } from '../requests/requests.ts'
import { atMost, triesKey } from '../tries/tries.ts'
import { findWorkspaceById } from '../workspaces/workspaces.ts'
import { isInLimits } from './limits.ts'
import * as queries from './queries.ts'
import { compose, inUtc, oneLine } from './template.ts'

/** As long as what somebody wrote may be. */
const TEXT_MAX = 2_000
/** So many letters of one member's requests one owner is sent in an hour; later ones wait, and are not sent if they were withdrawn. */
const fromRequester = atMost(20, 3_600_000)

/** Asks an owner for what a member asked for. Null where it is answered by now, or the reader is no owner any more. */
export async function accessRequestLetter(app: App, occasion: Occasion): Promise<Letter | null | 'later'> {
  const found = await find(app, occasion, 'owners')
  if (found?.request.state !== 'open') return null
  const { request, workspace, reader, readerId, called } = found
  if (!(await holdsOwnership(app.database.db, { app, workspace }, readerId, app.clock.now()))) return null
  const key = triesKey('request-mails', workspace.id, request.requesterId, readerId)
  if (!(await isInLimits(app, occasion, [[key, fromRequester]]))) return 'later'

  const { publicUrl } = app.config
  const name = oneLine(request.requesterName)
  const what = `${name} asks for access to ${oneLine(request.thing)} in the workspace ${called}`
  return compose({
    to: reader.email,
    subject: what,
    lines: [
      `${what}.`,
      `Their address: ${oneLine(request.requesterEmail)}`,
      ...wishes(request),
      quoted(name, request.message),
    ],
    action: {
      label: 'Look at the request',
      url: `${publicUrl}/w/${workspace.slug}/access/requests/${request.id}`,
    },
    after: [
      'There you give what you decide to give, or dismiss it with a reason. Until then, nothing is given.',
    ],
    from: publicUrl,
  })
}

/** Tells a member what became of what they asked for. Null where they are no member any more. */
export async function accessRequestDecidedLetter(app: App, occasion: Occasion): Promise<Letter | null> {
  const found = await find(app, occasion, 'requester')
  if (!found) return null
  const { request, workspace, reader, called } = found
  const { publicUrl } = app.config
  const isGranted = request.state === 'granted'
  const hasIt = isGranted && (request.decidedBy === null || request.granted.length > 0)
  return compose({
    to: reader.email,
    subject: `Your request for access to ${oneLine(request.thing)} was ${isGranted ? 'answered' : 'dismissed'}`,
    lines: [
      `You asked for access to ${oneLine(request.thing)} in the workspace ${called}.`,
      ...(isGranted ? answers(request) : [`${decider(request)} dismissed it.`]),
      ...(request.reason === null ? [] : [quoted(decider(request), request.reason)]),
    ],
    action: { label: 'Open the workspace', url: `${publicUrl}/w/${workspace.slug}` },
    after: hasIt ? [] : ['If you still need it, ask again, and say what you need it for.'],
    from: publicUrl,
  })
}

async function find(app: App, { workspaceId, payload }: Occasion, to: 'owners' | 'requester') {
  const { db } = app.database
  const readerId = String(payload.userId)
  const reader = await queries.findAddressee(db, readerId)
  const workspace = await findWorkspaceById(db, workspaceId ?? '')
  if (!reader || !workspace) return null
  const here = { app, workspace, workspaceId: workspace.id, now: app.clock.now() }
  const request = await requestForMail(here, String(payload.requestId), to)
  return request ? { reader, readerId, workspace, request, called: oneLine(workspace.name) } : null
}

/** What they would like to do, and to have. */
function wishes({ action, wished, wishedRole, openUntil }: Told): string[] {
  const scope = wished.scope === 'all' ? ', on everything' : ''
  const time =
    wished.hours === undefined ? '' : `, for ${wished.hours} ${wished.hours === 1 ? 'hour' : 'hours'}`
  const role = wishedRole === null ? 'Access' : `The role ${oneLine(wishedRole)}`
  const isWish = wishedRole !== null || scope !== '' || time !== ''
  return [
    ...(action === null ? [] : [`What they want to do: ${oneLine(action)}`]),
    ...(openUntil === null ? [] : [`They can until ${inUtc(openUntil)}, and ask for longer.`]),
    ...(isWish ? [`What they would like: ${role}${scope}${time}`] : []),
  ]
}

function answers(request: Told): string[] {
  if (request.decidedBy === null) return ['You have it by now: somebody gave you access.']
  if (request.granted.length === 0) return [`${decider(request)} looked at it, and gave you no further role.`]
  return request.granted.map(({ roleName, endsAt }) => {
    const until = endsAt === null ? '' : `, until ${inUtc(new Date(endsAt))}`
    return `${decider(request)} gave you the role ${oneLine(roleName)}${until}.`
  })
}

function decider({ decidedByName }: Told): string {
  return decidedByName === null ? 'Somebody' : oneLine(decidedByName)
}

/** Somebody's own words, on one line and between quotation marks, so that nobody takes them for ours. */
function quoted(name: string, text: string): string {
  return `${name} wrote: “${oneLine(text, TEXT_MAX)}”`
}
