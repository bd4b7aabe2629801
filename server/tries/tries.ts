import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Writer } from '../db/open.ts'
import { keyOf } from '../platform/names.ts'
import * as queries from './queries.ts'

/** How often something may be tried: `free` times in a row, then with pauses. */
export interface Policy {
  /** So many tries without a pause, counted until `forgetMs` after the last one. */
  free: number
  forgetMs: number
  /** How long the next pause is after `extra` tries beyond the free ones (1, 2, …), in milliseconds. */
  pauseMs(extra: number): number
}

/** So many in a window, and none until it is over. */
export function atMost(count: number, windowMs: number): Policy {
  return { free: count, forgetMs: windowMs, pauseMs: () => windowMs }
}

/** Pauses that double from `firstMs` up to `mostMs`. */
export function slower(free: number, firstMs: number, mostMs: number): Policy {
  const pauseMs = (extra: number) => Math.min(firstMs * 2 ** (extra - 1), mostMs)
  return { free, forgetMs: 86_400_000, pauseMs }
}

/**
 * Counts one try of `key` before it is made, in the database, so that several processes and many tries at once share the count
 * (standards/sign-in RL-1, RL-3). Raises `too-many-requests` with the seconds to wait.
 */
export async function countTry({ app, now }: { app: App; now: Date }, key: string, policy: Policy) {
  const refusedUntil = await app.database.db.transaction().execute(async (tx) => {
    const expires_at = new Date(now.getTime() + policy.forgetMs)
    const row = await queries.lockTries(tx, key, expires_at)
    if (row.blocked_until && row.blocked_until > now) return row.blocked_until

    const count = row.expires_at <= now ? 1 : row.count + 1
    const extra = count - policy.free + 1
    const blocked_until = extra >= 1 ? new Date(now.getTime() + policy.pauseMs(extra)) : null
    const until = blocked_until && blocked_until > expires_at ? blocked_until : expires_at
    await queries.saveTries(tx, key, { count, blocked_until, expires_at: until })
    return null
  })
  if (!refusedUntil) return
  const retryAfterSeconds = Math.max(1, Math.ceil((refusedUntil.getTime() - now.getTime()) / 1000))
  const message = `Too many tries. Wait ${retryAfterSeconds} seconds, then try again.`
  throw new Problem('too-many-requests', { message, data: { retryAfterSeconds } })
}

/** Forgets the tries of these keys: what was tried succeeded. */
export async function forgetTries({ app }: { app: App }, ...keys: string[]) {
  await app.database.db.transaction().execute((tx) => queries.deleteTries(tx, keys))
}

/** Step: the same in a change that is under way. */
export async function forgetTriesIn(tx: Writer, ...keys: string[]) {
  await queries.deleteTries(tx, keys)
}

/**
 * Takes one try back that succeeded: where many share a key (a network), the successes of one of
 * them must not make up for the guesses of another.
 */
export async function takeTryBack({ app }: { app: App }, key: string) {
  await app.database.db.transaction().execute((tx) => queries.takeTryBack(tx, key))
}

/**
 * What the guesses at one account's password are counted under. A browser that has signed in before counts for itself, so that
 * strangers who guess at the account do not lock its owner out; all strangers count together (standards/sign-in RL-1).
 */
export function signInKey(email: string, knownDevice: string | null): string {
  return knownDevice === null
    ? triesKey('sign-in', keyOf(email))
    : triesKey('sign-in-device', keyOf(email), knownDevice)
}

/** Step of housekeeping: throws away what is over. */
export const forgetOldTries = queries.deleteOver

/** A key of bounded length, which does not show what it is about. */
export function triesKey(what: string, ...parts: (string | null)[]): string {
  return `${what}/${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`
}

/** Where somebody is, for counting: an IPv4 address, or the first half of an IPv6 one, which one customer has as a whole. */
export function networkOf(ip: string | null): string {
  if (ip === null || !isIPv6(ip)) return ip ?? ''
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  return mapped ?? `${new URL(`http://[${ip}]`).hostname.slice(1, -1).split(':').slice(0, 4).join(':')}::/64`
}
