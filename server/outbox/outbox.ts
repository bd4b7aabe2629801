import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../caller/app.ts'
import type { JsonObject } from '../db/tables.ts'
import { isForGood, type Letter, type Mailer, openMailer, SEND_MS } from '../platform/mail.ts'
import * as queries from './queries.ts'

const AT_ONCE = 5
const POLL_MS = 1_000
/** After the database was away, and while stopping, at most. */
const PATIENCE_MS = 5_000
/** Longer than any attempt can take, so that no two servers send one letter at the same time. */
const LEASE_MS = 2 * SEND_MS
const FIRST_DELAY_MS = 10_000
const DELAY_MAX_MS = 6 * 3_600_000
/** Together about two days. */
const ATTEMPTS_MAX = 14
const ERROR_LENGTH_MAX = 500
/** How long a letter waits that was beyond a limit. */
const LATER_MS = 10 * 60_000

/** What a row of the outbox is about. */
export interface Occasion {
  workspaceId: string | null
  payload: JsonObject
  /** The how manyeth attempt this is, from 1 on. */
  attempts: number
}

/**
 * Writes the letter of each kind at the moment it is sent, so that links and names in it are those of that moment.
 * Null where nothing is left to say: the invite was revoked. `later` where a limit is reached: it waits, and no attempt is counted.
 */
export type Letters = Record<string, (app: App, occasion: Occasion) => Promise<Letter | null | 'later'>>

/** Whether letters reach people: there is a mail server, or the demo's mailbox, in which they can be read. */
export function mailWorks({ config, mailbox }: Pick<App, 'config' | 'mailbox'>): boolean {
  return (config.smtpUrl !== undefined && config.mailFrom !== undefined) || mailbox !== null
}

/** The running delivery. */
export interface Outbox {
  /** Ends it: what is being sent may finish for a few seconds. Whatever is not marked then goes out again later. */
  stop(): Promise<void>
}

/**
 * Delivers what change() put into the outbox: at least once, by any number of servers on one database, each letter with
 * one Message-ID (standards/reliability 5.1; docs/decisions/0006). Without a mail server, letters are kept unsent; in the demo,
 * its mailbox shows them.
 */
export function startOutbox(app: App, letters: Letters): Outbox {
  const stopping = new AbortController()
  const mailer = openMailer(app.config)
  const running = deliverUntil(stopping.signal, async () => deliverDue(app, letters, await mailer), app)
  return {
    async stop() {
      stopping.abort()
      await Promise.race([running, sleep(PATIENCE_MS, undefined, { ref: false })])
    },
  }
}

async function deliverUntil(signal: AbortSignal, deliver: () => Promise<number>, { log }: App) {
  while (!signal.aborted) {
    // Mail must never end the server: a database that is away comes back.
    const handled = await deliver().catch((error: unknown) => {
      if (!signal.aborted) log.warn({ err: error }, 'the outbox cannot be read; it is tried again')
      return null
    })
    const pauseMs = handled === null ? PATIENCE_MS : handled < AT_ONCE ? POLL_MS : 0
    await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => {})
  }
}

/** One round: takes a few letters that are due, and sends them side by side. Answers how many there were. */
export async function deliverDue(app: App, letters: Letters, mailer: Mailer | null): Promise<number> {
  const { db } = app.database
  const now = app.clock.now()
  if (!mailer && !app.mailbox) {
    await db.transaction().execute((tx) => queries.keepWaiting(tx, now))
    return 0
  }
  const leaseUntil = new Date(now.getTime() + LEASE_MS)
  const taken = await db
    .transaction()
    .execute((tx) => queries.takeDue(tx, { now, leaseUntil, count: AT_ONCE }))
  const send: Send = async (id, letter) => {
    if (mailer) await mailer.send(id, letter)
    else app.mailbox?.keep({ ...letter, id, at: app.clock.now() })
  }
  await Promise.all(taken.map((row) => deliver(app, letters, send, row)))
  return taken.length
}

interface Row extends Occasion {
  id: string
  kind: string
}

type Send = Mailer['send']

async function deliver(app: App, letters: Letters, send: Send, row: Row) {
  try {
    // A newer server may have put in a kind that this one cannot write: then it waits for that one.
    const write = letters[row.kind]
    if (!write) throw new Error(`this server knows no letter of the kind ${row.kind}`)
    const letter = await write(app, row)
    if (letter === 'later') return await putOff(app, row, { waitMs: LATER_MS, attempts: row.attempts - 1 })
    if (letter) await send(row.id, letter)
    await end(app, row, letter ? (app.mailbox ? 'kept' : 'sent') : 'dropped', null)
  } catch (error) {
    await failed(app, row, error)
  }
}

async function failed(app: App, row: Row, error: unknown) {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, ERROR_LENGTH_MAX)
  const { id, kind, attempts } = row
  if (attempts >= ATTEMPTS_MAX || isForGood(error)) {
    app.log.error({ id, kind, attempts, reason }, 'a letter could not be delivered and is given up')
    return end(app, row, 'dead', reason)
  }
  app.log.warn({ id, kind, attempts, reason }, 'a letter could not be delivered; it is tried again')
  await putOff(app, row, { waitMs: delayMs(attempts), attempts, reason })
}

async function putOff(
  { database, clock }: App,
  row: Row,
  { waitMs, attempts, reason }: { waitMs: number; attempts: number; reason?: string },
) {
  const next_at = new Date(clock.now().getTime() + waitMs)
  const later = { next_at, attempts, ...(reason === undefined ? {} : { last_error: reason }) }
  await database.db.transaction().execute((tx) => queries.putOff(tx, row, later))
}

function end(
  { database, clock }: App,
  { id }: Row,
  state: 'sent' | 'kept' | 'dropped' | 'dead',
  last_error: string | null,
) {
  return database.db
    .transaction()
    .execute((tx) => queries.finish(tx, id, { state, done_at: clock.now(), last_error }))
}

/** Four times longer after each attempt, up to six hours, give or take a quarter so that retries do not come as a crowd. */
function delayMs(attempts: number): number {
  const plain = Math.min(FIRST_DELAY_MS * 4 ** (attempts - 1), DELAY_MAX_MS)
  return plain * (0.75 + Math.random() / 2)
}
