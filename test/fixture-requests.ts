import { hashSecret, newId, newSecret } from '../server/platform/ids.ts'
import { type Maker, person } from './fixture-rows.ts'

/** What samples name of requests for access, support access and break-glass. */
export interface FixtureRequests {
  accessRequest: string
  nominee: string
  breakGlassUse: string
  /** The secret of a link of the support staff that was not used yet. */
  supportLink: string
}

const HOUR_MS = 3_600_000

/**
 * An open request of a member; a member who may break the glass, and one who did; support access, with a link that was not used
 * and the secret of a visit.
 */
export function requestsOf(maker: Maker, owner: { id: string; name: string }) {
  const asking = person(maker, 'Rita Requester')
  const nominee = person(maker, 'Nora Nominee')
  const { rows, workspaceId: workspace_id, now } = maker
  const endsAt = new Date(now.getTime() + 8 * HOUR_MS)
  const accessRequest = newId()
  rows.add('access_requests', {
    ...{ workspace_id, id: accessRequest, principal_id: asking.id, requester_id: asking.id },
    ...{ requester_name: 'Rita Requester', requester_email: asking.email, resource_type: 'workspace' },
    ...{ thing: 'workspace', message: 'I would like to see the members.', created_at: now },
  })
  const by = { nominated_by: owner.id, nominated_by_name: owner.name, nominated_at: now }
  rows.add('break_glass_nominees', { workspace_id, user_id: nominee.id, ...by })
  const breakGlassUse = newId()
  rows.add('break_glass_uses', {
    ...{ workspace_id, id: breakGlassUse, user_id: nominee.id, user_name: 'Nora Nominee' },
    ...{ reason: 'Nobody else could be reached.', started_at: now, ends_at: endsAt },
  })
  const { link, secret } = supportOf(maker, owner, endsAt)
  const names: FixtureRequests = { accessRequest, nominee: nominee.id, breakGlassUse, supportLink: link }
  return { names, secret }
}

function supportOf({ rows, workspaceId, now }: Maker, owner: { id: string; name: string }, endsAt: Date) {
  const access = newId()
  const [link, secret] = [newSecret('cvh_'), newSecret('cvh_')]
  rows.add('support_access', {
    ...{ workspace_id: workspaceId, id: access, granted_by: owner.id, granted_by_name: owner.name },
    ...{ granted_at: now, ends_at: endsAt },
  })
  const visit = {
    ...{ workspace_id: workspaceId, access_id: access, staff_name: 'Sam Support' },
    ...{ staff_email: 'sam@operator.test', reason: 'Ticket 4711', created_at: now },
    ...{ link_expires_at: endsAt, ends_at: endsAt },
  }
  rows.add('support_visits', { ...visit, id: newId(), link_hash: hashSecret(link) })
  const used = { secret_hash: hashSecret(secret), signed_in_at: now, last_used_at: now }
  rows.add('support_visits', { ...visit, ...used, id: newId() })
  return { link, secret }
}
