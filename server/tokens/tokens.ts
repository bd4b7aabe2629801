import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Writer } from '../db/open.ts'
import { giveGrants, type PermissionIn } from '../grants/grants.ts'
import { hashSecret, newId, newSecret } from '../platform/ids.ts'
import * as queries from './queries.ts'

/** The last characters of a secret, by which people recognise a token in a list. */
const HINT_LENGTH = 4

/** Step: makes a token with its permissions. The secret is in the answer and nowhere else. */
export async function addToken(
  tx: Writer,
  caller: Caller,
  { description, expiresAt, permissions }: { description: string; expiresAt: Date | null; permissions: PermissionIn[] },
): Promise<{ id: string; secret: string; happened: Happened[] }> {
  const id = newId()
  const secret = newSecret('cvt_')
  const token = { id, description, secretHash: hashSecret(secret), hint: secret.slice(-HINT_LENGTH), expiresAt }
  await queries.insertToken(tx, caller.workspaceId, { ...token, createdBy: caller.who.id, createdAt: caller.now })
  const granted = await giveGrants(tx, caller, { holder: { kind: 'token', id }, name: description }, permissions)
  const touches = { principals: [id] }
  const detail = { expiresAt: expiresAt?.toISOString() ?? null }
  const created: Happened = { type: 'Token Created', resourceId: id, resourceName: description, detail, touches }
  return { id, secret, happened: [created, ...granted] }
}
