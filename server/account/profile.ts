import { Problem } from '../../contract/problems.ts'
import type { Person } from '../caller/caller.ts'
import { changeAccount } from '../caller/change-account.ts'
import { listWorkspacesOf } from '../caller/queries.ts'
import { freshUntil } from '../caller/session.ts'
import type { Reader } from '../db/open.ts'
import { deleteLinksOf, findLinkOf } from '../links/links.ts'
import {
  acceptPassword,
  hashPassword,
  isPassword,
  mayHaveShortPassword,
  warningOf,
} from '../passwords/passwords.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import { managedBy } from '../providers/providers.ts'
import { endSessions, mustGoOn, renew, secondFactorsOf } from '../sessions/sessions.ts'
import { countTry, forgetTries, slower, triesKey } from '../tries/tries.ts'
import { mustBeManagedHere } from './managed.ts'
import * as queries from './queries.ts'

const DAY_MS = 86_400_000
/** Whoever sits at somebody's open session must not find out their password by trying. */
const guesses = slower(5, 30_000, 15 * 60_000)

/** The account of the signed-in person as they see it, and this session. */
export async function showAccount(person: Person) {
  const { app, now, session } = person
  const { db } = app.database
  const { id, name, email, createdAt, passwordHash, emailVerifiedAt } = await profileOf(db, person)
  if (session.confined) return showLittle(person, { name, email, createdAt })
  const link = await findLinkOf(db, id, 'new-email')
  return {
    id,
    name,
    email,
    emailVerified: emailVerifiedAt !== null,
    hasPassword: passwordHash !== null,
    newEmail: link && link.expires_at > now ? link.email : null,
    secondFactor: (await secondFactorsOf(db, id)).length > 0,
    managedBy: await managedBy(db, app, id),
    idleMinutes: session.idleMinutes,
    session: {
      expiresAt: session.expiresAt.toISOString(),
      freshUntil: freshUntil(session),
      secondFactor: session.mfaAt !== null,
      confined: false,
    },
    createdAt: createdAt.toISOString(),
  }
}

/** Whoever runs a workspace's identity provider can sign in as its people: they learn nothing of the account beyond what the workspace knows (L-5). */
async function showLittle(
  { app, user, session }: Person,
  { name, email, createdAt }: { name: string; email: string; createdAt: Date },
) {
  // Not when it really ends: that may be the rule of another workspace.
  const end = new Date(session.authenticatedAt.getTime() + app.config.sessionDays * DAY_MS)
  return {
    id: user.id,
    name,
    email,
    emailVerified: false,
    hasPassword: false,
    newEmail: null,
    secondFactor: false,
    managedBy: await managedBy(app.database.db, app, user.id),
    idleMinutes: null,
    session: {
      expiresAt: end.toISOString(),
      freshUntil: freshUntil(session),
      secondFactor: false,
      confined: true,
    },
    createdAt: createdAt.toISOString(),
  }
}

/** Changes the person's name, in every workspace. Raises `managed-elsewhere`, `not-signed-in`. */
export async function rename(person: Person, name: string) {
  const wanted = tidyName(name)
  await changeAccount(person, person.user.id, async (tx) => {
    await mustGoOn(tx, person)
    await mustBeManagedHere(tx, person)
    const { name: present } = await profileOf(tx, person)
    if (present === wanted) return { value: undefined, happened: [] }

    await queries.updateUser(tx, person.user.id, { name: wanted, name_key: keyOf(wanted) })
    return { value: undefined, happened: [{ type: 'Name Changed', detail: { from: present, to: wanted } }] }
  })
  return showAccount(person)
}

/**
 * Sets a new password. Who has one must say it; guesses are counted. Ends every other session, every sign-in that waits, the
 * links to reset it and a change of the address that somebody else may have begun; this session goes on under a new secret, which is
 * answered, with what to warn of (standards/sign-in PW-4, SE-1). Raises `wrong-credentials`, `managed-elsewhere`, `not-signed-in`, `too-many-requests`, and what `acceptPassword` raises.
 */
export async function changePassword(
  person: Person,
  { currentPassword, password }: { currentPassword?: string; password: string },
): Promise<{ session: string; breached?: true }> {
  const { app, now, user, session } = person
  const { db } = app.database
  await mustBeManagedHere(db, person)
  const { passwordHash: present } = await profileOf(db, person)
  await proveCurrent(person, present, currentPassword)
  const words = [user.name, user.email, ...(await listWorkspacesOf(db, user.id)).map((one) => one.name)]
  const accepted = await acceptPassword(app, {
    password,
    words,
    mayBeShort: await mayHaveShortPassword(db, user.id),
  })
  const password_hash = await hashPassword(password)
  return changeAccount(person, user.id, async (tx) => {
    // Whoever waited for the lock finds the password changed by another hand: then nothing was proved.
    if ((await profileOf(tx, person)).passwordHash !== present) throw wrongPassword()
    await queries.updateUser(tx, user.id, { password_hash, password_changed_at: now })
    const sessionsEnded = await endSessions(tx, user.id, session)
    for (const purpose of ['reset', 'new-email'] as const) await deleteLinksOf(tx, user.id, purpose)
    const methods = present === null ? [] : ['pwd']
    const value = { session: await renew(tx, person, { methods, twoFactors: false }), ...warningOf(accepted) }
    return { value, happened: [{ type: 'Password Changed', detail: { sessionsEnded } }] }
  })
}

async function proveCurrent(person: Person, present: string | null, given: string | undefined) {
  if (present === null) return
  const key = triesKey('current-password', person.user.id)
  await countTry(person, key, guesses)
  if (given === undefined || !(await isPassword(given, present))) throw wrongPassword()
  await forgetTries(person, key)
}

function wrongPassword() {
  const message = 'The current password is not right.'
  return new Problem('wrong-credentials', { message, field: 'currentPassword' })
}

async function profileOf(db: Reader, { user }: Person) {
  const profile = await queries.findProfile(db, user.id)
  // Deleted since the request was admitted.
  if (!profile) throw new Problem('not-signed-in')
  return profile
}
