import { type AccountEventName, accountEvents } from '../../contract/account-events.ts'
import type { Writer } from '../db/open.ts'
import type { Json } from '../db/tables.ts'
import { newId } from '../platform/ids.ts'
import type { Caller, Visitor } from './caller.ts'
import { bringWorldUp, type Happened, inOneTransaction, type Mail, mailRows, recordChange } from './change.ts'
import * as pen from './pen.ts'

/** One thing that happened to an account. What `accountEvents` calls a notice is also mailed to the person. */
export interface HappenedToAccount {
  type: AccountEventName
  /** Never a secret. */
  detail?: { [key: string]: Json }
  mail?: Mail[]
  /** Where the notice goes, if not to the address of the account: the old one after a change. */
  noticeTo?: string
}

/** What a change of an account says at its end. `inWorkspaces` goes into the audit trail of every workspace in `among`. */
export interface AccountChanged<Value> {
  value: Value
  happened: HappenedToAccount[]
  /** Letters that go with nothing that happened to the account: to an address that has none. */
  mail?: Mail[]
  inWorkspaces?: (caller: Caller) => Happened[]
  /** The account itself is gone: nothing of what happened can be written to it. */
  isGone?: boolean
}

/** In whose request an account is changed. */
export type By = Pick<Visitor, 'app' | 'now' | 'requestId' | 'ip' | 'userAgent'>

/**
 * The pen for an account, as change() is for a workspace. One transaction: locks the workspaces in `among` (callers of
 * `actInAll`) and then the account, does `work`, writes what it says happened to the account's events, to the outbox, and to the
 * workspaces' audit trails. `work` may make the account `userId` itself. Sessions that were remembered are forgotten.
 */
export async function changeAccount<Value>(
  by: By,
  userId: string,
  work: (tx: Writer) => Promise<AccountChanged<Value>>,
  among: Caller[] = [],
): Promise<Value> {
  const { value, worlds } = await inOneTransaction(by.app, (tx) => write(tx, by, { userId, among }, work))
  for (const [caller, access] of worlds) bringWorldUp(caller, access ? { access } : {})
  return value
}

async function write<Value>(
  tx: Writer,
  by: By,
  { userId, among }: { userId: string; among: Caller[] },
  work: (tx: Writer) => Promise<AccountChanged<Value>>,
) {
  // In one order, so that two changes never wait for each other; workspaces first, as change() has them.
  const callers = among.toSorted((a, b) => (a.workspaceId < b.workspaceId ? -1 : 1))
  const locked: [Caller, Awaited<ReturnType<typeof pen.lockWorkspace>>][] = []
  for (const caller of callers) locked.push([caller, await pen.lockWorkspace(tx, caller.workspaceId)])
  await pen.lockAccount(tx, userId)
  const { value, happened, mail = [], inWorkspaces, isGone } = await work(tx)
  if (!isGone) await pen.writeAccountEvents(tx, eventRows(by, userId, happened))
  await pen.writeMail(tx, mailRows(by.now, null, [...mailOf(by, userId, happened), ...mail]))
  const worlds: [Caller, Awaited<ReturnType<typeof recordChange>>][] = []
  for (const [caller, row] of locked) {
    const here = row ? (inWorkspaces?.(caller) ?? []) : []
    if (row && here.length > 0) worlds.push([caller, await recordChange(caller, tx, row, here)])
  }
  return { value, worlds }
}

/** Step: writes down what happened to an account in a change of a workspace, for which change() is the pen. */
export async function recordAccount(tx: Writer, by: By, userId: string, happened: HappenedToAccount[]) {
  await pen.writeAccountEvents(tx, eventRows(by, userId, happened))
  await pen.writeMail(tx, mailRows(by.now, null, mailOf(by, userId, happened)))
}

function eventRows(by: By, userId: string, happened: HappenedToAccount[]) {
  return happened.map(({ type, detail = {} }) => ({
    user_id: userId,
    id: newId(),
    at: by.now,
    type,
    detail: JSON.stringify(detail),
    request_id: by.requestId,
    ip: by.ip,
    user_agent: by.userAgent,
  }))
}

function mailOf(by: By, userId: string, happened: HappenedToAccount[]): Mail[] {
  return happened.flatMap(({ type, detail = {}, mail = [], noticeTo }) => {
    if (!accountEvents[type].notice) return mail
    const about = { type, at: by.now.toISOString(), ip: by.ip, userAgent: by.userAgent, detail }
    return [...mail, { kind: 'notice', payload: { userId, ...about, ...(noticeTo ? { to: noticeTo } : {}) } }]
  })
}
