import type { App } from '../caller/app.ts'
import type { Caller } from '../caller/caller.ts'
import { type Changed, change, changed, unchanged } from '../caller/change.ts'
import { requireFeature } from '../caller/plan.ts'
import { actFor, theSystem } from '../caller/system.ts'
import type { Writer } from '../db/open.ts'
import { mailOwners } from '../grants/grants.ts'
import { newId } from '../platform/ids.ts'
import { type Found, look } from './looking.ts'
import * as queries from './queries.ts'
import { findDomain, happenedTo, isExpired, type Shown, show } from './shown.ts'

const DAY_MS = 86_400_000
/** How many domains are looked at again in one round, and how many of them at once. */
const ROUND_MAX = 1_000
const AT_ONCE = 10

const overdue: Found = {
  by: null,
  message: 'The token was good for 14 days, and is over. Renew it, and put the new one into its place.',
  away: [],
}

/**
 * Looks for the proof of a domain now, by DNS and on its front page, and notes in words what was found. Raises `not-found`, `plan-limit`,
 * and `domain-claimed` where another workspace was faster: who proves a domain first has it.
 */
export async function checkDomain(caller: Caller, domainId: string): Promise<Shown> {
  const { app, db, now } = caller
  requireFeature(caller, 'sso')
  const row = await findDomain(db, caller, domainId)
  // Before the change begins: nobody else in the workspace waits for another's servers.
  const found = isExpired(row, now) ? overdue : await look(app.outward, row)
  return change(caller, async (tx) => {
    const present = await findDomain(tx, caller, domainId)
    // Renewed while we looked: what was found is of the token before.
    if (present.token !== row.token) return unchanged(show(present, now))

    const { happened } = await note(tx, caller, present, found)
    return { value: show(await findDomain(tx, caller, domainId), now), happened }
  })
}

/**
 * Looks again, about once a day, for the proof of every verified domain. One that is gone is told once, and takes nothing away
 * (decisions/0023). Throws what went wrong with some, once all were looked at.
 */
export async function checkAgain(app: App): Promise<void> {
  const now = app.clock.now()
  const before = new Date(now.getTime() - DAY_MS)
  const due = await queries.listToCheck(app.database.db, before, ROUND_MAX)
  const failures: unknown[] = []
  for (let start = 0; start < due.length; start += AT_ONCE) {
    const some = due.slice(start, start + AT_ONCE)
    const results = await Promise.allSettled(some.map((row) => checkVerified(app, now, row)))
    failures.push(...results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some domains could not be looked at again')
}

type Due = Awaited<ReturnType<typeof queries.listToCheck>>[number]

async function checkVerified(app: App, now: Date, row: Due) {
  const found = await look(app.outward, row)
  const { workspaceId, slug, workspaceName: name, plan } = row
  const acting = { app, now, requestId: newId(), ip: null, idempotency: null }
  const server = await actFor(acting, theSystem, { id: workspaceId, slug, name, plan })
  await change(server, async (tx) => {
    const present = await queries.findDomain(tx, workspaceId, row.id)
    // Taken away while we looked, and perhaps added anew.
    return present ? note(tx, server, present, found) : unchanged(undefined)
  })
}

/** Step: notes what was found of a domain. What did not answer says nothing about a proof that was there before. */
async function note(
  tx: Writer,
  caller: Caller,
  row: queries.DomainRow,
  found: Found,
): Promise<Changed<undefined>> {
  const { workspaceId, now } = caller
  const { id, domain, verifiedAt, verifiedBy, checkFailed } = row
  const update = (values: Parameters<typeof queries.updateDomain>[3]) =>
    queries.updateDomain(tx, workspaceId, id, { checked_at: now, ...values })
  if (found.by !== null) {
    const verified = verifiedAt === null ? { verified_at: now } : {}
    await update({ ...verified, verified_by: found.by, check_failed: null })
    if (verifiedAt !== null) return unchanged(undefined)
    return changed(undefined, happenedTo('Domain Verified', row, { by: found.by }))
  }
  if (verifiedBy !== null && found.away.includes(verifiedBy)) {
    await update({})
    return unchanged(undefined)
  }

  await update({ check_failed: found.message })
  const isNews = verifiedAt !== null && checkFailed === null
  if (!isNews) return unchanged(undefined)
  const mail = await mailOwners(tx, caller, 'domain-proof-missing', [domain])
  return changed(undefined, {
    ...happenedTo('Domain Proof Missing', row, { found: found.message }),
    mail,
  })
}
