import { AsyncLocalStorage } from 'node:async_hooks'
import type { Change } from '../../access/index.ts'
import { type AuditResourceType, type EventName, events } from '../../contract/events.ts'
import { isProblemCode, Problem } from '../../contract/problems.ts'
import type { Writer } from '../db/open.ts'
import type { Json } from '../db/tables.ts'
import { newId } from '../platform/ids.ts'
import type { App } from './app.ts'
import type { Caller } from './caller.ts'
import { readTouched, type Touched } from './facts.ts'
import { keepAnswer, replayAnswer } from './idempotency.ts'
import * as pen from './pen.ts'
import { keepingOwners } from './visits/visiting.ts'
import { mergeTouched } from './worlds.ts'

/** One thing that happened: a row of the audit trail, and what it means for access and for mail. */
export interface Happened {
  type: EventName
  resourceId: string
  resourceName: string
  /** Only where the event's own kind is too general (`RESOURCE`). */
  resourceType?: AuditResourceType
  /** For the audit trail: before and after, names and ids. Never a secret. */
  detail?: { [key: string]: Json }
  /** Demanded of every event that moves access, and of no other. */
  touches?: Touched
  mail?: Mail[]
}

/** Something to be sent after the commit. `payload` holds ids, never a secret: links are made when it is sent. */
export interface Mail {
  kind: string
  payload: { [key: string]: Json }
}

/** What a change says at its end: its value, and everything that happened. */
export interface Changed<Value> {
  value: Value
  happened: Happened[]
}

/** A change that happened: `value` for the caller, and one event or more. */
export function changed<Value>(value: Value, ...happened: [Happened, ...Happened[]]): Changed<Value> {
  return { value, happened }
}

/** A change that found everything as it was wanted already. */
export function unchanged<Value>(value: Value): Changed<Value> {
  return { value, happened: [] }
}

/** A change of several parts: `changed` if anything happened in them, `unchanged` otherwise. */
export function outcome<Value>(value: Value, happened: Happened[]): Changed<Value> {
  return { value, happened }
}

const ATTEMPTS_MAX = 4
const inChange = new AsyncLocalStorage<true>()

/**
 * The only pen. One transaction: locks the workspace, does `work`, writes what it says happened to the audit trail, the
 * outbox and the access version, and brings the world in memory up to date before it returns. Under an Idempotency-Key
 * that was used before, `work` is not done again: its first value is returned. A broken constraint becomes the problem of
 * the same name. Operations open one change; a change inside a change would wait for its own lock, so it throws at once.
 */
export function change<Value>(caller: Caller, work: (tx: Writer) => Promise<Changed<Value>>): Promise<Value> {
  return write(caller, async () => {}, work)
}

/** The same pen for a workspace that `open` creates in the same transaction. */
export function changeNew<Value>(
  caller: Caller,
  open: (tx: Writer) => Promise<unknown>,
  work: (tx: Writer) => Promise<Changed<Value>>,
): Promise<Value> {
  return write(caller, open, work)
}

async function write<Value>(
  caller: Caller,
  open: (tx: Writer) => Promise<unknown>,
  work: (tx: Writer) => Promise<Changed<Value>>,
): Promise<Value> {
  const { rehearsal } = caller
  if (rehearsal) return rehearsed(rehearsal, open, (tx) => keepingOwners(caller, tx, work))
  const done = await inTurn(caller, async (tx) => {
    await open(tx)
    return finish(caller, tx, work)
  })
  bringWorldUp(caller, done)
  return done.value
}

/** A change in a transaction of which nothing is kept: what it would be refused for is refused, and nothing is written of it. */
async function rehearsed<Value>(
  { tx, happened }: NonNullable<Caller['rehearsal']>,
  open: (tx: Writer) => Promise<unknown>,
  work: (tx: Writer) => Promise<Changed<Value>>,
): Promise<Value> {
  try {
    await open(tx)
    const changed = await work(tx)
    happened.push(...changed.happened)
    return changed.value
  } catch (error) {
    throw asProblem(error)
  }
}

/** For pens alone: `inOneTransaction`, after everybody in this process who came before to change the same workspace. */
export function inTurn<Value>(
  { app, workspaceId }: Caller,
  work: (tx: Writer) => Promise<Value>,
): Promise<Value> {
  notWithin()
  return app.turns.take(workspaceId, () => inOneTransaction(app, work))
}

function notWithin() {
  if (inChange.getStore())
    throw new Error('change() inside change(): call a step of the other feature, not its operation')
}

/**
 * For pens alone: does a pen's work in one transaction, again where the database broke off two that waited for each other. What is
 * remembered of who is who is forgotten after it. A pen inside a pen would wait for its own lock for ever, so that it
 * throws at once. A broken constraint becomes the problem of the same name.
 */
export async function inOneTransaction<Value>(
  { database, identities }: App,
  work: (tx: Writer) => Promise<Value>,
): Promise<Value> {
  notWithin()
  for (let attempt = 1; ; attempt++) {
    try {
      const value = await inChange.run(true, () => database.db.transaction().execute(work))
      identities.forget()
      return value
    } catch (error) {
      if (attempt < ATTEMPTS_MAX && isWorthAnotherTry(error)) continue
      throw asProblem(error)
    }
  }
}

/** Nothing after the commit may look like a refusal: the change is made. */
export function bringWorldUp({ app, workspaceId }: Caller, { access }: Pick<Done<unknown>, 'access'>) {
  try {
    if (access) app.worlds.committed(workspaceId, access.version, access.change)
  } catch (error) {
    app.log.error(
      { err: error, workspaceId },
      'a world in memory could not follow a change, and is read anew',
    )
  }
}

/** Writes what happened in a workspace whose row is locked: audit trail, outbox, access version. For pens alone. */
export async function recordChange(
  caller: Caller,
  tx: Writer,
  row: { access_version: number; audit_seq: number },
  happened: Happened[],
): Promise<Done<undefined>['access']> {
  const touched = touchedBy(happened)
  const version = touched ? row.access_version + 1 : row.access_version
  const mail = happened.flatMap((one) => one.mail ?? [])
  await pen.writeMail(tx, mailRows(caller.now, caller.workspaceId, mail))
  await pen.writeChange(tx, caller.workspaceId, {
    audit: auditRows(caller, happened, row.audit_seq),
    access_version: version,
    audit_seq: row.audit_seq + happened.length,
    touched: touched ? JSON.stringify(touched) : null,
  })
  if (!touched || !caller.app.worlds.has(caller.workspaceId)) return undefined
  return { version, change: await readChange(tx, caller.workspaceId, touched) }
}

interface Done<Value> {
  value: Value
  access?: { version: number; change: Change }
}

async function finish<Value>(
  caller: Caller,
  tx: Writer,
  work: (tx: Writer) => Promise<Changed<Value>>,
): Promise<Done<Value>> {
  const row = await pen.lockWorkspace(tx, caller.workspaceId)
  if (!row) throw new Problem('not-found')
  await readmit(caller, tx, row.access_version)
  const first = await replayAnswer<Value>(tx, caller)
  if (first) return { value: first.value }

  const { value, happened } = await keepingOwners(caller, tx, work)
  await keepAnswer(tx, caller, value)
  if (happened.length === 0) return { value }
  const access = await recordChange(caller, tx, row, happened)
  return access ? { value, access } : { value }
}

/** Since the caller was admitted, and while it waited for the lock, its rights may have been taken away (invariant 27). */
async function readmit(caller: Caller, tx: Writer, version: number) {
  if (!caller.readmit) return
  const { who, workspaceId } = caller
  if (who.kind === 'link' && !(await pen.hasSetUpLink(tx, workspaceId, who.id)))
    throw new Problem('not-signed-in')
  if (who.kind === 'scim' && !(await pen.hasScimToken(tx, workspaceId, who.id)))
    throw new Problem('not-signed-in')
  // By the clock of this moment: a visit is over also for a body that takes its time.
  if (
    who.kind === 'support' &&
    !(await pen.hasSupportVisit(tx, workspaceId, { id: who.id, now: caller.app.clock.now() }))
  )
    throw new Problem('not-signed-in')
  caller.world = await caller.app.worlds.within(tx, caller.workspaceId, version)
  caller.readmit(caller)
}

async function readChange(tx: Writer, workspaceId: string, touched: Touched): Promise<Change> {
  const facts = await readTouched(tx, workspaceId, touched)
  return touched.plan ? { ...facts, plan: await pen.readPlan(tx, workspaceId) } : facts
}

/** All that what happened touches, null if it moves no access. For pens alone. */
export function touchedBy(happened: Happened[]): Touched | null {
  const moving = happened.filter((one) => {
    const moves = events[one.type].movesAccess
    if (moves !== (one.touches !== undefined))
      throw new Error(`event ${one.type}: touches must be said exactly when it moves access`)
    return moves
  })
  return moving.length > 0 ? mergeTouched(moving.map((one) => one.touches ?? {})) : null
}

function auditRows(caller: Caller, happened: Happened[], seq: number) {
  return happened.map((one, index) => ({
    workspace_id: caller.workspaceId,
    seq: seq + index + 1,
    id: newId(),
    at: caller.now,
    type: one.type,
    actor_kind: caller.who.kind,
    actor_id: caller.who.id,
    actor_email: caller.who.email,
    actor_name: caller.who.name,
    for_id: caller.who.onBehalfOf?.id ?? null,
    for_name: caller.who.onBehalfOf?.name ?? null,
    resource_type: one.resourceType ?? events[one.type].on,
    resource_id: one.resourceId,
    resource_name: one.resourceName,
    detail: JSON.stringify(one.detail ?? {}),
    request_id: caller.requestId,
    ip: caller.ip,
  }))
}

/** Letters as rows of the outbox: to be sent at once. Of no workspace where they are an account's. For pens alone. */
export function mailRows(now: Date, workspaceId: string | null, mail: Mail[]) {
  return mail.map(({ kind, payload }) => ({
    id: newId(),
    workspace_id: workspaceId,
    kind,
    payload: JSON.stringify(payload),
    created_at: now,
    next_at: now,
  }))
}

interface DatabaseError {
  code?: unknown
  constraint?: unknown
}

const DEADLOCK_CODES = new Set(['40001', '40P01'])

function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof Error && DEADLOCK_CODES.has(String((error as DatabaseError).code))
}

/** `group_name_taken` is raised by the database and read by people as `group-name-taken`. */
function asProblem(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Problem) return error
  const { constraint } = error as DatabaseError
  const code = typeof constraint === 'string' ? constraint.replaceAll('_', '-') : ''
  return isProblemCode(code) ? new Problem(code) : error
}
