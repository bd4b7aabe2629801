import type { Readable } from 'node:stream'
import type { Caller } from '../caller/caller.ts'
import { csvFile } from '../http/csv.ts'
import * as queries from './queries.ts'
import { type Shown, show } from './shown.ts'

const ROWS_AT_ONCE = 2_000

type Row = Record<(typeof columns)[number], string>
const columns = [
  'Requested',
  'State',
  'Name',
  'Email',
  'Resource Type',
  'Resource',
  'Resource ID',
  'Action',
  'Message',
  'Wished Role',
  'Wished Scope',
  'Wished Hours',
  'Decided',
  'Decided By',
  'Reason',
  'Granted',
] as const

/** Requests as CSV, newest first. One page of rows is read when the reader has taken the one before. */
export function csvOf(caller: Caller, which: queries.Which): Readable {
  return csvFile(columns, pages(caller, which))
}

async function* pages(caller: Caller, which: queries.Which) {
  let after: { createdAt: Date; id: string } | null = null
  do {
    const page = { count: ROWS_AT_ONCE, after }
    const rows: queries.RequestRow[] = await queries.listRequests(caller.db, caller.workspaceId, which, page)
    yield (await show(caller, rows, 'owners')).map(rowOf)
    after = rows.length < ROWS_AT_ONCE ? null : (rows.at(-1) ?? null)
  } while (after)
}

function rowOf({ requester, resource, wished, ...request }: Shown): string[] {
  const row: Row = {
    Requested: request.createdAt,
    State: request.state,
    Name: requester.name,
    Email: requester.email,
    'Resource Type': resource.type,
    Resource: resource.name ?? '',
    'Resource ID': resource.id ?? '',
    Action: request.action ?? '',
    Message: request.message,
    'Wished Role': wished.roleName ?? wished.roleId ?? '',
    'Wished Scope': wished.scope ?? '',
    'Wished Hours': wished.hours === null ? '' : String(wished.hours),
    Decided: request.decidedAt ?? '',
    'Decided By': request.decidedBy?.name ?? '',
    Reason: request.reason ?? '',
    Granted: request.granted.map(grantedInWords).join('; '),
  }
  return columns.map((column) => row[column])
}

function grantedInWords({ roleName, endsAt }: Shown['granted'][number]): string {
  return endsAt === null ? roleName : `${roleName} [until ${endsAt}]`
}
