import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Reader, Writer } from '../db/open.ts'
import { newId, sameBytes } from '../platform/ids.ts'
import { linkSecret } from '../platform/keys.ts'
import { keyOf } from '../platform/names.ts'
import { deleteLinksOf, findLink, type LinkRow, saveLink, takeLink } from './queries.ts'

export type Link = LinkRow
export type Purpose = Link['purpose']

const HOUR_MS = 3_600_000
/** How long each works, in hours; a mailed code to reset with at most an hour (standards/sign-in IN-1). */
const hours: Record<Purpose, number> = {
  'sign-up': 24,
  reset: 1,
  'verify-email': 24,
  'new-email': 24,
  'mfa-recovery': 1,
}
/** Where each leads. */
const pages: Record<Purpose, string> = {
  'sign-up': '/sign-up/complete',
  reset: '/reset-password',
  'verify-email': '/confirm-email',
  'new-email': '/confirm-email',
  'mfa-recovery': '/sign-in',
}

interface NewLink {
  purpose: Purpose
  userId: string | null
  email: string
  name?: string | null
}

/**
 * Step: makes a link for one use and answers its id; older ones of the same purpose for the same address or account are dead.
 * What is mailed is made from it when the mail is sent (`linkUrl`): nothing that a reader of the database could use is stored.
 */
export async function makeLink(tx: Writer, now: Date, link: NewLink): Promise<string> {
  const { purpose, userId, email, name = null } = link
  if (userId !== null) await deleteLinksOf(tx, userId, purpose)
  const id = newId()
  await saveLink(tx, {
    id,
    purpose,
    user_id: userId,
    email,
    email_key: keyOf(email),
    name,
    created_at: now,
    expires_at: new Date(now.getTime() + hours[purpose] * HOUR_MS),
  })
  return id
}

/** The address to open, with the secret behind `#`, which browsers send to no server (IN-3). Its host is the configured one. */
export function linkUrl({ keys, config }: Pick<App, 'keys' | 'config'>, link: Link): string {
  return `${config.publicUrl}${pages[link.purpose]}#token=${link.id}.${proofOf(keys, link)}`
}

/** The link that a token is for, not used up. Raises `link-gone` in the same words for whatever is wrong with it. */
export async function openLink(
  db: Reader,
  { app: { keys }, now }: { app: Pick<App, 'keys'>; now: Date },
  token: string,
  ...purposes: Purpose[]
): Promise<Link> {
  const [id = '', proof = '', ...more] = token.split('.')
  // No database takes this character, not even to look for it.
  const link = id.includes('\0') ? undefined : await findLink(db, id)
  const expected = link ? proofOf(keys, link) : ''
  const isGenuine = link && more.length === 0 && sameBytes(Buffer.from(proof), Buffer.from(expected))
  if (!isGenuine || !purposes.includes(link.purpose) || link.expires_at <= now) throw new Problem('link-gone')
  return link
}

/** Step: uses a link up. Of several at once, one succeeds. Raises `link-gone`. */
export async function useLink(tx: Writer, link: Link) {
  if (!(await takeLink(tx, link.id))) throw new Problem('link-gone')
}

/** The code of a recovery mail, which people type: 12 letters of RFC 4648's base 32 (60 bits) in groups of four. */
export function linkCode({ keys }: Pick<App, 'keys'>, link: Link): string {
  const bytes = Buffer.from(linkSecret(keys, 'code', link.id, link.email_key))
  const letters = [...bytes.subarray(0, 24)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32])
  return (letters.join('').slice(0, 12).match(/.{4}/g) ?? []).join('-')
}

export {
  countTry as countLinkTry,
  deleteLinksOf,
  deleteOver as forgetOldLinks,
  findLink,
  findLinkOf,
  takeLink as throwLinkAway,
} from './queries.ts'

function proofOf(keys: App['keys'], { id, purpose, email_key }: Link): string {
  return linkSecret(keys, purpose, id, email_key)
}
