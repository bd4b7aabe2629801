import { isOwner } from '../../access/index.ts'
import { Problem } from '../../contract/problems.ts'
import { findAccount, hasPassword } from '../account/account.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, type Happened } from '../caller/change.ts'
import { recordAccount } from '../caller/change-account.ts'
import type { Acting } from '../caller/system.ts'
import type { Writer } from '../db/open.ts'
import { mailOwners } from '../grants/grants.ts'
import { findLink, linkUrl, makeLink } from '../links/links.ts'
import { mailWorks } from '../outbox/outbox.ts'
import { endSsoRequirement, operate } from '../workspaces/workspaces.ts'

/** How an owner gets in from now on: by their password, by a link that is mailed to them on demand, or by the one-time link that is answered. */
export type WayIn = { by: 'password' } | { by: 'mail' } | { by: 'link'; url: string }

export interface Recovered {
  /** Whether single sign-on was required until now. */
  wasRequired: boolean
  /** Of the owner that was named; null where nobody was. */
  owner: WayIn | null
}

/**
 * Opens a way back into a workspace whose identity provider lets nobody in, as the operator's act: single sign-on is required no more, and an
 * owner without a password gets a link for one where the server sends no mail. It is in the audit trail, and every owner is told by mail (docs/RECOVERY.md).
 * Raises `not-found` for the slug, `invalid-input` for an address that is no owner's.
 */
export async function recover(
  acting: Acting,
  slug: string,
  { email }: { email?: string } = {},
): Promise<Recovered> {
  const caller = await operate(acting, slug)
  const { workspace } = caller
  return change(caller, async (tx) => {
    const owner = email === undefined ? null : await wayInOf(tx, caller, email)
    const wasRequired = await endSsoRequirement(tx, caller)
    const recovered: Happened = {
      type: 'SSO Recovered',
      ...{ resourceId: workspace.id, resourceName: workspace.name },
      detail: { wasRequired, owner: email ?? null, way: owner?.by ?? null },
      mail: await mailOwners(tx, caller, 'sso-recovered', []),
    }
    return changed({ wasRequired, owner }, recovered)
  })
}

async function wayInOf(tx: Writer, caller: Caller, email: string): Promise<WayIn> {
  const { app, now, requestId, ip } = caller
  const account = await findAccount(tx, email)
  if (!account || !isOwner(caller.world, account.id, now.getTime())) {
    throw new Problem('invalid-input', { field: 'email', message: `${email} is no owner of this workspace.` })
  }
  if (await hasPassword(tx, account.id)) return { by: 'password' }
  if (mailWorks(app)) return { by: 'mail' }

  const linkId = await makeLink(tx, now, { purpose: 'reset', userId: account.id, email: account.email })
  const link = await findLink(tx, linkId)
  if (!link) throw new Error('a link was made and is not there')
  const by = { app, now, requestId, ip, userAgent: null }
  await recordAccount(tx, by, account.id, [{ type: 'Password Reset Requested', detail: { by: 'operator' } }])
  return { by: 'link', url: linkUrl(app, link) }
}
