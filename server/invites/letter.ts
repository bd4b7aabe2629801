import { Problem } from '../../contract/problems.ts'
import type { Visitor } from '../caller/caller.ts'
import { change, changed } from '../caller/change.ts'
import { keyedByLink } from '../caller/idempotency.ts'
import { actFor, theSystem } from '../caller/system.ts'
import { mailWorks } from '../outbox/outbox.ts'
import { keyOf } from '../platform/names.ts'
import { atMost, countTry, networkOf, triesKey } from '../tries/tries.ts'
import { mailOf } from './invites.ts'
import { openLink } from './link.ts'

const HOUR_MS = 3_600_000
/** How often a letter can be asked for in an hour, to one mailbox and from one network (standards/sign-in RL-3). */
const toMailbox = atMost(5, HOUR_MS)
const fromNetwork = atMost(30, HOUR_MS)

/**
 * Sends the letter of an invite again, to the invited address and with the link that works already: for somebody who was handed a
 * copied link, which makes no account. Raises `invite-gone`, `no-mail`, `too-many-requests`.
 */
export async function sendInviteLetter(visitor: Visitor, token: string) {
  const { app, now, ip } = visitor
  const { plan, ...invite } = await openLink(app.database.db, app, now, token)
  if (!mailWorks(app)) throw new Problem('no-mail')
  await countTry(visitor, triesKey('invite-letters-from', networkOf(ip)), fromNetwork)
  await countTry(visitor, triesKey('invite-letters-to', keyOf(invite.email)), toMailbox)

  const workspace = { id: invite.workspaceId, slug: invite.slug, name: invite.workspaceName, plan }
  const caller = await actFor(keyedByLink(visitor, invite.id, token), theSystem, workspace)
  return change(caller, async (tx) => {
    const { id, email } = await openLink(tx, app, now, token)
    const about = { resourceId: id, resourceName: email, detail: { askedFor: 'by its link' } }
    return changed(undefined, { type: 'Invite Resent', ...about, mail: [mailOf(invite)] })
  })
}
