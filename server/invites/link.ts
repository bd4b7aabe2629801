import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Reader } from '../db/open.ts'
import { isOpen } from '../members/members.ts'
import { sameBytes } from '../platform/ids.ts'
import { linkSecret } from '../platform/keys.ts'
import * as queries from './queries.ts'

interface Linked {
  id: string
  generation: number
}

/** How a link reached its reader: in a letter, which only who reads the mailbox has, or copied from the console by whoever invites. */
export type Way = 'mailed' | 'copied'

/** Each way has secrets of its own: from the one, the other cannot be told (docs/decisions/0018). */
const purposes: Record<Way, string> = { mailed: 'invite-mail', copied: 'invite' }

/**
 * The link that accepts an invite. The secret stands behind `#`, which browsers send to no server: it comes into no log and
 * no Referer. It is made anew whenever it is needed, and not stored.
 */
export function linkOf(
  { keys, config }: Pick<App, 'keys' | 'config'>,
  workspaceId: string,
  invite: Linked,
  way: Way,
): string {
  const token = [workspaceId, invite.id, proofOf(keys, way, workspaceId, invite)].join('.')
  return `${config.publicUrl}/invite#token=${token}`
}

/**
 * The invite that a link's token is for, with its workspace; `proves` where it was mailed, so that whoever has it reads the mailbox. Raises `invite-gone`, in the same words for a token that was
 * accepted, revoked, replaced by a newer one, has expired, would make a membership that has ended, or never was one.
 */
export async function openLink(db: Reader, { keys }: Pick<App, 'keys'>, now: Date, token: string) {
  const [workspaceId = '', inviteId = '', proof = '', ...more] = token.split('.')
  const invite = await queries.findInviteToWorkspace(db, workspaceId, inviteId)
  const isFor = (way: Way) =>
    invite !== undefined &&
    sameBytes(Buffer.from(proof), Buffer.from(proofOf(keys, way, workspaceId, invite)))
  const proves = isFor('mailed')
  const isGenuine = more.length === 0 && (proves || isFor('copied'))
  if (!invite || !isGenuine || !isOpen(invite, now)) throw new Problem('invite-gone')
  return { ...invite, proves }
}

function proofOf(keys: App['keys'], way: Way, workspaceId: string, { id, generation }: Linked): string {
  return linkSecret(keys, purposes[way], workspaceId, id, generation)
}
