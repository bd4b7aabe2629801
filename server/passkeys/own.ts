import { Problem } from '../../contract/problems.ts'
import { mustBeManagedHere } from '../account/account.ts'
import type { Person } from '../caller/caller.ts'
import { changeAccount } from '../caller/change-account.ts'
import { addRecoveryCodes, afterRemoval, mustKeepFactor } from '../mfa/mfa.ts'
import { newId } from '../platform/ids.ts'
import { tidyName } from '../platform/names.ts'
import { endSessions, mustGoOn, renew, secondFactorsOf } from '../sessions/sessions.ts'
import { type Attestation, beginRegistration as begin, checkAttestation } from './ceremony.ts'
import * as queries from './queries.ts'

const PASSKEYS_MAX = 20

/** The passkeys of a person, the oldest first. */
export async function listPasskeys({ app, user }: Person) {
  return (await queries.listPasskeys(app.database.db, user.id)).map(shown)
}

/** Begins to add a passkey. Raises `too-many-passkeys`, `managed-elsewhere`, `no-passkeys`, `too-many-requests`. */
export async function beginRegistration(person: Person) {
  const { db } = person.app.database
  await mustBeManagedHere(db, person)
  if ((await queries.listPasskeys(db, person.user.id)).length >= PASSKEYS_MAX)
    throw new Problem('too-many-passkeys')
  return begin(person)
}

/**
 * Adds a passkey. Ends all other sessions; this one goes on under the new secret that is answered, proved by two factors. The first
 * factor of an account brings recovery codes. Raises `wrong-passkey`, `passkey-taken`, `too-many-passkeys`, `managed-elsewhere`.
 */
export async function registerPasskey(
  person: Person,
  { name, response }: { name: string; response: Attestation },
) {
  const { user, now, session } = person
  const { methods, ...made } = await checkAttestation(person, response)
  return changeAccount(person, user.id, async (tx) => {
    await mustBeManagedHere(tx, person)
    if ((await queries.listPasskeys(tx, user.id)).length >= PASSKEYS_MAX)
      throw new Problem('too-many-passkeys')

    const isFirst = (await secondFactorsOf(tx, user.id)).length === 0
    const row = {
      id: newId(),
      user_id: user.id,
      credential_id: made.credentialId,
      public_key: made.publicKey,
      sign_count: made.signCount,
      transports: JSON.stringify(made.transports),
      synced: made.synced,
      name: tidyName(name),
      created_at: now,
      last_used_at: null,
    }
    await queries.insertPasskey(tx, row)
    const codes = isFirst ? { recoveryCodes: await addRecoveryCodes(tx, user.id, now) } : {}
    await endSessions(tx, user.id, session)
    const secret = await renew(tx, person, { methods, twoFactors: true })
    const value = { passkey: shown(row), ...codes, session: secret }
    return { value, happened: [{ type: 'Passkey Added', detail: { name: row.name } }] }
  })
}

/** Changes what a passkey is called. Raises `not-found`. */
export function renamePasskey(person: Person, passkeyId: string, name: string) {
  const { id: userId } = person.user
  return changeAccount(person, userId, async (tx) => {
    await mustGoOn(tx, person)
    const renamed = await queries.renamePasskey(tx, userId, passkeyId, tidyName(name))
    if (!renamed) throw new Problem('not-found')
    return { value: shown(renamed), happened: [] }
  })
}

/**
 * Removes a passkey, ends all other sessions, and answers the new secret of this one. Raises `last-way-in` where nothing else would
 * sign in, `mfa-enforced`, `not-found`.
 */
export function removePasskey(person: Person, passkeyId: string): Promise<string> {
  const { id: userId } = person.user
  return changeAccount(person, userId, async (tx) => {
    const present = await queries.listPasskeys(tx, userId)
    const passkey = present.find(({ id }) => id === passkeyId)
    if (!passkey) throw new Problem('not-found')
    if (present.length === 1 && !(await queries.hasOtherWayIn(tx, userId))) throw new Problem('last-way-in')
    await mustKeepFactor(tx, userId, 'passkey')

    await queries.deletePasskey(tx, userId, passkeyId)
    const value = await afterRemoval(tx, person)
    return { value, happened: [{ type: 'Passkey Removed', detail: { name: passkey.name } }] }
  })
}

interface Row {
  id: string
  name: string
  synced: boolean
  created_at: Date
  last_used_at: Date | null
}

function shown({ id, name, synced, created_at, last_used_at }: Row) {
  const lastUsedAt = last_used_at?.toISOString() ?? null
  return { id, name, synced, createdAt: created_at.toISOString(), lastUsedAt }
}
