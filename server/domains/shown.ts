import type { Static } from 'typebox'
import type { domains } from '../../contract/domains.ts'
import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Reader } from '../db/open.ts'
import type { Json } from '../db/tables.ts'
import { metaTagOf, recordOf } from './looking.ts'
import * as queries from './queries.ts'

export type Shown = Static<typeof domains.check.reply>['domain']
type DomainEvent = Extract<Happened['type'], `Domain ${string}`>

/** One domain of the workspace. Raises `not-found`. */
export async function findDomain(db: Reader, { workspaceId }: Caller, domainId: string) {
  const row = await queries.findDomain(db, workspaceId, domainId)
  if (!row) throw new Problem('not-found')
  return row
}

/** A domain as the API shows it. */
export function show(row: queries.DomainRow, now: Date): Shown {
  const { id, domain, connectionId, tokenExpiresAt, verifiedAt, verifiedBy, checkedAt, checkFailed } = row
  const open = isExpired(row, now) ? 'expired' : 'pending'
  const lastCheck = checkedAt && {
    at: checkedAt.toISOString(),
    found: checkFailed === null,
    message: checkFailed,
  }
  return {
    id,
    domain,
    status: verifiedAt === null ? open : 'verified',
    txt: recordOf(row),
    metaTag: metaTagOf(row),
    tokenExpiresAt: tokenExpiresAt.toISOString(),
    verifiedAt: verifiedAt?.toISOString() ?? null,
    verifiedBy,
    lastCheck,
    connectionId,
  }
}

/** Whether the token of a domain that is not verified can verify it no more. */
export function isExpired({ verifiedAt, tokenExpiresAt }: queries.DomainRow, now: Date): boolean {
  return verifiedAt === null && tokenExpiresAt <= now
}

/** An event of a domain. */
export function happenedTo(
  type: DomainEvent,
  { id, domain }: { id: string; domain: string },
  detail: { [key: string]: Json } = {},
): Happened {
  return { type, resourceId: id, resourceName: domain, detail }
}
