import { Secret } from 'otpauth'
import { Problem } from '../../contract/problems.ts'
import type { Person } from '../caller/caller.ts'
import { changeAccount } from '../caller/change-account.ts'
import type { Writer } from '../db/open.ts'
import { hashSecret } from '../platform/ids.ts'
import { mustGoOn, secondFactorsOf } from '../sessions/sessions.ts'
import * as queries from './queries.ts'

const CODES = 10
/** 80 bits each: nobody guesses them, so that a plain hash is enough (standards/sign-in MF-3). */
const CODE_BYTES = 10

/**
 * Step: makes ten recovery codes, like `ABCD-EFGH-IJKL-MNOP`, and answers them; only their hashes are kept. All older ones of the
 * person are dead.
 */
export async function addRecoveryCodes(tx: Writer, userId: string, now: Date): Promise<string[]> {
  const codes = Array.from({ length: CODES }, () => new Secret({ size: CODE_BYTES }).base32)
  await queries.deleteCodes(tx, userId)
  await queries.insertCodes(tx, userId, codes.map(hashSecret), now)
  return codes.map((code) => (code.match(/.{4}/g) ?? []).join('-'))
}

/** Step: whether this is a recovery code of the person that was never used. If so, it is used. */
export function takeRecoveryCode(tx: Writer, userId: string, code: string, now: Date): Promise<boolean> {
  return queries.takeCode(tx, userId, hashSecret(asTyped(code)), now)
}

/** Makes new recovery codes; all older ones are dead. Raises `not-found` where the account has no second factor. */
export function renewRecoveryCodes(person: Person): Promise<string[]> {
  const { user, now } = person
  return changeAccount(person, user.id, async (tx) => {
    await mustGoOn(tx, person)
    if ((await secondFactorsOf(tx, user.id)).length === 0) {
      const message =
        'Recovery codes come with a second factor. Set up an authenticator app or a passkey first.'
      throw new Problem('not-found', { message })
    }
    const value = await addRecoveryCodes(tx, user.id, now)
    return { value, happened: [{ type: 'Recovery Codes Created' }] }
  })
}

/** A code as it was made, however somebody typed it: without hyphens and spaces, in capitals. */
export function asTyped(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase()
}
