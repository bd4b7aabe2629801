import { Problem } from '../../contract/problems.ts'
import type { Caller, Visitor } from '../caller/caller.ts'
import { change, changed } from '../caller/change.ts'
import { visitWho, workspaceOf } from '../caller/identities.ts'
import { type Acting, actFor, theSystem } from '../caller/system.ts'
import { mailOwners } from '../grants/grants.ts'
import { hashSecret, newId, newSecret, wellFormedSecret } from '../platform/ids.ts'
import { tidyName } from '../platform/names.ts'
import { leavePresent } from '../sessions/sessions.ts'
import { type Standing, standingIn, standingNow } from './lasting.ts'
import * as queries from './queries.ts'

const MINUTE_MS = 60_000
const LINK_MS = 15 * MINUTE_MS
const VISIT_HOURS = 8
const LENGTH_MAX = { email: 320, name: 255, reason: 500 }

/** One of the operator's staff, and why they are to come in. */
export interface Staff {
  email: string
  name: string
  reason: string
}

/** A link for one of the staff. */
export interface Invited {
  url: string
  linkExpiresAt: Date
  /** In whose name they come, and until when they are let in at most. */
  ownerName: string
  endsAt: Date
}

/**
 * Makes a link with which one of the staff comes into a workspace, once and within 15 minutes, as the operator's act (docs/SUPPORT.md). Its
 * address is in the answer and nowhere else. Raises `not-found` for the slug, `invalid-input`, `support-access-off` where no owner lets
 * support in, or single sign-on is required.
 */
export async function inviteStaff(acting: Acting, slug: string, staff: Staff): Promise<Invited> {
  const { email, name, reason } = readStaff(staff)
  const row = await queries.findWorkspace(acting.app.database.db, { slug })
  if (!row) throw new Problem('not-found', { message: `There is no workspace with the slug ${slug}.` })
  const operator = await actFor(acting, theSystem, workspaceOf(row))
  return change(operator, async (tx) => {
    const { workspaceId, now, app } = operator
    const { open, isOwned, ssoRequired } = await standingNow(tx, operator)
    if (!open || !isOwned || ssoRequired) throw new Problem('support-access-off')

    const id = newId()
    const secret = newSecret('cvh_')
    const linkExpiresAt = new Date(Math.min(now.getTime() + LINK_MS, open.endsAt.getTime()))
    await queries.insertVisit(tx, {
      ...{ workspace_id: workspaceId, id, access_id: open.id, staff_name: name, staff_email: email, reason },
      ...{ link_hash: hashSecret(secret), link_expires_at: linkExpiresAt },
      ...{ created_at: now, ends_at: open.endsAt },
    })
    const about = {
      resourceId: open.id,
      resourceName: name,
      detail: { visitId: id, staffEmail: email, reason },
    }
    // Behind `#`, which browsers send to no server.
    const url = `${app.config.publicUrl}/support#token=${secret}`
    const invited = { url, linkExpiresAt, ownerName: open.ownerName, endsAt: open.endsAt }
    return changed(invited, { type: 'Support Link Created', ...about })
  })
}

function readStaff(staff: Staff): Staff {
  const tidy = { email: tidyName(staff.email), name: tidyName(staff.name), reason: tidyName(staff.reason) }
  for (const field of ['email', 'name', 'reason'] as const) {
    const isLine = /^[^\p{Cc}]+$/u.test(tidy[field]) && tidy[field].length <= LENGTH_MAX[field]
    if (isLine && (field !== 'email' || /^\S+@\S+$/.test(tidy.email))) continue
    const message = `Say the ${field} of the support staff in one line of at most ${LENGTH_MAX[field]} characters.`
    throw new Problem('invalid-input', { field, message })
  }
  return tidy
}

/** Says what a link opens, and changes nothing. Raises `link-gone` in the same words for whatever is wrong. */
export async function lookUpLink(visitor: Visitor, token: string) {
  const { staff, link } = await staffOf(visitor, token)
  const { endsAt } = judge(link, await standingIn(staff.db, staff, staff.world), visitor.now)
  const { workspaceName, staffName, staffEmail, reason, ownerName } = link
  const about = { staffName, staffEmail, reason, ownerName, endsAt: endsAt.toISOString() }
  return { workspace: { name: workspaceName }, ...about }
}

/**
 * Begins a visit by the link that `inviteStaff` made; every owner gets a letter. Whoever was signed in in this browser is signed out. It ends
 * with the access, after eight hours or what the workspace allows its sessions, whatever comes first. Of several tries at once one succeeds.
 * Raises `link-gone` in the same words for whatever is wrong.
 */
export async function beginVisit(visitor: Visitor, token: string) {
  const { now } = visitor
  const { staff, hash } = await staffOf(visitor, token)
  const { workspace } = staff
  return change(staff, async (tx) => {
    // Looked at again under the workspace's lock: whoever waited for it finds the link used.
    const link = (await queries.findByLink(tx, hash)) ?? gone()
    const { open, endsAt } = judge(link, await standingNow(tx, staff), now)
    const secret = newSecret('cvh_')
    await queries.updateVisit(tx, link.workspaceId, link.visitId, {
      ...{ link_hash: null, secret_hash: hashSecret(secret) },
      ...{ signed_in_at: now, last_used_at: now, ends_at: endsAt },
    })
    await leavePresent(tx, visitor)
    const { staffName, staffEmail, reason } = link
    const mail = await mailOwners(tx, staff, 'support-came', [`${staffName} (${staffEmail}), ${reason}`])
    const about = { resourceId: open.id, resourceName: open.ownerName, mail }
    const detail = { visitId: link.visitId, reason, endsAt: endsAt.toISOString() }
    const value = { workspace: { slug: workspace.slug, name: workspace.name }, secret }
    return changed(value, { type: 'Support Login', ...about, detail })
  })
}

type Link = NonNullable<Awaited<ReturnType<typeof queries.findByLink>>>

/** Who comes by a link, in the workspace that it is for. */
async function staffOf(visitor: Visitor, token: string) {
  const { db } = visitor.app.database
  const hash = hashSecret(token)
  const found = wellFormedSecret(token, 'cvh_') ? await queries.findByLink(db, hash) : undefined
  const link = found ?? gone()
  const who = visitWho({ ...link, expiresAt: visitor.now })
  const staff = await actFor({ ...visitor, idempotency: null }, who, workspaceOf(link))
  return { staff, link, hash }
}

/** By which access a link opens its workspace, and when a visit that begins now would end. */
function judge(link: Link, { open, isOwned, ssoRequired, sessionHours }: Standing, now: Date) {
  if (!open || !isOwned || ssoRequired || open.id !== link.accessId || link.linkExpiresAt <= now) gone()
  const hours = Math.min(VISIT_HOURS, sessionHours)
  return { open, endsAt: new Date(Math.min(open.endsAt.getTime(), now.getTime() + hours * 60 * MINUTE_MS)) }
}

function gone(): never {
  throw new Problem('link-gone')
}

/** Ends the visit of whoever asks: its secret is gone. Raises `not-allowed` for everybody who is no support staff. */
export async function leave(caller: Caller): Promise<void> {
  const { who, workspaceId, now } = caller
  const { onBehalfOf } = who
  if (!onBehalfOf) {
    const message = 'Only a visit of the support staff ends like this. Sign out of your account instead.'
    throw new Problem('not-allowed', { message })
  }
  await change(caller, async (tx) => {
    const accessId = await queries.findAccessOf(tx, workspaceId, who.id)
    await queries.updateVisit(tx, workspaceId, who.id, { ended_at: now, secret_hash: null })
    const about = { resourceId: accessId, resourceName: onBehalfOf.name, detail: { visitId: who.id } }
    return changed(undefined, { type: 'Support Logout', ...about })
  })
}
