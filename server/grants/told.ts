import { roleById } from '../../contract/complete.ts'
import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Json } from '../db/tables.ts'
import { type Holder, policyEvents, touching } from './holders.ts'
import type * as queries from './queries.ts'
import { timesShown } from './times.ts'
import type { Wanted } from './wanted.ts'

/** What is told of grants that went. */
export function tellGone(caller: Caller, about: Pick<Told, 'holder' | 'name'>, gone: queries.GrantRow[]) {
  return tell({ ...about, gone: gone.map((grant) => asWanted(caller, grant)), come: [] })
}

interface Told {
  holder: Holder
  name: string
  gone: Wanted[]
  come: Wanted[]
}

/** One event for each grant that went or came, and one for the holder (public-api 3.1). */
export function tell({ holder, name, gone, come }: Told): Happened[] {
  const touches = touching(holder)
  const policy = (type: 'Policy Created' | 'Policy Deleted', one: Wanted): Happened => ({
    type,
    resourceId: holder.id,
    resourceName: `${one.roleName}: ${name}`,
    detail: { subjectType: holder.kind, subjectId: holder.id, ...inAudit(one) },
    touches,
  })
  const events = [
    ...gone.map((one) => policy('Policy Deleted', one)),
    ...come.map((one) => policy('Policy Created', one)),
  ]
  const type = policyEvents[holder.kind]
  if (!type) return events
  const detail = { removed: gone.map(inAudit), added: come.map(inAudit) }
  return [...events, { type, resourceId: holder.id, resourceName: name, detail, touches }]
}

/** A grant that is there as it would have been wanted. */
export function asWanted(caller: Caller, { roleId, customRoleName, ...grant }: queries.GrantRow): Wanted {
  const roleName = roleById(caller.app.catalog, roleId)?.name ?? customRoleName ?? roleId
  const { scopes, startsAt, endsAt } = grant
  return { roleId, roleName, isCustom: customRoleName !== null, scopes, startsAt, endsAt }
}

function inAudit({ roleId, roleName, scopes, ...times }: Wanted): {
  [key: string]: Json
} {
  const on = scopes.map((scope) => {
    if (scope.kind === 'all') return { all: true }
    if (scope.kind === 'label')
      return {
        labels: scope.labels.map(({ key, value }) => `${key}:${value}`),
      }
    return { type: scope.type, id: scope.resourceId }
  })
  return { roleId, roleName, on, ...timesShown(times) }
}

/** The roles that came with it, as what happened tells them. */
export function givenIn(happened: Happened[]): { roleId: string; roleName: string; endsAt: string | null }[] {
  return happened.flatMap(({ type, detail: { roleId, roleName, endsAt } = {} }) => {
    if (type !== 'Policy Created') return []
    const until = typeof endsAt === 'string' ? endsAt : null
    return [{ roleId: String(roleId), roleName: String(roleName), endsAt: until }]
  })
}
