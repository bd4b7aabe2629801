import type { Readable } from 'node:stream'
import { type EffectiveRole, effectiveRoles, isOwner } from '../../access/index.ts'
import type { Caller } from '../caller/caller.ts'
import { groupsOfAll } from '../groups/groups.ts'
import { csvFile } from '../http/csv.ts'
import { roleNames } from '../roles/roles.ts'
import * as queries from './queries.ts'
import { type Ways, waysOfAll } from './ways.ts'

const ROWS_AT_ONCE = 2_000

type Row = Record<(typeof columns)[number], string>
const columns = [
  'Name',
  'Email',
  'Status',
  'Permission',
  'Individual Roles',
  'Groups',
  'Authentication',
  'MFA',
  'Last Seen',
  'Date Added',
  'Membership Ends',
] as const

/**
 * Members as CSV (rules, section 8), in the order they joined. Roles come from the facts in memory that decisions are made
 * of, so that the file and the decisions cannot disagree (invariant 8). One page of rows is read when the reader has taken the one
 * before, so a download of any length holds little memory, and no database connection while the reader is slow. Who joins
 * meanwhile may be in it or not; nobody is in it twice.
 */
export function csvOf(caller: Caller, which: queries.Which): Readable {
  return csvFile(columns, pages(caller, which))
}

async function* pages(caller: Caller, which: queries.Which) {
  const names = await roleNames(caller)
  let after: string[] | null = null
  do {
    const page = { count: ROWS_AT_ONCE, after }
    const found: queries.MemberRow[] = await queries.listMembers(caller.db, caller.workspaceId, which, page)
    const rows = found.slice(0, ROWS_AT_ONCE)
    yield await describe(caller, names, rows)
    const last = found.length > rows.length ? rows.at(-1) : undefined
    after = last ? [last.createdAt.toISOString(), last.id] : null
  } while (after)
}

async function describe(caller: Caller, names: Map<string, string>, rows: queries.MemberRow[]) {
  const at = caller.now.getTime()
  const ids = rows.map((row) => row.id)
  const groups = await groupsOfAll(caller.db, caller, ids)
  const waysOf = await waysOfAll(caller, ids)
  return rows.map((member) => {
    const own = effectiveRoles(caller.world, member.id, at).filter((role) => role.via.kind === 'own')
    const ways = waysOf(member.id)
    const row: Row = {
      Name: member.name,
      Email: member.email,
      Status: member.endsAt && member.endsAt <= caller.now ? 'Ended' : 'Active',
      Permission: isOwner(caller.world, member.id, at) ? 'Owner' : 'Member',
      'Individual Roles': own.map((role) => roleInWords(role, names)).join('; '),
      Groups: (groups.get(member.id) ?? []).map((group) => groupInWords(group, caller.now)).join('; '),
      Authentication: waysInWords(ways),
      MFA: ways.mfa ? 'On' : 'Off',
      'Last Seen': ways.lastActiveAt?.toISOString() ?? '',
      'Date Added': member.createdAt.toISOString(),
      'Membership Ends': member.endsAt?.toISOString() ?? '',
    }
    return columns.map((column) => row[column])
  })
}

/** `Analysts`, or `Analysts [until 2026-03-01T00:00:00.000Z]`. */
function groupInWords({ name, endsAt }: { name: string; endsAt: Date | null }, now: Date): string {
  return endsAt === null ? name : `${name} [${endsAt <= now ? 'ended' : 'until'} ${endsAt.toISOString()}]`
}

/** `SSO; Password; Passkey; Google`, or `None`. */
function waysInWords({ hasPassword, hasPasskey, hasSso, providers }: Ways): string {
  const sso = hasSso ? ['SSO'] : []
  const own = [...sso, ...(hasPassword ? ['Password'] : []), ...(hasPasskey ? ['Passkey'] : [])]
  return [...own, ...providers.map((provider) => provider.name)].join('; ') || 'None'
}

/** `Source Admin (all)`, or `Source Admin (source ios, environment:prod + product:car)`: on one source, and on what has both labels. */
function roleInWords(
  { roleId, scopes, active, inactiveBecause, from, until }: EffectiveRole,
  names: Map<string, string>,
): string {
  const on = scopes.map((scope) => {
    if (scope.kind === 'label') return scope.labels.map(({ key, value }) => `${key}:${value}`).join(' + ')
    return scope.kind === 'all' ? 'all' : `${scope.type.replaceAll('_', ' ')} ${scope.id}`
  })
  const where = on.length > 0 ? ` (${on.join(', ')})` : ''
  const times = [
    ...(from === undefined ? [] : [`from ${new Date(from).toISOString()}`]),
    ...(until === undefined
      ? []
      : [`${inactiveBecause?.endsWith('ended') ? 'ended' : 'until'} ${new Date(until).toISOString()}`]),
  ]
  const when = times.length > 0 ? ` [${times.join(', ')}]` : ''
  return (names.get(roleId) ?? roleId) + where + when + (active ? '' : ' [inactive]')
}
