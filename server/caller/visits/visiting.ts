import { isDeepStrictEqual } from 'node:util'
import { isOwner } from '../../../access/index.ts'
import { ownerRole } from '../../../contract/complete.ts'
import type { Endpoint } from '../../../contract/endpoint.ts'
import { Problem } from '../../../contract/problems.ts'
import { refusesSupport } from '../../../contract/support.ts'
import type { Writer } from '../../db/open.ts'
import type { Caller } from '../caller.ts'
import * as pen from '../pen.ts'

/**
 * Whether support staff may call an endpoint at all: in whose name they act is an owner still, and what it changes is not closed to them
 * (docs/decisions/0032). Raises `not-signed-in`, `not-allowed`.
 */
export function mayVisit(caller: Caller, endpoint: Pick<Endpoint, 'access' | 'method' | 'stepUp'>) {
  if (!isOwner(caller.world, caller.principalId, caller.now.getTime())) throw new Problem('not-signed-in')
  if (refusesSupport(endpoint))
    throw refusal('Support staff cannot do this: an owner of the workspace has to.')
}

/**
 * Does the work of a change. Where support staff makes it, whatever it is: who owns the workspace stays as it is, people, groups, tokens and
 * invites, and until when. Raises `not-allowed` otherwise.
 */
export async function keepingOwners<Done>(caller: Caller, tx: Writer, work: (tx: Writer) => Promise<Done>) {
  if (caller.who.kind !== 'support') return work(tx)
  const about = { roleId: ownerRole(caller.app.catalog).id }
  const before = await pen.listOwnership(tx, caller.workspaceId, about)
  const done = await work(tx)
  const after = await pen.listOwnership(tx, caller.workspaceId, about)
  if (isDeepStrictEqual(before, after)) return done
  throw refusal('Support staff makes nobody an owner, and takes ownership from nobody.')
}

function refusal(message: string) {
  return new Problem('not-allowed', { message })
}
