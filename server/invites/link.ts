import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Reader } from '../db/open.ts'
import { sameBytes } from '../platform/ids.ts'
import { linkSecret } from '../platform/keys.ts'
import * as queries from './queries.ts'

interface Linked {
  id: string
  generation: number
}

/**
 * The link that accepts an invite. The secret stands behind `#`, which browsers send to no server: it comes into no log and
 * no Referer. It is made anew whenever it is needed, and not stored.
 */
export function linkOf(
  { keys, config }: Pick<App, 'keys' | 'config'>,
  workspaceId: string,
  invite: Linked,
): string {
  const token = [workspaceId, invite.id, proofOf(keys, workspaceId, invite)].join('.')
  return `${config.publicUrl}/invite#token=${token}`
}

/**
 * The invite that a link's token is for, with its workspace. Raises `invite-gone`, in the same words for a token that was
 * accepted, revoked, replaced by a newer one, has expired, or never was one.
 */
export async function openLink(db: Reader, { keys }: Pick<App, 'keys'>, now: Date, token: string) {
  const [workspaceId = '', inviteId = '', proof = '', ...more] = token.split('.')
  const invite = await queries.findInviteToWorkspace(db, workspaceId, inviteId)
  const expected = invite ? proofOf(keys, workspaceId, invite) : ''
  const isGenuine = invite && more.length === 0 && sameBytes(Buffer.from(proof), Buffer.from(expected))
  if (!isGenuine || invite.expiresAt <= now) throw new Problem('invite-gone')
  return invite
}

function proofOf(keys: App['keys'], workspaceId: string, { id, generation }: Linked): string {
  return linkSecret(keys, 'invite', workspaceId, id, generation)
}
