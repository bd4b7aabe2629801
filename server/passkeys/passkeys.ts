import type { Person, Visitor } from '../caller/caller.ts'
import { changeAccount } from '../caller/change-account.ts'
import { freshUntil } from '../caller/session.ts'
import type { Writer } from '../db/open.ts'
import {
  completePending,
  countTry as countPendingTry,
  goOn,
  type Outcome,
  pendingOf,
  renew,
} from '../sessions/sessions.ts'
import { countTry, forgetTries, networkOf, slower, triesKey } from '../tries/tries.ts'
import { type Assertion, beginAssertion, checkAssertion, noteUse } from './ceremony.ts'
import { deleteOver } from './queries.ts'

export { passkeysWork } from './ceremony.ts'

/** Nobody guesses a signature; this only bounds the work that one network makes. */
const wrongOnes = slower(100, 1_000, 60_000)

/** Begins a sign-in by passkey alone. Raises `no-passkeys`, and `too-many-requests` for a network that begins too many. */
export function beginSignIn(visitor: Visitor) {
  return beginAssertion(visitor, { purpose: 'sign-in', userId: null })
}

/**
 * Signs in by a passkey alone: the device was there and checked its person, so that it counts as two factors. Raises
 * `wrong-passkey`, `no-passkeys`, and `too-many-requests` after many wrong ones from one network.
 */
export async function signIn(visitor: Visitor, response: Assertion): Promise<Outcome> {
  const key = triesKey('passkey-sign-in', networkOf(visitor.ip))
  await countTry(visitor, key, wrongOnes)
  const checked = await checkAssertion(visitor, response, { purpose: 'sign-in', userId: null })

  const { account, methods } = checked
  const outcome = await changeAccount(visitor, account.id, async (tx) => {
    await noteUse(tx, checked)
    const value = await goOn(tx, visitor, account, { methods, twoFactors: true })
    return { value, happened: value.happened }
  })
  await forgetTries(visitor, key)
  return outcome
}

/** Begins to complete a sign-in that waits for its second factor. Raises `sign-in-over`, `no-passkeys`. */
export async function beginSecondFactor(visitor: Visitor) {
  const { account } = await pendingOf(visitor.app.database.db, visitor)
  return beginAssertion(visitor, { purpose: 'second-factor', userId: account.id })
}

/**
 * Completes a sign-in that waits for its second factor, with a passkey of the same person; whether the device checked them does
 * not matter, because the first factor did. Raises `wrong-passkey`, and `sign-in-over` after five tries (standards/sign-in RL-2).
 */
export async function completeSecondFactor(visitor: Visitor, response: Assertion): Promise<Outcome> {
  const pending = await pendingOf(visitor.app.database.db, visitor)
  await countPendingTry(visitor, pending)
  const userId = pending.account.id
  const checked = await checkAssertion(visitor, response, { purpose: 'second-factor', userId })

  return changeAccount(visitor, userId, async (tx) => {
    await noteUse(tx, checked)
    const value = await completePending(tx, visitor, pending, { methods: checked.methods, twoFactors: true })
    return { value, happened: value.happened }
  })
}

/** Begins to prove again that it is them. Raises `no-passkeys`, and `not-found` for a person without one. */
export function beginStepUp(person: Person) {
  return beginAssertion(person, { purpose: 'step-up', userId: person.user.id })
}

/** Proves again that it is them. Answers the session's new secret, and until when it is fresh. Raises `wrong-passkey`. */
export async function stepUp(person: Person, response: Assertion) {
  const userId = person.user.id
  const checked = await checkAssertion(person, response, { purpose: 'step-up', userId })
  const session = await changeAccount(person, userId, async (tx) => {
    await noteUse(tx, checked)
    const value = await renew(tx, person, { methods: checked.methods, twoFactors: true })
    return { value, happened: [] }
  })
  return { session, freshUntil: freshUntil({ factorAt: person.now }) }
}

/** Step of housekeeping: forgets challenges that nobody answered. */
export function forgetOldChallenges(tx: Writer, now: Date) {
  return deleteOver(tx, now)
}
