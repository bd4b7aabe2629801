import type { Visitor } from '../caller/caller.ts'
import type { HappenedToAccount } from '../caller/change-account.ts'
import type { Writer } from '../db/open.ts'
import { browserSecret } from '../flows/flows.ts'
import { deleteLinksOf } from '../links/links.ts'
import { hashSecret } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import type { SignInProvider } from '../platform/sign-in-file.ts'
import type { Account } from '../sessions/sessions.ts'
import { managerOf } from './configured.ts'
import { keptFlow, opened } from './flow.ts'
import type { Claim } from './oidc.ts'
import * as queries from './queries.ts'

/** What a provider tells of an account that is linked with one here. */
type Told = Pick<Claim, 'issuer' | 'subject' | 'email' | 'name'>

/** An account as it is now, and what happened to it. */
interface Followed {
  account: Account
  happened: HappenedToAccount[]
}

/**
 * Step, once a sign-in is complete: notes that a linked account was used, and gives the account the name and the address that its
 * provider tells, where that provider manages it; an address that another account has is passed over. Changes nothing where the
 * two are linked no more.
 */
export async function follow(tx: Writer, visitor: Visitor, account: Account, told: Told): Promise<Followed> {
  const { app, now } = visitor
  const { issuer, subject, email } = told
  const present = await queries.findLinked(tx, issuer, subject)
  if (present?.id !== account.id) return { account, happened: [] }
  await queries.touchIdentity(tx, account.id, { issuer, email, now })
  const manager = await managerOf(tx, app, account.id)
  if (manager?.issuer !== issuer) return { account, happened: [] }

  const happened = [...(await takeName(tx, present, told)), ...(await takeAddress(tx, now, present, told))]
  return { account: (await queries.findLinked(tx, issuer, subject)) ?? account, happened }
}

/**
 * Step: keeps what a provider told until the account's own second factor is proved in this browser: who has only the first, at the
 * provider, must not change where letters to the account go.
 */
export async function keepTold(
  tx: Writer,
  visitor: Visitor,
  { userId, provider, claim }: { userId: string; provider: SignInProvider; claim: Claim },
) {
  const { issuer, subject, email, name } = claim
  const browserHash = hashSecret(browserSecret(visitor))
  await queries.deleteKept(tx, 'told', browserHash)
  const told: Told = { issuer, subject, email, name }
  await queries.insertFlow(
    tx,
    keptFlow(visitor, { purpose: 'told', browserHash, provider: provider.id, userId, value: told }),
  )
}

/**
 * Step of completing a sign-in that waited for its second factor: `follow` with what a provider told when the sign-in began in this
 * browser. Changes nothing where no provider told anything of this account within the last ten minutes.
 */
export async function followTold(tx: Writer, visitor: Visitor, account: Account): Promise<Followed> {
  const { app, browser, now } = visitor
  const browserHash = hashSecret(browser.flow ?? '')
  const row = await queries.findKept(tx, 'told', browserHash, account.id)
  if (!row) return { account, happened: [] }
  await queries.deleteKept(tx, 'told', browserHash)
  if (row.expires_at <= now) return { account, happened: [] }
  return follow(tx, visitor, account, opened<Told>(app, row.sealed))
}

async function takeName(tx: Writer, present: Account, told: Told): Promise<HappenedToAccount[]> {
  const name = tidyName(told.name ?? present.name)
  if (name === present.name) return []
  await queries.renameUser(tx, present.id, { name, nameKey: keyOf(name) })
  return [{ type: 'Name Changed', detail: { from: present.name, to: name } }]
}

async function takeAddress(
  tx: Writer,
  now: Date,
  present: Account,
  { email }: Told,
): Promise<HappenedToAccount[]> {
  if (email === null || email === present.email) return []
  const emailKey = keyOf(email)
  const isOther = emailKey !== keyOf(present.email)
  if (isOther && (await queries.isAddressTaken(tx, emailKey))) return []
  await queries.giveAddress(tx, present.id, { email, emailKey, verifiedAt: now })
  if (!isOther) return []
  // Whoever still reads the old mailbox must not get in by what was sent there.
  for (const purpose of ['reset', 'mfa-recovery', 'verify-email', 'new-email'] as const)
    await deleteLinksOf(tx, present.id, purpose)
  const detail = { from: present.email, to: email }
  return [{ type: 'Email Changed', detail, noticeTo: present.email }]
}
