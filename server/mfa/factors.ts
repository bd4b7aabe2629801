import { Problem } from '../../contract/problems.ts'
import type { Person } from '../caller/caller.ts'
import type { Reader, Writer } from '../db/open.ts'
import { leaveFactor } from '../sessions/sessions.ts'
import * as queries from './queries.ts'

/**
 * Refuses to remove the authenticator app, or one passkey, where a workspace of this person requires a second factor and there
 * would be none (standards/sign-in MF-4). Raises `mfa-enforced`, with the workspaces' slugs and names.
 */
export async function mustKeepFactor(tx: Reader, userId: string, which: 'totp' | 'passkey') {
  const { totpSince, passkeys } = await queries.findFactors(tx, userId)
  const isLeft = which === 'totp' ? passkeys > 0 : totpSince !== null || passkeys > 1
  if (isLeft) return
  const workspaces = await queries.listRequiring(tx, userId)
  if (workspaces.length === 0) return
  const names = workspaces.map(({ name }) => name).join(', ')
  throw new Problem('mfa-enforced', {
    message: `Multi-factor authentication is required by: ${names}. Keep one factor.`,
    data: { workspaces },
  })
}

/**
 * Step: the authenticator app or a passkey was removed, and this ends all other sessions of the person (SE-5). Without any second
 * factor left, recovery codes are for nothing: they go too. Answers the new secret of the session that goes on.
 */
export async function afterRemoval(tx: Writer, person: Person): Promise<string> {
  const { totpSince, passkeys } = await queries.findFactors(tx, person.user.id)
  const isLeft = totpSince !== null || passkeys > 0
  if (!isLeft) await queries.deleteCodes(tx, person.user.id)
  return leaveFactor(tx, person, isLeft)
}
