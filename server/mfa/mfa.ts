import { Problem } from '../../contract/problems.ts'
import type { Person, Visitor } from '../caller/caller.ts'
import { changeAccount, type HappenedToAccount } from '../caller/change-account.ts'
import type { Writer } from '../db/open.ts'
import { completePending, countTry, isKnownDevice, type Outcome, pendingOf } from '../sessions/sessions.ts'
import { countTry as countGuess, forgetTries, slower, triesKey } from '../tries/tries.ts'
import * as queries from './queries.ts'
import { takeRecoveryCode } from './recovery-codes.ts'
import { checkTotp } from './totp.ts'

export { afterRemoval, mustKeepFactor } from './factors.ts'
export { addRecoveryCodes } from './recovery-codes.ts'
export { checkTotp } from './totp.ts'

/** Over all sign-ins of an account: who knows the password could otherwise begin anew after every five wrong codes. */
const guesses = slower(10, 60_000, 3_600_000)

interface Given {
  way: 'totp' | 'recovery-code'
  code: string
}

/**
 * Completes a sign-in that waits for its second factor, by a code of the authenticator app or a recovery code. A code works once.
 * Raises `wrong-code`; `sign-in-over` after five tries (standards/sign-in RL-2); `too-many-requests` after ten in several sign-ins,
 * counted apart for browsers that the person signed in with before, so that others cannot lock them out (RL-1).
 */
export async function signInWithCode(visitor: Visitor, given: Given): Promise<Outcome> {
  const { db } = visitor.app.database
  const pending = await pendingOf(db, visitor)
  const { id } = pending.account
  await countTry(visitor, pending)
  const from = (await isKnownDevice(db, visitor, id)) ? 'known browser' : 'elsewhere'
  const key = triesKey('second-factor', id, from)
  await countGuess(visitor, key, guesses)

  const outcome = await changeAccount(visitor, id, async (tx) => {
    const { method, happened } = await prove(tx, visitor, id, given)
    const value = await completePending(tx, visitor, pending, { methods: [method], twoFactors: true })
    return { value, happened: [...happened, ...value.happened] }
  })
  await forgetTries(visitor, key)
  return outcome
}

/** Which second factors a person has, how many recovery codes are left, and which of their workspaces require one. */
export async function showFactors({ app, user }: Person) {
  const { db } = app.database
  const { totpSince, passkeys, codes } = await queries.findFactors(db, user.id)
  return {
    totp: totpSince && { since: totpSince.toISOString() },
    passkeys,
    recoveryCodesLeft: codes,
    requiredBy: await queries.listRequiring(db, user.id),
  }
}

async function prove(tx: Writer, visitor: Visitor, userId: string, { way, code }: Given) {
  const happened: HappenedToAccount[] = []
  if (way === 'totp') {
    if (!(await checkTotp(tx, visitor, userId, code))) throw new Problem('wrong-code')
    return { method: 'otp', happened }
  }
  if (!(await takeRecoveryCode(tx, userId, code, visitor.now))) throw new Problem('wrong-code')
  const { codes } = await queries.findFactors(tx, userId)
  happened.push({ type: 'Recovery Code Used', detail: { left: codes } })
  return { method: 'rcv', happened }
}
