import { Problem } from '../../contract/problems.ts'
import type { Visitor } from '../caller/caller.ts'
import { mailWorks } from '../outbox/outbox.ts'
import { keyOf } from '../platform/names.ts'
import { countTry, networkOf, type Policy, slower, triesKey } from '../tries/tries.ts'

const HOUR_MS = 3_600_000

/**
 * Five letters of one kind to a mailbox, then one in six hours: whoever asks in its owner's name fills it no more than that, and
 * the owner, who gets each of them, is never without one that works.
 */
const perMailbox: Policy = { free: 5, forgetMs: 24 * HOUR_MS, pauseMs: () => 6 * HOUR_MS }
const perNetwork = slower(100, 60_000, HOUR_MS)

/**
 * Counts a letter that a stranger asks for, whether there is an account or not (standards/sign-in RL-3). Raises `no-mail`,
 * `too-many-requests`.
 */
export async function countLetter(visitor: Visitor, kind: 'sign-up' | 'reset', email: string) {
  if (!mailWorks(visitor.app)) throw new Problem('no-mail')
  await countTry(visitor, triesKey('letter-network', networkOf(visitor.ip)), perNetwork)
  await countTry(visitor, triesKey('letter', kind, keyOf(email)), perMailbox)
}
