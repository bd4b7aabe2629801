import { Problem } from '../../contract/problems.ts'
import type { Person, Visitor } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import { changeAccount, type HappenedToAccount } from '../caller/change-account.ts'
import { actInAll } from '../caller/system.ts'
import type { Writer } from '../db/open.ts'
import { deleteLinksOf, type Link, makeLink, openLink, useLink } from '../links/links.ts'
import { readdressMember } from '../members/members.ts'
import { mailWorks } from '../outbox/outbox.ts'
import { keyOf } from '../platform/names.ts'
import { mustGoOn } from '../sessions/sessions.ts'
import { atMost, countTry, triesKey } from '../tries/tries.ts'
import { findAccount } from './account.ts'
import { aloneAmong } from './among.ts'
import { mustBeManagedHere } from './managed.ts'
import * as queries from './queries.ts'

const HOUR_MS = 3_600_000
/** Letters that are asked for in an hour: to one mailbox, and by one account (standards/sign-in RL-3). */
const toMailbox = atMost(5, HOUR_MS)
const fromAccount = atMost(20, HOUR_MS)

const purposes = ['verify-email', 'new-email'] as const

/**
 * Sends a link to a new address, and a word to the present one. Where the new one has an account already, all looks the same,
 * but no link is sent (standards/sign-in PW-7). Raises `no-mail`, `managed-elsewhere`, `too-many-requests`, `not-signed-in`, and
 * `invalid-input` for the present address.
 */
export async function changeEmail(person: Person, wanted: string) {
  const { app, now, user } = person
  const email = wanted.trim()
  mustHaveMail(person)
  await mustBeManagedHere(app.database.db, person)
  if (email === user.email) {
    const message = 'This is the address of your account already.'
    throw new Problem('invalid-input', { field: 'email', message })
  }
  await countLetter(person, email)
  await changeAccount(person, user.id, async (tx) => {
    await mustGoOn(tx, person)
    const holder = await findAccount(tx, email)
    const linkId = await makeLink(tx, now, { purpose: 'new-email', userId: user.id, email })
    const isFree = holder === undefined || holder.id === user.id
    const happened: HappenedToAccount = {
      type: 'Email Change Requested',
      detail: { to: email },
      // By the time it is sent, the account may have the new address.
      noticeTo: user.email,
      mail: isFree ? [{ kind: 'new-email', payload: { linkId } }] : [],
    }
    return { value: undefined, happened: [happened] }
  })
}

/** Sends a link to the present address, to confirm it. Raises `no-mail`, `email-verified`, `too-many-requests`, `not-signed-in`. */
export async function verifyEmail(person: Person) {
  const { app, now, user } = person
  mustHaveMail(person)
  const profile = await queries.findProfile(app.database.db, user.id)
  if (profile?.emailVerifiedAt) throw new Problem('email-verified')
  await countLetter(person, user.email)
  await changeAccount(person, user.id, async (tx) => {
    await mustGoOn(tx, person)
    const linkId = await makeLink(tx, now, { purpose: 'verify-email', userId: user.id, email: user.email })
    const mail = [{ kind: 'verify-email', payload: { linkId } }]
    return { value: undefined, happened: [{ type: 'Email Verification Requested', mail }] }
  })
}

/** Which address a link confirms. Never uses the link up: mail programs open links by themselves. Raises `link-gone`. */
export async function lookUpEmail(visitor: Visitor, token: string) {
  const { email, expires_at } = await openLink(visitor.app.database.db, visitor, token, ...purposes)
  return { email, expiresAt: expires_at.toISOString() }
}

/**
 * Confirms an address, new or present, once. Sessions go on; links that were sent to the old address are dead, and it is told. Raises
 * `link-gone`, `user-email-taken`, `external-id-taken`, `managed-elsewhere`, `unavailable`.
 */
export async function confirmEmail(visitor: Visitor, token: string) {
  const link = await openLink(visitor.app.database.db, visitor, token, ...purposes)
  const profile = await queries.findProfile(visitor.app.database.db, link.user_id ?? '')
  if (!profile) throw new Problem('link-gone')
  if (link.purpose === 'verify-email') await confirmPresent(visitor, profile, link)
  else await takeNew(visitor, profile, link)
  return { email: link.email }
}

type Profile = NonNullable<Awaited<ReturnType<typeof queries.findProfile>>>

function confirmPresent(visitor: Visitor, { id }: Profile, link: Link) {
  return changeAccount(visitor, id, async (tx) => {
    await useLink(tx, link)
    const profile = await queries.findProfile(tx, id)
    // The account has another address by now: this link proves nothing about that one.
    if (!profile || keyOf(profile.email) !== link.email_key) throw new Problem('link-gone')
    await queries.updateUser(tx, id, { email_verified_at: visitor.now })
    return { value: undefined, happened: [{ type: 'Email Verified' }] }
  })
}

async function takeNew(visitor: Visitor, profile: Profile, link: Link) {
  const { id, name } = profile
  const { email } = link
  const among = await actInAll(visitor, profile)
  await changeAccount(
    visitor,
    id,
    async (tx) => {
      await aloneAmong(tx, id, among)
      await useLink(tx, link)
      await mustBeManagedHere(tx, { app: visitor.app, user: profile })
      const from = (await queries.findProfile(tx, id))?.email ?? profile.email
      const values = { email, email_key: link.email_key, email_verified_at: visitor.now }
      await queries.updateUser(tx, id, values)
      await forgetMailed(tx, id)
      const told = new Map<string, Happened>()
      for (const caller of among) {
        told.set(caller.workspaceId, await readdressMember(tx, caller, { id, name, email }, from))
      }
      return {
        value: undefined,
        happened: [{ type: 'Email Changed', detail: { from, to: email }, noticeTo: from }],
        inWorkspaces: (caller) => [told.get(caller.workspaceId)].filter((one) => one !== undefined),
      }
    },
    among,
  )
}

/** Whoever still reads the old mailbox must not get in by what was sent there. */
async function forgetMailed(tx: Writer, userId: string) {
  for (const purpose of ['reset', 'mfa-recovery', 'verify-email'] as const) {
    await deleteLinksOf(tx, userId, purpose)
  }
}

function mustHaveMail({ app }: Visitor) {
  if (!mailWorks(app)) throw new Problem('no-mail')
}

async function countLetter(person: Person, email: string) {
  await countTry(person, triesKey('letters-of', person.user.id), fromAccount)
  await countTry(person, triesKey('letters-to', keyOf(email)), toMailbox)
}
