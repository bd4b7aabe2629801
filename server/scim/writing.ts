import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import { type Changed, outcome } from '../caller/change.ts'
import { rehearse } from '../caller/rehearsal.ts'
import type { Wire } from '../http/handlers.ts'
import type { Deed } from '../provisioning/provisioning.ts'

/** What a write has done, and to whom or what. */
export interface Done {
  id: string
  did: Deed[]
}

/** What a write says at its end. */
export function done(id: string, happened: Happened[]): Changed<Done> {
  return outcome({ id, did: deedsOf(happened) }, happened)
}

/**
 * Does a write, or in a dry run tries it out and keeps nothing: then raises `dry-run`, after which providers try again later. Either
 * way the activity log is told what it does.
 */
export async function write(
  caller: Caller,
  wire: Pick<Wire, 'tell'>,
  work: (caller: Caller) => Promise<Done>,
): Promise<Done> {
  if (caller.isDryRun) {
    const tried = async (rehearsing: Caller) => {
      await work(rehearsing)
    }
    const did = await rehearse(caller, tried, async (_, { happened }) => deedsOf(happened))
    wire.tell(did)
    throw new Problem('dry-run', { data: { did } })
  }
  const result = await work(caller)
  wire.tell(result.did)
  return result
}

function deedsOf(happened: Happened[]): Deed[] {
  return happened.map(({ type, resourceId, resourceName }) => ({ type, resourceId, resourceName }))
}
